import Fixture
import Foundation
import RegistryCore
import RegistryShell
import Testing

@testable import RecordsPlugin

/// What a form does about words that may tell who somebody is.
@Suite struct ConfidentialFormTests {
    @Test func whatIsBlockedIsReplacedByTheCheckOrByOnesOwnWords() throws {
        let fixture = try Fixture(answers: ["Her number is 999 427 3183", "r", "^M", "For 999 427 3183 too", "", "replace a resident", "C", "", "W", ":save", "y"])
        try fixture.run("submit", as: "ana")
        let fields = try fixture.json("show P1")["fields"]
        #expect(fields?["title"] == "Her number is [NHS number removed]")
        #expect(fields?["problem"] == "For a resident too")
        #expect(fixture.seen.contains("Her number is »999 427 3183«"))
        #expect(!fixture.seen.contains("[k]eep"), "what blocks cannot be kept")
    }

    @Test func severalPlacesAreReplacedOneAfterTheOther() throws {
        let fixture = try Fixture(answers: ["Night bus", "Ring 01632 960482. Then 999 427 3183.", "", "r", "us", "^M", "C", "", "W", ":save", "y"])
        try fixture.run("submit", as: "ana")
        #expect(try fixture.json("show P1")["fields"]?["problem"] == "Ring us. Then [NHS number removed].")
    }

    @Test func editingBringsTheTextBackToBeChanged() throws {
        let fixture = try Fixture(answers: ["Her number is 999 427 3183", "e", "Night bus", "P", "", "C", "", "W", ":save", "y"])
        try fixture.run("submit", as: "ana")
        #expect(fixture.seen.contains("> Her number is 999 427 3183\n"), "filled in")
        #expect(try fixture.json("show P1")["title"] == "Night bus")
    }

    @Test func aWarningCanBeKeptWithAReasonThatHoldsNothingItself() throws {
        let fixture = try Fixture(answers: [
            "Night bus", "Ring 01632 960482", "", "k", "It is 999 427 3183's line", "It is our public line", "C", "", "W", ":save", "y",
        ])
        try fixture.run("submit", as: "ana")
        #expect(try fixture.json("show P1", as: "ana")["held"] == "It is our public line")
        #expect(fixture.seen.contains("The reason is kept as well"))
        #expect(fixture.seen.contains("Only you and the leads see it until a lead clears it"))
    }

    @Test(arguments: ["^C", "^D", "quit", ":quit"]) func whoeverLeavesAtThatQuestionKeepsItMasked(_ leaving: String) throws {
        let fixture = try Fixture(answers: ["Night bus", "Her number is 999 427 3183, ring 01632 960482", "", leaving])
        try fixture.run("submit", as: "ana")
        let draft = try #require(fixture.registry().drafts(of: fixture.actor("ana").person).first)
        #expect(draft.fields["problem"]?.text == "Her number is [NHS number removed], ring [telephone number removed]")
        #expect(fixture.seen.contains("is kept without what was found in it"))
        let bytes = try fixture.bytes()
        for identifier in ["999 427 3183", "9994273183", "01632"] { #expect(bytes.range(of: Data(identifier.utf8)) == nil, "\(identifier) is in the registry") }
    }

    @Test func aDraftThatWasWarnedAboutIsSettledBeforeItIsSaved() throws {
        let fixture = try Fixture(answers: ["Night bus", "Ring 01632 960482", "", "k", "Our line", "^C", "y", "C", "", "W", ":save", "k", "Our public line", "y"])
        try fixture.run("submit", as: "ana")
        try fixture.run("submit", as: "ana")
        #expect(try fixture.json("show P1", as: "ana")["held"] == "Our public line")
    }

    @Test func theSentenceIsShownAndNoMore() {
        let text = "One is here. Her number is 999 427 3183 now! Three follows."
        let finding = Finding(check: "c", severity: .block, label: "problem", range: 27..<39, message: "m", replacement: "[gone]")
        let marked = MarkedText(text, [finding])
        #expect(marked.sentences(width: 80, ink: .none) == [["Her number is »999 427 3183« now!"]])
        #expect(marked.sentences(width: 80, ink: Ink(coloured: true)) == [["Her number is \u{1B}[31m»999 427 3183«\u{1B}[0m now!"]])
        #expect(marked.sentences(width: 20, ink: Ink(coloured: true)).first?.allSatisfy { !$0.contains("»") || $0.hasSuffix("\u{1B}[0m") } == true)
        #expect(marked.replaced(["a resident"]) == "One is here. Her number is a resident now! Three follows.")
    }

    @Test func marksStandOnWholeCharactersAndOverlapsAreOne() {
        let text = "é 日本 999 427 3183"
        let start = "é 日本 ".utf8.count
        let findings = [start..<start + 7, start + 4..<start + 12].map { Finding(check: "c", severity: .block, range: $0, message: "m") }
        let marked = MarkedText(text, findings)
        #expect(marked.marks.count == 1)
        #expect(marked.sentences(width: 80, ink: .none) == [["é 日本 »999 427 3183«"]])
    }
}
