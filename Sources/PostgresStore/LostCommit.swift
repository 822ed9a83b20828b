import Foundation
import RegistryCore

/// A commit whose answer never came: whether it was kept is found out, as soon as the server is there again.
struct LostCommit {
    let store: PostgresStore
    /// Whether nothing of it is on its way any more; asked first, so that what is not there by then never will be.
    let isSettled: (Connection) throws -> Bool
    let isThere: (Connection) throws -> Bool
    /// What people are told when the server does not come back.
    let unknown: Problem

    private static let patience = 60.0

    func wasKept() throws -> Bool {
        let deadline = Date(timeIntervalSinceNow: LostCommit.patience)
        while true {
            if store.waiting.isStopped() || Date() > deadline { throw unknown }
            do {
                let connection = try store.begun("BEGIN READ ONLY")
                defer { store.giveBack(connection) }
                // A standby that is on its way to be the primary knows no locks, and may not have been sent all.
                guard try connection.rows("SELECT pg_is_in_recovery()")[0].whole(0) == 0 else {
                    try connection.run("ROLLBACK")
                    Thread.sleep(forTimeInterval: 0.5)
                    continue
                }
                let isSettled = try isSettled(connection), isThere = try isThere(connection)
                try connection.run("ROLLBACK")
                if isThere { return true }
                if isSettled { return false }
            } catch is ServerError {
            } catch is ConnectionLost {
            } catch let problem as Problem where [.unavailable, .interrupted].contains(problem.kind) {}
            Thread.sleep(forTimeInterval: 0.5)
        }
    }
}
