import GRDB
import RegistryCore

/// What an archive asks of the tables, and how room is made for one.
extension SQLiteTransaction {
    func eachContribution(in home: HomeName, _ body: (Contribution) throws -> Void) throws {
        try mapped(location) {
            let rows = try Row.fetchCursor(
                db, sql: "SELECT \(Self.contributionColumns) FROM contribution WHERE home = ? ORDER BY uid", arguments: [home.rawValue])
            while let row = try rows.next() { try body(try Contribution(Columns(row))) }
        }
    }

    func eachImported(in home: HomeName, _ body: (ImportedRecord) throws -> Void) throws {
        try mapped(location) {
            let rows = try Row.fetchCursor(db, sql: "SELECT source, key FROM imported WHERE home = ? ORDER BY source, key", arguments: [home.rawValue])
            while let row = try rows.next() {
                let columns = Columns(row)
                if let record = try imported(source: try columns.text(0), key: try columns.text(1), in: home) { try body(record) }
            }
        }
    }

    func empty(_ home: HomeName) throws {
        for innovation in try all("SELECT id FROM innovation WHERE home = ?", [home.rawValue], { try $0.whole(0) }) {
            if try isSearched(innovation) { throw Problem(.refused, "the home is not empty") }
        }
        // What was said about people or the home has no innovation.
        guard try first("SELECT 1 FROM contribution WHERE home = ? LIMIT 1", [home.rawValue], { _ in true }) == nil else {
            throw Problem(.refused, "the home is not empty")
        }
        try run(
            "DELETE FROM payload WHERE id IN (SELECT payload FROM entry WHERE home = ?)", [home.rawValue])
        for table in ["document", "person", "counter", "tag", "signal", "contribution", "batch", "entry", "seal", "mark", "imported", "innovation"] {
            try run("DELETE FROM \(table) WHERE home = ?", [home.rawValue])
        }
    }
}
