import Fixture
import RegistryCore
import Testing

@Suite("journal and batches")
struct JournalTests {
    @Test("the last batch stands first, its lines in their order")
    func order() throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies", "Walking club")
        try fixture.perform([rating(4, on: 1)], as: "ben", command: "rate")
        let lines = try fixture.json("journal --limit 3").array ?? []
        #expect(lines.map { $0["what"]?.string } == ["rated it 4", "submitted “Bus buddies”", "submitted “Walking club”"])
        #expect(lines.map { $0["ref"]?.string } == ["P1", "P1", "P2"])
        #expect(lines.first?["by"] == "ben" && lines.first?["command"] == "rate" && lines.first?["action"] == "contributed")
    }

    @Test("says when a batch goes on")
    func cut() throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies", "Walking club", "Wet days")
        #expect(try fixture.json("journal --limit 2").array?.count == 2)
        try fixture.run("journal --limit 2")
        #expect(fixture.messages.last?.hasPrefix("batch 3 goes on: journal --batch 3 --limit 3") == true)
        try fixture.run("journal --limit 3")
        #expect(fixture.messages.isEmpty)
    }

    @Test("by person and by batch")
    func filtered() throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies")
        try fixture.perform([rating(4, on: 1)], as: "ben", command: "rate")
        #expect(try fixture.json("journal --by BEN").array?.count == 1)
        #expect(try fixture.json("journal --batch 3").array?.map { $0["what"]?.string } == ["submitted “Bus buddies”"])
        #expect(try fixture.json("journal --batch 3 --by ben").array?.isEmpty == true)
    }

    @Test("shows nothing that the viewer may not see")
    func visibility() throws {
        let fixture = try Fixture()
        try fixture.perform([.submit(Draft(fields: ["title": .text("Mine alone")], visibility: .me))], as: "ana")
        #expect(try fixture.json("journal", as: "ben").array?.contains { $0["ref"] == "P1" } == false)
        #expect(try fixture.json("journal", as: "ben").array?.allSatisfy { $0["subject"] != "configuration" } == true)
        #expect(try fixture.json("journal", as: "ana").array?.contains { $0["ref"] == "P1" } == true)
        #expect(try fixture.json("journal", as: "lead").array?.contains { $0["ref"] == "P1" } == true)
    }

    @Test("batches say who undid them, and an undone undo counts no more")
    func batches() throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies")
        try fixture.run("undo --yes", as: "ana")
        var rows = try fixture.json("batches --limit 2").array ?? []
        #expect(rows.map { $0["batch"]?.integer } == [4, 3] && rows.first?["undoes"] == 3 && rows.last?["undone_by"] == 4)
        try fixture.run("undo --batch 4 --yes", as: "ana")
        rows = try fixture.json("batches --by ana").array ?? []
        #expect(rows.map { $0["undone_by"]?.integer } == [nil, 5, nil])
        #expect(try fixture.innovation(1).stage == "submitted")
    }

    @Test("what is wrong is said", arguments: [
        ("journal --by bem", Problem.Kind.noInput), ("journal --batch 99", .noInput), ("journal --limit 0", .usage), ("batches --limit -1", .usage),
        ("batches --limti 3", .usage), ("batches --by bem", .noInput),
    ])
    func wrong(line: String, kind: Problem.Kind) throws {
        let problem = try Fixture().problem(line)
        #expect(problem?.kind == kind && problem?.next != nil)
    }
}

