import Fixture
import Foundation
@testable import RegistryCore
import Testing

@Suite("verify: what only the program judges")
struct VerifyForgeryTests {
    private static let secret = "Ring 07700 900123 at night"
    private static let answers: Fields = ["title": .text("Bus buddies"), "problem": .text("Alone"), "change": .text("A buddy"), "who": .text("Adults")]

    /// Does operations by a program that asks less, so that the journal fits what was done.
    @discardableResult
    private func forge(_ operations: [RegistryCore.Operation], as person: String, with plugins: [any Plugin] = Forger.unchecked, in fixture: Fixture) throws -> Outcome {
        let registry = try Registry(store: fixture.registry().store, plugins: plugins)
        defer { try? registry.close() }
        return try registry.perform(operations, as: registry.actor(named: person, account: person), command: "forged")
    }

    private func comment(_ text: String, on number: Int) -> RegistryCore.Operation {
        .contribute(NewContribution(kind: "comment", about: .innovation(number), payload: ["text": .string(text)]))
    }

    @Test("a text that no check looked at, wherever it was written")
    func texts() throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies", "Walking club")
        let batches = try [
            .submit(Draft(fields: ["title": .text("Wet days"), "contact": .text("ann@example.org")])), .submit(Draft(fields: ["title": .text("NHS 943 476 5919")])),
            .revise(1, ["who": .text(Self.secret)]), comment(Self.secret, on: 2), .tag(1, add: ["07700900123"], remove: []),
        ].map { try forge([$0], as: "ana", in: fixture).batch?.number ?? 0 }
        try forge([.move(2, to: "parked", reason: Self.secret)], as: "lead", in: fixture)
        let said = zip(["P3", "P4", "P1", "P2.C1", "P1"], batches).map { what, batch in (what, "the check confidentiality finds what batch \(batch) wrote and did not hold") }
        let troubles = try fixture.troubles()
        for (what, line) in said { #expect(troubles.contains { $0.contains(what) && $0.hasSuffix(line) }, "\(what), \(line): \(troubles)") }
        #expect(troubles.count == 6 && !troubles.joined().contains("07700"))
    }

