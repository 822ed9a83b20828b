import Foundation
import PostgresStore
import RegistryCore
import Server
import StoreContract
import Testing

/// What Citus asks of a schema and of statements, so that homes can be shared out among servers: held here without one.
@Suite struct DistributionTests {
    @Test("every key begins with home, and no trigger stands on any table")
    func keys() throws {
        let trying = try Trying()
        let keys = try trying.psql("""
            SELECT c.relname || ' ' || i.relname FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indrelid JOIN pg_class AS i ON i.oid = x.indexrelid
            JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
            WHERE c.relnamespace = 'practice'::regnamespace AND x.indisunique AND a.attname <> 'home'
            """)
        #expect(keys == "", "unique keys that do not begin with home")
        #expect(try trying.psql("SELECT count(*) FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid WHERE c.relnamespace = 'practice'::regnamespace") == "0")
        let tables = try trying.psql("""
            SELECT relname FROM pg_class AS c WHERE relnamespace = 'practice'::regnamespace AND relkind = 'r' AND relname NOT IN ('home', 'version')
            AND NOT EXISTS (SELECT 1 FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = 'home' AND a.attnotnull)
            """)
        #expect(tables == "", "tables without a home in each row")
    }

    @Test("every statement says of which home each of its tables is, unless it asks all of them")
    func statements() throws {
        let server = try Server(settings: ["log_statement=all", "log_line_prefix=", "log_min_duration_statement=-1"])
        defer { server.stop() }
        let contract = StoreContract(
            make: { try PostgresStore.create(Address(server.address(server.database()), isVisible: false)) },
            reopen: { try PostgresStore.open(Address($0.location, isVisible: false)) })
        for one in StoreContract.cases where !one.name.contains("wide") && !one.name.contains("any text") { try contract.check(one) }
        let log = try String(contentsOfFile: server.folder + "/server.log", encoding: .utf8)
        let statements = Set(Self.statements(in: log))
        #expect(statements.count > 60, "the log tells of \(statements.count)")
        for statement in statements where !statement.contains("relnamespace") {
            for table in try Self.homeless(in: statement) where !statement.contains("w.home IS NULL") {
                Issue.record("\(table) of which home? \(statement)")
            }
        }
    }

    @Test("and so does every statement of a function, but for what is on each server")
    func functions() throws {
        let bodies = try Trying().psql("SELECT proname || ' ' || replace(prosrc, E'\\n', ' ') FROM pg_proc WHERE pronamespace = 'practice'::regnamespace AND prosrc ~ ' '")
        #expect(bodies.split(separator: "\n").count > 40)
        for body in bodies.split(separator: "\n") {
            let name = body.prefix { $0 != " " }
            for statement in body.split(separator: ";") {
                // A cluster makes homes in a way of its own.
                for table in try Self.homeless(in: String(statement)) where table != "person" && name != "found_home" {
                    Issue.record("\(table) of which home? \(name): \(statement)")
                }
            }
        }
    }

    /// The tables of a statement of which it does not say of which home they are meant.
    private static func homeless(in statement: String) throws -> [String] {
        let tables = "latch|kind|document|person|counter|innovation|tag|signal|words|contribution|batch|entry|payload|seal|draft|mark|imported"
        return try statement.matches(of: Regex("(?:FROM|JOIN|UPDATE|INTO|USING) (\(tables))\\b(?: AS (\\w+))?")).compactMap { match in
            let table = String(match.output[1].substring ?? ""), alias = match.output[2].substring.map(String.init)
            let names = [alias, table].compactMap { $0 }.map { "\($0).home" } + (alias == nil ? ["home"] : [])
            let isSaid = names.contains { name in
                statement.range(of: "(?<![.\\w])\(name) (=|<>) ", options: .regularExpression) != nil
                    || statement.range(of: "= \(name)(?![.\\w])", options: .regularExpression) != nil
            }
            return isSaid || statement.range(of: "INTO \(table)( AS \\w+)? \\(home,", options: .regularExpression) != nil ? nil : table
        }
    }

    /// The statements of a server's log, each on one line.
    private static func statements(in log: String) -> [String] {
        var all: [String] = []
        for line in log.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("LOG:  execute ") || line.hasPrefix("LOG:  statement: "), let start = line.dropFirst(6).firstRange(of: ": ") {
                all.append(String(line[start.upperBound...]))
            } else if line.hasPrefix("\t"), !all.isEmpty {
                all[all.count - 1] += " " + line.trimmingCharacters(in: .whitespaces)
            }
        }
        // Making the tables.
        return all.filter { !$0.contains("CREATE SCHEMA practice") }
    }
}
