import Foundation
import RegistryCore

/// What came of making a registry, when the answer to its commit was lost.
struct Creation {
    private let store: PostgresStore

    init(_ store: PostgresStore) { self.store = store }

    /// Held by one who makes the tables until that is done or given up.
    static let lock = "SELECT pg_advisory_xact_lock(hashtextextended('practice.creation', 20))"

    /// Whether the tables, with a first batch, are there. They came together.
    func wasKept(_ batch: Batch?) throws -> Bool {
        let deadline = Date(timeIntervalSinceNow: 60)
        while true {
            if store.waiting.isStopped() || Date() > deadline {
                throw Problem(
                    .unavailable, "the server was lost at the moment of saving, and does not come back: whether the registry was made is not known",
                    at: .init(file: store.location), next: "find, there, before doing it again")
            }
            do {
                let connection = try store.begun("BEGIN")
                defer {
                    try? connection.run("ROLLBACK")
                    store.giveBack(connection)
                }
                if try connection.rows("SELECT pg_is_in_recovery()")[0].whole(0) == 0 {
                    try connection.run(Creation.lock)
                    guard try connection.rows("SELECT to_regclass('practice.batch') IS NOT NULL")[0].whole(0) == 1 else { return false }
                    guard let batch else { return true }
                    return try connection.rows("SELECT 1 FROM practice.batch WHERE home = \(batch.home) AND uid = \(batch.uid)").count > 0
                }
            } catch is ServerError {
            } catch is ConnectionLost {
            } catch let problem as Problem where problem.kind == .unavailable {}
            Thread.sleep(forTimeInterval: 0.5)
        }
    }
}
