import CSQLite
import Foundation
import GRDB
import RegistryCore

/// The statements by which an import's rows are stored: forty rows of a table at a time, as a statement costs as much as
/// the row that it stores.
final class BulkRows {
    private let single, grouped: Statements
    private let tag, newestPayload: RawStatement
    /// The row before the first that is stored; texts are numbered from there.
    let firstRow: Int
    /// Ordinals of rows that were not stored after all.
    private(set) var gaps: Set<Int> = []
    private var next = 0
    private var lastPayload = 0
    private var keys = PersonKeys()

    private static let group = 40
    init(_ db: Database, batch number: Int, in home: String) throws {
        single = try Statements(db, rows: 1, batch: number, in: home)
        grouped = try Statements(db, rows: BulkRows.group, batch: number, in: home)
        tag = try RawStatement(db, "INSERT INTO tag (home, innovation, tag) VALUES (?, ?, ?)")
        tag.bind(1, home)
        firstRow = try (Int.fetchOne(db, sql: "SELECT max(id) FROM innovation") ?? 0) + 1
        newestPayload = try RawStatement(db, "SELECT max(id) FROM payload")
    }

    /// One statement for each table, for so many rows at once.
    private struct Statements {
        let innovation, answers, payload, entry, imported: RawStatement

        /// What is the same for all rows is bound once: SQLite keeps what was bound from run to run.
        init(_ db: Database, rows: Int, batch number: Int, in home: String) throws {
            // OR FAIL, as what fails here ends the whole transaction anyway: SQLite would copy every page that a statement of
            // several rows changes, to be able to take just that statement back. (3.4 GB and a fifth of the time at
            // 100,000 rows.)
            func statement(_ table: String, _ values: String) throws -> RawStatement {
                try RawStatement(db, "INSERT OR FAIL INTO \(table) VALUES " + Array(repeating: "(\(values))", count: rows).joined(separator: ", "))
            }
            innovation = try statement("""
                innovation (id, home, number, stage, visibility, submitter_key, held, version, created, updated, uid, source, source_id,
                submitter)
                """, "?, ?, ?, '\(StageDefinitions.first)', ?, ?, ?, 1, ?, ?, ?, ?, ?, ?")
            answers = try statement("answers (id, fields)", "?, ?")
            payload = try statement("payload (id, salt)", "?, ?")
            entry = try statement(
                "entry (home, batch, position, action, subject_type, subject_key, innovation, digest, link, payload)",
                "?, \(number), ?, '\(Action.imported.rawValue)', 'innovation', ?, ?, ?, ?, ?")
            imported = try statement("imported (home, source, key, innovation, digest)", "?, ?, ?, ?, ?")
            for row in 0..<rows {
                innovation.bind(row * 12 + 2, home)
                entry.bind(row * 7 + 1, home)
                imported.bind(row * 5 + 1, home)
            }
        }

        func run() throws {
            for statement in [innovation, answers, payload, entry, imported] { try statement.run() }
        }
    }

    func insert(_ rows: PreparedRows) throws {
        // Other entries' payloads may have come in between, such as those of people who are new.
        lastPayload = try newestPayload.next() ? newestPayload.number(0) : 0
        newestPayload.reset()
        try rows.withMemory { memory in
            // SQLite's own interface takes them; GRDB's readers would cut a text there. Answers are JSON, which has none.
            for index in rows.indices where memory.holdsNUL(rows[index]) {
                throw Problem(.badInput, "a text holds a NUL character", value: memory.text(.key, of: rows[index]))
            }
            var at = 0
            while at < rows.count {
                let isGroup = rows.count - at >= BulkRows.group
                let count = isGroup ? BulkRows.group : 1
                for place in 0..<count { bind(at + place, of: rows, memory, place, isGroup ? grouped : single) }
                try (isGroup ? grouped : single).run()
                for index in at..<at + count { try insertTags(of: rows[index], memory) }
                at += count
            }
        }
    }

    private func insertTags(of row: PreparedRows.Row, _ memory: PreparedRows.Memory) throws {
        guard let tags = memory.part(.tags, of: row), !tags.isEmpty else { return }
        for name in tags.split(separator: UInt8(ascii: "\n")) {
            tag.bind(2, row.number)
            tag.bind(3, utf8: UnsafeBufferPointer(rebasing: name))
            try tag.run()
        }
    }

