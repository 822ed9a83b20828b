import Fixture
import RegistryCore
import RegistryShell
import Testing

/// Commands that move many: one preview, one question, one batch.
@Suite struct BulkTests {
    /// P1 to P8 by ana, of which P7 and P8 have no tag.
    private func fixture(_ answers: [String]? = nil) throws -> Fixture {
        let fixture = try Fixture(answers: answers)
        for number in 1...8 {
            try fixture.run("submit --set title=\"Idea \(number)\" --set problem=P --set change=C --set who=W\(number < 7 ? " --set tags=carers" : "")", as: "ana")
        }
        return fixture
    }

    private func stages(_ fixture: Fixture) throws -> [String] {
        let registry = try fixture.registry()
        return try (1...8).map { try registry.innovation($0, for: fixture.actor("admin").viewer).stage }
    }

    @Test func theErrorNamesYesAndTheCount() throws {
        let fixture = try fixture()
        let problem = try fixture.problem("park --where tag:carers --reason \"until spring\"", as: "lead")
        #expect(problem?.kind == .usage && problem?.next == "add --yes")
        #expect(problem?.what == "this needs a yes: 6 innovations would move to parked")
        #expect(fixture.messages == [
            "6 innovations would move to parked:", "  P1  Idea 1", "  P2  Idea 2", "  P3  Idea 3", "  P4  Idea 4", "  P5  Idea 5", "  and 1 more",
        ])
        #expect(try fixture.json("park --where tag:carers --reason \"until spring\" --yes", as: "lead").array?.count == 6)
        #expect(try stages(fixture) == Array(repeating: "parked", count: 6) + ["submitted", "submitted"])
        try fixture.run("undo --yes", as: "lead")
        #expect(try stages(fixture) == Array(repeating: "submitted", count: 8), "one batch, one undo")
    }

    @Test func fiveThatAreNamedNeedNoQuestionAndSixDo() throws {
        let fixture = try fixture()
        #expect(try fixture.problem("park P1-P6 --reason later", as: "lead")?.next == "add --yes")
        try fixture.run("park P1-P5 --reason later", as: "lead")
        #expect(try stages(fixture).count { $0 == "parked" } == 5)
        // Those that are parked already count as no change.
        try fixture.run("park P1-P8 --reason later", as: "lead")
        #expect(try stages(fixture).allSatisfy { $0 == "parked" })
        #expect(fixture.messages == ["5 innovations stood there already: P1, P2, P3, P4, P5"])
    }

    @Test func thoseThatAGateHoldsAreLeftOutOnlyWhenThePersonSaysSo() throws {
        let fixture = try fixture()
        let refused = try #require(try fixture.problem("promote --where stage:submitted triaged --yes", as: "lead"))
        #expect(refused.kind == .refused && refused.what == "2 of 8 cannot be changed so, so none was")
        #expect(refused.details == ["P7: it has no tag yet → tag P7 +TAG", "P8: it has no tag yet → tag P8 +TAG"])
        #expect(refused.next == "add --leave-out, to go on without them")
        #expect(try stages(fixture).allSatisfy { $0 == "submitted" })
        try fixture.run("promote --where stage:submitted triaged --yes --leave-out", as: "lead")
        #expect(fixture.messages.first == "left out: P7, P8")
        #expect(try stages(fixture) == Array(repeating: "triaged", count: 6) + ["submitted", "submitted"])
    }

    @Test func atATerminalTheQuestionSaysWhatIsLeftOut() throws {
        let fixture = try fixture(["y"])
        try fixture.run("promote P6 P7 triaged", as: "lead")
        #expect(fixture.messages.contains("1 innovation cannot be changed so:") && fixture.messages.contains { $0 == "  P7: it has no tag yet → tag P7 +TAG" })
        #expect(fixture.asked.contains("Shall this one move to triaged, leaving 1 out? Enter is no."))
        #expect(try stages(fixture)[5...6] == ["triaged", "submitted"])
    }

    @Test(arguments: [[""], ["n"], ["^C"], ["^D"], ["c", "none"], ["c", "^D"]])
    func theDefaultIsNo(_ answers: [String]) throws {
        let fixture = try fixture(answers)
        let before = try fixture.registry().batches().count
        try fixture.run("park --where tag:carers --reason later", as: "lead")
        #expect(fixture.messages.last == "nothing was changed")
        #expect(try fixture.registry().batches().count == before)
    }

    @Test func choosing() throws {
        let fixture = try fixture(["choose", "9", "1-2 P5"])
        try fixture.run("park --where tag:carers --reason later", as: "lead")
        #expect(fixture.asked.contains("6  P6  Idea 6") && fixture.asked.contains("The list goes from 1 to 6: “9” is not in it."))
        #expect(try stages(fixture) == ["parked", "parked", "submitted", "submitted", "parked", "submitted", "submitted", "submitted"])
    }

    @Test func aDryRunDoesNothing() throws {
        let fixture = try fixture()
        let json = try fixture.json("promote --where stage:submitted --dry-run", as: "lead")
        #expect(json["dry_run"] == true && json["would"]?.array?.map { $0["deed"] } == ["move to triaged"])
        #expect(json["refused"]?.array?.map { $0["ref"] } == ["P7", "P8"] && json["already"] == [])
        #expect(try fixture.run("park P1 --reason later --dry-run", as: "lead") == "1 innovation would move to parked:\n  P1  Idea 1\n")
        #expect(try stages(fixture).allSatisfy { $0 == "submitted" })
    }

    @Test func everyCommandThatChangesManyTakesASelection() throws {
        let fixture = try fixture()
        try fixture.run("return --where ref:P1 --reason \"for whom?\" --yes", as: "lead")
        try fixture.run("resubmit --where by:me --yes --leave-out", as: "ana")
        #expect(try stages(fixture)[0] == "submitted")
        try fixture.run("own --where tag:carers --person ben --yes", as: "lead")
        #expect(try fixture.json("show P6")["promotion"]?["owner"] == "ben")
        try fixture.run("withdraw --where by:me --yes", as: "ana")
        #expect(try stages(fixture).allSatisfy { $0 == "withdrawn" })
        #expect(try fixture.problem("withdraw --where tag:carers P1 --yes", as: "lead")?.kind == .usage)
        #expect(try fixture.problem("park --where '' --reason r --yes", as: "lead")?.kind == .usage)
        #expect(try fixture.problem("park --reason r", as: "lead")?.next == "park P1")
    }

    @Test func staffMayNotMoveOthers() throws {
        let fixture = try fixture()
        #expect(try fixture.problem("park --where tag:carers --reason r --yes", as: "ben")?.kind == .notPermitted)
        #expect(try fixture.problem("withdraw --where tag:carers --yes", as: "ben")?.kind == .notPermitted)
    }
}
