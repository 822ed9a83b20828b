import RegistryCore
import Server
import Testing

/// Rows that no program would write, by SQL: what would stand for good and stop those who read the others.
@Suite struct ForgeryTests {
    private static func each(_ login: String, _ statements: [String]) -> [Attack] { statements.map { Attack(login: login, sql: $0) } }

    static let innovations = each("ana", [
        Attack.innovation(by: "ana", uid: "'bogus'"), Attack.innovation(by: "ana", visibility: "zzz"), Attack.innovation(by: "ana", updated: "garbage"),
        Attack.innovation(by: "ana", updated: "2026-02-30T12:00:00.000Z"), Attack.innovation(by: "ana", fields: "[]"),
        Attack.innovation(by: "ana", fields: #"{"title":{"x":1}}"#), Attack.innovation(by: "ana", fields: #"{"title":[1]}"#), Attack.innovation(by: "ana", fields: #"{"savings":1e400}"#),
        Attack.innovation(by: "ana", number: "9223372036854775807"), Attack.innovation(by: "ana", number: "-5"), Attack.innovation(by: "ana", number: "0"), Attack.innovation(by: "ana", number: "500"),
        Attack.update("fields = '[]'", of: 1), Attack.update(#"fields = '{"title":{}}'"#, of: 1), Attack.update("visibility = 'zzz'", of: 1), Attack.update("updated = 'x'", of: 1),
        "UPDATE innovation SET version = 9223372036854775807 WHERE home = 'trafford' AND number = 1",
        "INSERT INTO signal VALUES ('trafford', 1, 'rating.count', 'Infinity')", "INSERT INTO signal VALUES ('trafford', 1, 'rating.count', 'NaN')",
        "SELECT reserve_many('trafford', 10)",
        // What is neither true nor false, and what the program has no moment or number for.
        Attack.innovation(by: "ana", updated: "infinity"), Attack.innovation(by: "ana", updated: "10000-01-01T00:00:00.000Z"), Attack.update("updated = 'infinity'", of: 1),
        Attack.update("updated = '-infinity'", of: 1), Attack.update("updated = '10000-01-01T00:00:00.000Z'", of: 1), Attack.update("updated = '2026-11-22T12:00:00.000Z BC'", of: 1),
        Attack.innovation(by: "ana", fields: #"{"title":1e-500}"#), Attack.update(#"fields = '{"title":1e-500}'"#, of: 1), Attack.innovation(by: "ana", fields: #"{"title":[["x"]]}"#),
        // Two names that are one to the program, which would read neither.
        Attack.innovation(by: "ana", fields: #"{"title":"x","\u00e9":"a","e\u0301":"b"}"#), Attack.update(#"fields = '{"\u00e9":"a","e\u0301":"b"}'"#, of: 1),
        "INSERT INTO signal VALUES ('trafford', 1, U&'e\\0301', 1)",
    ]) + each("lea", [
        Attack.innovation(by: "ana", source: "'form'", number: "9223372036854775807"), Attack.innovation(by: "ana", source: "'form'", number: "500"),
        Attack.innovation(by: "ana", source: "'form'", uid: "'bogus'"), Attack.innovation(by: "ben", key: "zz", source: "'form'"), Attack.update(#"fields = '{"title":true}'"#, of: 1),
        Attack.innovation(by: "ana", source: "'form'", fields: #"{"title":{"a":[1]},"x":true,"problem":null}"#), Attack.innovation(by: "ana", source: "'form'", fields: #"{"who":["x",1]}"#),
        Attack.innovation(by: "ana", source: "'form'", fields: #"{"savings":1e-400}"#), Attack.innovation(by: "ana", source: "'form'", updated: "infinity"),
        Attack.innovation(by: "ana", source: "'form'", fields: #"{"title":"x","\u00e9":"a","e\u0301":"b"}"#),
        "INSERT INTO person VALUES ('trafford', 'eve', 'eve', 'staff', NULL, NULL, NULL, NULL, 'infinity')",
        #"UPDATE document SET version = 1000000000000, text = E'version: 1\ncolumns: {}\n' WHERE name = 'columns'"#, #"UPDATE document SET text = E'version: 1\ncolumns: {}\n' WHERE name = 'columns'"#,
        "SELECT reserve_many('trafford', 100001)", "SELECT reserve('trafford', 'entry')",
        "INSERT INTO person VALUES ('trafford', 'zz', 'ben', 'staff', NULL, NULL, NULL, NULL, '\(Attack.now)')", "INSERT INTO person VALUES ('trafford', 'eve', 'eve', 'staff', NULL, NULL, NULL, NULL, 'then')",
    ])

    static let contributions = each("ben", [
        Attack.contribution(by: "ben", payload: "no json"), Attack.contribution(by: "ben", payload: #"{"n":1e400}"#), Attack.contribution(by: "ben", payload: #"{"text":"\ud800"}"#),
        Attack.contribution(by: "ben", payload: String(repeating: "[", count: 200) + String(repeating: "]", count: 200)),
        Attack.contribution(by: "ben", ordinal: "9223372036854775807"), Attack.contribution(by: "ben", uid: "'x'"), Attack.contribution(by: "ben", origin: "4"),
        Attack.contribution(by: "ben", on: "1", subject: "3"), Attack.contribution(by: "ben", subject: "x"),
        change(#"{"text":"#), change(""), change("[]"), change(#"{"a":1,"a":2}"#),
        Attack.contribution(by: "ben", payload: "[]"), Attack.contribution(by: "ben", payload: "null"), Attack.contribution(by: "ben", payload: "4"),
        Attack.contribution(by: "ben", payload: #"{"text":"a","text":"b"}"#), Attack.contribution(by: "ben", payload: #"{"text":"a" , "te\u0078t" : "b"}"#),
        Attack.contribution(by: "ben", payload: #"{"list":[{"é":1,"é":2}]}"#), Attack.contribution(by: "ben", payload: #"{"n":1e-20000}"#), Attack.contribution(by: "ben", created: "infinity"),
        // Who takes the last number there is ends them, on one that he does not see too; nobody takes another's.
        Attack.contribution(by: "ben", ordinal: "1000000000000"), Attack.contribution(by: "ben", ordinal: "1"), Attack.contribution(by: "ben", originInnovation: "4"),
        "SELECT reserve_ordinal('trafford', 'evidence', 2)", "SELECT reserve_ordinal('trafford', 'evidence', 99)",
        """
        SELECT reserve_ordinal('trafford', 'evidence', 1); \(Attack.contribution(by: "ben", kind: "evidence", ordinal: "1")); \(Attack.contribution(by: "ben", kind: "evidence", ordinal: "1"))
        """,
        "SELECT reserve_ordinal('trafford', 'evidence', 1); \(Attack.contribution(by: "ben", kind: "evidence", ordinal: "2"))",
        // On a contribution that is not there, and of a subject that is none.
        Attack.contribution(by: "ben", on: "NULL", type: "contribution", subject: UID().text), Attack.contribution(by: "ben", name: "'evil'"),
        Attack.change(Besieged.rating, name: "'evil'", payload: rated), Attack.change(Besieged.rating, innovation: "NULL", payload: rated),
        // What the kind's rule leaves to others: to leads, to who did not put it in, to one of each.
        Attack.contribution(by: "ben", kind: "assessment", onePerAuthor: true), Attack.contribution(by: "ben", on: "4", kind: "rating", payload: #"{"value":5}"#, onePerAuthor: true),
        Attack.contribution(by: "ben", on: "4", kind: "rating", payload: #"{"value":5}"#), Attack.contribution(by: "ben", on: "3", kind: "rating", payload: #"{"value":5}"#),
        "INSERT INTO kind VALUES ('trafford', 'x', 'staff', false, false)", "UPDATE kind SET role = 'staff'",
    ]) + each("lea", [
        Attack.change(Besieged.rating, name: "'evil'", payload: rated), Attack.change(Besieged.rating, innovation: "NULL", payload: rated),
        Attack.change(Besieged.rating, subject: "x", innovation: "1", payload: rated), Attack.change(Besieged.rating, subject: "99", payload: rated),
        Attack.change(Besieged.rating, addressee: "'cem'", payload: rated),
        "\(Attack.update("stage = 'merged'", of: 1)); \(Attack.change(Besieged.rating, subject: "99", payload: rated))",
        "\(Attack.update("stage = 'merged'", of: 1)); \(Attack.change(Besieged.rating, subject: "4", name: "'evil'", payload: rated))",
    ])

    private static let rated = #"{"value":4}"#
    private static func change(_ payload: String) -> String { Attack.change(Besieged.rating, payload: payload) }

    private static func entry(_ columns: String) -> String {
        "\(Attack.batch(by: "ana", account: "ana")); INSERT INTO entry (home, batch, position, action, subject_type, subject_key, innovation, digest, link) SELECT 'trafford', (SELECT max(number) FROM batch), \(columns)"
    }

    static let journal = each("ana", [
        Attack.batch(by: "ana", account: "ana", uid: "'xy'"), Attack.batch(by: "ana", account: "ana", count: "9223372036854775807"), Attack.batch(by: "ana", account: "ana", count: "-1"),
        Attack.batch(by: "ana", account: "ana", at: "infinity"), Attack.batch(by: "ana", account: "ana", at: "12026-11-22T12:00:00.000Z"),
        entry("1, 'revised', 'innovation', 'x', NULL, \(Attack.digest), \(Attack.digest)"), entry("1, 'revised', 'innovation', '1', NULL, \(Attack.digest), \(Attack.digest)"),
        entry("1, 'revised', 'innovation', '7', 1, \(Attack.digest), \(Attack.digest)"), entry("1, NULL, 'innovation', '1', 1, \(Attack.digest), \(Attack.digest)"),
        entry("9223372036854775807, 'revised', 'innovation', '1', 1, \(Attack.digest), \(Attack.digest)"), entry("1, 'zzz', 'innovation', '1', 1, \(Attack.digest), \(Attack.digest)"),
        entry("1, 'revised', 'innovation', 'x', 1, \(Attack.digest), \(Attack.digest)"), entry("1, 'revised', 'contribution', 'x', 1, \(Attack.digest), \(Attack.digest)"),
        entry("1, 'revised', 'innovation', '1', 1, '\\x00', \(Attack.digest)"),
        seal("9223372036854775807", digest: Attack.digest), seal("2", digest: "'\\x00'"), seal("2", digest: Attack.digest), seal("2", batches: "'[]'", digest: Attack.digest),
        seal("1", digest: chained), seal("2", batches: "'x'", digest: chained),
    ])

    private static let chained = "(SELECT sha256(int8send(32) || s.digest || int8send(32) || b.head) FROM seal AS s, batch AS b WHERE s.number = 1 AND b.number = 2)"
    private static func seal(_ number: String, batches: String = "(SELECT json_build_array(uid)::text FROM batch WHERE number = 2)", digest: String) -> String {
        "INSERT INTO seal SELECT 'trafford', \(number), \(batches), \(digest)"
    }

    @Test(arguments: [innovations, contributions, journal])
    func refused(_ attacks: [Attack]) throws {
        let besieged = try Besieged()
        try besieged.sql(Attack.batch(by: "ana", account: "ana"), as: "ana")
        let before = try besieged.state()
        var done: [Attack] = []
        for attack in attacks {
            do {
                try besieged.sql("BEGIN; \(attack.sql); COMMIT", as: attack.login)
                done.append(attack)
            } catch let refused as Server.Refused {
                let reasons = ["violates check constraint", "row-level security", "invalid input syntax", "permission denied", "out of range", " is no ", "somebody else's", "cannot be", "out_of_range", "does not exist", "no such innovation", "overflows", "null value"]
                #expect(reasons.contains { refused.said.contains($0) }, "\(attack): \(refused.said)")
            }
        }
        #expect(try besieged.state() == before, "one of these changed something: \(done)")
        // The same by way of what is right, so that what refuses them is what is wrong with them.
        for right in [Attack.innovation(by: "ana", fields: #"{"title":"x","support":["a"],"savings":1}"#), Self.entry("1, 'revised', 'innovation', '1', 1, \(Attack.digest), \(Attack.digest)")] {
            try besieged.sql(right, as: "ana")
        }
        for right in [
            Attack.contribution(by: "ben", payload: #"{"text":"a\u0000b"}"#), Attack.contribution(by: "ben", payload: #"{"a":{"x":1},"b":[{"x":1},{"x":1}],"x":"a\":1,\"a\":2"}"#),
            "SELECT reserve_ordinal('trafford', 'evidence', 1); \(Attack.contribution(by: "ben", kind: "evidence", ordinal: "1"))",
        ] { try besieged.sql(right, as: "ben") }
        try besieged.sql(Attack.contribution(by: "ben", on: "3", kind: "rating", payload: #"{"value":5}"#, onePerAuthor: true), as: "ben")
        try besieged.sql(Attack.innovation(by: "ana", source: "'form'", updated: "9999-12-31T23:59:59.999Z", fields: #"{"savings":-5e-324,"cost":0,"who":["x"],"\u00e9":"e\u0301"}"#), as: "lea")
    }

    @Test("what is neither true nor false passes no check")
    func checks() throws {
        let besieged = try Besieged()
        let loose = "SELECT string_agg(conrelid::regclass || ': ' || pg_get_constraintdef(oid), E'\n') FROM pg_constraint WHERE connamespace = 'practice'::regnamespace AND contype = 'c'"
        #expect(try besieged.sql("\(loose) AND pg_get_constraintdef(oid) NOT LIKE '% IS TRUE))'", as: Server.owner) == "")
        #expect(try besieged.sql(loose, as: Server.owner).split(separator: "\n").count > 40)
    }

    @Test func fittingSeal() throws {
        let besieged = try Besieged()
        try besieged.sql(Attack.batch(by: "ana", account: "ana"), as: "ana")
        try besieged.sql(Self.seal("2", digest: Self.chained), as: "cem")
        #expect(throws: Server.Refused.self) { try besieged.sql(Self.seal("3", digest: Self.chained), as: "cem") }
        #expect(try besieged.sql("SELECT max(number) FROM seal", as: "lea") == "2")
    }

    /// The checks know the actions that the program knows.
    @Test func actions() throws {
        let besieged = try Besieged()
        let said = try besieged.sql("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'entry'::regclass AND conname = 'entry_action_check'", as: Server.owner)
        for action in Action.allCases { #expect(said.contains("'\(action.rawValue)'"), "\(action)") }
    }
}
