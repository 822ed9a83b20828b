import Fixture
import RegistryCore
import RegistryShell
import Testing

@testable import InsightsPlugin

struct StatsTests {
    private func filled() throws -> Fixture {
        let fixture = try Fixture()
        func draft(_ title: String, _ area: String?, _ support: [String], tags: [String] = [], started: String? = nil, visibility: Visibility = .home) -> Operation {
            var fields: Fields = ["title": .text(title), "support": .list(support)]
            fields["area"] = area.map(FieldValue.text)
            fields["started"] = started.map(FieldValue.text)
            return .submit(Draft(fields: fields, tags: tags, visibility: visibility))
        }
        try fixture.registry().perform([
            draft("One", "Carers", ["support", "sharing"], tags: ["falls"], started: "2016-03"),
            draft("Two", "Carers", ["sharing"], tags: ["falls", "housing"], started: "2016"),
            draft("Three", "Dementia", ["development"], started: "2014-01-01"),
            draft("Four", nil, ["sharing"], visibility: .me),
        ], as: fixture.actor("ana"), command: "submit")
        return fixture
    }

    @Test func byAField() throws {
        let fixture = try filled()
        #expect(try fixture.json("stats --by area", as: "lead") == [
            ["value": "Carers", "count": 2, "share": 0.5], ["value": "Dementia", "count": 1, "share": 0.25], ["value": nil, "count": 1, "share": 0.25],
        ])
        // Every read takes a viewer.
        #expect(try fixture.json("stats --by area", as: "ben") == [
            ["value": "Carers", "count": 2, "share": 0.667], ["value": "Dementia", "count": 1, "share": 0.333],
        ])
        #expect(try fixture.json("stats --by area tag:housing", as: "lead") == [["value": "Carers", "count": 1, "share": 1]])
        #expect(try fixture.json("stats --by area --limit 1", as: "lead").array?.count == 1)
    }

    @Test func byWhatTheRegistryKeeps() throws {
        let fixture = try filled()
        #expect(try fixture.json("stats --by tag", as: "ben").array?.prefix(2).map { $0["value"]?.string } == ["falls", "housing"])
        #expect(try fixture.json("stats --by support", as: "lead").array?.first == ["value": "sharing", "count": 3, "share": 0.75])
        #expect(try fixture.json("stats --by submitter", as: "lead") == [["value": "ana", "count": 4, "share": 1]])
        for word in ["stage", "team", "organisation", "source", "year", "visibility", "title", "tags"] {
            #expect(try fixture.json("stats --by \(word)", as: "lead").array?.isEmpty == false, "\(word)")
        }
        // A date counts by its year, in order.
        #expect(try fixture.json("stats --by started", as: "lead").array?.compactMap { $0["value"]?.string } == ["2014", "2016"])
    }

    @Test func asATable() throws {
        let fixture = try filled()
        let table = try fixture.run("stats --by area", as: "lead")
        #expect(table.contains("Service area") && table.contains("50%  ████████████████████") && table.contains("(none)"))
        #expect(try !fixture.run("stats --by area --format csv", as: "lead").contains("█"))
        let (shell, session) = try fixture.shell(as: "lead")
        session.output.plain = true
        try shell.run(line: "stats --by area")
    }

    @Test func whatCannotBeCountedBy() throws {
        let fixture = try filled()
        let misspelt = try #require(try fixture.problem("stats --by aera"))
        #expect(misspelt.kind == .usage && misspelt.nearest == "area")
        #expect(try fixture.problem("stats --by problem")?.kind == .usage)
        #expect(try fixture.problem("stats --by area --limit 0")?.kind == .usage)
        #expect(try fixture.problem("stats --by area 'aera:Carers'")?.nearest == "area")
    }

    @Test func atAGlance() throws {
        let fixture = try filled()
        try fixture.run("rate P1 4", as: "ben")
        let json = try fixture.json("stats", as: "lead")
        #expect(json["innovations"] == 4 && json["held"] == 0)
        #expect(json["stages"] == [["value": "submitted", "count": 4, "share": 1]])
        #expect(json["support"]?.array?.count == 3 && json["years"]?.array?.count == 1)
        #expect(json["known"]?["rated"] == 1 && json["known"]?["ratings"] == 1)
        let page = try fixture.run("stats", as: "lead")
        #expect(page.contains("Where they stand") && page.contains("find support:sharing"))
        #expect(try fixture.run("stats --format csv", as: "lead").contains("stage,submitted,4"))
        #expect(try Fixture().run("stats").hasPrefix("Nothing to count"))
    }

    @Test func bars() {
        #expect(Proportion.bar(10, 10).count == 20 && Proportion.bar(1, 1000).count == 1 && Proportion.bar(0, 10) == "")
        #expect(Proportion.text(1, 1000) == "<1%" && Proportion.text(0, 0) == "0%" && Proportion.of(1, 3) == 0.333)
    }
}
