import CLibPQ
import RegistryCore

/// Statements that are sent together, so that none waits for the answer to the one before it.
///
/// That is libpq's pipeline mode; with a libpq before 14 they go one after the other. Either way the server does none of
/// those that follow one that it refuses, and what is thrown is why it refused that one.
extension Connection {
    enum Statement {
        /// Prepared when it is first used.
        case prepared(String, [String?])
        /// As it stands: what begins and ends transactions.
        case plain(String)

        /// Throws when a text cannot be kept by any server.
        static func prepared(_ sql: SQL) throws -> Statement {
            let (text, values) = try sql.built()
            return .prepared(text, values)
        }
    }

    /// The answers, in the statements' order.
    func answers(to statements: [Statement]) throws -> [Rows] {
        try settle()
        if statements.count == 1, case .plain(let text) = statements[0] {
            try run(text)
            return []
        }
        let texts: [(text: String, values: [String?], isPlain: Bool)] = statements.map { statement in
            switch statement {
            case .prepared(let text, let values): (text, values, false)
            case .plain(let text): (text, [], true)
            }
        }
        guard let pipeline, texts.count > 1 || prepared[texts[0].text] == nil else {
            return try texts.map { one in
                if one.isPlain { try send { library.sendParams(connection, one.text, 0, nil, nil, nil, nil, 0) } } else { try send(one.text, one.values) }
                return try answer().orDamaged("the server answered nothing")
            }
        }
        if prepared.count + texts.count > Connection.mostPrepared { try forgetPrepared() }
        guard !isBroken else { throw ConnectionLost() }
        guard pipeline.enter(connection) == 1 else { throw lost() }
        // Whether each that was sent prepares a text, whose name counts from then on.
        var sent: [String?] = [], new: [String: String] = [:]
        for one in texts {
            if one.isPlain {
                guard library.sendParams(connection, one.text, 0, nil, nil, nil, nil, 0) == 1 else { throw lost() }
            } else {
                var name = prepared[one.text] ?? new[one.text]
                if name == nil {
                    let fresh = nextName()
                    guard library.sendPrepare(connection, fresh, one.text, 0, nil) == 1 else { throw lost() }
                    (new[one.text], name) = (fresh, fresh)
                    sent.append(one.text)
                }
                try withTexts(one.values) { texts in
                    guard library.sendPrepared(connection, name, CInt(one.values.count), texts, nil, nil, 0) == 1 else { throw lost() }
                }
            }
            sent.append(nil)
        }
        guard pipeline.sync(connection) == 1 else { throw lost() }
        try flushed()
        return try pipelined(sent, new)
    }

    /// Reads the answers to what was sent, up to its end.
    private func pipelined(_ sent: [String?], _ new: [String: String]) throws -> [Rows] {
        var answers: [Rows] = []
        var failure: ServerError?
        do {
            for text in sent {
                while let rows = try next() {
                    switch library.resultStatus(rows.result) {
                    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
                        if let text { prepared[text] = new[text] } else { answers.append(rows) }
                    case LibPQ.Pipeline.leftOut: break
                    default: failure = failure ?? error(rows)
                    }
                }
            }
            while let rows = try next() {
                if library.resultStatus(rows.result) == LibPQ.Pipeline.end { break }
            }
            guard pipeline?.exit(connection) == 1 else { throw lost() }
        } catch is ConnectionLost {
            // The server's last word says more than that it is gone.
            throw failure ?? ConnectionLost()
        }
        if let failure { throw refused(failure) }
        guard answers.count == sent.count(where: { $0 == nil }) else { throw lost() }
        return answers
    }

    /// Ends a transaction of which nothing is to be kept. Nobody waits for the answer: it is read before the next is sent.
    func leave() {
        guard !isBroken, isWithinTransaction else { return }
        guard let pipeline else {
            _ = try? run("ROLLBACK")
            return
        }
        guard pipeline.enter(connection) == 1, library.sendParams(connection, "ROLLBACK", 0, nil, nil, nil, nil, 0) == 1,
            pipeline.sync(connection) == 1, (try? flushed()) != nil
        else {
            _ = lost()
            return
        }
        isLeaving = true
    }

    /// Reads what `leave` left unread.
    func settle() throws {
        guard isLeaving else { return }
        isLeaving = false
        _ = try pipelined([nil], [:])
    }
}
