import Fixture
import Foundation
import RegistryCore
import Testing

@Suite struct ArchiveTests {
    private let fixture: Fixture
    private let archive: String

    /// A registry with something of everything.
    init() throws {
        fixture = try Fixture()
        archive = fixture.folder.appending(path: "all.archive").path
        let path = fixture.folder.appending(path: "ideas.csv").path
        try "title,problem,source_id,submitter,Odd\nBus,Late 🙂,A1,Amina,x\nTea,Ring 01632 960482,A2,Ben,y\nNight,Nobody,A3,Cy,z\n"
            .write(toFile: path, atomically: true, encoding: .utf8)
        try fixture.run("import \(path) --extra keep", as: "lead")
        for line in ["rate P1 5 --why Good", "comment P1 'Seen it'", "adopt P1 --site 'Sale team'", "tag P1 +bus", "edit P1 --set who=Adults", "comment P3 gone"] {
            try fixture.run(line, as: "lead")
        }
        try fixture.run("undo --yes", as: "lead")
        try fixture.run("submit --set title=Own --set problem=p --set change=c --set who=w --yes", as: "ben")
        try fixture.run("undo --yes", as: "ben")
    }

    @Test func whatIsRestoredIsTheSameToTheByte() throws {
        try fixture.run("export \(archive)", as: "admin")
        let other = try Fixture()
        let json = try other.json("restore \(archive) --yes", as: "admin")
        #expect(json["innovations"] == 4)
        let second = other.folder.appending(path: "second.archive").path
        try other.run("export \(second)", as: "admin")
        #expect(FileManager.default.contents(atPath: second) == FileManager.default.contents(atPath: archive))
        #expect(try other.run("verify", as: "admin") == fixture.run("verify", as: "admin"))
        for line in ["find", "show P1", "history P1", "stats", "find 'seen'", "find odd:x"] {
            #expect(try other.run(line, as: "lead") == fixture.run(line, as: "lead"), "\(line)")
        }
        let path = fixture.folder.appending(path: "ideas.csv").path
        #expect(try other.json("import \(path) --extra keep", as: "lead")["unchanged"] == 3)
        try other.run("submit --set title=Next --set problem=p --set change=c --set who=w --yes", as: "ben")
        #expect(try other.json("show P5")["title"] == "Next")
    }

    @Test func onlyAnAdminAndOnlyIntoAnEmptyOne() throws {
        #expect(try fixture.problem("export \(archive)", as: "lead")?.kind == .notPermitted)
        try fixture.run("export \(archive)", as: "admin")
        #expect(try fixture.problem("restore \(archive) --yes", as: "admin")?.kind == .refused)
        #expect(try fixture.problem("export \(archive) stage:submitted", as: "admin")?.kind == .usage)
    }

    @Test func whatWasCutOrChangedIsRefusedByLine() throws {
        try fixture.run("export \(archive)", as: "admin")
        let whole = try String(contentsOfFile: archive, encoding: .utf8)
        let lines = whole.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        let entry = try #require(lines.firstIndex { $0.contains("\"type\":\"entry\"") && $0.contains("Late") })
        func without(_ index: Int) -> String { (lines[..<index] + lines[(index + 1)...]).joined(separator: "\n") + "\n" }
        var swapped = lines
        swapped.swapAt(entry, entry + 1)
        let bad: [(String, String)] = [
            ("", "no archive"), (String(whole.prefix(whole.count / 2)), "cut"), (lines.dropLast().joined(separator: "\n") + "\n", "cut"),
            (whole.replacing("Late", with: "Soon"), "digest"), (without(entry), "does not follow"), (swapped.joined(separator: "\n") + "\n", "does not follow"),
            (whole.replacing("\"version\":1}", with: "\"version\":9}"), "newer version"), (without(lines.count - 3), "digest"), (whole + "{}\n", "after the end"),
            (whole.replacing("\"type\":\"seal\"", with: "\"type\":\"cat\""), "does not have"), ("[[[[\n", "no JSON object"),
        ]
        let path = fixture.folder.appending(path: "bad.archive").path
        for (text, what) in bad {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            let other = try Fixture()
            let problem = try other.problem("restore \(path) --yes", as: "admin")
            #expect(problem?.kind == .badInput, "\(what)")
            #expect(problem?.what.contains(what) == true, "\(what): \(problem?.what ?? "")")
            #expect(try other.json("find").array?.isEmpty == true)
            #expect(try other.json("people", as: "admin").array?.isEmpty == false, "what was there is there")
        }
    }
}
