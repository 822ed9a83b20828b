import Foundation
import GRDB
import RegistryCore
import Synchronization

/// A registry in one SQLite file: the embedded engine.
///
/// Readers neither wait for a writer nor hold one up, as SQLite keeps a write-ahead log beside the file; writers
/// wait for one another, in this process and in others, for a bounded time. What a write has kept survives
/// `kill -9` and a power cut: `synchronous` is FULL, with which the log is flushed at each commit.
public final class SQLiteStore: Store {
    public let location: String
    let files: RegistryFiles
    /// Seconds that a write waits for other writers.
    let patience: Double
    /// Called once a second meanwhile; throws to give up.
    let whileWaiting: @Sendable () throws -> Void
    let interruption: Interruption
    private let identity: RegistryFiles.Identity
    private let reader: DatabaseQueue
    private let state = Mutex(State())

    /// What changes while the store is open. The second connection waits for the first write, as most commands
    /// only read.
    private struct State {
        var writer: DatabaseQueue?
        var wrote = false
        var closed = false
    }

    init(
        location: String, files: RegistryFiles, identity: RegistryFiles.Identity, reader: DatabaseQueue, patience: Double, whileWaiting: @escaping @Sendable () throws -> Void,
        interruption: Interruption
    ) {
        self.location = location
        self.files = files
        self.identity = identity
        self.reader = reader
        self.patience = patience
        self.whileWaiting = whileWaiting
        self.interruption = interruption
    }

    public func read<Value>(_ body: (any StoreReading) throws -> Value) throws -> Value {
        try mapped(location) {
            try checkUsable()
            // Reentrant, so that a read within a read sees the same state instead of stopping the program.
            return try reader.unsafeReentrantRead { db in
                let transaction = SQLiteTransaction(db, location: location, store: self)
                guard !db.isInsideTransaction else { return try body(transaction) }
                var value: Value?
                try db.inTransaction(.deferred) {
                    value = try body(transaction)
                    // There is nothing to commit; and on a damaged file that would fail after all was read.
                    return .rollback
                }
                return try value.orDamaged("a read ended without its result")
            }
        }
    }

    /// A write within a write would wait for itself, and ends as `busy`.
    public func write<Value>(_ body: (any StoreWriting) throws -> Value) throws -> Value {
        try mappedWriting(location) {
            try alone { writer in
                let (value, erased) = try writer.write { db in
                    let transaction = SQLiteTransaction(db, location: location, store: self)
                    let value = try body(transaction)
                    try transaction.finish()
                    return (value, transaction.erased)
                }
                state.withLock { $0.wrote = true }
                writer.writeWithoutTransaction { WriteAheadLog.afterCommit($0, files: files, whole: erased) }
                return value
            }
        }
    }

    /// Lets go of both connections. What was written is first carried over from the log into the file, so that
    /// a copy of that one file is whole; when somebody else holds the lock, that one's checkpoint does it.
    public func close() throws {
        let state = self.state.withLock { state in
            defer { state = State(closed: true) }
            return state
        }
        guard !state.closed else { return }
        try mapped(location) {
            if let writer = state.writer {
                if state.wrote, RegistryFiles.Identity(of: files.main) == identity {
                    try? WriteLock(files: files, whileWaiting: whileWaiting).hold(upTo: min(patience, 1)) {
                        writer.writeWithoutTransaction { WriteAheadLog.carryOver($0) }
                    }
                }
                try writer.close()
            }
            try reader.close()
        }
    }

    /// Seconds that SQLite's own lock is waited for: only other programs hold it, and of them nothing is told.
    static func own(_ patience: Double) -> Double { min(patience, 5) }

    /// Runs `body` on the writing connection, under the lock that keeps every other writer out.
    func alone<Value>(_ body: (DatabaseQueue) throws -> Value) throws -> Value {
        try checkUsable()
        return try WriteLock(files: files, whileWaiting: whileWaiting).hold(upTo: patience) {
            try checkUsable()
            let writer = try state.withLock { state in
                if let writer = state.writer { return writer }
                let writer = try Connection.writer(files.main, patience: SQLiteStore.own(patience), interruption)
                state.writer = writer
                return writer
            }
            return try body(writer)
        }
    }

    /// Runs `body` on a new writing connection for rows by the million, under the same lock.
    func aloneForMany<Value>(_ body: (DatabaseQueue) throws -> Value) throws -> Value {
        try checkUsable()
        return try WriteLock(files: files, whileWaiting: whileWaiting).hold(upTo: patience) {
            try checkUsable()
            let writer = try Connection.writer(files.main, patience: SQLiteStore.own(patience), cache: Connection.bulkCache, interruption)
            defer { try? writer.close() }
            return try body(writer)
        }
    }

    /// Throws when the store is closed, or when another file stands under the registry's name, or none: what is
    /// written to one that was removed would be acknowledged and lost.
    private func checkUsable() throws {
        guard !state.withLock(\.closed) else { throw Problem(.unavailable, "the registry was closed", at: .init(file: location)) }
        guard RegistryFiles.Identity(of: files.main) != identity else { return }
        throw Problem(
            .unavailable, "the registry's file was removed or replaced while it was open", at: .init(file: location),
            next: "leave and open it again")
    }
}
