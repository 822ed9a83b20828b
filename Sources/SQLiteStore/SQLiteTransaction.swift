import Foundation
import GRDB
import RegistryCore

/// One transaction on a registry's file: what `read` and `write` hand to their bodies.
///
/// Its operations stand in the files named for what they keep. It is used on the thread, and during the call, that
/// it was made for.
final class SQLiteTransaction {
    let db: Database
    /// For what a reading connection cannot do itself; nil while the file is being made.
    let store: SQLiteStore?
    /// Whether payloads were erased: then the transaction's end erases them from full text and log as well.
    var erased = false

    /// Innovations that were added and that full text was not told of yet.
    var unsearched: Set<Unsearched> = []
    struct Unsearched: Hashable {
        var number: Int
        var home: HomeName
    }

    /// Made when the first row of an import is stored.
    var bulk: BulkRows?

    /// Made when the first word is looked for.
    var tokenizer: (any FTS5Tokenizer)?
    /// What problems call the registry.
    let location: String

    init(_ db: Database, location: String, store: SQLiteStore? = nil) {
        self.db = db
        self.location = location
        self.store = store
    }

    /// What must still happen before the commit.
    func finish() throws {
        // Whoever adds one and says nothing of its words has it found by its own.
        for added in unsearched {
            guard let innovation = try innovation(added.number, in: added.home) else { continue }
            try index(SearchText(innovation), of: added.number, in: added.home)
        }
        if erased { try FullText.forgetRemoved(db) }
    }

    /// The rows of a query, each read by `read`, which must not run the same query again.
    func all<Value>(_ sql: String, _ values: [(any DatabaseValueConvertible)?], _ read: (Columns) throws -> Value) throws -> [Value] {
        try mapped(location) {
            let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: StatementArguments(try checked(values)))
            return try collected(rows, read)
        }
    }

    /// The rows of a query that is made for one question.
    func all<Value>(_ sql: SQL, _ read: (Columns) throws -> Value) throws -> [Value] {
        try mapped(location) {
            let (text, arguments) = try sql.build(db)
            return try collected(try Row.fetchCursor(db, sql: text, arguments: arguments), read)
        }
    }

    private func collected<Value>(_ rows: RowCursor, _ read: (Columns) throws -> Value) throws -> [Value] {
        var found: [Value] = []
        while let row = try rows.next() { found.append(try read(Columns(row))) }
        return found
    }

    func first<Value>(_ sql: String, _ values: [(any DatabaseValueConvertible)?], _ read: (Columns) throws -> Value) throws -> Value? {
        try mapped(location) {
            let statement = try db.cachedStatement(sql: sql)
            guard let row = try Row.fetchOne(statement, arguments: StatementArguments(try checked(values))) else { return nil }
            return try read(Columns(row))
        }
    }

    func run(_ sql: String, _ values: [(any DatabaseValueConvertible)?]) throws {
        try mapped(location) {
            try db.cachedStatement(sql: sql).execute(arguments: StatementArguments(try checked(values)))
        }
    }

    /// The rows that the last `run` changed.
    var changes: Int { db.changesCount }

    /// GRDB hands texts over as C does, which end at a NUL: rather refused than cut.
    private func checked(_ values: [(any DatabaseValueConvertible)?]) throws -> [(any DatabaseValueConvertible)?] {
        for case let text as String in values where text.holdsNUL {
            throw Problem(.badInput, "a text holds a NUL character", value: text.replacing("\0", with: "␀"))
        }
        return values
    }
}

extension SQLiteTransaction: StoreWriting {}

/// The columns of a row. What cannot be there in a whole file is a problem, not a crash.
struct Columns: StoredRow {
    private let row: Row

    init(_ row: Row) { self.row = row }

    func optionalText(_ place: Int) throws -> String? { try value(place, String.self) }
    func optionalWhole(_ place: Int) throws -> Int? { try value(place, Int.self) }
    func optionalNumber(_ place: Int) throws -> Double? { try value(place, Double.self) }
    func optionalBytes(_ place: Int) throws -> [UInt8]? { try value(place, Data.self).map { Array($0) } }

    /// A text, or a number as people write it; empty when there is nothing.
    func written(_ place: Int) throws -> String {
        let stored: DatabaseValue = row[place]
        switch stored.storage {
        case .null: return ""
        case .string(let text): return text
        case .int64(let number): return String(number)
        case .double(let number): return JSONValue.text(of: number)
        case .blob: throw Problem.damaged("bytes stand where a text should")
        }
    }

    private func value<Value: DatabaseValueConvertible>(_ place: Int, _ type: Value.Type) throws -> Value? {
        let stored: DatabaseValue = row[place]
        guard !stored.isNull else { return nil }
        return try Value.fromDatabaseValue(stored).orDamaged("a value is of the wrong type")
    }
}
