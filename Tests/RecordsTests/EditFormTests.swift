import Fixture
import Foundation
import RegistryCore
import Testing

@testable import RecordsPlugin

/// The form of `edit`.
@Suite struct EditFormTests {
    private static func fixture(_ answers: [String]) throws -> Fixture {
        let fixture = try Fixture(answers: answers)
        try fixture.run(
            "submit --set title=\"Night bus buddies\" --set problem=\"People miss the last bus\" --set change=\"A buddy waits\" --set who=\"Young adults\" --set risks=None", as: "ana")
        return fixture
    }

    @Test func everythingIsFilledInAndWhatChangesIsShownBeforeItIsSaved() throws {
        let fixture = try EditFormTests.fixture(["Night bus friends", ":save", "save"])
        let printed = try fixture.run("edit P1", as: "ana")
        #expect(printed.contains("P1 is changed; it is version 2 now."))
        #expect(fixture.seen.contains("> Night bus buddies\n"))
        #expect(fixture.seen.contains("was: “Night bus buddies”") && fixture.seen.contains("now: “Night bus friends”"))
        #expect(try fixture.json("show P1")["fields"]?["problem"] == "People miss the last bus")
    }

    @Test func aFieldThatIsAskedLaterIsAskedWhenItHasAnAnswer() throws {
        let fixture = try EditFormTests.fixture(Array(repeating: ":skip", count: 10) + [":skip"])
        try fixture.run("edit P1", as: "ana")
        #expect(fixture.seen.contains("What could go wrong") || fixture.seen.contains("Risks"))
        #expect(fixture.messages.contains("Nothing was changed."))
    }

    @Test func oneFieldIsAskedAndMayBeTakenOut() throws {
        let fixture = try EditFormTests.fixture(["", "", "save"])
        try fixture.run("edit P1 risks", as: "ana")
        #expect(fixture.seen.contains("now: taken out"))
        #expect(try fixture.json("show P1")["fields"]?["risks"] == nil)
    }

    @Test(arguments: ["^C", "^D", ":quit"]) func leavingKeepsADraftThatBelongsToIt(_ leaving: String) throws {
        let fixture = try EditFormTests.fixture(["Night bus friends", ":skip", ":skip", ":skip", ":skip", ":skip", leaving, "y", ":save", "save"])
        try fixture.run("edit P1", as: "ana")
        #expect(fixture.messages.contains { $0.contains("edit P1 goes on with them") })
        let drafts = try fixture.registry().drafts(of: fixture.actor("ana").person)
        #expect(drafts.map(\.innovation) == [1] && drafts.first?.fields == ["title": .text("Night bus friends")])
        #expect(try fixture.json("show P1")["title"] == "Night bus buddies", "nothing is saved yet")
        try fixture.run("edit P1", as: "ana")
        #expect(fixture.seen.contains("You began to change P1 just now: 1 change."))
        #expect(try fixture.json("show P1")["title"] == "Night bus friends")
        #expect(try fixture.json("drafts", as: "ana").array?.isEmpty == true)
    }

    @Test func aDraftTakesNothingBackThatAColleagueChangedMeanwhile() throws {
        let fixture = try EditFormTests.fixture(["Night bus friends", "^C", "y", ":save", "save"])
        try fixture.run("edit P1", as: "ana")
        try fixture.run("edit P1 --set who=Adults --set result=\"Six of eight\"", as: "lead")
        try fixture.run("edit P1", as: "ana")
        let fields = try fixture.json("show P1")["fields"]
        #expect(fields?["title"] == "Night bus friends" && fields?["who"] == "Adults" && fields?["result"] == "Six of eight")
    }

    @Test func itIsNoDraftOfASubmission() throws {
        let fixture = try EditFormTests.fixture(["Night bus friends", "^C", "^C"])
        try fixture.run("edit P1", as: "ana")
        #expect(try fixture.problem("submit --draft 1", as: "ana")?.next == "edit P1")
        try fixture.run("submit", as: "ana")
        #expect(!fixture.seen.contains("You have a draft"))
        #expect(try fixture.run("drafts", as: "ana").contains("changes to P1"))
    }

    @Test func tagsChangeByTheFormToo() throws {
        let fixture = try EditFormTests.fixture(["transport, carers", "^C", "y", "^M", "save"])
        try fixture.run("edit P1 tags", as: "ana")
        try fixture.run("edit P1 tags", as: "ana")
        #expect(try fixture.json("show P1")["tags"] == ["carers", "transport"])
    }

    @Test func longAnswersAreComparedWhereTheyDiffer() {
        let lead = String(repeating: "the same words ", count: 20)
        let brief = TextChange(was: lead + "and the old end", now: lead + "and a new end").brief(most: 40)
        #expect(brief.was == "…same words and the old end" && brief.now == "…same words and a new end")
    }
}
