import Fixture
import Foundation
import RegistryCore
import RegistryShell
import Testing

@Suite("Scripts: lines as if they were typed")
struct ScriptTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture(founding: true) }

    /// Runs lines; returns the exit code and what was told, as one text.
    private func run(_ lines: [String], keepGoing: Bool = false, echo: Bool = false) throws -> (code: Int32, told: String) {
        let (shell, _) = try fixture.shell()
        let code = shell.run(Script(lines, name: "weekly"), keepGoing: keepGoing, echo: echo)
        return (code, fixture.messages.joined(separator: "\n"))
    }

    private func file(_ name: String, _ text: String) throws -> String {
        let path = fixture.folder.appending(path: name).path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test("stops at the first error, with file, line and exit code")
    func stops() throws {
        let result = try run(["# a comment", "tag P1 +first --yes", "", "show P99", "tag P1 +second --yes"])
        #expect(result.code == 66)
        #expect(result.told.contains("weekly, line 4: "))
        #expect(result.told.contains("stopped at line 4 of weekly; its exit code is 66"))
        #expect(try fixture.run("find --count tag:first") == "1\n")
        #expect(try fixture.problem("find --count tag:second") != nil || fixture.run("find --count tag:second") == "0\n")
    }

    @Test("--keep-going goes on and counts; the first failure gives the exit code")
    func keepsGoing() throws {
        let result = try run(["show P99", "shwo P1", "# nothing", "tag P1 +second --yes"], keepGoing: true)
        #expect(result.code == 66)
        #expect(result.told.contains("going on behind line 1 of weekly; its exit code is 66"))
        #expect(result.told.contains("2 of 3 lines of weekly failed: 1, 2; the first with exit code 66"))
        #expect(try fixture.run("find --count tag:second") == "1\n")
    }

    @Test("a line that ends in a blank and a backslash goes on, and is told by where it begins")
    func continuation() throws {
        let good = try run(["find --count \\", "  tag:travel-training", "# not here \\", "find --count"])
        #expect(good.code == 0)
        let bad = try run(["find --count", "show \\", "P99"])
        #expect(bad.told.contains("line 2: "))
        #expect(try run(["comment P1 back\\"]).code == 0)
    }

    @Test("rows of the last list hold within a script, and not behind it")
    func rows() throws {
        let path = try file("rows.practice", "find bus\nshow 1\n")
        try fixture.run("run \(path)")
        #expect(try fixture.problem("show 1")?.kind == .usage)
    }

    @Test("a script's byte order mark and line ends are no part of its words")
    func windows() throws {
        let path = try file("windows.practice", "\u{FEFF}find --count\r\nfind --count\r\n")
        #expect(try fixture.run("run \(path)") == "8\n8\n")
    }

    @Test("quit ends a script without an error")
    func quits() throws { #expect(try run(["quit", "shwo"]).code == 0) }

    @Test("--echo shows each line before what it says")
    func echoes() throws { #expect(try run(["# a comment", "find --count"], echo: true).told == "practice> find --count") }

    @Test("run tells what went wrong once, and hands the exit code on")
    func nested() throws {
        let inner = try file("inner.practice", "show P99\n")
        let outer = try file("outer.practice", "run \(inner)\n")
        let (shell, _) = try fixture.shell()
        do {
            try shell.run(line: "run \(outer)")
            Issue.record("it did not fail")
        } catch let told as Told {
            #expect(told.code == 66 && shell.tell(told) == 66)
        }
        let lines = fixture.messages.filter { $0.contains("no innovation") || $0.contains("stopped at") }
        #expect(lines.filter { $0.contains("stopped at") }.count == 2, "\(fixture.messages)")
    }

    @Test("a script that runs itself ends with a clear error")
    func deep() throws {
        let path = try file("self.practice", "")
        try "run \(path)\n".write(toFile: path, atomically: true, encoding: .utf8)
        let (shell, _) = try fixture.shell()
        #expect(throws: Told.self) { try shell.run(line: "run \(path)") }
        #expect(fixture.messages.contains { $0.contains("scripts run scripts 10 deep at most") })
    }

    @Test("what is no script is told before anything runs")
    func unreadable() throws {
        let good = try file("good.practice", "tag P1 +first --yes\n")
        #expect(try fixture.problem("run \(good) \(fixture.folder.path)/godo.practice")?.nearest?.hasSuffix("good.practice") == true)
        #expect(try fixture.run("show P1").contains("first") == false)
        #expect(try fixture.problem("run \(fixture.folder.path)")?.what == "this is a folder, not a script")
        let bytes = fixture.folder.appending(path: "bytes")
        try Data([0xFF, 0xFE, 0x41]).write(to: bytes)
        #expect(try fixture.problem("run \(bytes.path)")?.kind == .badInput)
    }
}
