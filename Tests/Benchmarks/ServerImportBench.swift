import Foundation
import RegistryCore
import Server

/// An import into a registry on a server, with every check, beside what the server itself takes for the same rows: `COPY`
/// of each table into a temporary one, `INSERT … SELECT` from there into tables without policies, checks and keys, and
/// building the same keys and indexes, with as much memory as the import has.
struct ServerImportBench {
    private let server: Server
    private let rows: Int
    private let place: Workplace

    init(on server: Server, rows: Int, in place: Workplace) {
        (self.server, self.rows, self.place) = (server, rows, place)
    }

    private static let tables = ["innovation", "tag", "entry", "payload", "imported", "words"]

    func run(_ table: inout Table) throws {
        let file = place.file("rows.csv")
        try Generator(seed: 5).write(rows, key: "i", csv: file)
        let database = try Database(on: server), admin = try database.address(as: "admin", makesRegistry: true)
        _ = try Child([place.program, "practice", "--registry", admin, "init"])
        let ours = try Child([place.program, "practice", "--registry", admin, "import", file, "--source", "bench", "--quiet", "--format", "json"])
        guard try JSONValue(parsing: ours.output)["new"]?.integer == rows else { throw Child.Failed(description: "the import says:\n\(ours.output)") }
        unlink(file)
        let peer = try self.peer(of: database.name)
        let name = "import of \(rows) to a server ÷ peer"
        table.add(name, ours.wall, peer, most: 1.1)
        table.note(name, "the peer: COPY, INSERT … SELECT and building the indexes; \(Int(Double(rows) / ours.wall)) rows a second, \(ours.peak) MiB at most; \(ours.split)")
    }

    /// Seconds for the rows that another database has.
    private func peer(of database: String) throws -> Double {
        let rows = place.file("tables")
        try FileManager.default.createDirectory(atPath: rows, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: rows) }
        for table in Self.tables { try psql(["\\copy practice.\(table) TO '\(rows)/\(table)'"], database) }
        // Nothing is vacuumed beside the peer.
        try server.psql("DROP DATABASE \(database) (FORCE)")
        // The same tables: all but the rows, the policies, the keys and the indexes.
        let empty = try Database(on: server), peer = empty.name
        _ = try Child([place.program, "practice", "--registry", empty.address(as: "admin", makesRegistry: true), "init"])
        let names = Self.tables.map { "'practice.\($0)'::regclass" }.joined(separator: ", ")
        let building = try server.psql("""
            SELECT pg_get_indexdef(i.indexrelid) || ';' FROM pg_index AS i WHERE i.indrelid IN (\(names)) AND NOT i.indisprimary
            UNION ALL SELECT format('ALTER TABLE %s ADD %s;', c.conrelid::regclass, pg_get_constraintdef(c.oid)) FROM pg_constraint AS c
            WHERE c.contype = 'p' AND c.conrelid IN (\(names))
            """, in: peer)
        let dropping = try server.psql("""
            SELECT format('DROP INDEX %s;', i.indexrelid::regclass) FROM pg_index AS i WHERE i.indrelid IN (\(names)) AND NOT i.indisprimary
            UNION ALL SELECT format('ALTER TABLE %s DROP CONSTRAINT %I;', c.conrelid::regclass, c.conname) FROM pg_constraint AS c
            WHERE c.contype IN ('p', 'c') AND c.conrelid IN (\(names))
            """, in: peer)
        try server.psql(dropping + Self.tables.map { "ALTER TABLE practice.\($0) DISABLE ROW LEVEL SECURITY; TRUNCATE practice.\($0);" }.joined(), in: peer)
        try server.psql("CHECKPOINT")
        let script = Self.tables.flatMap { table in
            [
                "CREATE TEMPORARY TABLE x (LIKE practice.\(table)) ON COMMIT DROP", "\\copy x FROM '\(rows)/\(table)'", "INSERT INTO practice.\(table) SELECT * FROM x",
                "DROP TABLE x",
            ]
        }
        let path = place.file("peer.sql")
        try (["SET maintenance_work_mem = '256MB'", "SET work_mem = '128MB'", "BEGIN"] + script + building.split(separator: "\n").map { String($0.dropLast()) } + ["COMMIT"])
            .map { $0.hasPrefix("\\") ? $0 : $0 + ";" }.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return try Child(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", server.address(peer), "-f", path]).wall
    }

    private func psql(_ commands: [String], _ database: String) throws {
        _ = try Child(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", server.address(database)] + commands.flatMap { ["-c", $0] })
    }
}
