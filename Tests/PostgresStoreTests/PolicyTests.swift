import RegistryCore
import Server
import Testing

/// What a login may do with SQL of its own, through no program: the engine's policies alone.
@Suite struct PolicyTests {
    private static func change(
        _ uid: UID, subject: String = "1", name: String = "NULL", addressee: String = "NULL", withdrawn: Bool = false, held: String = "NULL", payload: String
    ) -> String {
        Attack.change(uid, subject: subject, name: name, addressee: addressee, withdrawn: withdrawn, held: held, payload: payload)
    }
    private static func update(_ what: String, of number: Int, home: String = "trafford") -> String { Attack.update(what, of: number, home: home) }
    private static func each(_ logins: [String], _ statements: [String]) -> [Attack] { logins.flatMap { login in statements.map { Attack(login: login, sql: $0) } } }

    private static let everybody = Besieged.logins

    /// Another's words or rating.
    static let words = each(["ana", "cem", "lea", "ada", "zed", "nob"], [
        change(Besieged.rating, payload: #"{"value":1}"#), change(Besieged.heldComment, held: "'because'", payload: #"{"text":"else"}"#),
        Attack.contribution(by: "ben"), Attack.contribution(by: "Zoe", key: "zoed"), "UPDATE contribution SET payload = '{}'", "UPDATE contribution SET author = 'ana', author_key = 'ana'", "DELETE FROM contribution",
    ]) + each(["ana", "cem", "zed", "nob"], [change(Besieged.rating, withdrawn: true, payload: #"{"value":4}"#)])
        + each(everybody, [Attack.contribution(by: "Zoe", key: "zoe")]) + [
        Attack(login: "ana", sql: Attack.contribution(by: "Ben", key: "ana")), Attack(login: "zed", sql: Attack.contribution(by: "zed")),
        // What another may not see, he adds nothing to.
        Attack(login: "cem", sql: Attack.contribution(by: "cem", on: "2")), Attack(login: "ben", sql: Attack.contribution(by: "ben", on: "2")),
        // A merge, and clearing what is held, are a lead's; nobody clears what he wrote himself.
        Attack(login: "ben", sql: change(Besieged.rating, subject: "4", payload: #"{"value":4}"#)),
        Attack(login: "ben", sql: change(Besieged.heldComment, payload: #"{"text":"a name"}"#)),
        // A lead moves one only from where it was merged away, and sets nothing back that nobody said, a part of it or none.
        Attack(login: "lea", sql: change(Besieged.rating, subject: "4", payload: #"{"value":4}"#)),
        Attack(login: "lea", sql: change(Besieged.rating, payload: "")), Attack(login: "lea", sql: change(Besieged.rating, payload: "{")),
        // Nor does a lead turn it to somebody else.
        Attack(login: "lea", sql: change(Besieged.rating, addressee: "'cem'", payload: #"{"value":4}"#)), Attack(login: "ada", sql: change(Besieged.rating, addressee: "'ada'", payload: #"{"value":4}"#)),
        Attack(login: "lea", sql: change(Besieged.rating, name: "'One'", payload: #"{"value":4}"#)), Attack(login: "ben", sql: change(Besieged.rating, name: "'One'", payload: #"{"value":4}"#)),
        Attack(login: "lea", sql: "BEGIN; \(update("stage = 'merged'", of: 1)); \(change(Besieged.rating, subject: "4", name: "'One'", payload: #"{"value":4}"#)); COMMIT"),
        // A batch that has him saying so is not his.
        Attack(login: "lea", sql: """
            BEGIN; \(Attack.batch(by: "lea", account: "lea")); INSERT INTO entry SELECT 'trafford', max(number), 1, 'contributed', 'contribution', '\(Besieged.rating)', 1, \(Attack.digest), \(Attack.digest) FROM batch;
            INSERT INTO payload SELECT 'trafford', max(number), 1, '', '{"changes":[{"property":"payload","now":{"value":1}}]}' FROM batch; \(change(Besieged.rating, payload: #"{"value":1}"#)); COMMIT
            """),
    ]

    /// Innovations, and the stage that only that home's lead moves.
    static let stages = each(["ana", "ben", "cem", "zed", "nob"], [
        update("stage = 'triaged'", of: 1), update("stage = 'embedded'", of: 5), update("stage = 'submitted'", of: 6), update("stage = 'returned'", of: 1),
        update("visibility = 'everyone'", of: 1), update("visibility = 'home'", of: 4), update("fields = '{}'", of: 6), update("fields = '{}'", of: 7),
        update("held = NULL", of: 5), Attack.innovation(by: "lea"), Attack.innovation(by: "ana", stage: "triaged"), Attack.innovation(by: "ana", visibility: "everyone"),
        Attack.innovation(by: "ana", source: "'form'"),
    ]) + each(everybody, [
        "DELETE FROM innovation", update("submitter = 'cem', submitter_key = 'cem'", of: 1), update("uid = 'x'", of: 1), update("created = 'x'", of: 1),
        update("home = 'salford'", of: 1), "UPDATE innovation SET fields = '{}' WHERE number = 1", "TRUNCATE innovation",
    ]) + each(["ada"], [Attack.innovation(by: "Zoe", key: "zoe", stage: "proven"), Attack.innovation(by: "Zoe", key: "zoe", stage: "proven", source: "'founding'")])
        + each(["lea"], [Attack.innovation(by: "ana"), Attack.innovation(by: "Zoe", key: "zoe"), update("held = NULL", of: 7), Attack.innovation(by: "ana", stage: "proven"), Attack.innovation(by: "ana", stage: "proven", source: "'form'"), update("stage = 'triaged'", of: 1, home: "salford"), Attack.innovation(by: "lea", home: "salford")])
        + each(["cem", "zed", "nob"], [
            "DELETE FROM tag", "SELECT clear_tags('trafford', 1)", "INSERT INTO tag VALUES ('trafford', 1, 'x')", "DELETE FROM signal", "SELECT clear_signals('trafford', 2)",
            "DELETE FROM words", "UPDATE words SET words = '' WHERE home = 'trafford' AND innovation = 2",
        ])

    /// A journal row changed, deleted, or written for another.
    static let journal = each(everybody, [
        "UPDATE batch SET person = 'ana'", "DELETE FROM batch", "UPDATE entry SET action = 'moved'", "DELETE FROM entry", "UPDATE payload SET text = '{}'",
        "DELETE FROM payload", "UPDATE seal SET digest = ''", "DELETE FROM seal", "TRUNCATE payload", "DELETE FROM home", "UPDATE home SET founding = NULL",
        Attack.batch(by: "ben", account: "ben"), Attack.batch(by: "Zoe", key: "zoe", account: "ben"), Attack.batch(by: "Zoe", key: "zoe", account: "ada"), Attack.batch(by: "ana", account: "ada"),
        Attack.batch(by: "zed", account: "zed"), Attack.entry("1"), "INSERT INTO payload VALUES ('trafford', 1, 9, '', '')", "SELECT setval('practice.\"batch.trafford\"', 99)",
        "SELECT has_said(c, 'payload', '{') FROM contribution AS c", "SELECT next_number('trafford', 'innovation')", "SELECT founding FROM home",
    ]).filter { $0.login != "ben" || $0.sql != Attack.batch(by: "ben", account: "ben") }
        + each(["ana", "ben", "cem", "lea", "zed", "nob", "ada"], [
            "SELECT redact('trafford', ARRAY(SELECT uid FROM batch), ARRAY[1])", "BEGIN; \(redaction(of: "2"))", "BEGIN; \(redaction(of: "1", as: "revised"))",
        ])
        + each(["ana", "ben", "cem", "lea", "zed", "nob"], [
            "BEGIN; \(redaction(of: "1"))", "SELECT empty_home('trafford')", "SELECT found_home('mine', '\(Attack.now)')",
        ])
        + [
            // A number that nobody gave, one that a batch has already, and another's name beside one's own key.
            Attack(login: "ana", sql: Attack.batch(by: "ana", account: "ana", number: "77")), Attack(login: "ana", sql: Attack.batch(by: "Ben", key: "ana", account: "ana")),
            Attack(login: "ana", sql: "SELECT reserve('trafford', 'batch'); \(Attack.entry("1"))"), Attack(login: "zed", sql: "SELECT reserve('trafford', 'batch')"),
            Attack(login: "nob", sql: "SELECT settled('trafford')"),
        ] + each(["ana", "lea", "ada"], [
            // What no batch leads to, or no entry.
            Attack.entry("reserve('trafford', 'batch')"), Attack.payload("reserve('trafford', 'batch')"),
        ]) + ["ana", "lea", "ada"].flatMap { login in
            [
                Attack(login: login, sql: "BEGIN; \(Attack.batch(by: login, account: login)); \(Attack.entry(last, position: 1)); \(Attack.payload(last, position: 2)); COMMIT"),
                Attack(login: login, sql: "SELECT close_batch('trafford', 1, 0, \(Attack.digest))"),
            ]
        } + [
            // Somebody else's batch taken back, and one that is not there.
            Attack(login: "ben", sql: Attack.batch(by: "ben", account: "ben", undoes: Attack.anasBatch)), Attack(login: "ben", sql: Attack.batch(by: "ben", account: "ben", count: "0", undoes: Attack.anasBatch)),
            Attack(login: "lea", sql: Attack.batch(by: "lea", account: "lea", undoes: "gen_random_uuid()::text")), Attack(login: "ana", sql: Attack.batch(by: "ana", account: "ana", undoes: "gen_random_uuid()::text")),
        ]
        // On what one does not see, and that something is held, or is no longer, of what is not one's own; who submitted
        // an innovation does not clear it.
        + ["ana", "cem"].flatMap { login in
            [
                entry("5"), entry("7"), entry("1", said: cleared), entry("4", said: holding), entry("1", of: Besieged.heldComment, said: cleared), entry("1", said: cleared, first: true),
            ].map { Attack(login: login, sql: $0(login)) }
        }

    private static let cleared = #"{"changes":[{"property":"held","was":"x"}]}"#, holding = #"{"changes":[{"now":"x","property":"held"}]}"#

    /// An entry in a batch of a login's own, and what it says.
    private static func entry(_ innovation: String, of contribution: UID? = nil, said payload: String = "{}", first: Bool = false) -> (String) -> String {
        let last = "(SELECT max(number) FROM batch)"
        let rows = [Attack.entry(last, on: innovation, contribution: contribution), "INSERT INTO payload VALUES ('trafford', \(last), 9, '', '\(payload)')"]
        return { login in "BEGIN; \(Attack.batch(by: login, account: login)); \((first ? rows.reversed() : rows).joined(separator: "; ")); COMMIT" }
    }

    /// Erases an entry on the first innovation, having said so of one.
    private static func redaction(of innovation: String, as action: String = "redacted") -> String {
        """
        \(Attack.batch(by: "ada", account: "ada")); INSERT INTO entry SELECT 'trafford', max(number), 1, '\(action)', 'innovation', '\(innovation)', \(innovation), \(Attack.digest), \(Attack.digest) FROM batch;
        SELECT redact('trafford', ARRAY(SELECT uid FROM batch WHERE number = 1), ARRAY[1]); COMMIT
        """
    }

    /// The batch that was just made.
    private static let last = "(SELECT max(number) FROM batch WHERE home = 'trafford')"

    /// People, documents, and what is somebody's own.
    static let others = each(["ana", "ben", "cem", "lea", "zed", "nob"], [
        "UPDATE person SET role = 'admin'", "INSERT INTO person VALUES ('trafford', 'x', 'x', 'admin', NULL, NULL, NULL, session_user, '\(Attack.now)')",
        "UPDATE document SET version = version + 1, text = 'x' WHERE name = 'fields'", "INSERT INTO document VALUES ('trafford', 'stages', 1, 'x')",
    ]) + each(everybody, ["DELETE FROM person", "DELETE FROM document", "INSERT INTO version VALUES (9)", "UPDATE counter SET last = 0", "ALTER TABLE person DISABLE ROW LEVEL SECURITY", "SET ROLE practice_owner", "CREATE OR REPLACE FUNCTION practice.login() RETURNS text LANGUAGE sql STABLE RETURN 'ada'"])
        + each(everybody.filter { $0 != "ana" }, [
            "UPDATE draft SET fields = '{}'", "DELETE FROM draft", "SELECT forget_draft('trafford', '\(Besieged.draft)')", "UPDATE mark SET value = '9'", "DELETE FROM mark", "INSERT INTO mark VALUES ('trafford', 'ana', 'x', '')",
        ])
        + each(["ana", "cem", "zed", "nob"], ["UPDATE imported SET innovation = 2", "DELETE FROM imported", "SELECT forget_imports('trafford', 1)", "UPDATE document SET version = version + 1, text = 'x' WHERE name = 'columns'"])
        // What no import writes, and what would keep the home from being opened.
        + each(["lea"], ["x", "version: 1", #"version: 1\ncolumns:\n  a: "A"\n  a: "B"\n"#, #"version: 1\ncolumns:\n  a: [A]\n"#].map { "UPDATE document SET version = version + 1, text = E'\($0)' WHERE name = 'columns'" })
        + each(["ada"], ["INSERT INTO person VALUES ('salford', 'x', 'x', 'admin', NULL, NULL, NULL, 'ada', '\(Attack.now)')"])
        + each(["ana"], ["SELECT set_config('role', 'lea', false); \(update("stage = 'triaged'", of: 1))", "SET ROLE lea", "SET SESSION AUTHORIZATION lea"])

    @Test(arguments: [words, stages, journal, others])
    func refused(_ attacks: [Attack]) throws {
        let besieged = try Besieged()
        let before = try besieged.state()
        var done: [Attack] = []
        for attack in attacks {
            do {
                try besieged.sql(attack.sql, as: attack.login)
                // No row was there for it, as the comparison below says.
                done.append(attack)
            } catch let refused as Server.Refused {
                // Refused for what it is, and not for a slip in this test.
                let reasons = ["permission denied", "row-level security", " is no ", "somebody else's", "may not make a home", "must be owner", "is journaled by"]
                #expect(reasons.contains { refused.said.contains($0) }, "\(attack): \(refused.said)")
            }
        }
        #expect(try besieged.state() == before, "one of these changed something: \(done)")
    }

    /// The same statements by those who may: so that what refuses them above is who asks.
    @Test(arguments: [
        Attack(login: "ana", sql: update("fields = '{}'", of: 1)), Attack(login: "ana", sql: update("stage = 'withdrawn'", of: 1)),
        Attack(login: "ana", sql: update("visibility = 'me'", of: 6)), Attack(login: "ben", sql: update("fields = '{}'", of: 4)),
        Attack(login: "lea", sql: update("stage = 'triaged'", of: 1)), Attack(login: "lea", sql: update("held = NULL", of: 5)),
        Attack(login: "ada", sql: update("visibility = 'everyone'", of: 1)), Attack(login: "ada", sql: update("held = NULL", of: 7)),
        Attack(login: "ana", sql: Attack.innovation(by: "ana")), Attack(login: "lea", sql: Attack.innovation(by: "cem", source: "'form'")),
        Attack(login: "ben", sql: change(Besieged.rating, payload: #"{"value":1}"#)), Attack(login: "lea", sql: "\(update("stage = 'merged'", of: 1)); \(change(Besieged.rating, subject: "4", payload: #"{"value":4}"#))"),
        Attack(login: "lea", sql: change(Besieged.rating, withdrawn: true, payload: #"{"value":4}"#)),
        Attack(login: "lea", sql: change(Besieged.heldComment, payload: #"{"text":"a name"}"#)), Attack(login: "ana", sql: Attack.contribution(by: "ana")),
        Attack(login: "ana", sql: Attack.batch(by: "ana", account: "ana")),
        Attack(login: "ana", sql: "\(Attack.batch(by: "ana", account: "ana", count: "0")); \(Attack.entry("2")); \(Attack.payload("2")); SELECT close_batch('trafford', 2, 1, \(Attack.digest))"),
        Attack(login: "ana", sql: Attack.batch(by: "ana", account: "ana", undoes: Attack.anasBatch)), Attack(login: "lea", sql: Attack.batch(by: "lea", account: "lea", undoes: Attack.anasBatch)),
        Attack(login: "lea", sql: Attack.innovation(by: "lea")),
        Attack(login: "lea", sql: "INSERT INTO imported SELECT 'trafford', '', 'k', reserve('trafford', 'innovation'), '', '{}', '[]'; \(Attack.innovation(by: "cem", number: "(SELECT innovation FROM imported WHERE key = 'k')"))"),
        Attack(login: "ana", sql: entry("1", said: holding)("ana")),
        Attack(login: "ana", sql: entry("2", said: holding)("ana")), Attack(login: "ben", sql: entry("1", of: Besieged.heldComment, said: cleared)("ben")),
        Attack(login: "cem", sql: entry("1")("cem")), Attack(login: "lea", sql: entry("5", said: cleared)("lea")),
        Attack(login: "ada", sql: "BEGIN; \(redaction(of: "1"))"), Attack(login: "ada", sql: "UPDATE person SET role = 'lead' WHERE key = 'ana'"),
        Attack(login: "ana", sql: "UPDATE draft SET fields = '{}'"), Attack(login: "lea", sql: #"UPDATE document SET version = version + 1, text = E'version: 1\ncolumns:\n  cost: "Cost: “a \\"lot\\"”"\n  who_paid: ""\n' WHERE name = 'columns'"#),
        Attack(login: "ana", sql: "SELECT clear_tags('trafford', 6)"), Attack(login: "ada", sql: "SELECT found_home('mine', '\(Attack.now)')"),
    ])
    func allowed(_ deed: Attack) throws {
        let besieged = try Besieged()
        let before = try besieged.state()
        try besieged.sql(deed.sql, as: deed.login)
        #expect(try besieged.state() != before)
    }

    @Test(arguments: [
        ("ana", "s2 t1 t2 t3 t4 t6"), ("ben", "s2 t1 t3 t4 t5 t6"), ("cem", "s2 t1 t4 t6"), ("lea", "s2 t1 t2 t3 t4 t5 t6 t7"),
        ("ada", "s2 t1 t2 t3 t4 t5 t6 t7"), ("zed", "s1 s2 t4"), ("nob", ""),
    ])
    func seen(_ login: String, _ numbers: String) throws {
        let besieged = try Besieged()
        func list(_ sql: String) throws -> String {
            try besieged.sql("SELECT coalesce(string_agg(n, ' ' ORDER BY n), '') FROM (SELECT DISTINCT \(sql)) AS t (n)", as: login)
        }
        for table in ["innovation", "tag", "signal", "words"] {
            let number = table == "innovation" ? "number" : "innovation"
            #expect(try list("left(home, 1) || \(number) FROM \(table)") == numbers, "\(table)")
        }
        #expect(try list("left(of_home, 1) || innovation FROM fitting('trafford', true, 'transport', '{transport}', 1, 1, '{1,1,1,1}', 1, '{}', NULL)") == numbers)
        let here = numbers.split(separator: " ").filter { $0.hasPrefix("t") }.joined(separator: " ")
        #expect(try list("left(of_home, 1) || innovation FROM fitting('trafford', false, NULL, '{transport}', 1, 1, '{1,1,1,1}', 1, '{returned}', 50)") == here)
        let isOfHome = !["zed", "nob"].contains(login), leads = ["lea", "ada"].contains(login)
        func kinds(_ more: Bool...) -> String { zip(["comment", "note", "rating"], more).compactMap { $1 ? $0 : nil }.joined(separator: " ") }
        #expect(try list("kind FROM contribution") == kinds(leads || login == "ben", leads || login == "ana", isOfHome))
        for table in ["entry", "payload"] {
            #expect(try list("position::text FROM \(table)") == (leads || login == "ana" ? "1 2" : isOfHome ? "1" : ""), "\(table)")
        }
        #expect(try list("key FROM person") == (isOfHome ? "ada ana ben cem lea zoe" : login == "zed" ? "zed" : ""))
        #expect(try list("home FROM home") == (isOfHome ? "trafford" : login == "zed" ? "salford" : "salford trafford"))
        #expect(try list("name FROM document") == (isOfHome ? "columns fields" : ""))
        #expect(try list("number::text FROM batch") == (isOfHome ? "1" : ""))
        #expect(try list("uid FROM draft") == (login == "ana" ? Besieged.draft.text : ""))
        #expect(try list("name FROM mark") == (login == "ana" ? "inbox" : ""))
        #expect(try list("key FROM imported") == (leads ? "1" : ""))
    }

    /// A lead who undoes what an author did sets back what the journal has the author saying, and nothing else.
    @Test func onlyWhatWasSaid() throws {
        let besieged = try Besieged()
        try besieged.sql("""
            BEGIN; \(Attack.batch(by: "ben", account: "ben"));
            INSERT INTO entry SELECT 'trafford', max(number), 1, 'contributed', 'contribution', '\(Besieged.rating)', 1, \(Attack.digest), \(Attack.digest) FROM batch;
            INSERT INTO payload SELECT 'trafford', max(number), 1, '', '{"changes":[{"property":"payload","was":{"value":2},"now":{"value":4}},{"property":"addressee","was":"Ana"}]}' FROM batch;
            COMMIT
            """, as: "ben")
        #expect(throws: Server.Refused.self) { try besieged.sql(Attack.change(Besieged.rating, payload: #"{"value":1}"#), as: "lea") }
        #expect(throws: Server.Refused.self) { try besieged.sql(Attack.change(Besieged.rating, payload: #"{"value":2}"#), as: "ana") }
        for addressee in ["'cem'", "'ben'"] {
            #expect(throws: Server.Refused.self) { try besieged.sql(Attack.change(Besieged.rating, addressee: addressee, payload: #"{"value":2}"#), as: "lea") }
        }
        // To whom he said it then, and to nobody, as he said it later.
        #expect(try besieged.sql(Attack.change(Besieged.rating, addressee: "'ana'", payload: #"{"value":2}"#), as: "lea") == "t")
        #expect(try besieged.sql(Attack.change(Besieged.rating, payload: #"{"value":4}"#), as: "lea") == "t")
    }

    /// A number is whose it was given to, be it not used yet.
    @Test func anothersNumber() throws {
        let besieged = try Besieged()
        let given = try besieged.sql("SELECT reserve('trafford', 'innovation')", as: "ben")
        for sql in ["", "SELECT reserve('trafford', 'innovation');"] {
            #expect(throws: Server.Refused.self) { try besieged.sql("\(sql) \(Attack.innovation(by: "ana", number: given))", as: "ana") }
        }
        let many = try besieged.sql("SELECT (reserve_many('trafford', 3))[2]", as: "lea")
        #expect(throws: Server.Refused.self) { try besieged.sql("SELECT reserve('trafford', 'innovation'); \(Attack.innovation(by: "ana", number: many))", as: "ana") }
        #expect(throws: Server.Refused.self) { try besieged.sql(Attack.innovation(by: "ana", source: "'form'", number: many), as: "lea") }
        try besieged.sql("CREATE TEMPORARY TABLE n AS SELECT unnest(reserve_many('trafford', 3)) AS n; \(Attack.innovation(by: "ana", source: "'form'", number: "(SELECT min(n) FROM n)"))", as: "lea")
    }

    /// Who takes on another role by SET ROLE is that person then, and nobody is one by belonging to its role.
    @Test func takenOn() throws {
        let besieged = try Besieged()
        let login = "deputy" + besieged.database
        try besieged.server.psql("CREATE ROLE \(login) LOGIN; GRANT lea TO \(login)")
        let move = Attack.update("stage = 'triaged'", of: 1)
        let before = try besieged.state()
        try besieged.sql(move, as: login)
        #expect(try besieged.state() == before)
        try besieged.sql("SET ROLE lea; \(move)", as: login)
        #expect(try besieged.state() != before)
    }
}
