import Fixture
import Foundation
import RegistryCore
import RegistryShell
import Testing

@testable import TaggingPlugin

/// Puts one in, as ana unless said otherwise; its reference.
@discardableResult
func submit(_ title: String, _ fixture: Fixture, as person: String = "ana") throws -> String {
    let outcome = try fixture.registry().perform(
        [.submit(Draft(fields: ["title": .text(title), "problem": .text("Something did not work"), "change": .text("We do it otherwise"), "who": .text("People")]))],
        as: fixture.actor(person), command: "submit")
    return try #require(outcome.innovations.first).reference.description
}

func tags(_ number: Int, _ fixture: Fixture) throws -> [String] {
    try fixture.registry().innovation(number, for: fixture.actor("admin").viewer).tags
}

struct TagCommandTests {
    @Test func addsAndTakesAway() throws {
        let fixture = try Fixture()
        try submit("One", fixture)
        #expect(try fixture.run("tag P1 +independence +waiting", as: "ana") == "P1 is tagged +independence +waiting.\n")
        #expect(try fixture.run("tag p1 +falls -waiting", as: "lead") == "P1 is tagged +falls -waiting.\n")
        #expect(try tags(1, fixture) == ["falls", "independence"])
        #expect(try fixture.run("tag P1 +falls", as: "lead") == "Nothing changes: it is so already.\n")
        #expect(try fixture.problem("tag P1 -x", as: "lead") == nil)
        #expect(fixture.messages.contains { $0.contains("none of them has the tag “x”") })
    }

    @Test func severalInOneBatch() throws {
        let fixture = try Fixture()
        for title in ["One", "Two", "Three", "Four"] { try submit(title, fixture) }
        let before = try fixture.registry().batches().count
        let json = try fixture.json("tag P1 P3-P4 P3 +falls,housing", as: "lead")
        #expect(json["changed"] == 3 && json["unchanged"] == 0 && json["proposed"] == 0 && json["batch"]?.integer != nil)
        #expect(try fixture.registry().batches().count == before + 1)
        #expect(try tags(2, fixture) == [] && tags(4, fixture) == ["falls", "housing"])
        #expect(try fixture.json("tag P1 P2 +falls", as: "lead") == ["changed": 1, "unchanged": 1, "proposed": 0, "batch": JSONValue(before + 2)])
    }

    @Test func wordsThatMeanNothing() throws {
        let fixture = try Fixture()
        try submit("One", fixture)
        let bare = try #require(try fixture.problem("tag P1 falls", as: "lead"))
        #expect(bare.kind == .usage && bare.nearest == "+falls")
        #expect(try fixture.problem("tag P1", as: "lead")?.next == "tag P1 +TAG")
        #expect(try fixture.problem("tag +falls", as: "lead")?.kind == .usage)
        #expect(try fixture.problem("tag P1 +falls -falls", as: "lead")?.kind == .usage)
        #expect(try fixture.problem("tag P1 +", as: "lead")?.kind == .usage)
        #expect(try fixture.problem("tag P9 +falls", as: "lead")?.kind == .noInput)
        #expect(try fixture.problem("tag P1 --where one +falls", as: "lead")?.kind == .usage)
        #expect(try fixture.problem("tag --where '' +falls --yes", as: "lead")?.kind == .usage)
        #expect(try fixture.problem("tag P1 --limti 3 +falls", as: "lead")?.kind == .usage)
        #expect(try tags(1, fixture) == [])
    }

    @Test func synonymsAndSlips() throws {
        let fixture = try Fixture()
        try submit("One", fixture)
        try fixture.run("tag P1 +Buses", as: "lead")
        #expect(try tags(1, fixture) == ["transport"])
        #expect(fixture.messages.contains { $0.contains("understood as the tag “transport”") })
        try fixture.run("tag P1 +trasnport", as: "lead")
        #expect(fixture.messages.joined(separator: " ").replacing("\n", with: "").contains("did you mean “transport”?"))
        #expect(try tags(1, fixture) == ["transport", "trasnport"])
    }

    @Test func bySelection() throws {
        let fixture = try Fixture()
        for title in ["Wheelchair bus", "Wheelchair taxi", "Lunch club"] { try submit(title, fixture) }
        try fixture.run("tag P2 +accessibility", as: "lead")
        let refused = try #require(try fixture.problem("tag --where wheelchair +accessibility", as: "lead"))
        #expect(refused.kind == .usage && refused.next == "add --yes" && refused.what.contains("1 innovation"))
        #expect(fixture.messages == ["1 innovation would be tagged +accessibility:", "  P1  Wheelchair bus", "1 innovation is so already: P2"])
        let dry = try fixture.json("tag --where wheelchair +accessibility --dry-run", as: "lead")
        #expect(dry["changed"] == 1 && dry["unchanged"] == 1 && dry["dry_run"] == true && dry["batch"] == JSONValue.null)
        #expect(try tags(1, fixture) == [])
        #expect(try fixture.json("tag --where wheelchair +accessibility --yes", as: "lead")["changed"] == 1)
        #expect(try tags(1, fixture) == ["accessibility"] && tags(3, fixture) == [])
        #expect(try fixture.json("tag --where unheard +accessibility --yes", as: "lead")["changed"] == 0)
    }

