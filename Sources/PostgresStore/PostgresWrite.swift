import Foundation
import RegistryCore

/// One write, with all of its attempts.
struct PostgresWrite {
    private let store: PostgresStore

    init(_ store: PostgresStore) { self.store = store }

    /// A registry's write is a few milliseconds: so many collide only where something is wrong.
    private static let mostAttempts = 10

    func done<Value>(_ body: (any StoreWriting) throws -> Value) throws -> Value {
        var attempt = 1
        while true {
            let reason: any Error
            switch try attempted(body) {
            case .kept(let value): return value
            case .unknown(let value, let batch, let error):
                if try wasKept(batch) {
                    store.wrote()
                    return value
                }
                reason = error
            case .again(let error): reason = error
            }
            guard attempt < PostgresWrite.mostAttempts else { throw reason }
            // Those who collided do not meet again at once.
            if reason is ServerError { Thread.sleep(forTimeInterval: Double.random(in: 0...0.01) * Double(1 << min(attempt, 6))) }
            attempt += 1
        }
    }

    private enum Attempt<Value> {
        case kept(Value)
        /// The server was lost over the commit; what was kept would have left that batch.
        case unknown(Value, Batch?, any Error)
        /// Nothing was kept, and doing it again may succeed.
        case again(any Error)
    }

    private func attempted<Value>(_ body: (any StoreWriting) throws -> Value) throws -> Attempt<Value> {
        // Each statement sees what others have committed by then: with the row of the innovation held, what signals and
        // gates are made of is there and stays.
        let transaction = PostgresTransaction(
            try store.lent(), store: store, isWriting: true, beginning: "BEGIN ISOLATION LEVEL READ COMMITTED")
        defer { store.giveBack(transaction.connection) }
        let value: Value
        do {
            value = try body(transaction)
            try transaction.finish()
        } catch {
            transaction.leave()
            if let again = again(transaction.failure ?? error) { return .again(again) }
            throw savedNothing(error, transaction.connection)
        }
        // A body may catch a problem; the server has given the transaction up all the same.
        if let failure = transaction.failure {
            transaction.leave()
            if let again = again(failure) { return .again(again) }
            throw failure
        }
        do {
            try transaction.commit()
            // How many texts there are is not what it was.
            if transaction.incoming != nil || !transaction.carried.isEmpty { store.corpora.withLock { $0.removeAll() } }
            store.wrote()
            return .kept(value)
        } catch let error as ServerError where !transaction.connection.isBroken {
            // Of what went with the COMMIT one was refused, and the COMMIT was not looked at.
            transaction.leave()
            if error.asksForRetry { return .again(error) }
            throw error
        } catch {
            return .unknown(value, transaction.batches.first, error)
        }
    }

    /// Says of a connection that is gone what is known of it: nothing of this write was kept.
    private func savedNothing(_ error: any Error, _ connection: Connection) -> any Error {
        guard connection.isBroken, var problem = error as? Problem, problem.kind == .unavailable, !problem.details.contains("nothing was saved") else { return error }
        problem.details.append("nothing was saved")
        return problem
    }

    private func again(_ error: any Error) -> (any Error)? {
        if error is ConnectionLost { return error }
        return (error as? ServerError)?.asksForRetry ?? false ? error : nil
    }

    /// Whether a commit whose answer never came was kept: found out by the batch that it would have left.
    private func wasKept(_ batch: Batch?) throws -> Bool {
        // Without a batch it was somebody's own draft or mark, which is kept alike a second time.
        guard let batch else { return false }
        return try LostCommit(
            store: store,
            // What is still being committed holds its batch's number.
            isSettled: { try $0.rows("SELECT s >= \(batch.number) FROM settled(\(batch.home)) AS s")[0].whole(0) == 1 },
            isThere: { try $0.rows("SELECT 1 FROM batch WHERE home = \(batch.home) AND uid = \(batch.uid)").count > 0 },
            unknown: { why in
                Problem(
                    .unavailable, "\(why): whether it was saved is not known", at: .init(file: store.location),
                    next: "look at batches for batch \(batch.number) before doing it again")
            }
        ).wasKept()
    }
}
