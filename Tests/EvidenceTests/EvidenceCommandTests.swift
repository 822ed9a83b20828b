import Fixture
import RegistryCore
import RegistryShell
import Testing

/// The commands as people use them. P6 of the founding records has evidence of strength 1 that nobody assessed.
@Suite struct EvidenceCommandTests {
    private static let said = "--kind observation --strength 1 --direction better --finding \"two people rode alone\" --source \"visit\""

    private func fixture(_ answers: [String]? = nil) throws -> Fixture {
        let fixture = try Fixture(answers: answers)
        try fixture.run("submit --set title=T --set problem=P --set change=C --set who=W", as: "ana")
        return fixture
    }

    @Test func whatStaffAddWaitsForALead() throws {
        let fixture = try fixture()
        let json = try fixture.json("evidence add P1 \(Self.said)", as: "ana")
        #expect(json["ref"] == "P1.E1")
        #expect(json["assessed"] == false)
        #expect(json["level"] == .null)
        #expect(try fixture.run("ladder P1").contains("P1.E1 waits to be assessed"))
        try fixture.run("evidence assess P1.E1 --strength 2 --note \"counted twice\"", as: "lead")
        #expect(try fixture.json("ladder P1")["level"] == 2)
        #expect(try fixture.json("find 'evidence.level>=2'").array?.count == 1)
    }

    @Test func whatALeadAddsToSomebodyElsesCounts() throws {
        let fixture = try fixture()
        let json = try fixture.json("evidence add P1 \(Self.said)", as: "lead")
        #expect(json["assessed"] == true)
        #expect(json["level"] == 1)
        #expect(try fixture.json("ladder P1")["next"]?["level"] == 2)
        #expect(try fixture.run("ladder P1").contains("at 1 (coherent account); a count of the same thing before and after takes it to 2"))
        let lead = try fixture.actor("lead")
        let registry = try fixture.registry()
        let batch = try #require(try registry.lastBatch(of: lead.person))
        try registry.perform([.undo(batch.uid)], as: lead, command: "undo")
        #expect(try fixture.json("ladder P1")["level"] == .null, "evidence and its assessment are one batch")
    }

    @Test func aLeadNeverAssessesTheirOwn() throws {
        let fixture = try fixture()
        try fixture.run("submit --set title=T --set problem=P --set change=C --set who=W", as: "lead")
        #expect(try fixture.json("evidence add P2 \(Self.said)", as: "lead")["assessed"] == false)
        #expect(try fixture.problem("evidence assess P2.E1 --strength 1", as: "lead")?.kind == .refused)
    }

    @Test func staffMayNotAssess() throws {
        let fixture = try fixture()
        try fixture.run("evidence add P1 \(Self.said)", as: "ana")
        #expect(try fixture.problem("evidence assess P1.E1 --strength 1", as: "ben")?.kind == .notPermitted)
    }

    @Test func labelsAndCaseAreUnderstoodAndMisspellingsNamed() throws {
        let fixture = try fixture()
        let json = try fixture.json("evidence add P1 --kind \"Before and after\" --strength \"positive change\" --direction BETTER --finding f --source s", as: "ana")
        #expect(json["kind"] == "before-after")
        #expect(json["strength"] == 2)
        let problem = try fixture.problem("evidence add P1 --kind observaton --strength 1 --direction better --finding f --source s", as: "ana")
        #expect(problem?.kind == .usage && problem?.nearest == "observation")
        #expect(try fixture.problem("evidence add P1 --kind trial --strength 6 --direction better --finding f --source s", as: "ana")?.allowed.count == 6)
    }

    @Test func hearsayHasNoStrength() throws {
        let fixture = try fixture()
        let heard = "evidence add P1 --kind hearsay --direction worse --finding \"no bus took a wheelchair\" --source \"heard\""
        #expect(try fixture.problem(heard + " --strength 1", as: "lead")?.kind == .badInput)
        try fixture.run(heard, as: "lead")
        #expect(try fixture.json("ladder P1")["level"] == .null)
        #expect(try fixture.problem("evidence assess P1.E1 --strength 3", as: "lead")?.kind == .badInput)
    }

    @Test func whatIsMissingIsNamed() throws {
        let fixture = try fixture()
        let problem = try fixture.problem("evidence add P1 --kind trial", as: "ana")
        #expect(problem?.kind == .usage)
        #expect(problem?.what == "evidence needs more: --strength, --direction, --finding, --source are missing")
        #expect(problem?.details.count == 4)
    }

    @Test func atATerminalItAsks() throws {
        let fixture = try fixture(["observatoin", "observation", "1", "better", "", "two people rode alone", "visit, 4 March"])
        #expect(try fixture.run("evidence add P1", as: "ana").contains("P1.E1 is saved: observation, strength 1, better."))
        #expect(try fixture.json("evidence list P1").array?.first?["source"] == "visit, 4 March")
    }

    @Test func stoppingAtATerminalSavesNothing() throws {
        let fixture = try fixture(["observation", "^C"])
        #expect(try fixture.problem("evidence add P1", as: "ana")?.kind == .interrupted)
        #expect(try fixture.json("evidence list P1").array?.isEmpty == true)
    }

