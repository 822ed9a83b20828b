import RegistryCore

/// One transaction on a server: what `read` and `write` hand to their bodies.
///
/// Its operations stand in the files named for what they keep. It is used on the thread, and during the call, that it was
/// made for.
final class PostgresTransaction {
    let connection: Connection
    let store: PostgresStore
    let isWriting: Bool
    /// What the server refused first: after that it answers nothing more within this transaction.
    private(set) var failure: (any Error)?
    /// The batches that it appends.
    var batches: [Batch] = []
    /// Innovations that were added and that full text was not told of yet.
    var unsearched: Set<Unsearched> = []
    struct Unsearched: Hashable {
        var number: Int
        var home: HomeName
    }
    /// The tables through which rows of a registry came that moves here or is restored.
    var carried: Set<String> = []
    private var cursors = 0
    /// Of rows of an import that were added: their places among all texts, and their numbers.
    var importedNumbers: [(ordinal: Int, number: Int)] = []
    var hasIncoming = false
    /// Whether full text was told of them.
    var hasGathered = false
    var importHome: HomeName?

    init(_ connection: Connection, store: PostgresStore, isWriting: Bool) {
        self.connection = connection
        self.store = store
        self.isWriting = isWriting
    }

    /// What must still happen before the commit.
    func finish() throws {
        // Whoever adds one and says nothing of its words has it found by its own.
        if let importHome, !hasGathered {
            for row in importedNumbers { unsearched.insert(Unsearched(number: row.number, home: importHome)) }
        }
        for added in unsearched {
            guard let innovation = try innovation(added.number, in: added.home) else { continue }
            try index(SearchText(innovation), of: added.number, in: added.home)
        }
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

    /// Hands over rows in turn, some hundred in memory at a time, as long as `body` says to go on; it may ask others meanwhile.
    func each(_ sql: SQL, _ body: (Columns) throws -> Bool) throws {
        cursors += 1
        let name = "c\(cursors)"
        try run("DECLARE \(sql: name) NO SCROLL CURSOR FOR \(sql)")
        defer { if failure == nil { _ = try? run("CLOSE \(sql: name)") } }
        while true {
            let rows = try rows("FETCH 500 FROM \(sql: name)")
            guard rows.count > 0 else { return }
            for index in 0..<rows.count where try !body(rows[index]) { return }
        }
    }

    func copy(_ text: String, _ write: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws {
        try noted { try connection.copy(text, write) }
    }

    private func rows(_ sql: SQL) throws -> Rows {
        try noted { try connection.rows(sql) }
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