    /// Binds a row as the one at a place of a group.
    private func bind(_ index: Int, of rows: PreparedRows, _ memory: PreparedRows.Memory, _ place: Int, _ to: Statements) {
        let row = rows[index]
        while next < row.ordinal {
            gaps.insert(next)
            next += 1
        }
        next = row.ordinal + 1
        let id = firstRow + row.ordinal
        var at = place * 12
        to.innovation.bind(at + 1, id)
        to.innovation.bind(at + 3, row.number)
        to.innovation.bind(at + 4, utf8: memory.part(.visibility, of: row))
        to.innovation.bind(at + 5, keys.key(of: memory.text(.submitter, of: row) ?? ""))
        to.innovation.bind(at + 6, utf8: memory.part(.held, of: row))
        to.innovation.bind(at + 7, utf8: memory.part(.created, of: row))
        to.innovation.bind(at + 8, utf8: memory.part(.updated, of: row))
        to.innovation.bind(at + 9, utf8: memory.part(.uid, of: row))
        to.innovation.bind(at + 10, utf8: memory.part(.source, of: row))
        to.innovation.bind(at + 11, utf8: memory.part(.sourceID, of: row))
        to.innovation.bind(at + 12, utf8: memory.part(.submitter, of: row))
        to.answers.bind(place * 2 + 1, id)
        to.answers.bind(place * 2 + 2, utf8: memory.part(.fields, of: row))
        lastPayload += 1
        to.payload.bind(place * 2 + 1, lastPayload)
        to.payload.bind(place * 2 + 2, bytes: memory.part(.salt, of: row))
        at = place * 7
        to.entry.bind(at + 2, row.position)
        to.entry.bind(at + 3, String(row.number))
        to.entry.bind(at + 4, row.number)
        to.entry.bind(at + 5, bytes: memory.digest(of: row))
        to.entry.bind(at + 6, bytes: memory.link(index))
        to.entry.bind(at + 7, lastPayload)
        at = place * 5
        to.imported.bind(at + 2, utf8: memory.part(.importedFrom, of: row))
        to.imported.bind(at + 3, utf8: memory.part(.key, of: row))
        to.imported.bind(at + 4, row.number)
        to.imported.bind(at + 5, bytes: memory.part(.contentDigest, of: row))
    }

    /// What was gathered after the last row that was stored was not stored either.
    func close(_ gathered: Int) {
        while next < gathered {
            gaps.insert(next)
            next += 1
        }
    }
}

extension SQLiteTransaction {
    func insert(_ rows: PreparedRows, toBatch number: Int, in home: HomeName) throws {
        try mapped(location) {
            let bulk = try self.bulk ?? BulkRows(db, batch: number, in: home.rawValue)
            self.bulk = bulk
            try bulk.insert(rows)
        }
    }

    func index(_ gathered: any TextGathering, goOn: () throws -> Void) throws {
        guard let gathered = gathered as? BulkText else { throw Problem(.unavailable, "texts were gathered for another engine; nothing was saved") }
        guard let bulk else { return }
        try mapped(location) {
            // Whatever FTS5 holds back of single rows goes into the index first.
            try db.inSavepoint { .commit }
            guard var state = try gathered.taken() else {
                throw Problem(.busy, "the import would have to be stored a second time, and its full text is used up; nothing was saved", next: "import it again")
            }
            bulk.close(state.stretch.count)
            try Segment.add(&state, firstRow: bulk.firstRow, without: bulk.gaps, in: db, goOn: goOn)
        }
    }
}

extension SQLiteStore {
    public var scratchFolder: String { URL(fileURLWithPath: files.main).deletingLastPathComponent().path }

    public func gatherText() throws -> (any TextGathering)? { try mapped(location) { try BulkText(folder: scratchFolder) } }

    /// On a connection of its own, for two reasons: it gets a larger cache, and FTS5 remembers per connection which
    /// segments its index has, which `Segment` changes behind its back.
    public func writeMany<Value>(_ body: (any StoreWriting) throws -> Value) throws -> Value {
        try mappedWriting(location) {
            try aloneForMany { writer in
                let writeback = Writeback([files.log, files.main])
                defer { writeback.end() }
                // However it ends: what an import that failed left in the log fills the disk, and the next to open it
                // would read all of it.
                defer {
                    writer.writeWithoutTransaction { db in
                        if let connection = db.sqliteConnection { csqlite_give_memory_back(connection) }
                        WriteAheadLog.afterCommit(db, files: files, whole: false)
                    }
                }
                return try writer.write { db in
                    let transaction = SQLiteTransaction(db, location: location, store: self)
                    let value = try body(transaction)
                    try transaction.finish()
                    return value
                }
            }
        }
    }
}
