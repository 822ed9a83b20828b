import Foundation
import RegistryCore
import Synchronization

/// Sorts what an import adds into the index of words, on a connection of its own, while the import goes on adding.
///
/// The server appends new words to a list, which every search reads through until they are sorted in. To sort a million
/// texts' words in takes as long as to store them, and another processor can do it meanwhile, since an index knows of
/// rows that are not committed yet. Where it cannot be done, the server does it later by itself.
final class Tidying: Sendable {
    private let work = Work()

    private final class Work: Sendable {
        let state = Mutex(State.running)
        /// How many texts were added.
        let added = Atomic<Int>(0)
        let ended = DispatchSemaphore(value: 0)
    }

    private enum State {
        case running
        /// All texts are there: it ends when their words are sorted in.
        case finishing
        /// Nobody waits for it any more.
        case dropped
    }

    /// Begins at once.
    init(_ store: PostgresStore) {
        Thread.detachNewThread { [work] in
            defer { work.ended.signal() }
            // Nothing depends on it.
            guard let connection = try? store.begun("SELECT") else { return }
            defer { store.giveBack(connection) }
            var sorted = 0
            while true {
                let state = work.state.withLock { $0 }, added = work.added.load(ordering: .relaxed)
                if state == .dropped { return }
                guard state == .finishing || added - sorted >= Tidying.textsAtOnce else {
                    Thread.sleep(forTimeInterval: 0.02)
                    continue
                }
                guard (try? connection.rows(PostgresTransaction.tidying)) != nil, state == .running else { return }
                sorted = added
            }
        }
    }

    /// Many in few steps take less than half as long as few in many; those that are left at the end are waited for.
    private static let textsAtOnce = 16_000

    func note(added count: Int) { work.added.add(count, ordering: .relaxed) }

    deinit { work.state.withLock { $0 = .dropped } }

    /// Waits until the words of all texts are sorted in.
    ///
    /// - Parameter goOn: asked meanwhile; throws to wait no longer.
    func finish(_ goOn: () throws -> Void) throws {
        work.state.withLock { $0 = .finishing }
        while work.ended.wait(timeout: .now() + .milliseconds(100)) == .timedOut { try goOn() }
    }
}

extension PostgresTransaction {
    /// Of this transaction alone: words are added to their index in few large steps, and sorted in by whoever adds them.
    func addWordsInLargeSteps() throws {
        try run("SELECT set_config('gin_pending_list_limit', '262144', true), set_config('work_mem', '131072', true)")
    }

    /// Sorts in what was added.
    func tidyWords() throws { try run(Self.tidying) }

    fileprivate static let tidying: SQL = "SELECT tidy_words()"
}
