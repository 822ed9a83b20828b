import Foundation
import GRDB
import RegistryCore

/// Innovations by their keys, their tags and their signals.
extension SQLiteTransaction {
    static let innovationColumns = """
        i.home, i.number, i.uid, i.source, i.source_id, i.submitter, i.stage, i.visibility, i.held, i.version, i.created,
        i.updated, (SELECT a.fields FROM answers AS a WHERE a.id = i.id), (SELECT json_group_array(tag) FROM
            (SELECT t.tag FROM tag AS t WHERE t.home = i.home AND t.innovation = i.number ORDER BY t.tag))
        """

    func innovation(_ number: Int, in home: HomeName) throws -> Innovation? {
        try first(
            "SELECT \(Self.innovationColumns) FROM innovation AS i WHERE i.home = ? AND i.number = ?", [home.rawValue, number],
            Innovation.init)
    }

    /// The latest, as an import after an undo takes a row afresh.
    func innovation(source: String, sourceID: String, in home: HomeName) throws -> Innovation? {
        try first(
            """
            SELECT \(Self.innovationColumns) FROM innovation AS i
            WHERE i.home = ? AND i.source = ? AND i.source_id = ? ORDER BY i.number DESC LIMIT 1
            """,
            [home.rawValue, source, sourceID], Innovation.init)
    }

    func insert(_ innovation: Innovation) throws {
        try run(
            """
            INSERT INTO innovation (home, number, stage, visibility, submitter_key, held, version, created, updated, uid, source,
                source_id, submitter) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            Self.key(of: innovation) + Self.values(of: innovation))
        try run("INSERT INTO answers (id, fields) VALUES (?, ?)", [db.lastInsertedRowID, innovation.fields.stored])
        unsearched.insert(Unsearched(number: innovation.number, home: innovation.home))
        try insertTags(of: innovation)
    }

    func update(_ innovation: Innovation, expecting version: Int) throws {
        try writeOut(innovation.number, in: innovation.home)
        let key = Self.key(of: innovation)
        try run(
            """
            UPDATE innovation SET stage = ?3, visibility = ?4, submitter_key = ?5, held = ?6, version = ?7, created = ?8,
                updated = ?9, uid = ?10, source = ?11, source_id = ?12, submitter = ?13
            WHERE home = ?1 AND number = ?2 AND version = ?14
            """,
            key + Self.values(of: innovation) + [version])
        guard changes == 1 else {
            guard let stored = try first("SELECT version FROM innovation WHERE home = ? AND number = ?", key, { try $0.whole(0) }) else {
                throw Problem(.noInput, "there is no such innovation", value: innovation.reference.description)
            }
            throw Problem(
                .refused, "somebody else changed it meanwhile", value: innovation.reference.description,
                details: ["it is at version \(stored), and this change was made to version \(version)"],
                next: "show \(innovation.reference)")
        }
        try run(
            "UPDATE answers SET fields = ?3 WHERE id = (SELECT id FROM innovation WHERE home = ?1 AND number = ?2)",
            key + [innovation.fields.stored])
        try run("DELETE FROM tag WHERE home = ? AND innovation = ?", key)
        try insertTags(of: innovation)
    }

    private static func key(of innovation: Innovation) -> [(any DatabaseValueConvertible)?] {
        [innovation.home.rawValue, innovation.number]
    }

    private static func values(of innovation: Innovation) -> [(any DatabaseValueConvertible)?] {
        [
            innovation.stage, innovation.visibility.rawValue, Person.key(innovation.submitter), innovation.held,
            innovation.version, Moment.text(innovation.created), Moment.text(innovation.updated), innovation.uid.text,
            innovation.source, innovation.sourceID, innovation.submitter,
        ]
    }

    private func insertTags(of innovation: Innovation) throws {
        for tag in innovation.tags {
            try run("INSERT INTO tag (home, innovation, tag) VALUES (?, ?, ?)", [innovation.home.rawValue, innovation.number, tag])
        }
    }

    func signals(of innovation: Int, in home: HomeName) throws -> [SignalName: Double] {
        let pairs = try all("SELECT name, value FROM signal WHERE home = ? AND innovation = ?", [home.rawValue, innovation]) {
            (try $0.text(0), try $0.optionalNumber(1) ?? 0)
        }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }

    func set(_ signals: [SignalName: Double], of innovation: Int, in home: HomeName) throws {
        try run("DELETE FROM signal WHERE home = ? AND innovation = ?", [home.rawValue, innovation])
        for (name, value) in signals {
            // SQLite keeps no such number; a signal that cannot be computed is absent.
            guard !value.isNaN else { continue }
            try run(
                "INSERT INTO signal (home, innovation, name, value) VALUES (?, ?, ?, ?)", [home.rawValue, innovation, name, value])
        }
    }
}
