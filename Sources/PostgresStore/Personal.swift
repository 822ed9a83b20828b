import RegistryCore

/// What no journal knows: people's drafts and marks, and what imports last brought.
extension PostgresTransaction {
    /// The one last worked on first.
    func drafts(of owner: PersonName, in home: HomeName) throws -> [SavedDraft] {
        try all("""
            SELECT home, uid, owner, innovation, fields, tags, cleared, updated FROM draft WHERE home = \(home) AND owner_key = \(Person.key(owner))
            ORDER BY updated DESC, uid DESC
            """, SavedDraft.init)
    }

    func put(_ draft: SavedDraft) throws {
        let changed = try run("""
            INSERT INTO draft (home, uid, owner, owner_key, innovation, fields, tags, cleared, updated)
            VALUES (\(draft.home), \(draft.uid), \(draft.owner), \(Person.key(draft.owner)), \(draft.innovation), \(draft.fields.stored),
                \(draft.tags.stored), \(draft.cleared.stored), \(Moment.text(draft.updated)))
            ON CONFLICT (home, uid) DO UPDATE SET innovation = excluded.innovation, fields = excluded.fields, tags = excluded.tags,
                cleared = excluded.cleared, updated = excluded.updated WHERE draft.owner_key = excluded.owner_key
            """)
        guard changed == 1 else { throw Problem(.refused, "this draft is somebody else's") }
    }

    func deleteDraft(_ uid: UID, of owner: PersonName, in home: HomeName) throws {
        guard try first("SELECT 1 FROM draft WHERE home = \(home) AND uid = \(uid) AND owner_key = \(Person.key(owner))", { _ in true }) != nil else { return }
        try run("SELECT forget_draft(\(home), \(uid))")
    }

    func mark(_ name: String, of owner: PersonName, in home: HomeName) throws -> String? {
        try first("SELECT value FROM mark WHERE home = \(home) AND owner_key = \(Person.key(owner)) AND name = \(name)") { try $0.text(0) }
    }

    func eachDraft(in home: HomeName, _ body: (SavedDraft) throws -> Void) throws {
        try each("SELECT home, uid, owner, innovation, fields, tags, cleared, updated FROM draft WHERE home = \(home) ORDER BY uid") { row in
            try body(SavedDraft(row))
            return true
        }
    }

    func eachMark(in home: HomeName, _ body: (PersonName, String, String) throws -> Void) throws {
        try each("SELECT owner_key, name, value FROM mark WHERE home = \(home) ORDER BY owner_key, name") { row in
            try body(row.text(0), row.text(1), row.text(2))
            return true
        }
    }

    func setMark(_ name: String, of owner: PersonName, in home: HomeName, to value: String) throws {
        try run("""
            INSERT INTO mark (home, owner_key, name, value) VALUES (\(home), \(Person.key(owner)), \(name), \(value))
            ON CONFLICT (home, owner_key, name) DO UPDATE SET value = excluded.value
            """)
    }

    func imported(source: String, key: String, in home: HomeName) throws -> ImportedRecord? {
        try first("SELECT source, key, innovation, fields, tags FROM imported WHERE home = \(home) AND source = \(source) AND key = \(key)") {
            try Self.imported($0, in: home)
        }
    }

    func imported(_ keys: Set<ImportedRecord.Key>, in home: HomeName) throws -> [ImportedRecord] {
        try all("""
            SELECT m.source, m.key, m.innovation, m.fields, m.tags FROM unnest(\(keys.map(\.source))::text[], \(keys.map(\.key))::text[]) AS k (source, key)
            JOIN LATERAL (SELECT m.* FROM imported AS m WHERE m.home = \(home) AND m.source = k.source AND m.key = k.key OFFSET 0) AS m ON true
            """) { try Self.imported($0, in: home) }
    }

    private static func imported(_ row: Columns, in home: HomeName) throws -> ImportedRecord {
        ImportedRecord(
            home: home, source: try row.text(0), key: try row.text(1), innovation: try row.whole(2), fields: try row.fields(3), tags: try row.texts(4))
    }

    func importedMarks(source: String, keys: [String], in home: HomeName) throws -> [ImportedMark?] {
        var marks: [String: ImportedMark] = [:]
        for start in stride(from: 0, to: keys.count, by: 1000) {
            let some = Array(keys[start..<min(start + 1000, keys.count)])
            let found = try all("SELECT key, innovation, digest FROM imported WHERE home = \(home) AND source = \(source) AND key = ANY(\(some))") {
                (try $0.text(0), ImportedMark(innovation: try $0.whole(1), digest: try $0.bytes(2)))
            }
            for (key, mark) in found { marks[key] = mark }
        }
        return keys.map { marks[$0] }
    }

    func eachImported(in home: HomeName, _ body: (ImportedRecord) throws -> Void) throws {
        try each("SELECT source, key, innovation, fields, tags FROM imported WHERE home = \(home) ORDER BY source, key") { row in
            try body(Self.imported(row, in: home))
            return true
        }
    }

    func eachImported(from source: String, in home: HomeName, _ body: (String, Int) throws -> Void) throws {
        try each("SELECT key, innovation FROM imported WHERE home = \(home) AND source = \(source) ORDER BY key") { row in
            try body(row.text(0), row.whole(1))
            return true
        }
    }

    func put(_ record: ImportedRecord) throws {
        try run("""
            INSERT INTO imported (home, source, key, innovation, digest, fields, tags)
            VALUES (\(record.home), \(record.source), \(record.key), \(record.innovation), \(record.digest), \(record.fields.stored), \(record.tags.stored))
            ON CONFLICT (home, source, key) DO UPDATE SET innovation = excluded.innovation, digest = excluded.digest, fields = excluded.fields,
                tags = excluded.tags
            """)
    }

    func forgetImports(of innovation: Int, in home: HomeName) throws {
        try run("SELECT forget_imports(\(home), \(innovation))")
    }
}
