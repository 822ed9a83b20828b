import Fixture
import Foundation
import PostgresStore
@testable import RegistryCore
import Server
import Standard
import Testing

/// What was put in by no program: it counts for nothing, and `verify` tells of it.
extension RolesTests {
    /// Rows by somebody whom no policy binds, as of a time before there were any.
    private func forge(_ sql: String) throws { try server.psql("SET search_path = practice; \(sql)", in: database) }

    private func forged(_ kind: String, by author: String, on number: Int, _ payload: String, onePerAuthor: Bool = true) -> String {
        """
        INSERT INTO contribution (home, uid, kind, subject_type, subject_key, origin_type, origin_key, origin_innovation, innovation, author, author_key, withdrawn,
            one_per_author, created, updated, payload) SELECT home, gen_random_uuid()::text, '\(kind)', 'innovation', '\(number)', 'innovation', '\(number)', \(number), \(number),
            '\(author)', fold('\(author)'), false, \(onePerAuthor), '\(Attack.now)', '\(Attack.now)', '\(payload)' FROM home
        """
    }

    @Test("a signal that somebody wrote opens no gate")
    func signals() throws {
        let number = try submitted()
        try server.psql("SET search_path = practice; INSERT INTO signal SELECT home, \(number), n, 5 FROM home, unnest('{rating.count,rating.average,evidence.level}'::text[]) AS n", in: database, as: "ben")
        let (registry, lea) = try registry("lea")
        let lines = try registry.explain(number, to: "promising", as: lea).answers.filter { !$0.verdict.isMet }.map(\.verdict.reason)
        #expect(lines.contains { $0.hasPrefix("rated by 0 of") } && lines.contains { $0.contains("none of its evidence is assessed") }, "\(lines)")
        #expect(try isWhole().contains { $0.hasPrefix("P\(number): rating.count is 5") })
    }

