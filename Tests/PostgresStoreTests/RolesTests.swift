import Fixture
import Foundation
import PostgresStore
@testable import RegistryCore
import Server
import Standard
import Testing

/// What the registry does for a person, done as that person's login: nothing that the program lets him do is refused by
/// the engine, and what he is refused says so in the same words as on a file.
@Suite struct RolesTests {
    let server: Server
    let database: String

    init() throws {
        server = try Server.shared.get()
        database = try server.database()
        for login in ["ana", "ben", "lea", "ada", "nob"] {
            try server.psql("DO $$ BEGIN CREATE ROLE \(login) LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$")
        }
        try server.psql("GRANT CREATE ON DATABASE \(database) TO ada")
        try PostgresStore.create(Address(server.address(database), isVisible: false)).close()
        let store = try PostgresStore.open(Address(server.address(database, login: "ada"), isVisible: false))
        let registry = try Registry.found(.unnamed, in: store, starter: Fixture.starter, plugins: Standard.plugins, admin: nil, account: "system")
        let ada = try registry.actor(named: nil, account: "system")
        _ = try registry.addFoundingRecords(Fixture.starter.founding, as: ada)
        try registry.perform([
            .put(PersonChange(name: "Ana", role: .staff, team: "North", login: "ana")), .put(PersonChange(name: "Ben", role: .staff, team: "North", login: "ben")),
            .put(PersonChange(name: "Lea", role: .lead, login: "lea")),
        ], as: ada, command: "people")
        try registry.close()
    }

    func registry(_ login: String) throws -> (registry: Registry, actor: Actor) {
        let store = try PostgresStore.open(Address(server.address(database, login: login), isVisible: false))
        let registry = try Registry(store: store, plugins: Standard.plugins)
        return (registry, try registry.actor(named: nil, account: "system"))
    }

    @discardableResult
    func perform(_ operations: [RegistryCore.Operation], as login: String, keeping reason: String? = nil) throws -> Outcome {
        let (registry, actor) = try registry(login)
        defer { try? registry.close() }
        return try registry.perform(operations, as: actor, command: "test", keeping: reason)
    }

    func rating(_ stars: Double, _ number: Int) -> RegistryCore.Operation {
        .contribute(NewContribution(kind: "rating", about: .innovation(number), payload: ["stars": .number(stars)]))
    }

    func comment(_ text: String, _ number: Int) -> RegistryCore.Operation {
        .contribute(NewContribution(kind: "comment", about: .innovation(number), payload: ["text": .string(text)]))
    }

    private static let answers: Fields = ["title": .text("Night bus"), "problem": .text("None at night"), "change": .text("A buddy"), "who": .text("Adults")]

    func submitted(_ visibility: Visibility = .home) throws -> Int {
        let outcome = try perform([.submit(Draft(fields: Self.answers, visibility: visibility))], as: "ana")
        return try #require(outcome.innovations.first?.number)
    }

    func isWhole() throws -> [String] { try registry("lea").registry.verify().troubles }

    @Test("from submission to undo, by those who may")
    func whole() throws {
        let number = try submitted()
        try perform([.revise(number, ["result": .text("Two of eight")])], as: "ana")
        try perform([rating(4, number), comment("How many?", number)], as: "ben")
        try perform([comment("Ask 01234 567890 on Sundays", number)], as: "ben", keeping: "the office's")
        try perform([.clear(number, reason: "the office's indeed")], as: "lea")
        try perform([.tag(number, add: ["transport"], remove: [])], as: "ana")
        try perform([.move(number, to: "triaged", reason: nil)], as: "lea")
        // Her own tags stay hers, and what she shows it to.
        try perform([.tag(number, add: [], remove: ["transport"])], as: "ana")
        try perform([.show(number, to: .team)], as: "ana")
        #expect(try problem { try perform([.revise(number, ["result": .text("x")])], as: "ana") }?.kind == .notPermitted)
        #expect(try problem { try perform([.show(number, to: .everyone)], as: "ana") }?.kind == .notPermitted)
        try perform([.show(number, to: .everyone)], as: "lea")
        for login in ["ana", "ben", "lea"] {
            let (registry, actor) = try registry(login)
            let found = try registry.find(registry.query(.all([.word("night", prefix: false), .word("bus", prefix: false)]), for: actor.viewer))
            #expect(found.map(\.innovation.number) == [number] && found.first?.signals["rating.count"] == 1)
            #expect(try registry.page(number, for: actor.viewer).contributions.count == 3)
            #expect(try registry.history(of: number, for: actor.viewer).count == 11)
        }
        #expect(try isWhole() == [])
    }

