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

/// The columns of a row, by their place from 0. What cannot be there in a whole file is a problem, not a crash.
struct Columns {
    private let row: Row

    init(_ row: Row) { self.row = row }

    func text(_ place: Int) throws -> String { try optionalText(place).orDamaged("a text is missing") }
    func whole(_ place: Int) throws -> Int { try optionalWhole(place).orDamaged("a number is missing") }

    func optionalText(_ place: Int) throws -> String? { try value(place, String.self) }
    func optionalWhole(_ place: Int) throws -> Int? { try value(place, Int.self) }
    func optionalNumber(_ place: Int) throws -> Double? { try value(place, Double.self) }

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

    func bytes(_ place: Int) throws -> [UInt8] { try optionalBytes(place).orDamaged("bytes are missing") }
    func optionalBytes(_ place: Int) throws -> [UInt8]? { try value(place, Data.self).map { Array($0) } }
    func digest(_ place: Int) throws -> Digest { try Digest(bytes: try bytes(place)).orDamaged("a digest is not 32 bytes") }

    func home(_ place: Int) throws -> HomeName { try HomeName(rawValue: try text(place)).orDamaged("a home has no name") }
    func uid(_ place: Int) throws -> UID { try UID(try text(place)).orDamaged("a uid is none") }
    func moment(_ place: Int) throws -> Date { try Moment.date(try text(place)).orDamaged("a moment is none") }

    func choice<Choice: RawRepresentable>(_ place: Int, _ type: Choice.Type = Choice.self) throws -> Choice where Choice.RawValue == String {
        try Choice(rawValue: try text(place)).orDamaged("a word is none of those known")
    }

    func json(_ place: Int) throws -> JSONValue { try JSONValue(stored: try text(place)) }
    func fields(_ place: Int) throws -> Fields { try Fields(stored: try text(place)) }
    func texts(_ place: Int) throws -> [String] { try [String](stored: try text(place)) }

    private func value<Value: DatabaseValueConvertible>(_ place: Int, _ type: Value.Type) throws -> Value? {
        let stored: DatabaseValue = row[place]
        guard !stored.isNull else { return nil }
        return try Value.fromDatabaseValue(stored).orDamaged("a value is of the wrong type")
    }
}

extension String {
    /// Searched by `memchr`, as every text that is kept passes here.
    var holdsNUL: Bool {
        var text = self
        return text.withUTF8 { bytes in bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false }
    }
}

extension JSONValue {
    init(stored text: String) throws {
        do { self = try JSONValue(parsing: text) } catch { throw Problem.damaged("a text is not JSON") }
    }
}

extension Fields {
    init(stored text: String) throws {
        guard let object = try JSONValue(stored: text).object else { throw Problem.damaged("fields are no JSON object") }
        self.init(minimumCapacity: object.members.count)
        for (name, json) in object.members {
            self[name] = try FieldValue(json: json).orDamaged("the field “\(name)” has no value")
        }
    }

    var stored: String { JSONValue.object(JSONObject(map { ($0.key, $0.value.json) })).canonical }
}

extension [String] {
    init(stored text: String) throws {
        let array = try JSONValue(stored: text).array.orDamaged("a list is no JSON array")
        self = try array.map { try $0.string.orDamaged("a list holds something that is no text") }
    }

    var stored: String { JSONValue.array(map(JSONValue.string)).canonical }
}