    @Test(arguments: ["--observed 2999", "--observed \"next year\""])
    func datesAreDatesAndNotInTheFuture(_ option: String) throws {
        #expect(try fixture().problem("evidence add P1 \(Self.said) \(option)", as: "ana")?.kind == .badInput)
    }

    @Test func writtenDatesAreKept() throws {
        let fixture = try fixture()
        try fixture.run("evidence add P1 \(Self.said) --observed \"March 2024\" --measure journeys --baseline 2 --result 9 --sample \"8 people\" --period 2024", as: "ana")
        let item = try fixture.json("evidence list P1").array?.first
        #expect(item?["observed"] == "2024-03")
        #expect(item?["baseline"] == "2")
    }

    @Test func flagsStandFirstOnThePage() throws {
        let fixture = try fixture()
        try fixture.run("evidence add P1 \(Self.said)", as: "lead")
        try fixture.run("evidence assess P1.E1 --strength 1 --flag no-benefit --flag \"harm seen\" --note \"one person fell\"", as: "lead")
        let page = try fixture.run("show P1")
        let harm = try #require(page.range(of: "Harm seen: P1.E1 (lead: one person fell)"))
        let none = try #require(page.range(of: "No benefit found: P1.E1"))
        let level = try #require(page.range(of: "at 1 (coherent account)"))
        #expect(harm.lowerBound < none.lowerBound && none.lowerBound < level.lowerBound)
        #expect(try fixture.json("ladder P1")["flags"]?.array?.first?["flag"] == "harm")
        #expect(try fixture.json("find 'evidence.harm>=1'").array?.count == 1)
        #expect(try fixture.problem("evidence assess P1.E1 --strength 1 --flag harn", as: "lead")?.nearest == "harm")
    }

    @Test func retracting() throws {
        let fixture = try fixture()
        try fixture.run("evidence add P1 \(Self.said)", as: "lead")
        #expect(try fixture.problem("evidence retract P1.E1", as: "ben")?.kind == .notPermitted)
        try fixture.run("evidence retract P1.E1", as: "lead")
        #expect(try fixture.json("ladder P1")["level"] == .null)
        #expect(try fixture.problem("evidence assess P1.E1 --strength 1", as: "lead")?.kind == .noInput)
    }

    @Test func severalAreAssessedAsOneBatch() throws {
        let fixture = try Fixture(founding: true)
        #expect(try fixture.json("evidence list --waiting").array?.isEmpty == false)
        let json = try fixture.json("evidence assess P1.E1 P5.E1 --strength 1", as: "lead")
        #expect(json["levels"]?["P1"] == 1 && json["levels"]?["P5"] == 1)
        #expect(try fixture.json("ladder P1")["level"] == 1)
        #expect(try fixture.run("ladder P1").contains("P1.E2 was only heard, and is worth a look"))
    }

    @Test func aloneItSaysWhatItCanDoAndMisspeltItNamesTheNearest() throws {
        let fixture = try fixture()
        #expect(try fixture.run("evidence").contains("assess"))
        #expect(try fixture.problem("evidence ad P1")?.nearest == "add")
        #expect(try fixture.problem("evidence assess P1 --strength 1", as: "lead")?.next == "evidence list P1")
    }

    @Test func itsWordsFindTheInnovation() throws {
        let fixture = try fixture()
        try fixture.run("evidence add P1 --kind account --strength 1 --direction better --finding \"a zebra crossing helped\" --source s", as: "ana")
        #expect(try fixture.json("find zebra").array?.first?["ref"] == "P1")
    }
}

/// Every text that these commands take is seen by the checks.
@Suite struct EvidenceTextTests {
    @Test(arguments: ["finding", "source", "measure", "baseline", "result", "sample", "period"])
    func adding(_ option: String) throws {
        let fixture = try Fixture(adding: [DoubtPlugin()])
        try fixture.run("submit --set title=T --set problem=P --set change=C --set who=W", as: "ana")
        var line = "evidence add P1 --kind account --strength 1 --direction better --\(option) doubtful"
        for needed in ["finding", "source"] where needed != option { line += " --\(needed) x" }
        #expect(try fixture.problem(line, as: "ben")?.details == ["\(option): it is doubtful"])
        try fixture.run(line + " --keep \"it is a place\"", as: "ben")
        let registry = try fixture.registry()
        #expect(try registry.page(1, for: fixture.actor("lead").viewer).contributions.first?.held == "it is a place")
        #expect(try registry.page(1, for: fixture.actor("ana").viewer).contributions.isEmpty)
    }

    @Test func assessing() throws {
        let fixture = try Fixture(adding: [DoubtPlugin()])
        try fixture.run("submit --set title=T --set problem=P --set change=C --set who=W", as: "ana")
        try fixture.run("evidence add P1 --kind account --strength 1 --direction better --finding f --source s", as: "ana")
        #expect(try fixture.problem("evidence assess P1.E1 --strength 1 --note doubtful", as: "lead")?.details == ["note: it is doubtful"])
        try fixture.run("evidence assess P1.E1 --strength 1 --note doubtful --keep \"it is a place\"", as: "lead")
    }
}
