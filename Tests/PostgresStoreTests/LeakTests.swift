import RegistryCore
import Server
import Testing

/// What the functions that see every row tell a login that may not.
@Suite struct LeakTests {
    @Test("what is not said asks for no more than what is")
    func nothing() throws {
        let besieged = try Besieged()
        func found(_ everywhere: String, home: String = "'trafford'", as login: String) throws -> String {
            try besieged.sql("""
                SELECT coalesce(string_agg(left(of_home, 1) || innovation, ' ' ORDER BY of_home, innovation), '')
                FROM fitting(\(home), \(everywhere), 'transport', '{transport}', 1, 1, '{1,1,1,1}', 1, NULL, NULL)
                """, as: login)
        }
        for login in Besieged.logins {
            #expect(try found("NULL", as: login) == found("false", as: login), "\(login)")
            #expect(try found("NULL", home: "NULL", as: login) == "" && found("true", home: "NULL", as: login) == "", "\(login)")
        }
        #expect(try found("NULL", as: "zed") == "t4")
        // Any other that takes something answers nothing where nothing is given, unless it is named here.
        let careful = ["change_contribution", "fitting", "has_said", "homes_as", "is_merged", "may_become", "may_make", "may_undo", "needs"]
        let loose = try besieged.sql("""
            SELECT string_agg(DISTINCT proname, ' ' ORDER BY proname) FROM pg_proc WHERE pronamespace = 'practice'::regnamespace AND prosecdef AND pronargs > 0 AND NOT proisstrict
            """, as: Server.owner)
        #expect(loose == careful.joined(separator: " "))
        for login in ["ana", "lea", "zed", "nob"] {
            for call in ["needs(NULL, NULL)", "needs('salford', NULL)", "texts(NULL)", "counts_of(NULL, NULL)"] where login != "zed" || !call.contains("salford") {
                #expect((try? besieged.sql("SELECT \(call)", as: login)).map { $0 == "" || $0 == "|" } ?? true, "\(login): \(call)")
            }
        }
    }

    @Test("no word of a text that not all may see is told to staff by being counted")
    func counted() throws {
        let besieged = try Besieged()
        func counts(_ login: String) throws -> String { try besieged.sql("SELECT counts_of('trafford', '{1,2,3,4,5,transport,5 & bu}')", as: login) }
        for login in ["ana", "ben", "cem"] { #expect(try counts(login) == "{1,0,0,1,0,3,0}", "\(login)") }
        for login in ["lea", "ada"] { #expect(try counts(login) == "{1,1,1,1,1,7,1}", "\(login)") }
        for login in ["zed", "nob"] { #expect(throws: Server.Refused.self) { try counts(login) } }
        for login in ["ana", "zed", "nob"] { #expect(throws: Server.Refused.self) { try besieged.sql("SELECT open_count('trafford', '5', true)", as: login) } }
    }

    @Test("nor by the server's notes, which are of all texts of all homes")
    func noted() throws {
        let besieged = try Besieged()
        func counts(_ home: String, as login: String) throws -> String { try besieged.sql("SELECT counts_of('\(home)', '{often,zanzibar,qqq}')", as: login) }
        func noting(_ login: String) throws -> [Int] { try counts("trafford", as: login).split { !$0.isNumber }.compactMap { Int($0) } }
        // 30,000 that all see, 2,900 that one does, 300 of another home.
        try besieged.sql("""
            INSERT INTO innovation (home, number, uid, submitter, submitter_key, stage, visibility, version, created, updated, fields)
                SELECT 'trafford', n, gen_random_uuid()::text, 'ana', 'ana', 'submitted', 'me', 1, '\(Attack.now)', '\(Attack.now)', '{}' FROM generate_series(101, 3000) AS n;
            INSERT INTO words SELECT 'trafford', n, CASE WHEN n <= 3000 THEN 'zanzibar' WHEN n % 3 = 0 THEN 'often' ELSE 'other' END::tsvector, 1 FROM generate_series(101, 33000) AS n;
            INSERT INTO words SELECT 'salford', n, 'qqq', 1 FROM generate_series(101, 400) AS n; ANALYZE words
            """, as: Server.owner)
        for login in ["ben", "lea"] {
            let noted = try noting(login)
            #expect(login == "lea" || noted[1] == 0)
            #expect(noted.count == 3 && abs(noted[0] - 10_000) < 1_000 && abs(noted[1] - (login == "lea" ? 2_900 : 0)) < 300 && noted[2] == 0, "\(login): \(noted)")
        }
        #expect(try counts("salford", as: "zed") == "{0,0,300}")
        // More of another home: what was noted is of neither.
        try besieged.sql("INSERT INTO words SELECT 'salford', n, 'qqq', 1 FROM generate_series(401, 5000) AS n; ANALYZE words", as: Server.owner)
        for login in ["ben", "lea"] { #expect(try noting(login) == [10_000, login == "lea" ? 2_900 : 0, 0], "\(login)") }
    }

    @Test("what was held is told to nobody who does not see it, nor whether there is anything")
    func concealed() throws {
        let besieged = try Besieged()
        // Of what all see, of what ana alone does, and of nothing.
        let asked = "SELECT string_agg(is_concealed('trafford', b, p)::text, ' ' ORDER BY b, p) FROM (VALUES (1, 1), (1, 2), (1, 3), (2, 1)) AS asked (b, p)"
        #expect(try besieged.sql(asked, as: "ana") == "false false true true" && besieged.sql(asked, as: "ben") == "false true true true")
        for login in ["zed", "nob"] { #expect(try besieged.sql(asked, as: login) == "true true true true", "\(login)") }
        // What one did oneself, one reads though it is out of sight by now.
        try besieged.sql("""
            BEGIN; \(Attack.batch(by: "ben", account: "ben")); \(Attack.entry("2", contribution: Besieged.rating)); \(Attack.entry("2", position: 10));
            INSERT INTO payload SELECT 'trafford', 2, p, '', '{"changes":[]}' FROM generate_series(9, 10) AS p; COMMIT
            """, as: "ben")
        try besieged.sql(Attack.update("visibility = 'me'", of: 1), as: "ana")
        for (login, count) in [("ben", "2"), ("ana", "2"), ("cem", "0")] {
            #expect(try besieged.sql("SELECT count(*) FROM payload WHERE batch = 2", as: login) == count, "\(login)")
        }
        let last = "(SELECT max(number) FROM batch WHERE home = 'trafford')"
        try besieged.sql("BEGIN; \(Attack.batch(by: "ben", account: "ben")); \(Attack.entry(last, contribution: Besieged.rating)); COMMIT", as: "ben")
    }
}
