import Fixture
import Foundation
import RegistryCore
import Testing

/// The forms of `submit` and `edit`, with a person whose answers are known beforehand.
@Suite struct FormTests {
    private static let four = ["Night bus buddies", "People miss it", "", "A buddy waits", "", "Young adults"]

    @Test func theFourQuestionsThenTheRest() throws {
        let fixture = try Fixture(answers: ["Night bus buddies", "People miss it", "", "?", "A buddy waits", "", "Young adults", ":save", "save"])
        let printed = try fixture.run("submit", as: "ana")
        #expect(try fixture.json("show P1")["fields"]?["change"] == "A buddy waits")
        #expect(fixture.seen.contains("(2 of 4)") && fixture.seen.contains("For example: The trainer"))
        #expect(printed.contains("Saved as P1") && printed.contains("Everybody in this home can see it"))
        #expect(printed.contains("Who looks at it: admin, lead.") && printed.contains("What comes next: Triaged.") && printed.contains("inbox"))
    }

    @Test func severalLinesAndWhatWasPastedAreOneAnswer() throws {
        let fixture = try Fixture(answers: ["Night bus\nbuddies", "People miss it", "and stay in", "", "First\n\n:quit\nlast", "", "Young adults", ":save", "y"])
        try fixture.run("submit", as: "ana")
        let fields = try fixture.json("show P1")["fields"]
        #expect(fields?["title"] == "Night bus buddies")
        #expect(fields?["problem"] == "People miss it\nand stay in")
        #expect(fields?["change"] == "First\n\n:quit\nlast")
    }

    @Test func backGoesToTheQuestionBeforeAndHelpSaysWhatTheWordsDo() throws {
        let fixture = try Fixture(answers: ["Nihgt bus", ":back", "Night bus", ":hlep", "P", "", "C", "", "W", ":save", "y"])
        try fixture.run("submit", as: "ana")
        #expect(try fixture.json("show P1")["title"] == "Night bus")
        #expect(fixture.seen.contains("There is no “:hlep” here. Did you mean “:help”?"))
        for word in ["?", ":back", ":skip", ":edit", ":save", ":quit", ":help"] { #expect(fixture.seen.contains("\n\(word) ")) }
    }

    @Test func wordsThatSteerWorkBehindWhatIsFilledInAndAQuestionMarkCanStay() throws {
        let fixture = try Fixture(answers: ["Night bus", ":back", "Night bus ?", "Night bus?", "Night bus?", "P", "", "C", "", "W", ":save", "y"])
        try fixture.run("submit", as: "ana")
        #expect(fixture.seen.components(separatedBy: "For example: Travel training").count == 3, "an example each time")
        #expect(try fixture.json("show P1")["title"] == "Night bus?")
    }

    @Test func oneOfTheFourIsNeededAndSaveGoesToIt() throws {
        let fixture = try Fixture(answers: ["Night bus", ":skip", "", ":save", "P", "", "C", "", "W", ":save", "y"])
        try fixture.run("submit", as: "ana")
        #expect(fixture.seen.components(separatedBy: "This one is needed.").count == 3)
        #expect(fixture.seen.contains("“What was not working” is still needed."))
        #expect(try fixture.json("show P1")["fields"]?["problem"] == "P")
    }

    @Test func aRevisionOfSeveralLinesLosesNone() throws {
        let fixture = try Fixture(answers: ["Night bus buddies", "One\n\nTwo\nThree", "", ":back", "^M", "Twice", "^M", "", "C", "", "W", ":save", "y"])
        try fixture.run("submit", as: "ana")
        #expect(try fixture.json("show P1")["fields"]?["problem"] == "One\n\nTwice\nThree")
    }

    @Test(arguments: [":skip", ":back", ":save"]) func whatSteersAwayFromARevisionKeepsTheOtherLines(_ word: String) throws {
        let fixture = try Fixture(answers: ["Night bus", "One\nTwo", "", ":back", "First", word, "^C"])
        try fixture.run("submit", as: "ana")
        #expect(try fixture.registry().drafts(of: fixture.actor("ana").person).first?.fields["problem"]?.text == "First\nTwo")
    }

    @Test func valuesAreTakenByNumberAndTheNearestIsOffered() throws {
        let fixture = try Fixture(answers: FormTests.four + [":skip", "Karers", "^M", ":skip", ":skip", "1 March 2024", "2, support", ":save", "y"])
        try fixture.run("submit", as: "ana")
        let fields = try fixture.json("show P1")["fields"]
        #expect(fixture.seen.contains("Did you mean “Carers”?"))
        #expect(fields?["area"] == "Carers" && fields?["started"] == "2024-03-01")
        #expect(fields?["support"] == ["sharing", "support"])
    }

    @Test func theLastPageChangesAnAnswerByItsNumberAndAsksForMore() throws {
        let fixture = try Fixture(answers: FormTests.four + [":save", "4", "Everybody", "area", "Carers", "more", "Six of eight", "", ":save", "save"])
        try fixture.run("submit", as: "ana")
        let fields = try fixture.json("show P1")["fields"]
        #expect(fields?["who"] == "Everybody" && fields?["area"] == "Carers" && fields?["result"] == "Six of eight")
        #expect(fixture.seen.contains("1  Title") && fixture.seen.contains("4  Who it is for"))
    }

    @Test func whatIsThrownAwayIsGone() throws {
        let fixture = try Fixture(answers: FormTests.four + [":save", "throw away", "y"])
        try fixture.run("submit", as: "ana")
        #expect(try fixture.json("drafts", as: "ana").array?.isEmpty == true)
        #expect(try fixture.json("find").array?.isEmpty == true)
    }
}

/// Drafts: what is kept when somebody leaves, and how they go on.
@Suite struct DraftTests {
    @Test(arguments: ["^C", "^D", ":quit"])
    func leavingKeepsADraftThatTheNextSubmitOffers(_ leaving: String) throws {
        let fixture = try Fixture(answers: ["Night bus", "People miss it", "", leaving, "y", "A buddy waits", "", "Young adults", ":save", "y"])
        try fixture.run("submit", as: "ana")
        #expect(try fixture.json("drafts", as: "ana").array?.count == 1)
        #expect(try fixture.json("drafts", as: "lead").array?.isEmpty == true, "its owner's alone")
        try fixture.run("submit", as: "ana")
        #expect(fixture.seen.contains("You have a draft “Night bus”: 2 of 4 answered, kept just now."))
        #expect(try fixture.json("show P1")["fields"]?["problem"] == "People miss it")
        #expect(try fixture.json("drafts", as: "ana").array?.isEmpty == true)
    }

