import Foundation
import GRDB
import RegistryCore

/// The statements by which an import's rows are stored.
final class BulkRows {
    private let innovation, answers, tag, payload, entry, imported: RawStatement
    /// The row before the first that is stored; texts are numbered from there.
    let firstRow: Int
    /// Ordinals of rows that were not stored after all.
    private(set) var gaps: Set<Int> = []
    private var next = 0

    /// What is the same for all rows is bound once: SQLite keeps what was bound from run to run.
    init(_ db: Database, batch number: Int, in home: String) throws {
        innovation = try RawStatement(db, """
            INSERT INTO innovation (id, home, number, stage, visibility, submitter_key, held, version, created, updated, uid, source,
                source_id, submitter) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)
            """)
        answers = try RawStatement(db, "INSERT INTO answers (id, fields) VALUES (?, ?)")
        tag = try RawStatement(db, "INSERT INTO tag (home, innovation, tag) VALUES (?, ?, ?)")
        payload = try RawStatement(db, "INSERT INTO payload (id, salt) VALUES (?, ?)")
        entry = try RawStatement(db, """
            INSERT INTO entry (home, batch, position, action, subject_type, subject_key, innovation, digest, link, payload)
            VALUES (?, ?, ?, '\(Action.imported.rawValue)', 'innovation', ?, ?, ?, ?, ?)
            """)
        imported = try RawStatement(db, "INSERT INTO imported (home, source, key, innovation, digest) VALUES (?, ?, ?, ?, ?)")
        firstRow = try (Int.fetchOne(db, sql: "SELECT max(id) FROM innovation") ?? 0) + 1
        for statement in [innovation, tag, entry, imported] { statement.bind(statement === innovation ? 2 : 1, home) }
        innovation.bind(4, StageDefinitions.first)
        innovation.bind(5, Visibility.home.rawValue)
        entry.bind(2, number)
        lastPayload = try Int.fetchOne(db, sql: "SELECT max(id) FROM payload") ?? 0
    }

    private var lastPayload: Int
    private var source: String?
    private var submitterKeys: [PersonName: String] = [:]

    private func key(of submitter: PersonName) -> String {
        if let key = submitterKeys[submitter] { return key }
        let key = Person.key(submitter)
        if submitterKeys.count < 10_000 { submitterKeys[submitter] = key }
        return key
    }

    func insert(_ row: PreparedRow) throws {
        while next < row.ordinal {
            gaps.insert(next)
            next += 1
        }
        next = row.ordinal + 1
        let id = firstRow + row.ordinal
        innovation.bind(11, row.source)
        if row.importedFrom != source {
            source = row.importedFrom
            imported.bind(2, source)
        }
        innovation.bind(1, id)
        innovation.bind(3, row.number)
        innovation.bind(6, key(of: row.submitter))
        innovation.bind(7, row.held)
        innovation.bind(8, row.created)
        innovation.bind(9, row.updated)
        innovation.bind(10, row.uid)
        innovation.bind(12, row.sourceID)
        innovation.bind(13, row.submitter)
        try innovation.run()
        answers.bind(1, id)
        var fields = row.fields
        let failure = fields.withUTF8 { bytes -> (any Error)? in
            answers.bind(2, lasting: bytes)
            do { try answers.run() } catch { return error }
            return nil
        }
        if let failure { throw failure }
        for name in row.tags {
            tag.bind(2, row.number)
            tag.bind(3, name)
            try tag.run()
        }
        lastPayload += 1
        payload.bind(1, lastPayload)
        payload.bind(2, row.salt)
        try payload.run()
        entry.bind(3, row.position)
        entry.bind(4, String(row.number))
        entry.bind(5, row.number)
        entry.bind(6, row.digest.bytes)
        entry.bind(7, row.link.bytes)
        entry.bind(8, lastPayload)
        try entry.run()
        imported.bind(3, row.key)
        imported.bind(4, row.number)
        imported.bind(5, row.contentDigest)
        try imported.run()
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
    func insert(_ rows: [PreparedRow], toBatch number: Int, in home: HomeName) throws {
        try mapped(location) {
            let bulk = try self.bulk ?? BulkRows(db, batch: number, in: home.rawValue)
            self.bulk = bulk
            writeback?.begin()
            for row in rows {
                // SQLite's own interface takes them; GRDB's readers would cut a text there.
                guard !row.fields.holdsNUL else { throw Problem(.badInput, "a text holds a NUL character", value: row.key) }
                try bulk.insert(row)
            }
        }
    }

    func index(_ gathered: any TextGathering, goOn: () throws -> Void) throws {
        guard let gathered = gathered as? BulkText, let bulk else { return }
        try mapped(location) {
            // Whatever FTS5 holds back of single rows goes into the index first.
            try db.inSavepoint { .commit }
            guard var state = try gathered.taken() else { return }
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
        try mapped(location) {
            try aloneForMany { writer in
                let value = try writer.write { db in
                    let transaction = SQLiteTransaction(db, location: location, store: self)
                    transaction.writeback = Writeback(files.log)
                    let value = try body(transaction)
                    try transaction.finish()
                    return value
                }
                writer.writeWithoutTransaction { WriteAheadLog.afterCommit($0, files: files, whole: false) }
                return value
            }
        }
    }
}
