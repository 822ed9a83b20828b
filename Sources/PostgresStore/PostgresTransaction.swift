import RegistryCore

/// One transaction on a server: what `read` and `write` hand to their bodies.
///
/// Its operations stand in the files named for what they keep. It is used on the thread, and during the call, that it was
/// made for.
final class PostgresTransaction {
    private(set) var connection: Connection
    let store: PostgresStore
    let isWriting: Bool
    /// What is sent with the next question, as nobody waits for its answer.
    private var waiting: [Connection.Statement] = []
    /// Whether the server has begun it.
    private var hasBegun: Bool
    /// Innovations that are there, and that nobody else changes until this ends.
    var held: Set<Place> = []
    /// What the server refused first: after that it answers nothing more within this transaction.
    private(set) var failure: (any Error)?
    /// The batches that it appends.
    var batches: [Batch] = []
    /// Innovations that were added and that full text was not told of yet.
    var unsearched: Set<Place> = []
    /// Where an innovation is.
    struct Place: Hashable {
        var number: Int
        var home: HomeName
    }
    /// The tables through which rows of a registry came that moves here or is restored.
    var carried: Set<String> = []
    private var cursors = 0
    /// The rows of an import, once there are some.
    var incoming: Incoming?

    /// - Parameter beginning: what begins it on the server, with its first statement; nil where that was begun.
    init(_ connection: Connection, store: PostgresStore, isWriting: Bool, beginning: String? = nil) {
        self.connection = connection
        self.store = store
        self.isWriting = isWriting
        hasBegun = beginning == nil
        if let beginning { waiting.append(.plain(beginning)) }
    }

    /// What must still happen before the commit.
    func finish() throws {
        // Whoever adds one and says nothing of its words has it found by its own.
        if let incoming {
            for row in incoming.rows[incoming.indexed...] { unsearched.insert(Place(number: row.number, home: incoming.home)) }
        }
        for added in unsearched {
            guard let innovation = try innovation(added.number, in: added.home) else { continue }
            try index(SearchText(innovation), of: added.number, in: added.home)
        }
        if carried.contains(CarriedTable.words) { try tidyWords() }
    }

    func all<Value>(_ sql: SQL, _ read: (Columns) throws -> Value) throws -> [Value] {
        let rows = try rows(sql)
        return try (0..<rows.count).map { try read(rows[$0]) }
    }

    func first<Value>(_ sql: SQL, _ read: (Columns) throws -> Value) throws -> Value? {
        let rows = try rows(sql)
        return rows.count > 0 ? try read(rows[0]) : nil
    }

    /// Changes rows, and says how many.
    @discardableResult
    func run(_ sql: SQL) throws -> Int { try rows(sql).changes }

    /// Changes rows, together with what is asked next. What the server refuses of it, whoever asks next is told.
    func later(_ sql: SQL) throws {
        waiting.append(try .prepared(sql))
        if waiting.count >= PostgresTransaction.mostWaiting { try settle() }
    }

    private static let mostWaiting = 200

    /// Whether homes are shared out among servers, and some questions are asked otherwise.
    var isDistributed: Bool { store.isDistributed.load(ordering: .relaxed) }

    /// Sends what waits.
    func settle() throws {
        guard !waiting.isEmpty else { return }
        _ = try noted { try sent([]) }
    }

    /// Keeps it, once it is finished. What waits goes with the COMMIT.
    func commit() throws {
        guard hasBegun || waiting.count > 1 else { return }
        _ = try sent([.plain("COMMIT")])
    }

    /// Ends it with nothing kept.
    func leave() {
        waiting = []
        connection.leave()
    }

    /// Sends what waits, and statements after it, whose answers it returns.
    private func sent(_ statements: [Connection.Statement]) throws -> [Rows] {
        // It answers nothing more, and would do what is asked outside of any transaction where it has not begun this one.
        if let failure { throw failure }
        let before = waiting
        waiting = []
        let answers: [Rows]
        while true {
            do {
                answers = try connection.answers(to: before + statements)
                break
            } catch where !hasBegun && connection.isLostIdle(error) {
                // Nothing was done yet.
                connection = try store.another(than: connection)
            } catch {
                hasBegun = true
                throw error
            }
        }
        hasBegun = true
        return Array(answers.dropFirst(before.count))
    }

    /// Hands over rows in turn, some hundred in memory at a time, as long as `body` says to go on; it may ask others meanwhile.
    func each(_ sql: SQL, _ body: (Columns) throws -> Bool) throws {
        cursors += 1
        let name = "c\(cursors)"
        try later("DECLARE \(sql: name) NO SCROLL CURSOR FOR \(sql)")
        defer { if failure == nil { try? later("CLOSE \(sql: name)") } }
        while true {
            let rows = try rows("FETCH \(sql: String(PostgresTransaction.atOnce)) FROM \(sql: name)")
            for index in 0..<rows.count where try !body(rows[index]) { return }
            guard rows.count == PostgresTransaction.atOnce else { return }
        }
    }

    /// So many rows are held in memory.
    static let atOnce = 500

    func copy(_ text: String, _ write: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws {
        try settle()
        try noted { try connection.copy(text, write) }
    }

    private func rows(_ sql: SQL) throws -> Rows {
        try noted { try sent([try .prepared(sql)]).first.orDamaged("the server answered nothing") }
    }

    /// Remembers what the server refused, and says it in words.
    private func noted<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as ServerError {
            // Of a transaction that it has given up the server says only that: the first reason is the one that helps.
            let first = failure as? ServerError ?? error
            failure = failure ?? error
            throw Problem(first, store.location)
        } catch let error as ConnectionLost {
            failure = failure ?? error
            throw Problem.lost(store.location)
        }
    }
}

extension PostgresTransaction: StoreWriting {}
