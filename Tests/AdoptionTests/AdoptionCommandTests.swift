import Fixture
import RegistryCore
import RegistryShell
import Testing

@Suite struct AdoptionCommandTests {
    private func fixture(_ answers: [String]? = nil) throws -> Fixture {
        let fixture = try Fixture(answers: answers)
        try fixture.run("submit --set title=T --set problem=P --set change=C --set who=W --set team=\"East team\"", as: "ana")
        return fixture
    }

    @Test func aSiteTriesItAndItWorks() throws {
        let fixture = try fixture()
        let tried = try fixture.json("adopt P1 --site \"North team\" --since \"March 2024\"", as: "ben")
        #expect(tried["ref"] == "P1.A1" && tried["outcome"] == "trying" && tried["since"] == "2024-03" && tried["sites"] == 1)
        let worked = try fixture.json("adopt P1 --site \"north team\" --worked", as: "ben")
        #expect(worked["ref"] == "P1.A2" && worked["since"] == "2024-03", "what was said before need not be said again")
        #expect(worked["sites"] == 1 && worked["worked"] == 1 && worked["confirmed"] == 0)
        #expect(try fixture.json("adoptions P1").array?.count == 1)
        #expect(try fixture.json("find 'adoption.worked>=1'").array?.count == 1)
    }

    @Test func sayingTheSameTwiceChangesNothing() throws {
        let fixture = try fixture()
        try fixture.run("adopt P1 --site \"North team\" --worked", as: "ben")
        let again = try fixture.json("adopt P1 --site \"North team\" --worked", as: "ben")
        #expect(again["batch"] == .null && again["ref"] == "P1.A1")
    }

    @Test func neverOnesOwnNorOnesOwnTeam() throws {
        let fixture = try fixture()
        #expect(try fixture.problem("adopt P1 --site \"North team\"", as: "ana")?.kind == .refused)
        #expect(try fixture.problem("adopt P1 --site \"east team\"", as: "ben")?.kind == .refused)
    }

    @Test(arguments: ["--did-not-work", "--stopped"])
    func whatEndedNeedsAReason(_ option: String) throws {
        let fixture = try fixture()
        #expect(try fixture.problem("adopt P1 --site South \(option)", as: "ben")?.kind == .usage)
        try fixture.run("adopt P1 --site South \(option) --reason \"no bus on Fridays\"", as: "ben")
        let page = try fixture.run("show P1")
        #expect(page.contains("Learnt where it did not work or was stopped:"))
        #expect(page.contains("because: no bus on Fridays"))
        #expect(try fixture.json("find Fridays").array?.count == 1)
    }

    @Test func confirming() throws {
        let fixture = try fixture()
        try fixture.run("adopt P1 --site North --worked", as: "ben")
        #expect(try fixture.problem("adopt P1.A1 --confirm", as: "ben")?.kind == .refused, "not by who said it")
        #expect(try fixture.problem("adopt P1.A1 --confirm", as: "ana")?.kind == .refused, "not by who submitted it")
        #expect(try fixture.json("adopt P1.A1 --confirm --note \"saw it\"", as: "lead")["confirmed"] == 1)
        #expect(try fixture.json("adopt P1.A1 --confirm --note \"saw it\"", as: "lead")["batch"] == .null)
        #expect(try fixture.json("adoptions P1").array?.first?["confirmed_by"] == ["lead"])
        try fixture.run("adopt P1 --site North --stopped --reason moved", as: "ben")
        #expect(try fixture.problem("adopt P1.A1 --confirm", as: "admin")?.next == "adopt P1.A2 --confirm")
        #expect(try fixture.problem("adopt P1 --confirm", as: "admin")?.next == "adoptions P1")
    }

    @Test func takingBack() throws {
        let fixture = try fixture()
        try fixture.run("adopt P1 --site North", as: "ben")
        try fixture.run("adopt P1 --site North --worked", as: "ben")
        try fixture.run("adopt P1 --site North --retract", as: "ben")
        #expect(try fixture.json("adoptions").array?.isEmpty == true)
        #expect(try fixture.problem("adopt P1 --site North --retract", as: "ben")?.kind == .refused)
    }

    @Test func theSiteIsOnesOwnTeamOrAskedFor() throws {
        let fixture = try fixture(["North team"])
        #expect(try fixture.json("adopt P1", as: "ben")["site"] == "North team")
        #expect(try self.fixture().problem("adopt P1", as: "ben")?.what.contains("site is missing") == true)
    }

    @Test func oneOutcomeAtATime() throws {
        #expect(try fixture().problem("adopt P1 --site North --worked --stopped --reason x", as: "ben")?.kind == .usage)
    }

    @Test func theListOfAllIsNewestFirstAndShowsOnlyWhatOneMaySee() throws {
        let fixture = try fixture()
        try fixture.run("submit --set title=U --set problem=P --set change=C --set who=W", as: "ben")
        try fixture.run("adopt P1 --site North", as: "ben")
        try fixture.run("adopt P2 --site South --did-not-work --reason \"too far\"", as: "ana")
        #expect(try fixture.json("adoptions").array?.map { $0["innovation"] } == ["P2", "P1"])
        #expect(try fixture.json("adoptions --outcome did-not-work").array?.map { $0["site"] } == ["South"])
        #expect(try fixture.problem("adoptions --outcome didnt-work")?.nearest == "did-not-work")
        let actor = try fixture.actor("ana")
        try fixture.registry().perform([.show(1, to: .me)], as: actor, command: "edit")
        #expect(try fixture.json("adoptions", as: "ben").array?.map { $0["innovation"] } == ["P2"])
    }

    @Test func futureDatesAreRefused() throws {
        #expect(try fixture().problem("adopt P1 --site North --since 2999", as: "ben")?.kind == .badInput)
    }
}

/// Every text that these commands take is seen by the checks.
@Suite struct AdoptionTextTests {
    @Test(arguments: ["adopt P1 --site doubtful", "adopt P1 --site North --stopped --reason doubtful", "adopt P1.A1 --confirm --note doubtful"])
    func isChecked(_ line: String) throws {
        let fixture = try Fixture(adding: [DoubtPlugin()])
        try fixture.run("submit --set title=T --set problem=P --set change=C --set who=W", as: "ana")
        try fixture.run("adopt P1 --site West --worked", as: "lead")
        #expect(try fixture.problem(line, as: "ben")?.details.count == 1)
        try fixture.run(line + " --keep \"it is a place\"", as: "ben")
    }
}
