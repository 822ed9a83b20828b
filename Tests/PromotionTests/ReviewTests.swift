import Fixture
import RegistryCore
import RegistryShell
import Testing

@testable import PromotionPlugin

/// The leads' queue, and the walk through it.
@Suite struct ReviewTests {
    /// T1 to T4 by ana and ben in turn, the odd ones tagged; cara is another lead.
    private func fixture(_ answers: [String]? = nil, adding: [any Plugin] = []) throws -> Fixture {
        let fixture = try Fixture(adding: adding, answers: answers)
        try fixture.run("people add cara --role lead --login cara")
        for number in 1...4 {
            try fixture.run("submit --set title=T\(number) --set problem=P --set change=C --set who=W\(number % 2 == 1 ? " --set tags=carers" : "")", as: number % 2 == 1 ? "ana" : "ben")
        }
        return fixture
    }

    private func stage(_ number: Int, _ fixture: Fixture) throws -> String {
        try fixture.registry().innovation(number, for: fixture.actor("admin").viewer).stage
    }

    @Test func everyChoiceByWordOrLetter() throws {
        let fixture = try fixture(["approve", "t +transport", "a well done", "r for whom is it?", "p", "until spring"])
        let said = try fixture.run("review", as: "lead")
        #expect(try (1...4).map { try stage($0, fixture) } == ["triaged", "triaged", "returned", "parked"])
        #expect(said.contains("1 of 4. Put in by ana, submitted today.") && said.contains("4 of 4. Put in by ben, submitted today."))
        #expect(fixture.messages.contains("Met now: tagged transport."))
        #expect(fixture.messages.contains("Nothing holds P2 from triaged: approve moves it."))
        #expect(try fixture.json("show P2")["promotion"]?["note"] == "well done")
        #expect(try fixture.json("show P3")["promotion"]?["note"] == "for whom is it?")
        #expect(try fixture.json("show P4")["promotion"]?["note"] == "until spring")
        #expect(fixture.asked.contains("[a]pprove, [r]eturn, [t]ag, rat[e], [p]ark, pa[g]e, [s]kip, [q]uit, [?]: "))
    }

    @Test func aGateRefusesAndItIsAskedAgain() throws {
        let fixture = try fixture(["s", "a", "e 4", "q"])
        try fixture.run("review", as: "lead")
        #expect(fixture.messages.contains { $0.contains("P2 cannot move to triaged yet") } && fixture.messages.contains { $0.contains("tag P2 +TAG") })
        #expect(try fixture.json("show P2")["signals"]?["rating.count"] == 1)
        #expect(try stage(2, fixture) == "submitted")
    }

    @Test func aCheckRefusesAndItIsAskedAgain() throws {
        let fixture = try fixture(["r doubtful", "r for whom?", "q"], adding: [DoubtPlugin()])
        try fixture.run("review", as: "lead")
        #expect(try fixture.json("show P1")["promotion"]?["note"] == "for whom?")
    }

    @Test func whatWasSkippedComesLastTheNextTime() throws {
        let fixture = try fixture(["s", "a", "^C", "q", "q"])
        try fixture.run("tag P2 +bus", as: "lead")
        try fixture.run("review", as: "lead")
        #expect(fixture.messages.contains("1 of 4 reviewed") && fixture.messages.last == "1 of 4 reviewed; review goes on, review --list shows what waits")
        let said = try fixture.run("review", as: "lead")
        #expect(said.contains("P3 T3") && said.contains("2 of 4."), "the oldest that was not skipped")
        #expect(fixture.messages.contains("3 wait for you, oldest first. 1 of 4 reviewed in this round."))
        #expect(fixture.messages.contains("1 that you skipped comes last.") && fixture.messages.contains("You stopped at P3."))
        #expect(try fixture.json("review --list", as: "lead").array?.map { $0["ref"] } == ["P3", "P4", "P1"])
        #expect(fixture.messages == ["1 of 4 reviewed"])
        #expect(try fixture.json("review --list", as: "cara").array?.map { $0["ref"] } == ["P1", "P3", "P4"], "it is the lead's own")
        // One that changed since it was skipped is looked at in its turn.
        try fixture.run("edit P1 --set who=Everybody", as: "ana")
        #expect(try fixture.json("review --list", as: "lead").array?.map { $0["ref"] } == ["P1", "P3", "P4"])
    }