    @Test("what was held is in order, cleared or not, and so is what an undo brings back")
    func held() throws {
        let fixture = try Fixture()
        let registry = try fixture.registry()
        defer { try? registry.close() }
        func keep(_ operations: [RegistryCore.Operation], as person: String) throws -> UID? {
            try registry.perform(operations, as: registry.actor(named: person, account: person), command: "test", keeping: "the office's").batch?.uid
        }
        _ = try keep([.submit(Draft(fields: ["title": .text("Bus buddies"), "contact": .text(Self.secret)], tags: ["07700900123"]))], as: "ana")
        let edited = try keep([.revise(1, ["who": .text(Self.secret)])], as: "ana")
        _ = try keep([comment(Self.secret, on: 1), .tag(1, add: ["07700900124"], remove: [])], as: "lead")
        _ = try keep([.clear(1, reason: Self.secret)], as: "admin")
        let again = try fixture.perform([.revise(1, ["who": .text("Adults"), "contact": nil])], as: "ana").batch?.uid
        for batch in [again, edited] { try fixture.perform([.undo(#require(batch))], as: "lead") }
        try fixture.perform([.undo(#require(fixture.registry().batches().first?.uid))], as: "lead")
        _ = try keep([.move(1, to: "parked", reason: Self.secret)], as: "lead")
        #expect(try fixture.troubles() == [])
        // An undo brings back what was written, and nothing else.
        try forge([.revise(1, ["result": .text(Self.secret)])], as: "lead", in: fixture)
        #expect(try fixture.troubles() == [], "it is held")
        try fixture.perform([.clear(1, reason: nil)], as: "lead")
        let batch = try forge([.revise(1, ["risks": .text(Self.secret)])], as: "lead", in: fixture).batch?.number ?? 0
        let troubles = try fixture.troubles(), history = try fixture.run("history P1")
        #expect(troubles == ["P1: the check confidentiality finds what batch \(batch) wrote and did not hold"], "\(troubles), \(batch), \(history)")
    }

    @Test("what was held is cleared by a lead, and never by whose own it is")
    func cleared() throws {
        let fixture = try Fixture()
        let registry = try fixture.registry()
        defer { try? registry.close() }
        let draft = Draft(fields: ["title": .text("Bus buddies"), "contact": .text(Self.secret)])
        try registry.perform([.submit(draft), .submit(draft)], as: registry.actor(named: "lead", account: "lead"), command: "test", keeping: "the office's")
        try fixture.perform([.clear(1, reason: nil), .clear(2, reason: nil)], as: "admin")
        for (person, expected) in [("lead", "batch 4 cleared what was held, which another than lead may"), ("ben", "batch 4 cleared what was held, which a lead may")] {
            let store = AlteredStore(try fixture.registry().store, batch: { batch in
                guard batch.number == 4 else { return batch }
                var batch = batch
                batch.person = person
                return batch
            })
            let altered = try Registry(store: store, plugins: fixture.plugins)
            defer { try? store.close() }
            #expect(try altered.verify().troubles.filter { $0.hasSuffix(expected) }.count == 2)
        }
        #expect(try fixture.troubles() == [])
    }

    @Test("what the home had settled then is what counts, and what a prompt may have known of it")
    func settled() throws {
        let fixture = try Fixture()
        try fixture.run("plugins disable confidentiality")
        try fixture.perform([.submit(Draft(fields: Self.answers.merging(["contact": .text(Self.secret)]) { $1 }))], as: "ana")
        try fixture.run("plugins enable confidentiality")
        let stages = try #require(Fixture.starter.documents["stages"])
        let open = stages.split(separator: "\n").filter { !$0.hasPrefix("      ") && $0 != "    gates:" }.joined(separator: "\n")
        try fixture.perform([.configure(name: "stages", text: open)], as: "admin")
        try fixture.perform([.move(1, to: "embedded", reason: nil)], as: "lead")
        try fixture.perform([.configure(name: "stages", text: stages)], as: "admin")
        #expect(try fixture.troubles() == [])
    }

    @Test("a move that gates held, with the batch and each of them")
    func moves() throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies", "Walking club")
        try fixture.perform([.tag(1, add: ["transport"], remove: [])], as: "ana")
        for (number, stage) in [(1, "developing"), (2, "triaged")] { try forge([.move(number, to: stage, reason: nil)], as: "lead", with: Forger.ungated, in: fixture) }
        let troubles = [
            "P1: batch 5 moved it to developing, and 2 gates held it: fields.present, owner.named",
            "P2: batch 6 moved it to triaged, and 2 gates held it: fields.present, tags.present",
        ]
        #expect(try fixture.troubles() == troubles)
        // What comes later does not make it right, nor does another way to it.
        try fixture.perform([.tag(2, add: ["walking"], remove: []), .move(1, to: "parked", reason: "later")], as: "lead")
        try fixture.perform([.undo(#require(fixture.registry().batches().first?.uid))], as: "lead")
        #expect(try fixture.troubles() == troubles)
    }

    @Test("all the way by what the gates ask, and back, is in order")
    func honest() throws {
        let fixture = try Fixture()
        try fixture.perform([.submit(Draft(fields: Self.answers.merging(["support": .list(["support"]), "risks": .text("Rain"), "coproduction": .text("With them")]) { $1 }, tags: ["transport"]))], as: "ana")
        func say(_ kind: KindName, _ payload: JSONValue, about subject: Subject = .innovation(1), as person: String) throws -> UID {
            let new = NewContribution(kind: kind, about: subject, payload: payload)
            try fixture.perform([.contribute(new)], as: person)
            return new.uid
        }
        func promote(_ stage: StageName) throws { try fixture.perform([.move(1, to: stage, reason: nil)], as: "lead") }
        try promote("triaged")
        _ = try say("owner", ["person": "ana"], as: "lead")
        try promote("developing")
        let evidence = try say("evidence", ["kind": "routine-data", "strength": 2, "direction": "better", "finding": "Two of eight"], as: "ben")
        let assessed = try say("assessment", ["strength": 2], about: .contribution(evidence), as: "lead")
        for person in ["ben", "lead", "admin"] { try fixture.perform([rating(4, on: 1)], as: person) }
        try promote("promising")
        // What a gate asked for then may go afterwards.
        try fixture.perform([.retract(assessed), rating(1, on: 1)], as: "lead")
        try fixture.perform([.revise(1, ["components": .text("The buddy"), "setup_cost": .number(10)])], as: "lead")
        _ = try say("sponsor", ["person": "admin"], as: "lead")
        try promote("replicating")
        for site in ["North", "South"] {
            let adoption = try say("adoption", ["site": .string(site), "outcome": "worked", "since": "2020"], as: "ben")
            _ = try say("adoption-confirmation", [:], about: .contribution(adoption), as: "lead")
        }
        try promote("adopted")
        try promote("embedded")
        let last = try #require(fixture.registry().batches().first?.uid)
        try fixture.perform([.undo(last)], as: "lead")
        try fixture.perform([.undo(#require(fixture.registry().batches().first?.uid))], as: "lead")
        try fixture.perform([.move(1, to: "parked", reason: "later")], as: "lead")
        try fixture.perform([.undo(#require(fixture.registry().batches().first?.uid))], as: "lead")
        #expect(try fixture.innovation(1).stage == "embedded")
        #expect(try fixture.troubles() == [])
    }
}
