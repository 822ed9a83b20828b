import CSQLite
import Foundation
import GRDB
import RegistryCore
import Synchronization

/// Ends what SQLite is doing once somebody wants it to stop.
///
/// SQLite asks between the steps of a statement. `sqlite3_interrupt` from outside could fall into a commit; that has
/// too few steps to be asked at. So what is stopped is undone whole, and it is true that nothing was saved. The
/// connection is none the worse for it, and serves the next command.
final class Interruption: Sendable {
    private let isAsked: @Sendable () -> Bool

    /// A millisecond of work or less; asking costs some nanoseconds.
    private static let steps: CInt = 1000

    init(_ isAsked: @escaping @Sendable () -> Bool) { self.isAsked = isAsked }

    /// Watches over a connection, which must not outlive this.
    func watch(_ connection: OpaquePointer) {
        sqlite3_progress_handler(
            connection, Interruption.steps,
            { context in
                guard let context else { return 0 }
                return Unmanaged<Interruption>.fromOpaque(context).takeUnretainedValue().isAsked() ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Runs a read that is a single step to SQLite and may take seconds, as the check of the whole file does: another
    /// thread asks meanwhile, and interrupts it from outside. A read commits nothing.
    func watchOneStep<Value>(of db: Database, _ body: () throws -> Value) rethrows -> Value {
        guard let connection = db.sqliteConnection else { return try body() }
        let address = UInt(bitPattern: connection)
        let state = Step()
        Thread.detachNewThread { [isAsked] in
            while !state.isOver {
                // Under the lock, so that what comes after this step is not interrupted for it.
                if isAsked() { state.unlessOver { sqlite3_interrupt(OpaquePointer(bitPattern: address)) } }
                usleep(20_000)
            }
        }
        defer { state.end() }
        return try body()
    }

    /// Whether a step is over, for two threads.
    private final class Step: Sendable {
        private let over = Mutex(false)
        var isOver: Bool { over.withLock { $0 } }
        func end() { over.withLock { $0 = true } }
        func unlessOver(_ body: () -> Void) { over.withLock { if !$0 { body() } } }
    }
}

extension Problem {
    /// A read that was stopped.
    static let stopped = Problem(.interrupted, "stopped")

    /// The same of a transaction, which was undone for it.
    var ofWriting: Problem { self == .stopped ? Problem(.interrupted, "stopped; nothing was saved") : self }
}

/// As `mapped`, for a transaction that is kept whole or not at all.
func mappedWriting<Value>(_ location: String, _ body: () throws -> Value) throws -> Value {
    do {
        return try mapped(location, body)
    } catch let problem as Problem {
        throw problem.ofWriting
    }
}
