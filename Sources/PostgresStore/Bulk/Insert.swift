import RegistryCore

/// Rows that stand in a table of this connection's own on their way into one of the registry's.
struct Insert {
    /// The table with its columns.
    let target: String
    /// A question for values of these, in their order.
    let rows: SQL
    let conflict: String

    init(into target: String, _ rows: SQL, onConflict conflict: String = "") { (self.target, self.rows, self.conflict) = (target, rows, conflict) }
}

extension PostgresTransaction {
    /// Makes a table of this connection's own, which a database need not let everybody do.
    func makeTemporary(_ table: SQL) throws {
        try settle()
        do {
            try run(table)
        } catch where (failure as? ServerError)?.state == "42501" {
            throw Problem(
                .notPermitted, "rows by the thousand come in through temporary tables, which this login may not make: nothing was saved", at: .init(file: store.location),
                next: "let whoever runs the server GRANT TEMPORARY ON DATABASE … TO practice_people")
        }
    }

    /// Adds them, and says how many.
    @discardableResult
    func run(_ insert: Insert) throws -> Int {
        let conflict = insert.conflict.isEmpty ? "" : "ON CONFLICT " + insert.conflict
        guard isDistributed else {
            return try run("INSERT INTO \(sql: insert.target) \(insert.rows) \(sql: conflict)")
        }
        return try first("SELECT insert_rows(\(insert.target), json_agg(r), \(conflict)) FROM (\(insert.rows)) AS r") { try $0.optionalWhole(0) ?? 0 } ?? 0
    }
}
