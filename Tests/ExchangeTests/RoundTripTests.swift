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
}