    @Test("what a kind's rule refuses counts for nothing, and verify tells of each")
    func rules() throws {
        let number = try submitted()
        try perform([rating(4, number)], as: "ben")
        try forge(forged("rating", by: "Ana", on: number, #"{"stars":5}"#))
        try forge(forged("rating", by: "Lea", on: number, "{}"))
        try forge(forged("rating", by: "Ben", on: number, #"{"stars":5}"#, onePerAuthor: false))
        // Made anew with the next change.
        try perform([comment("And now?", number)], as: "ben")
        let (registry, lea) = try registry("lea")
        let signals = try registry.page(number, for: lea.viewer).signals
        #expect(signals["rating.count"] == 1 && signals["rating.average"] ?? 0 >= 4, "\(signals)")
        let troubles = try isWhole()
        for clause in ["rating is for others to give, and Ana put P\(number) in", "it does not say what rating says", "each may give one rating, and Ben has given one before"] {
            #expect(troubles.contains { $0.contains(clause) }, "\(clause): \(troubles)")
        }
    }

    @Test("who had not the role that a kind asks for is named by the journal")
    func roles() throws {
        let number = try submitted()
        try perform([.put(PersonChange(name: "Ben", role: .lead))], as: "ada")
        try perform([.contribute(NewContribution(kind: "owner", about: .innovation(number), payload: ["person": "Ana"]))], as: "ben")
        #expect(try isWhole() == [])
        try forge("UPDATE payload SET text = replace(text, '\"lead\"', '\"staff\"') FROM entry AS e WHERE e.home = payload.home AND e.batch = payload.batch AND e.position = payload.position AND e.action = 'changed-person'")
        let troubles = try isWhole()
        #expect(troubles.contains { $0.hasSuffix("(P\(number)): Ben was staff, and owner is for a lead to give") }, "\(troubles)")
    }

    @Test("what no batch leads to is counted")
    func strays() throws {
        _ = try submitted()
        try forge("""
            INSERT INTO entry SELECT home, 900, n, 'revised', 'innovation', '1', 1, \(Attack.digest), \(Attack.digest) FROM home, generate_series(1, 3) AS n;
            INSERT INTO payload SELECT home, 900, n, '', '{}' FROM home, generate_series(1, 2) AS n; INSERT INTO payload SELECT home, 901, 1, '', '943 476 5919' FROM home;
            INSERT INTO payload SELECT home, 1, 900, '', '943 476 5919' FROM home
            """)
        #expect(try isWhole() == ["entries of no batch: 3, which no history shows", "payloads of no entry: 4, which no history shows"])
    }

    @Test("a batch that says that it takes another back takes nothing back, and verify tells of it")
    func undoing() throws {
        let number = try submitted()
        let leas = try #require(try perform([.tag(number, add: ["transport"], remove: [])], as: "lea").batch)
        let (registry, lea) = try registry("lea")
        let forged = UID()
        // Well chained, by the rules of a time before there were any.
        var batch = Batch(home: .unnamed, uid: forged, number: leas.number + 1, person: "Ben", account: "ben", at: Date(timeIntervalSince1970: 2_000_000_000), command: "undo", count: 0, head: .nothing, undoes: leas.uid)
        batch.head = Chain.start(of: batch)
        try forge("""
            INSERT INTO batch SELECT home, \(batch.number), '\(forged)', 'Ben', 'ben', 'ben', '\(Moment.text(batch.at))', 'undo', 0, '\\x\(batch.head)', '\(leas.uid)' FROM home
            """)
        #expect(try registry.undoings() == [:])
        #expect(try registry.lastBatch(of: lea.person)?.uid == leas.uid)
        #expect(try isWhole() == [
            "batch \(batch.number): it says that it undoes another batch, and none of its entries does",
            "batch \(batch.number): Ben was staff, and only a lead undoes what Lea did (batch \(leas.number))",
        ])
    }

    @Test("what a program wrote that asks less than this one: a server cannot tell it, and verify does")
    func unasked() throws {
        let number = try submitted()
        func write(_ operation: RegistryCore.Operation, as login: String, with plugins: [any Plugin]) throws -> Int {
            let store = try PostgresStore.open(Address(server.address(database, login: login), isVisible: false))
            let registry = try Registry(store: store, plugins: plugins)
            defer { try? registry.close() }
            return try registry.perform([operation], as: registry.actor(named: nil, account: "system"), command: "promote").batch?.number ?? 0
        }
        let moved = try write(.move(number, to: "triaged", reason: nil), as: "lea", with: Forger.ungated)
        let said = try write(comment("Ring 07700 900123 at night", number), as: "ben", with: Forger.unchecked)
        let written = try write(.submit(Draft(fields: ["title": .text("NHS 943 476 5919")])), as: "ben", with: Forger.unchecked)
        let troubles = try isWhole()
        #expect(troubles.contains("P\(number): batch \(moved) moved it to triaged, and a gate held it: tags.present"), "\(troubles)")
        for batch in [said, written] { #expect(troubles.contains { $0.hasSuffix("the check confidentiality finds what batch \(batch) wrote and did not hold") }, "\(troubles)") }
        #expect(troubles.count == 3, "\(troubles)")
        // A change without an entry, and a row that the next import would take for another's.
        try forge("UPDATE innovation SET version = version + 2, updated = '0001-01-01T00:00:00.000Z' WHERE number = \(number)")
        try forge("INSERT INTO imported (home, source, key, innovation, digest, fields, tags) SELECT home, 'form', '7', \(number), '\\x00112233445566778899aabbccddeeff', '{}', '[]' FROM home")
        let further = try isWhole()
        #expect(further.contains("P\(number): it has version 4, and the journal 2") && further.contains { $0.hasPrefix("P\(number): its last change is not when batch") }, "\(further)")
        #expect(further.contains("P\(number): what is kept as imported for it is not what the journal says"), "\(further)")
    }

    @Test("words that somebody wrote are told of, and the next change mends them")
    func words() throws {
        let number = try submitted()
        #expect(try isWhole() == [])
        try server.psql("UPDATE practice.words SET words = '' WHERE innovation = \(number)", in: database, as: "ben")
        #expect(try isWhole() == ["P\(number): find knows other words of it than it says; the next change to it, as a tag, mends that"])
        try perform([.tag(number, add: ["transport"], remove: [])], as: "ana")
        #expect(try isWhole() == [])
    }

    @Test("one entry that cannot be read ends no history, and hides nothing that stands behind it")
    func unreadable() throws {
        let number = try submitted()
        try perform([.revise(number, ["result": .text("Two")])], as: "ana")
        try forge("UPDATE payload SET text = 'no json' FROM entry AS e WHERE e.home = payload.home AND e.batch = payload.batch AND e.position = payload.position AND e.action = 'submitted' AND e.innovation = \(number); UPDATE innovation SET stage = 'embedded' WHERE number = \(number)")
        let (registry, ana) = try registry("ana")
        #expect(try registry.history(of: number, for: ana.viewer).map(\.clauses).count == 2)
        let troubles = try isWhole()
        #expect(troubles.contains { $0.hasSuffix("(P\(number)): its payload does not have its digest") }, "\(troubles)")
        #expect(troubles.contains { $0.hasPrefix("P\(number): stage") }, "\(troubles)")
    }

    @Test("what does not say what its kind says keeps nothing else from being shown")
    func shapeless() throws {
        let number = try submitted()
        try perform([comment("A buddy card helps", number)], as: "ben")
        let odd = [
            ("rating", "Lea", #"{"stars":"x"}"#), ("rating", "Ben", #"{"stars":-3.5}"#), ("tag-proposal", "Lea", #"{"add":"x"}"#),
            ("evidence", "Lea", "{}"), ("adoption", "Lea", "[]"), ("comment", "Ben", "null"), ("assignment", "Lea", #"{"person":5}"#),
        ]
        for (kind, author, payload) in odd { try forge(forged(kind, by: author, on: number, payload, onePerAuthor: false)) }
        let (registry, lea) = try registry("lea")
        let page = try registry.page(number, for: lea.viewer)
        #expect(page.contributions.map(\.author) == ["Ben"])
        let blocks = try page.sectionBlocks()
        #expect(blocks.contains { block in if case .facts(let facts) = block { facts.contains { $0.text == "A buddy card helps" } } else { false } }, "\(blocks)")
        for section in page.sections { _ = try section.json(for: page) }
        #expect(try registry.contributions(of: ["rating", "comment"], for: lea.viewer).count == 1)
        #expect(try isWhole().count { $0.contains("it does not say what") } == odd.count)
    }

    @Test("a number too small for a computer's is sorted and compared all the same")
    func tiny() throws {
        let number = try submitted()
        try forge("ALTER TABLE innovation DROP CONSTRAINT innovation_fields_check; UPDATE innovation SET fields = jsonb_set(fields, '{title}', '1e-500') WHERE number = \(number)")
        let (registry, ana) = try registry("ana")
        for descending in [true, false] {
            #expect(try registry.find(registry.query(.everything, for: ana.viewer, order: .field("title"), descending: descending)).contains { $0.innovation.number == number })
        }
        let below = try registry.find(registry.query(.field("title", .less, .number(0.5)), for: ana.viewer))
        #expect(below.map(\.innovation.number) == [number])
    }
}
