import Fixture
import Foundation
import RegistryCore
import Testing

/// What is taken out comes in again as it was.
@Suite struct RoundTripTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        let path = fixture.folder.appending(path: "form.csv").path
        try """
            title,problem,source_id,submitter,created,area,tags,support,setup_cost
            Bus buddies,"=1+2, +44 and ""quotes""
            second line",A1,Amina Khan,2021-02-03,Carers,bus; wet-day,support; sharing,12.50
            '=quoted,-5 degrees,A2,Ben,2022-03-04,,,,
            @risk,\u{9}tab first,A3,Cy,2022-03-04T10:00:00.000Z,Dementia,,sharing,

            """.write(toFile: path, atomically: true, encoding: .utf8)
        try fixture.run("import \(path)", as: "lead")
        try fixture.run("submit --set title='Put in by hand' --set problem=p --set change=c --set who=w --yes", as: "ben")
    }

    @Test(arguments: ["csv", "tsv", "jsonl", "json"])
    func exportImportExportIsTheSameToTheByte(_ format: String) throws {
        let first = fixture.folder.appending(path: "first.\(format)").path
        try fixture.run("export \(first)", as: "lead")
        let other = try Fixture()
        let json = try other.json("import \(first)", as: "lead")
        #expect(json["new"] == 4)
        #expect(json["unmatched"] == [])
        let second = other.folder.appending(path: "second.\(format)").path
        try other.run("export \(second)", as: "lead")
        #expect(try String(contentsOfFile: second, encoding: .utf8) == String(contentsOfFile: first, encoding: .utf8))
        #expect(try other.json("import \(first)", as: "lead")["unchanged"] == 4, "and once more changes nothing")
        #expect(try other.problem("verify", as: "lead") == nil)
    }

    @Test func whatComesHomeIsKnownAgain() throws {
        let path = fixture.folder.appending(path: "ideas.csv").path
        try fixture.run("export \(path)", as: "lead")
        #expect(try fixture.json("import \(path)", as: "lead")["unchanged"] == 4)
        let changed = try String(contentsOfFile: path, encoding: .utf8).replacing("Put in by hand", with: "Put in by Ben")
        try changed.write(toFile: path, atomically: true, encoding: .utf8)
        let json = try fixture.json("import \(path)", as: "lead")
        #expect(json["updated"] == 1 && json["unchanged"] == 3 && json["new"] == 0)
        #expect(try fixture.json("show P4")["fields"]?["title"] == "Put in by Ben")
    }

    @Test func aColumnCalledRefIsNobodysButItsOwners() throws {
        let path = fixture.folder.appending(path: "other.csv").path
        try "Ref,Title\nX1,One\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try fixture.json("import \(path)", as: "lead")["unmatched"] == ["Ref"])
    }

    @Test func twoFormsWithTheSameKeysBothComeOver() throws {
        for form in ["one", "two"] {
            let path = fixture.folder.appending(path: "\(form).csv").path
            try "title,source_id\nFirst of \(form),1\nSecond of \(form),2\n".write(toFile: path, atomically: true, encoding: .utf8)
            try fixture.run("import \(path)", as: "lead")
        }
        let path = fixture.folder.appending(path: "all.csv").path
        try fixture.run("export \(path)", as: "lead")
        let other = try Fixture()
        let json = try other.json("import \(path)", as: "lead")
        #expect(json["new"] == 8 && json["rejected"] == 0)
        let moved = other.folder.appending(path: "renamed.csv").path
        try FileManager.default.copyItem(atPath: path, toPath: moved)
        #expect(try other.json("import \(moved)", as: "lead")["unchanged"] == 8, "whatever the file is called")
    }

    @Test func anOldExportWritesOverNothingNewer() throws {
        let path = fixture.folder.appending(path: "monday.csv").path
        try fixture.run("export \(path)", as: "lead")
        Thread.sleep(forTimeInterval: 0.01)
        try fixture.run("edit P4 --set problem='Edited on Tuesday'", as: "lead")
        let changed = try String(contentsOfFile: path, encoding: .utf8).replacing("Put in by hand", with: "Put in by Ben")
        try changed.write(toFile: path, atomically: true, encoding: .utf8)
        let json = try fixture.json("import \(path)", as: "lead")
        #expect(json["updated"] == 1 && json["conflicts"] == [])
        let fields = try fixture.json("show P4")["fields"]
        #expect(fields?["problem"] == "Edited on Tuesday", "the file has what stood there on Monday")
        #expect(fields?["title"] == "Put in by Ben", "and this the file has changed")
        try changed.replacing(",p,c,", with: ",Edited in the file,c,").write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try fixture.json("import \(path)", as: "lead")["conflicts"]?.array?.count == 1)
        #expect(try fixture.json("show P4")["fields"]?["problem"] == "Edited on Tuesday")
    }

    @Test func aCopiedRowIsNotWrittenOverItsOriginal() throws {
        let path = fixture.folder.appending(path: "ideas.csv").path
        try fixture.run("export \(path) 'title:hand'", as: "lead")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let row = try #require(text.split(separator: "\n").last)
        try (text + row.replacing("Put in by hand", with: "A new idea") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try fixture.problem("import \(path)", as: "lead")?.details.contains { $0.contains("row 1 is the same innovation") } == true)
        #expect(try fixture.json("show P4")["fields"]?["title"] == "Put in by hand")
    }

    @Test func whatWasUndoneComesInAfreshFromAnExportToo() throws {
        let path = fixture.folder.appending(path: "all.csv").path
        try fixture.run("export \(path)", as: "lead")
        try fixture.run("undo --batch \(try fixture.registry().batches().first { $0.command == "import" }?.number ?? 0) --yes", as: "lead")
        let json = try fixture.json("import \(path)", as: "lead")
        #expect(json["new"] == 3 && json["unchanged"] == 1)
    }

    @Test func whoMaySeeItComesOverToo() throws {
        try fixture.run("edit P4 --visibility me", as: "ben")
        let path = fixture.folder.appending(path: "all.csv").path
        try fixture.run("export \(path)", as: "lead")
        let other = try Fixture()
        try other.run("import \(path)", as: "lead")
        #expect(try other.json("show P4", as: "lead")["visibility"] == "me")
        #expect(try other.problem("show P4", as: "ana")?.kind == .noInput)
        #expect(try other.problem("verify", as: "lead") == nil)
    }

    @Test(arguments: ["csv", "jsonl"]) func listsComeBackValueByValue(_ format: String) throws {
        // A list of values of people's own, which the starter fields have none of.
        let fields = try #require(Fixture.starter.documents["fields"]) + """

              - name: kit
                label: Kit
                type: list
                asked: later
                hint: What it takes.
                example: a whiteboard
                open: true
                choices: [a whiteboard]

            """
        let document = fixture.folder.appending(path: "fields.yaml").path
        try fields.write(toFile: document, atomically: true, encoding: .utf8)
        try fixture.run("config set fields \(document) --yes")
        let path = fixture.folder.appending(path: "lists.jsonl").path
        try #"{"title":"Lists","source_id":"L","kit":["Age UK, Sale","semi;colon","back\\slash"]}"#.write(toFile: path, atomically: true, encoding: .utf8)
        try fixture.run("import \(path)", as: "lead")
        let values: JSONValue = ["Age UK, Sale", "semi;colon", "back\\slash"]
        #expect(try fixture.json("show P5")["fields"]?["kit"] == values)
        let out = fixture.folder.appending(path: "out.\(format)").path
        try fixture.run("export \(out) title:lists", as: "lead")
        let other = try Fixture()
        try other.run("config set fields \(document) --yes")
        try other.run("import \(out)", as: "lead")
        #expect(try other.json("show P1")["fields"]?["kit"] == values)
    }
}