    @Test func whatIsUndoneIsNoLongerReviewed() throws {
        let fixture = try fixture(["a", "q"])
        try fixture.run("review", as: "lead")
        try fixture.run("undo --yes", as: "lead")
        _ = try fixture.json("review --list", as: "lead")
        #expect(fixture.messages == [])
    }

    @Test func assigning() throws {
        let fixture = try fixture(["q"])
        try fixture.run("review assign P3 P4 --to CARA", as: "lead")
        let rows = try fixture.json("review --list", as: "lead").array ?? []
        #expect(rows.map { $0["assigned"] } == [.null, .null, "cara", "cara"] && rows[2]["assigned_by"] == "lead")
        try fixture.run("review", as: "lead")
        #expect(fixture.messages.contains("2 wait for you, oldest first.") && fixture.messages.contains("Left to other leads: 2 to cara. review --list shows them."))
        #expect(try fixture.json("review --list --mine", as: "cara").array?.map { $0["ref"] } == ["P3", "P4"])
        #expect(try fixture.json("review --list --mine", as: "lead") == [])
        // The newest counts, whoever gave it; and an undo brings the one before back.
        try fixture.run("review assign P3 --to nobody", as: "admin")
        #expect(try fixture.json("review --list --mine", as: "cara").array?.map { $0["ref"] } == ["P4"])
        try fixture.run("undo --yes", as: "admin")
        #expect(try fixture.json("review --list --mine", as: "cara").array?.map { $0["ref"] } == ["P3", "P4"])
        try fixture.run("review assign --where stage:submitted --to me --yes", as: "lead")
        #expect(try fixture.json("review --list --mine", as: "lead").array?.count == 4)
    }

    @Test func whoIsAssignedHearsOfIt() throws {
        let fixture = try fixture()
        try fixture.run("review assign P3 --to lead", as: "admin")
        try fixture.run("review assign P3 --to cara", as: "admin")
        let items = try fixture.json("inbox", as: "cara").array ?? []
        #expect(items.map { $0["ref"] } == ["P3"] && items.first?["what"] == "assigned its review to cara" && items.first?["by"] == "admin")
        #expect(try fixture.json("inbox", as: "lead") == [], "the last word counts")
    }

    @Test func whoMayBeAssigned() throws {
        let fixture = try fixture()
        #expect(try fixture.problem("review assign P1 --to ben", as: "lead")?.what == "ben is staff here, and only a lead reviews")
        #expect(try fixture.problem("review assign P1 --to car", as: "lead")?.nearest == "cara")
        #expect(try fixture.problem("review assign P1 --to cara", as: "ana")?.kind == .notPermitted)
        try fixture.run("submit --set title=T5 --set problem=P --set change=C --set who=W", as: "cara")
        #expect(try fixture.problem("review assign P5 --to cara", as: "lead")?.details == ["P5: cara put it in, and nobody reviews their own"])
        try fixture.run("promote P1", as: "lead")
        #expect(try fixture.problem("review assign P1 --to cara", as: "lead")?.details == ["P1: it is triaged, and waits for no lead"])
    }

    @Test func staffAreToldThatALeadReviews() throws {
        let problem = try fixture().problem("review", as: "ana")
        #expect(problem?.kind == .notPermitted && problem?.what == "ana is staff here, and only a lead reviews")
    }