    @Test func askingFirst() throws {
        let no = try Fixture(answers: [""])
        try submit("Wheelchair bus", no)
        #expect(try no.run("tag --where wheelchair +falls", as: "lead") == "")
        #expect(try tags(1, no) == [])
        let yes = try Fixture(answers: ["y"])
        try submit("Wheelchair bus", yes)
        try yes.run("tag --where wheelchair +falls", as: "lead")
        #expect(try tags(1, yes) == ["falls"])
    }

    @Test func whatMustNotBeInATag() throws {
        let fixture = try Fixture()
        try submit("One", fixture)
        try submit("Two", fixture)
        let refused = try #require(try fixture.problem("tag P1 P2 \"+07700 900123\"", as: "lead"))
        #expect(refused.kind == .refused && refused.details.count == 1)
        #expect(try tags(1, fixture) == [])
        try fixture.run("tag P1 \"+07700 900123\" --keep \"the helpline itself\"", as: "lead")
        #expect(try fixture.registry().innovation(1, for: fixture.actor("lead").viewer).held == "the helpline itself")
    }
}

struct TagProposalTests {
    @Test func staffProposeAndALeadDoesIt() throws {
        let fixture = try Fixture()
        try submit("One", fixture)
        let json = try fixture.json("tag P1 +falls", as: "ben")
        #expect(json["changed"] == 0 && json["proposed"] == 1)
        #expect(try fixture.json("tag P1 +falls", as: "ben")["unchanged"] == 1)
        // A second proposal joins the first.
        try fixture.run("tag P1 +housing", as: "ben")
        #expect(try tags(1, fixture) == [])
        let list = try fixture.json("tags proposals", as: "lead")
        #expect(list.array?.count == 1)
        #expect(list.array?.first?["command"] == "tag P1 +falls +housing" && list.array?.first?["author"] == "ben")
        #expect(try fixture.run("show P1", as: "lead").contains("ben: +falls +housing"))
        try fixture.run("tag P1 +falls +housing", as: "lead")
        #expect(try fixture.json("tags proposals", as: "lead") == [])
        #expect(try !fixture.run("show P1", as: "lead").contains("Proposed tags"))
    }

    @Test func someAreOnesOwn() throws {
        let fixture = try Fixture()
        try submit("Bus one", fixture)
        try submit("Bus two", fixture, as: "ben")
        #expect(try fixture.json("tag --where bus +falls --yes", as: "ben") == ["changed": 1, "unchanged": 0, "proposed": 1, "batch": JSONValue(try fixture.registry().batches().count)])
        #expect(try tags(1, fixture) == [] && tags(2, fixture) == ["falls"])
    }

    @Test func aLeadTakesOneOffTheList() throws {
        let fixture = try Fixture()
        try submit("One", fixture)
        try fixture.run("tag P1 +falls", as: "ben")
        #expect(try fixture.problem("tags proposals --decline P1", as: "ana")?.kind == .notPermitted)
        try fixture.run("tags proposals --decline P1", as: "lead")
        #expect(try fixture.json("tags proposals", as: "lead") == [])
        #expect(try fixture.problem("tags proposals --decline P1", as: "lead")?.kind == .refused)
        // Declined is not forbidden: it may be proposed again.
        #expect(try fixture.json("tag P1 +falls", as: "ben")["proposed"] == 1)
    }
}

struct TagsCommandTests {
    @Test func countsWithMeanings() throws {
        let fixture = try Fixture()
        for title in ["One", "Two", "Three"] { try submit(title, fixture) }
        try fixture.run("tag P1 P2 +transport", as: "lead")
        try fixture.run("tag P3 +transports +falls", as: "lead")
        let rows = try #require(try fixture.json("tags", as: "ben").array)
        #expect(rows.map { $0["tag"]?.string } == ["transport", "falls", "transports"])
        #expect(rows.first?["count"] == 2 && rows.first?["meaning"]?.string?.hasPrefix("Buses") == true)
        try fixture.run("tags")
        #expect(fixture.messages.joined(separator: " ").replacing("\n", with: "").contains("tag --where tag:transports +transport -transports"))
        #expect(try fixture.json("tags ref:P3", as: "ben").array?.count == 2)
        let all = try #require(try fixture.json("tags --all", as: "ben").array)
        #expect(all.count > 40 && all.contains { $0["tag"] == "waiting" && $0["count"] == 0 })
    }

    @Test func countsOnlyWhatMayBeSeen() throws {
        let fixture = try Fixture()
        try fixture.registry().perform(
            [.submit(Draft(fields: ["title": .text("Mine")], tags: ["falls"], visibility: .me))], as: fixture.actor("ana"), command: "submit")
        #expect(try fixture.json("tags", as: "ben") == [])
        #expect(try fixture.json("tags", as: "ana").array?.count == 1)
    }

    @Test(arguments: [
        ("transport", "transports", true), ("family", "families", true), ("discharge", "dischrage", true), ("peersupport", "peer-support", true),
        ("falls", "calls", false), ("health", "wealth", true), ("training", "draining", true), ("carers", "careers", false), ("gas", "gap", false),
        ("transport", "travel", false),
    ])
    func alike(one: String, other: String, expected: Bool) {
        #expect(TagLikeness.areAlike(one, other) == expected)
        #expect(TagLikeness.areAlike(other, one) == expected)
    }
}
