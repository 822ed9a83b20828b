import PostgresStore
import RegistryCore
import Server
import Testing

/// Who makes a registry on a server, and what is left of his power over it.
@Suite struct OwnerTests {
    /// A login of this test's own, with what it is allowed.
    private func login(_ options: String, on database: String, _ server: Server) throws -> String {
        let name = "maker" + database
        try server.psql("CREATE ROLE \(name) LOGIN \(options); GRANT CREATE ON DATABASE \(database) TO \(name)")
        return name
    }

    @Test("whoever makes one owns nothing of it afterwards")
    func maker() throws {
        let server = try Server.shared.get()
        let database = try server.database()
        let maker = try login("CREATEROLE", on: database, server)
        let store = try PostgresStore.create(Address(server.address(database, login: maker), isVisible: false))
        try store.write { try $0.create(home: .unnamed, at: Moment.date("2026-11-22T12:00:00.000Z") ?? .distantPast) }
        #expect(try server.psql("SELECT pg_has_role('\(maker)', 'practice_owner', 'MEMBER')") == "f")
        #expect(try server.psql("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'practice_owner'") == "f")
        let owners = "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = 'practice'::regnamespace"
        #expect(try server.psql(owners, in: database) == "practice_owner")
        for statement in ["DROP TABLE practice.batch", "INSERT INTO practice.home VALUES ('x', 'now')", "SET ROLE practice_owner", "DROP SCHEMA practice CASCADE"] {
            #expect(throws: Server.Refused.self) { try server.psql(statement, in: database, as: maker) }
        }
        // Once the home is made, its maker is who the home says.
        #expect(throws: Problem.self) {
            try store.write { try $0.put(Person(home: .unnamed, name: "eve", role: .admin, login: maker, created: .distantPast)) }
        }
    }

    @Test("every table has policies, and no function of the owner's looks for names in a schema of others")
    func everyTable() throws {
        let server = try Server.shared.get()
        let database = try server.database()
        try PostgresStore.create(Address(server.address(database), isVisible: false)).close()
        #expect(try server.psql("SELECT string_agg(relname, ' ') FROM pg_class WHERE relnamespace = 'practice'::regnamespace AND relkind = 'r' AND NOT relrowsecurity", in: database) == "")
        let loose = "SELECT string_agg(proname, ' ') FROM pg_proc WHERE pronamespace = 'practice'::regnamespace AND prosecdef AND NOT coalesce(proconfig @> '{\"search_path=practice, pg_temp\"}', false)"
        #expect(try server.psql(loose, in: database) == "")
    }

    @Test("who may not make one is told what is missing, and leaves nothing behind")
    func mayNot() throws {
        let server = try Server.shared.get()
        let database = try server.database()
        try PostgresStore.create(Address(server.address(server.database()), isVisible: false)).close()
        let maker = try login("", on: database, server)
        do {
            _ = try PostgresStore.create(Address(server.address(database, login: maker), isVisible: false))
            Issue.record("it was made")
        } catch let problem as Problem {
            #expect(problem.kind == .notPermitted)
            #expect(problem.details.contains { $0.contains("GRANT practice_owner TO \(maker)") })
        }
        #expect(try server.psql("SELECT count(*) FROM pg_namespace WHERE nspname = 'practice'", in: database) == "0")
        try server.psql("GRANT practice_owner TO \(maker)")
        let told = Told()
        try PostgresStore.create(Address(server.address(database, login: maker), isVisible: false), tell: told.tell).close()
        #expect(told.lines.contains { $0.contains("REVOKE practice_owner FROM \(maker)") })
    }

    @Test("a home that is made takes in what its people had of their own; one that is emptied shows nobody else's")
    func movedIn() throws {
        let besieged = try Besieged()
        let draft = "INSERT INTO draft VALUES ('mine', '\(Besieged.draft)', 'ana', 'ana', NULL, '{}', '[]', '[]', '\(Attack.now)') ON CONFLICT (home, uid) DO UPDATE SET fields = excluded.fields"
        #expect(throws: Server.Refused.self) { try besieged.sql(draft, as: "ada") }
        #expect(try besieged.sql("BEGIN; SELECT found_home('mine', '\(Attack.now)'); \(draft); SELECT count(*) FROM draft WHERE home = 'mine'; COMMIT; SELECT count(*) FROM draft", as: "ada") == "t\n1\n0")
        try besieged.sql("DELETE FROM innovation", as: Server.owner)
        // What was said about people or the home is kept, too.
        #expect(try besieged.sql("SELECT empty_home('trafford')", as: "ada") == "f")
        try besieged.sql("DELETE FROM contribution", as: Server.owner)
        func isEmptied() throws -> Bool { try besieged.sql("BEGIN; SELECT empty_home('trafford'); SELECT count(*) FROM draft; ROLLBACK", as: "ada") == "t\n0" }
        // Nor is what somebody else wrote into the journal, begins, or has read.
        for table in ["batch", "draft", "mark"] {
            #expect(try !isEmptied(), "\(table)")
            try besieged.sql("DELETE FROM \(table)", as: Server.owner)
        }
        #expect(try isEmptied())
        try besieged.sql("UPDATE person SET role = 'admin' WHERE key = 'lea'", as: "ada")
        #expect(try !isEmptied(), "another admin")
        try besieged.sql("UPDATE person SET role = 'lead' WHERE key = 'lea'", as: "ada")
        try besieged.sql("INSERT INTO batch SELECT 'trafford', 9, gen_random_uuid()::text, 'ada', 'ada', 'ada', '\(Attack.now)', 'config', 0, \(Attack.digest)", as: Server.owner)
        #expect(try isEmptied(), "what is the admin's own is the admin's to give up")
        try besieged.sql("SELECT reserve('trafford', 'innovation')", as: "ben")
        #expect(try !isEmptied(), "somebody puts something in")
    }
}
