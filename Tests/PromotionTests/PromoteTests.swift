import Fixture
import RegistryCore
import RegistryShell
import Testing

@Suite struct PromoteTests {
    /// P1 to `count` by ana, tagged, with the four answers.
    private func fixture(_ count: Int = 1, tagged: Bool = true, adding: [any Plugin] = []) throws -> Fixture {
        let fixture = try Fixture(adding: adding)
        for number in 1...count {
            try fixture.run("submit --set title=T\(number) --set problem=P --set change=C --set who=W\(tagged ? " --set tags=carers" : "")", as: "ana")
        }
        return fixture
    }

    @Test func explainShowsEveryGateMetAndMissing() throws {
        let fixture = try fixture(tagged: false)
        let json = try fixture.json("promote P1 --explain", as: "lead")
        #expect(json["ref"] == "P1" && json["stage"] == "submitted" && json["to"] == "triaged" && json["may"] == false)
        #expect(json["gates"]?.array?.map { $0["gate"] } == ["lead.review", "fields.present", "tags.present"])
        #expect(json["gates"]?.array?.map { $0["met"] } == [true, true, false])
        #expect(json["gates"]?.array?.last?["next"] == "tag P1 +TAG")
        let table = try fixture.run("promote P1 --explain", as: "lead")
        #expect(table.contains("P1 stands at submitted; one gate of 3 holds it from triaged."))
        #expect(table.contains("tag P1 +TAG") && table.contains("fields.present"))
        #expect(try fixture.run("promote P1 --explain --format csv", as: "lead").hasPrefix("ref,stage,to,may,missing,gates\n"))
    }

    @Test func aHeldPromotionIsRefusedWithAllGates() throws {
        let fixture = try fixture(tagged: false)
        let problem = try fixture.problem("promote P1 developing", as: "lead")
        #expect(problem?.kind == .refused)
        #expect(problem?.details.count == 3, "tags, owner, support")
        #expect(problem?.next == "promote P1 developing --explain")
        #expect(try fixture.json("show P1")["stage"] == "submitted")
    }

    @Test func aPromotionSaysWhatChangedAndWhatComesNext() throws {
        let fixture = try fixture()
        let json = try fixture.json("promote P1 triaged", as: "lead")
        #expect(json["from"] == "submitted" && json["to"] == "triaged" && json["next"]?["to"] == "developing")
        try fixture.run("own P1 --person ben", as: "lead")
        try fixture.run("edit P1 --set support=development", as: "lead")
        let said = try fixture.run("promote P1 --reason \"a good start\"", as: "lead")
        #expect(said.contains("P1 is developing now; it was triaged."))
        #expect(said.contains("Next is promising, held by:"))
        #expect(try fixture.run("show P1").contains("a good start (lead"))
        #expect(try fixture.json("promote P1 developing", as: "lead")["batch"] == .null, "it is there already")
    }

    @Test func nobodyPromotesTheirOwnAndStaffNobodys() throws {
        let fixture = try fixture()
        try fixture.run("submit --set title=T --set problem=P --set change=C --set who=W --set tags=carers", as: "lead")
        #expect(try fixture.problem("promote P2 triaged", as: "lead")?.kind == .refused)
        #expect(try fixture.problem("promote P1 triaged", as: "ben")?.kind == .notPermitted)
        #expect(try fixture.json("promote P2 --explain", as: "lead")["may"] == false)
        #expect(try fixture.json("promote P1 --explain", as: "ben")["gates"]?.array?.first?["met"] == false)
    }

    @Test func severalAreOneBatchOrNone() throws {
        let fixture = try fixture(3)
        #expect(try fixture.json("promote P1-P3 triaged", as: "lead").array?.map { $0["to"] } == ["triaged", "triaged", "triaged"])
        let more = try self.fixture(2)
        try more.run("submit --set title=T --set problem=P --set change=C --set who=W", as: "ana")
        let problem = try more.problem("promote P1 P2 P3 triaged", as: "lead")
        #expect(problem?.what == "1 of 3 cannot be changed so, so none was")
        #expect(problem?.details == ["P3: it has no tag yet → tag P3 +TAG"])
        #expect(try more.json("show P1")["stage"] == "submitted")
        #expect(try more.json("promote P1 P3 --explain", as: "lead").array?.map { $0["may"] } == [true, false])
    }

    @Test func bySelection() throws {
        let fixture = try fixture(2)
        #expect(try fixture.problem("promote --where tag:carers triaged", as: "lead")?.next == "add --yes")
        #expect(try fixture.json("promote --where tag:carers triaged --yes", as: "lead").array?.count == 2)
        #expect(try fixture.json("promote --where tag:nothing triaged --yes", as: "lead") == [])
    }

    @Test func theLastWordIsTheStage() throws {
        let fixture = try fixture()
        #expect(try fixture.problem("promote P1 triagd", as: "lead")?.nearest == "triaged")
        #expect(try fixture.problem("promote P1 P9x", as: "lead")?.what == "this is no reference")
        #expect(try fixture.problem("promote triaged", as: "lead")?.what == "which innovation is not said")
        #expect(try fixture.problem("promote P1 parked", as: "lead")?.next == "move P1 parked --reason \"…\"")
        try fixture.run("promote P1", as: "lead")
        #expect(try fixture.problem("promote P1 submitted", as: "lead")?.kind == .usage)
        #expect(try fixture.json("move P1 submitted --reason \"too early\"", as: "lead")["to"] == "submitted")
    }

    @Test func stages() throws {
        let fixture = try fixture(2)
        try fixture.run("promote P1", as: "lead")
        try fixture.run("withdraw P2", as: "ana")
        let rows = try fixture.json("stages").array ?? []
        func count(_ stage: String) -> JSONValue? { rows.first { $0["stage"]?.string == stage }?["count"] }
        #expect(count("submitted") == 0 && count("triaged") == 1 && count("withdrawn") == 1)
        #expect(rows.first { $0["stage"] == "promising" }?["asks"]?.string?.contains("assessed evidence is strong enough (least 2)") == true)
        #expect(try fixture.run("stages").contains("a lead other than the submitter moves it"))
    }

    @Test func namingIsForLeadsAndTheNewestCounts() throws {
        let fixture = try fixture()
        #expect(try fixture.problem("own P1 --person ben", as: "ben")?.kind == .notPermitted)
        #expect(try fixture.problem("own P1 --person bem", as: "lead")?.nearest == "ben")
        #expect(try fixture.json("own P1 --person BEN", as: "lead")["owner"] == "ben")
        try fixture.run("own P1 --person ana", as: "admin")
        #expect(try fixture.json("show P1")["promotion"]?["owner"] == "ana")
        try fixture.run("own P1 --nobody", as: "lead")
        #expect(try fixture.json("show P1")["promotion"]?["owner"] == .null)
        #expect(try fixture.problem("own P1", as: "lead")?.kind == .usage)
        #expect(try fixture.json("sponsor P1 --person lead", as: "lead")["sponsor"] == "lead")
    }

    @Test func everyReasonIsChecked() throws {
        let fixture = try fixture(adding: [DoubtPlugin()])
        for line in ["park P1 --reason doubtful", "promote P1 --reason doubtful", "move P1 parked --reason doubtful"] {
            #expect(try fixture.problem(line, as: "lead")?.kind == .refused)
        }
        try fixture.run("park P1 --reason doubtful --keep \"it is a place\"", as: "lead")
        #expect(try fixture.json("show P1", as: "lead")["held"] == "it is a place")
    }
}