    @Test func whatIsHeldIsClearedThere() throws {
        let fixture = try fixture(["c the team's own line", "q"])
        try fixture.run("submit --set title=T5 --set problem=P --set change=\"Call 0161 496 0123 after five\" --set who=W --keep \"the team's\"", as: "ana")
        let said = try fixture.run("review ref:P5", as: "lead").replacing(/\s+/, with: " ")
        #expect(said.contains("Held until a lead clears it: the team's") && said.contains("»0161 496 0123«"))
        #expect(fixture.asked.contains("[c]lear") && said.contains("P5 is cleared"))
        #expect(try fixture.registry().innovation(5, for: fixture.actor("lead").viewer).held == nil)
    }

    @Test func similarOnesAreShownWithHowTheyStand() throws {
        let fixture = try Fixture(founding: true, answers: ["q"])
        let original = try fixture.registry().innovation(1, for: fixture.actor("admin").viewer)
        func text(_ name: String) -> String { original.fields[name]?.text.replacing("\"", with: "") ?? "" }
        try fixture.run("submit --set title=\"\(text("title"))\" --set problem=\"\(text("problem"))\" --set change=\"\(text("change"))\" --set who=W", as: "ben")
        let said = try fixture.run("review by:ben", as: "lead")
        #expect(said.replacing(/\s+/, with: " ").contains("Similar - P1 Travel training on public transport that plans for the wet day (triaged; shared: "))
    }

    @Test func whatAnotherLeadDidMeanwhileIsNotDecidedOver() throws {
        let fixture = try fixture(["a", "q"])
        fixture.beforeAnswer = { [unowned fixture] count in
            if count == 0 { _ = try? fixture.aside("park P1 --reason later", as: "cara") }
        }
        try fixture.run("review", as: "lead")
        #expect(try stage(1, fixture) == "parked")
        #expect(fixture.messages.joined(separator: " ").contains("cara moved P1 to parked just now; nothing of yours was saved. On to the next."))
        #expect(fixture.messages.last == "0 of 4 reviewed; review goes on, review --list shows what waits")
    }

    @Test func whatWasEditedMeanwhileIsShownAgain() throws {
        let fixture = try fixture(["a", "a", "q"])
        fixture.beforeAnswer = { [unowned fixture] count in
            if count == 0 { _ = try? fixture.aside("edit P1 --set who=Everybody", as: "ana") }
        }
        let said = try fixture.run("review", as: "lead")
        #expect(fixture.messages.contains("ana edited P1 (who) just now; nothing of yours was saved. Look again:"))
        #expect(try said.contains("Everybody") && stage(1, fixture) == "triaged", "the second yes was to what is there")
    }

    @Test func theMoveItselfRefusesWhatIsNoLongerAsItWasShown() throws {
        let fixture = try fixture()
        let registry = try fixture.registry()
        let lead = try fixture.actor("lead"), shown = try registry.innovation(1, for: lead.viewer)
        try registry.perform([.move(1, to: "parked", reason: "later")], as: fixture.actor("cara"), command: "park")
        for operation in [Operation.move(1, to: "triaged", reason: nil, version: shown.version), .move(1, to: "triaged", reason: nil, from: "submitted"), .move(1, to: "parked", reason: "r", version: 1)] {
            #expect { try registry.perform([operation], as: lead, command: "review") } throws: { ($0 as? Problem)?.kind == .refused }
        }
        #expect(try stage(1, fixture) == "parked")
    }

    @Test(arguments: [
        ("Call 0161 496 0123 after five. Or write.", 5..<18, "Call »0161 496 0123« after five"),
        ("One. Jo Bloggs said so! Two", 5..<14, "»Jo Bloggs« said so"), ("Zoë rang", 0..<4, "»Zoë« rang"),
    ])
    func wordsAreMarkedInTheirSentence(_ text: String, _ range: Range<Int>, _ expected: String) {
        #expect(MarkedText(text, range)?.excerpt == expected)
        #expect(MarkedText(text, range.lowerBound..<text.utf8.count + 1) == nil)
    }
}
