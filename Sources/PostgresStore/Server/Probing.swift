import Foundation
import RegistryCore

extension Connection {
    /// Whether its server says, on a connection beside it, that it works on what this one sent. One that hangs says nothing,
    /// and is given as much time as it was for an answer, but no more than ten seconds.
    func isAtWork(for waiting: Waiting) -> Bool {
        let beside = Waiting(isStopped: waiting.isStopped, patience: min(10, max(1, waiting.patience)), probes: false)
        guard waiting.probes, let other = try? Connection.open(address, beside, asking: (host, port)) else { return false }
        let asked: SQL = "SELECT count(*) FROM pg_stat_activity WHERE pid = \(process) AND state = 'active'"
        return (try? other.rows(asked)[0].whole(0)) == 1
    }
}
