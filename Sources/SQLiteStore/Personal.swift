import Foundation
import GRDB
import RegistryCore

/// What no journal knows: people's drafts and marks, and what imports last brought.
extension SQLiteTransaction {
    /// The one last worked on first.
    func drafts(of owner: PersonName, in home: HomeName) throws -> [SavedDraft] {
        try all(
            """
            SELECT home, uid, owner, innovation, fields, tags, cleared, updated FROM draft WHERE home = ? AND owner_key = ?
            ORDER BY updated DESC, uid DESC
            """,
            [home.rawValue, Person.key(owner)], SavedDraft.init)
    }

    func put(_ draft: SavedDraft) throws {
        try run(
            """
            INSERT INTO draft (home, uid, owner, owner_key, innovation, fields, tags, cleared, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (home, uid) DO UPDATE SET innovation = excluded.innovation, fields = excluded.fields, tags = excluded.tags,
                cleared = excluded.cleared, updated = excluded.updated
                WHERE owner_key = excluded.owner_key
            """,
            [
                draft.home.rawValue, draft.uid.text, draft.owner, Person.key(draft.owner), draft.innovation, draft.fields.stored,
                draft.tags.stored, draft.cleared.stored, Moment.text(draft.updated),
            ])
        guard changes == 1 else { throw Problem(.refused, "this draft is somebody else's") }
    }

    func deleteDraft(_ uid: UID, of owner: PersonName, in home: HomeName) throws {
        try run("DELETE FROM draft WHERE home = ? AND uid = ? AND owner_key = ?", [home.rawValue, uid.text, Person.key(owner)])
    }

    func mark(_ name: String, of owner: PersonName, in home: HomeName) throws -> String? {
        try first(
            "SELECT value FROM mark WHERE home = ? AND owner_key = ? AND name = ?", [home.rawValue, Person.key(owner), name]
        ) { try $0.text(0) }
    }

    func eachDraft(in home: HomeName, _ body: (SavedDraft) throws -> Void) throws {
        let drafts = try all(
            "SELECT home, uid, owner, innovation, fields, tags, cleared, updated FROM draft WHERE home = ? ORDER BY uid", [home.rawValue], SavedDraft.init)
        for draft in drafts { try body(draft) }
    }

    func eachMark(in home: HomeName, _ body: (PersonName, String, String) throws -> Void) throws {
        let marks = try all("SELECT owner_key, name, value FROM mark WHERE home = ? ORDER BY owner_key, name", [home.rawValue]) { row in
            (try row.text(0), try row.text(1), try row.text(2))
        }
        for (owner, name, value) in marks { try body(owner, name, value) }
    }

    func setMark(_ name: String, of owner: PersonName, in home: HomeName, to value: String) throws {
        try run(
            "INSERT OR REPLACE INTO mark (home, owner_key, name, value) VALUES (?, ?, ?, ?)",
            [home.rawValue, Person.key(owner), name, value])
    }

    func imported(source: String, key: String, in home: HomeName) throws -> ImportedRecord? {
        try first(
            "SELECT innovation, fields, tags FROM imported WHERE home = ? AND source = ? AND key = ?", [home.rawValue, source, key]
        ) { row in
            let number = try row.whole(0)
            guard try row.optionalText(1) == nil else {
                return ImportedRecord(
                    home: home, source: source, key: key, innovation: number, fields: try row.fields(1), tags: try row.texts(2))
            }
            let innovation = try innovation(number, in: home).orDamaged("an innovation that was imported is missing")
            return ImportedRecord(
                home: home, source: source, key: key, innovation: number, fields: innovation.fields, tags: innovation.tags)
        }
    }

    func importedMarks(source: String, keys: [String], in home: HomeName) throws -> [ImportedMark?] {
        try mapped(location) {
            // SQLite's own interface, as an import asks for each of its rows.
            let statement = try RawStatement(db, "SELECT innovation, digest FROM imported WHERE home = ? AND source = ? AND key = ?")
            statement.bind(1, home.rawValue)
            statement.bind(2, source)
            return try keys.map { key in
                statement.bind(3, key)
                defer { statement.reset() }
                return try statement.next() ? ImportedMark(innovation: statement.number(0), digest: statement.bytes(1)) : nil
            }
        }
    }

    func eachImported(from source: String, in home: HomeName, _ body: (String, Int) throws -> Void) throws {
        try mapped(location) {
            let rows = try Row.fetchCursor(
                db, sql: "SELECT key, innovation FROM imported WHERE home = ? AND source = ? ORDER BY key", arguments: [home.rawValue, source])
            while let row = try rows.next() { try body(try Columns(row).text(0), try Columns(row).whole(1)) }
        }
    }

    func put(_ record: ImportedRecord) throws {
        let innovation = try innovation(record.innovation, in: record.home)
        let repeats = innovation.map { $0.fields == record.fields && $0.tags == record.tags } ?? false
        try run(
            "INSERT OR REPLACE INTO imported (home, source, key, innovation, digest, fields, tags) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                record.home.rawValue, record.source, record.key, record.innovation, Data(record.digest),
                repeats ? nil : record.fields.stored, repeats ? nil : record.tags.stored,
            ])
    }

    func forgetImports(of innovation: Int, in home: HomeName) throws {
        try run("DELETE FROM imported WHERE home = ? AND innovation = ?", [home.rawValue, innovation])
    }
}
