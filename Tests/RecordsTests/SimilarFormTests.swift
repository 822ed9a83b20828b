import Fixture
import Foundation
import RegistryCore
import RegistryShell
import Testing

/// A plugin without its commands, as a build may have it.
private struct Commandless: Plugin {
    let base: any Plugin
    var id: String { base.id }
    var summary: String { base.summary }
    func extensions(_ settings: Settings) throws -> [any Extension] { try base.extensions(settings).filter { !($0 is Command) } }
}

/// What a form says of ideas that look similar, and what may be done about them.
@Suite struct SimilarFormTests {
    private static let title = "Travel training on public transport for a wet day"
    private static let rest = ["P", "", "C", "", "W", ":save", "y"]

    @Test func afterTheTitleWithWhyWhereAndStage() throws {
        let fixture = try Fixture(founding: true, answers: [SimilarFormTests.title, ""] + SimilarFormTests.rest)
        try fixture.run("submit", as: "ana")
        #expect(fixture.seen.contains("Somebody may do this already:"))
        #expect(fixture.seen.contains("P1 “Travel training") && fixture.seen.contains("shared:") && fixture.seen.contains("training"))
        #expect(fixture.seen.contains("Where: ") && fixture.seen.contains("in this home") && fixture.seen.contains("Stage: Triaged. A lead has read it"))
        #expect(fixture.seen.components(separatedBy: "may do this already").count == 2, "once, not again after the change")
        #expect(try fixture.json("show P9")["title"]?.string == SimilarFormTests.title)
    }

    @Test func oneIsReadAndCommentedOnAndOnesOwnAnswersAreThrownAway() throws {
        let fixture = try Fixture(founding: true, answers: [SimilarFormTests.title, "read", "add", "ring 01632 960482", "r", "us", "throw away"])
        let printed = try fixture.run("submit", as: "ana")
        #expect(fixture.messages.contains("Your answers are thrown away."))
        #expect(printed.contains("Answers") || printed.contains("What was not working"), "its page")
        #expect(try fixture.json("show P1")["comments"]?.array?.last?["text"] == "ring us")
        #expect(try fixture.json("drafts", as: "ana").array?.isEmpty == true)
    }

    @Test func weDoThisTooIsAnAdoptionAndADraftIsKept() throws {
        let fixture = try Fixture(founding: true, answers: [SimilarFormTests.title, "we do this too", "North team", "draft"])
        try fixture.run("submit", as: "ana")
        #expect(try fixture.json("adoptions P1").line.contains("North team"))
        #expect(try fixture.json("drafts", as: "ana").array?.first?["title"]?.string == SimilarFormTests.title)
    }

    @Test func ofSeveralOneIsNamedByItsNumber() throws {
        let fixture = try Fixture(answers: ["Night bus buddies evening", "read", "x", "2", "read 1", "go on", "^C"])
        for title in ["Night bus buddies", "Night bus buddies club"] {
            try fixture.run("submit --set title=\"\(title)\" --set problem=P --set change=C --set who=W", as: "ben")
        }
        let printed = try fixture.run("submit", as: "ana")
        #expect(fixture.seen.contains("2 others may do this already:") && fixture.seen.contains("Which one, 1 to 2? "))
        #expect(printed.contains("P1 Night") && printed.contains("P2 Night"))
    }

    @Test func withoutTheCommandNobodyIsOfferedAnAdoption() throws {
        let fixture = try Fixture(founding: true, answers: [SimilarFormTests.title, "?", "^C"])
        try fixture.run("submit", as: "ana")
        #expect(fixture.seen.contains("we do this too"))
        let without = try Fixture(plugins: fixture.plugins.map { $0.id == "adoption" ? Commandless(base: $0) : $0 }, founding: true, answers: [SimilarFormTests.title, "^C"])
        try without.run("submit", as: "ana")
        #expect(without.seen.contains("may do this already") && !without.seen.contains("we do this too"))
    }
}