    @Test func theLinesOfAnUnfinishedAnswerAreKeptToo() throws {
        let fixture = try Fixture(answers: ["Night bus", "People miss it", "^C"])
        try fixture.run("submit", as: "ana")
        #expect(try fixture.registry().drafts(of: fixture.actor("ana").person).first?.fields["problem"]?.text == "People miss it")
    }

    @Test func anotherDraftIsTakenByItsNumber() throws {
        let fixture = try Fixture(answers: ["Older", "^C", "no", "Newer", "^C", "P", "", "C", "", "W", ":save", "y"])
        try fixture.run("submit", as: "ana")
        try fixture.run("submit", as: "ana")
        #expect(try fixture.run("drafts", as: "ana").contains("1 of 4"))
        #expect(try fixture.problem("submit --draft 3", as: "ana")?.allowed == ["1", "2"])
        try fixture.run("submit --draft 2", as: "ana")
        #expect(try fixture.json("show P1")["title"] == "Older")
        try fixture.run("drafts --delete 1", as: "ana")
        #expect(try fixture.json("drafts", as: "ana").array?.isEmpty == true)
    }

    @Test func twoPromptsThatGoOnWithOneDraftHaveTwo() throws {
        let fixture = try Fixture(answers: ["Night bus", "^C"])
        try fixture.run("submit", as: "ana")
        let registry = try fixture.registry(), actor = try fixture.actor("ana")
        let begun = try #require(registry.drafts(of: actor.person).first)
        var one = begun, other = begun
        one.fields["who"] = .text("Young adults")
        other.fields["who"] = .text("Everybody")
        // A store keeps milliseconds: the second is later for sure.
        var kept = try registry.keep(one, for: actor).draft
        while Moment.text(.now) == Moment.text(kept.updated) {}
        other = try registry.keep(other, for: actor).draft
        #expect(Set(try registry.drafts(of: actor.person).compactMap { $0.fields["who"]?.text }) == ["Young adults", "Everybody"])
        try registry.forget(begun)
        #expect(try registry.drafts(of: actor.person).count == 2, "what was kept since stays")
        kept.fields["who"] = .text("Adults")
        kept = try registry.keep(kept, for: actor).draft
        try registry.forget(kept)
        #expect(try registry.drafts(of: actor.person) == [other])
    }
}
