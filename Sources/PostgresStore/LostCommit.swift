import Foundation
import RegistryCore

/// A commit whose answer never came: whether it was kept is found out, as soon as the server is there again.
struct LostCommit {
    let store: PostgresStore
    /// Whether nothing of it is on its way any more; asked first, so that what is not there by then never will be.
    let isSettled: (Connection) throws -> Bool
    let isThere: (Connection) throws -> Bool
    /// What people are told when it is not found out: why not, and what cannot be known.
    let unknown: (_ why: String) -> Problem

    private static let patience = 60.0

    func wasKept() throws -> Bool {
        let deadline = Date(timeIntervalSinceNow: LostCommit.patience)
        var isThereAgain = false
        while true {
            // Whoever is told to stop asks once more, as the server may well be there.
            let isLast = store.waiting.isStopped()
            do {
                let connection = try isLast ? store.impatient() : store.begun("SELECT")
                defer { if !isLast { store.giveBack(connection) } }
                try connection.run("BEGIN READ ONLY")
                // A standby that is on its way to be the primary knows no locks, and may not have been sent all.
                if try connection.rows("SELECT pg_is_in_recovery()")[0].whole(0) == 0 {
                    isThereAgain = true
                    let isSettled = try isSettled(connection), isThere = try isThere(connection)
                    try connection.run("ROLLBACK")
                    if isThere { return true }
                    if isSettled { return false }
                } else {
                    try connection.run("ROLLBACK")
                }
            } catch is ServerError {
            } catch is ConnectionLost {
            } catch let problem as Problem where [.unavailable, .interrupted, .busy].contains(problem.kind) {}
            if isLast { throw unknown("stopped at the moment of saving") }
            if Date() > deadline {
                throw unknown(isThereAgain
                    ? "the server was lost at the moment of saving, and has not ended that since"
                    : "the server was lost at the moment of saving, and does not come back")
            }
            Thread.sleep(forTimeInterval: 0.5)
        }
    }
}
