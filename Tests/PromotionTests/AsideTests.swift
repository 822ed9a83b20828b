import Fixture
import RegistryCore
import RegistryShell
import Testing

/// Moving aside, coming back, and the leads' queue.
@Suite struct AsideTests {
    private func fixture(_ answers: [String]? = nil) throws -> Fixture {
        let fixture = try Fixture(answers: answers)
        try fixture.run("submit --set title=T1 --set problem=P --set change=C --set who=W --set tags=carers", as: "ana")
        try fixture.run("submit --set title=T2 --set problem=P --set change=C --set who=W", as: "ben")
        return fixture
    }

    @Test(arguments: [("park", "parked"), ("decline", "declined"), ("return", "returned"), ("stop", "stopped"), ("retire", "retired")])
    func takesAReasonThatStandsOnThePage(_ command: String, _ stage: String) throws {
        let fixture = try fixture()
        #expect(try fixture.problem("\(command) P1", as: "lead")?.next == "\(command) P1 --reason \"…\"")
        #expect(try fixture.problem("\(command) P1 --reason r", as: "ben")?.kind == .notPermitted)
        let json = try fixture.json("\(command) P1 --reason \"until spring\"", as: "lead")
        #expect(json["from"] == "submitted" && json["to"]?.string == stage)
        #expect(try fixture.json("show P1")["promotion"]?["note"] == "until spring")
        #expect(try fixture.registry().history(of: 1, for: fixture.actor("lead").viewer).contains { $0.reason == "until spring" })
    }

    @Test func severalAsOneBatch() throws {
        let fixture = try fixture()
        let before = try fixture.registry().batches().count
        #expect(try fixture.json("park P1 P2 --reason \"until spring\"", as: "lead").array?.count == 2)
        #expect(try fixture.registry().batches().count == before + 1)
    }

    @Test func withdrawingOnesOwn() throws {
        let fixture = try fixture()
        #expect(try fixture.problem("withdraw P1", as: "ben")?.kind == .notPermitted)
        #expect(try fixture.json("withdraw P1", as: "ana")["to"] == "withdrawn")
    }

    @Test func returnedThenResubmittedThenPromoted() throws {
        let fixture = try fixture()
        #expect(try fixture.problem("resubmit P1", as: "ana")?.kind == .refused)
        #expect(try fixture.run("return P1 --reason \"for whom?\"", as: "lead").contains("ana can answer with edit P1, then resubmit P1."))
        #expect(try fixture.problem("resubmit P1", as: "ben")?.kind == .notPermitted)
        try fixture.run("edit P1 --set who=Everybody", as: "ana")
        #expect(try fixture.json("resubmit P1", as: "ana")["to"] == "submitted")
        #expect(try fixture.json("promote P1", as: "lead")["to"] == "triaged")
    }

    @Test func whatIsParkedIsTakenUpAgain() throws {
        let fixture = try fixture()
        try fixture.run("park P1 --reason later", as: "lead")
        #expect(try fixture.json("promote P1", as: "lead")["to"] == "triaged")
    }

    @Test func theQueue() throws {
        let fixture = try fixture()
        try fixture.run("submit --set title=T3 --set problem=P --set change=C --set who=W", as: "lead")
        try fixture.run("return P2 --reason \"for whom?\"", as: "lead")
        let rows = try fixture.json("review --list", as: "lead").array ?? []
        #expect(rows.map { $0["ref"] } == ["P1", "P2"], "oldest first, never the lead's own")
        #expect(rows.map { $0["gates"] } == [0, 1])
        #expect(rows.map { $0["waits_for"] } == ["a lead", "ben"])
        #expect(rows.map { $0["days"] } == [0, 0])
        #expect(rows.map { $0["assigned"] } == [.null, .null])
        #expect(try fixture.json("review --list tag:carers", as: "lead").array?.count == 1)
        #expect(try fixture.json("review", as: "admin").array?.count == 3)
        _ = try fixture.run("review --list --limit 1", as: "admin")
        #expect(fixture.messages.contains { $0.contains("2 more wait: review --list --limit 3") })
        #expect(try fixture.problem("review", as: "ana")?.kind == .notPermitted)
    }

    @Test func walkingTheQueue() throws {
        let fixture = try fixture(["a", "what", "a", "r", "for whom is it?"])
        let said = try fixture.run("review", as: "lead")
        #expect(said.contains("P1 is triaged now") && said.contains("P2 is returned now"))
        #expect(fixture.messages.contains { $0.contains("2 of 2 reviewed") })
        #expect(fixture.messages.contains { $0.contains("cannot move to triaged yet") }, "a gate holds P2; it is asked again")
        #expect(try fixture.json("show P2")["promotion"]?["note"] == "for whom is it?")
    }

    @Test func leavingTheWalkKeepsWhatWasDecided() throws {
        let fixture = try fixture(["s", "^C"])
        try fixture.run("review", as: "lead")
        #expect(try fixture.json("review --list", as: "lead").array?.count == 2)
    }
}