    @Test("a lead undoes what somebody else said, and undoes that")
    func undone() throws {
        let number = try submitted()
        try perform([rating(4, number)], as: "ben")
        let changed = try #require(try perform([rating(2, number)], as: "ben").batch)
        func stars() throws -> JSONValue? { try registry("lea").registry.page(number, for: registry("lea").actor.viewer).contributions.first?.payload["stars"] }
        let undo = try #require(try perform([.undo(changed.uid)], as: "lea").batch)
        #expect(try stars() == 4)
        try perform([.undo(undo.uid)], as: "lea")
        #expect(try stars() == 2)
        #expect(try isWhole() == [])
    }

    @Test("what somebody may not edit any more, his undo leaves as it is")
    func late() throws {
        let number = try submitted()
        let edited = try #require(try perform([.revise(number, ["result": .text("Two")])], as: "ana").batch)
        try perform([.tag(number, add: ["transport"], remove: []), .move(number, to: "triaged", reason: nil)], as: "lea")
        guard case .undone(let report)? = try perform([.undo(edited.uid)], as: "ana").results.first else { return #expect(Bool(false)) }
        #expect(report.restored == [] && report.left == ["P\(number): result stays, since it is triaged now, and only a lead may edit it"])
    }

    @Test("a submission is taken back and put in again by its submitter")
    func withdrawn() throws {
        let number = try submitted()
        let gone = try #require(try perform([.move(number, to: "withdrawn", reason: "too early")], as: "ana").batch)
        try perform([.undo(gone.uid)], as: "ana")
        try perform([.move(number, to: "returned", reason: "For whom?")], as: "lea")
        try perform([.revise(number, ["who": .text("Young adults")]), .move(number, to: "submitted", reason: nil)], as: "ana")
        #expect(try isWhole() == [])
    }

    @Test("people get logins that there are, and a login that is nobody's is told so")
    func people() throws {
        let put = PersonChange(name: "Cem", role: .staff, login: "cem\(database)")
        let refusal = try problem { try perform([.put(put)], as: "ada") }
        #expect(refusal?.kind == .refused && refusal?.next?.contains("CREATE ROLE cem\(database) LOGIN") == true)
        let nobody = try problem { try registry("nob") }
        #expect(nobody?.kind == .notPermitted && nobody?.next?.contains("people add NAME --role staff --login nob") == true)
        #expect(try problem { try perform([.put(PersonChange(name: "Ana", role: .admin))], as: "ana") }?.kind == .notPermitted)
        try perform([.put(PersonChange(name: "Ben", role: .lead))], as: "ada")
        try perform([.configure(name: "tags", text: Fixture.starter.documents["tags"].map { $0 + "\n" } ?? "")], as: "ada")
        #expect(try registry("ben").actor.person.role == .lead)
    }

    @Test("who comes in by a login does not give it up, and an admin may become something else where another is left")
    func ownLogin() throws {
        for login in ["", "nob"] {
            let refusal = try problem { try perform([.put(PersonChange(name: "ada", login: login))], as: "ada") }
            #expect(refusal?.kind == .refused && refusal?.next?.contains("--role admin --login") == true, "\(refusal as Any)")
        }
        try perform([.put(PersonChange(name: "Dan", role: .admin))], as: "ada")
        #expect(try problem { try perform([.put(PersonChange(name: "ada", role: .staff))], as: "ada") }?.kind == .refused, "Dan has no login")
        try perform([.put(PersonChange(name: "Lea", role: .admin))], as: "ada")
        #expect(try problem { try perform([.put(PersonChange(name: "ada", login: ""))], as: "ada") }?.next == "ask Lea, who is an admin too")
        try perform([.put(PersonChange(name: "ada", role: .staff))], as: "ada")
        #expect(try registry("ada").actor.person.role == .staff)
        try perform([.put(PersonChange(name: "ada", login: ""))], as: "lea")
        #expect(try isWhole() == [])
    }

    @Test("names stand in SQL and in commands as they are read back")
    func quotedNames() throws {
        let odd = "Ülla \"\(database)\""
        let refusal = try problem { try perform([.put(PersonChange(name: "Cem", role: .staff, login: odd))], as: "ada") }
        #expect(refusal?.next?.contains("CREATE ROLE \"Ülla \"\"\(database)\"\"\" LOGIN") == true)
        try server.psql("CREATE ROLE \"Ülla \"\"\(database)\"\"\" LOGIN")
        #expect(try problem { try registry(odd) }?.next?.contains("--login \"Ülla \\\"\(database)\\\"\"") == true)
        try perform([.put(PersonChange(name: "Cem", role: .staff, login: odd))], as: "ada")
        let ada = try registry("ada").registry
        #expect(try problem { try ada.actor(named: "Cem", account: "") }?.next?.contains("GRANT \"Ülla \"\"\(database)\"\"\" TO ada") == true)
    }

    @Test("what was edited out while it was held comes back through no journal, psql's included; its author and leads read it")
    func concealed() throws {
        let secret = "Ask 01234 567890 on Sundays"
        let submission = Draft(fields: Self.answers.merging(["result": .text(secret)]) { $1 })
        let number = try #require(try perform([.submit(submission)], as: "ana", keeping: "the office's").innovations.first?.number)
        try perform([.revise(number, ["result": .text("Two of eight")])], as: "ana", keeping: "the office's")
        try perform([.clear(number, reason: "fine now")], as: "lea")
        try perform([.revise(number, ["result": .text("Three of eight")])], as: "ana")
        let said = try #require(try perform([comment("Or call 01234 567891", number)], as: "ben", keeping: "the office's").batch)
        try perform([.clear(number, reason: "the office's indeed")], as: "lea")
        func read(_ login: String) throws -> String {
            try server.psql("SELECT string_agg(p.text, ' ') FROM practice.payload AS p JOIN practice.entry AS e USING (home, batch, position) WHERE e.innovation = \(number)", in: database, as: login)
        }
        for (login, isShown, isCommentShown) in [("ana", true, false), ("ben", false, true), ("lea", true, true), ("ada", true, true)] {
            #expect(try read(login).contains(secret) == isShown && read(login).contains("01234 567891") == isCommentShown, "\(login)")
            #expect(try read(login).contains("Three of eight"), "what came after the clearing")
            let (registry, actor) = try registry(login)
            let lines = try registry.history(of: number, for: actor.viewer).flatMap(\.clauses)
            #expect(lines.contains("revised while it was held: result") != isShown && !lines.contains("(redacted)"), "\(login): \(lines)")
            #expect(lines.contains { $0.contains(secret) } == false || isShown)
            #expect(try registry.lines(of: said, for: actor.viewer).flatMap(\.clauses).contains { $0.hasPrefix("contributed while it was held") } == !isCommentShown, "\(login)")
        }
        #expect(try server.psql("SELECT count(practice.veiled(home, batch, position)) FROM practice.entry", in: database, as: "nob") == "0")
        let all = "FROM generate_series(1, 20) AS b, generate_series(1, 3) AS p WHERE practice.veiled('\(HomeName.unnamed)', b, p)"
        #expect(try server.psql("SELECT count(*) \(all) LIKE '%office%'", in: database, as: "ben") == "0")
        #expect(try server.psql("SELECT count(*) \(all) IS NOT NULL", in: database, as: "nob") == "0")
        #expect(try isWhole() == [])
    }

    @Test("a registry moves to another server by a login that this one does not know")
    func toAnotherServer() throws {
        let number = try submitted(), other = try Server()
        defer { other.stop() }
        let there = try other.database()
        try other.psql("CREATE ROLE stranger LOGIN CREATEROLE; GRANT CREATE ON DATABASE \(there) TO stranger")
        let (registry, ada) = try registry("ada")
        let moved = try registry.move(to: PostgresStore.destination(Address(other.address(there, login: "stranger"), isVisible: false)), as: ada)
        #expect(moved.login == "stranger")
        #expect(try moved.registry.verify().troubles == [])
        let actor = try moved.registry.actor(named: nil, account: "system")
        #expect(try actor.person.name == ada.person.name && moved.registry.innovation(number, for: actor.viewer).title == "Night bus")
        try moved.registry.close()
    }

    /// Rows of two authors as an import brings them, of which one has no source, in two steps of one batch.
    private func importing(_ login: String) throws -> UID {
        let (registry, actor) = try registry(login)
        defer { try? registry.close() }
        let rows = (1...2).map { place in
            PreparedRow(
                Innovation(
                    home: .unnamed, number: 0, uid: UID(), source: place == 1 ? nil : "form", sourceID: place == 1 ? nil : "k2", submitter: "Ana", stage: "submitted",
                    created: Date(timeIntervalSince1970: 1_000_000), updated: Date(timeIntervalSince1970: 1_000_000), fields: Self.answers),
                key: place == 1 ? "content:1" : "k2", ordinal: place - 1)
        }
        return try registry.store.writeMany { writer in
            let ledger = Ledger(registry: registry, writer: writer, actor: actor, command: "import")
            for row in rows {
                var block = try PreparedRows(bytes: PreparedRows([row]).bytes, firstOrdinal: row.ordinal)
                try ledger.take(&block)
            }
            return try #require(try ledger.close().0?.uid)
        }
    }

    @Test("what an import brings is its batch's from its first row on, whoever wrote it")
    func imported() throws {
        let batch = try importing("lea")
        let (registry, lea) = try registry("lea")
        let kept = try #require(try registry.batch(batch))
        #expect(try kept.count == 2 && registry.lines(of: kept, for: lea.viewer).count == 2)
        let troubles = try isWhole()
        #expect(troubles == [])
        #expect(try problem { try importing("ben") }?.kind == .notPermitted)
    }

    @Test("where temporary tables are not everybody's, who imports is told what is missing")
    func temporary() throws {
        try server.psql("REVOKE TEMPORARY ON DATABASE \(database) FROM PUBLIC")
        let refusal = try problem { try importing("lea") }
        #expect(refusal?.kind == .notPermitted && refusal?.next?.contains("GRANT TEMPORARY ON DATABASE") == true, "\(String(describing: refusal))")
        try server.psql("GRANT TEMPORARY ON DATABASE \(database) TO lea")
        _ = try importing("lea")
    }

    @Test("a draft, a mark and what is for oneself; verify is a lead's")
    func own() throws {
        let number = try submitted(.me)
        let (registry, ana) = try registry("ana")
        try registry.keep(SavedDraft(home: .unnamed, uid: UID(), owner: "Ana", fields: ["title": .text("Half")], tags: [], updated: Date()), for: ana)
        #expect(try registry.drafts(of: ana.person).count == 1)
        try registry.setMark("inbox", of: ana.person, to: "3")
        #expect(try registry.mark("inbox", of: ana.person) == "3")
        #expect(try problem { try registry.verify(for: ana.viewer) }?.kind == .notPermitted)
        let (others, ben) = try self.registry("ben")
        #expect(try others.drafts(of: ana.person).isEmpty && others.mark("inbox", of: ana.person) == nil)
        #expect(try problem { try others.innovation(number, for: ben.viewer) }?.kind == .noInput)
        #expect(try others.batches(for: ben.viewer).allSatisfy { Person.key($0.person) != "ana" })
    }
}
