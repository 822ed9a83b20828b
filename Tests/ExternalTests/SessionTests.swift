import Fixture
import Foundation
import RegistryCore
import RegistryShell
import Testing

/// Attached plugins within one session, as at the prompt.
@Suite struct SessionTests {
    @Test func theNextLineKnowsWhatWasAttachedAndDetached() throws {
        let fixture = try Fixture(founding: true)
        let folder = try Attaching.copy("wave", for: fixture)
        let (shell, _) = try fixture.shell()
        #expect(throws: Problem.self) { try shell.run(line: "wave P1 hello") }
        try shell.run(line: "plugins attach \(folder) --yes")
        #expect(fixture.printedSoFar.contains("next: practice wave P1 hello"))
        try shell.run(line: "wave P1 hello")
        #expect(ShellCompleter(shell).completion(of: "wav", at: 3).candidates.map(\.value) == ["wave", "waves"])
        try shell.run(line: "plugins disable wave")
        #expect(throws: Problem.self) { try shell.run(line: "wave P1 hello") }
        try shell.run(line: "plugins enable wave")
        try shell.run(line: "wave P2 hello")
        try shell.run(line: "plugins detach wave")
        #expect { try shell.run(line: "wave P1 hello") } throws: { ($0 as? Problem)?.what == "there is no such command" }
    }

    /// One whose files were others for a while is there again once it is attached again.
    @Test func whatRestedIsUsedAgainOnceItIsMended() throws {
        let fixture = try Attaching.wave()
        let file = fixture.folder.appending(path: "wave/README.md").path
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let (shell, _) = try fixture.shell()
        try (text + "changed").write(toFile: file, atomically: true, encoding: .utf8)
        #expect { try shell.run(line: "wave P1 hello") } throws: { ($0 as? Problem)?.what.contains("is stopped") == true }
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        try shell.run(line: "plugins attach \(fixture.folder.path)/wave")
        try shell.run(line: "wave P1 hello")
    }

    @Test func aCommandThatIsStoppedSaysWhatCameOfIt() throws {
        let commands = "  commands:\n    - {name: odd, summary: is odd}"
        let hanging = try Attaching.hostile("hangs", contributes: commands, limits: "{start: 60, call: 3600}")
        hanging.stopping.ask()
        let problem = try hanging.problem("odd")
        #expect(problem?.kind == .interrupted && problem?.what == "stopped; nothing was saved")
        let asking = try Attaching.wave(answers: ["^C"])
        #expect(try asking.problem("wave P1 ?")?.what == "stopped; nothing was saved")
    }

    @Test func whatAStoppedCommandSavedIsNamed() throws {
        let fixture = try Attaching.hostile(
            "contributes", contributes: "  commands:\n    - {name: odd, summary: is odd}\n  kinds:\n    - {name: mark, payload: {type: object, properties: {a: {type: string}}}}",
            limits: "{start: 60, call: 3600}", answers: ["^C"])
        let problem = try fixture.problem("odd")
        #expect(problem?.kind == .interrupted && problem?.what.hasPrefix("stopped, after batch ") == true && problem?.next?.hasSuffix(", or undo") == true, "\(problem as Any)")
    }

    @Test func aFileOfAKindThatNothingReadsNamesTheCommand() throws {
        let fixture = try Fixture(founding: true)
        let place = fixture.folder.appending(path: "data/practice/plugins")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let file = fixture.folder.appending(path: "ideas.waves").path
        try "One\n".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try fixture.problem("import \(file)")?.next == "--from csv")
        try FileManager.default.createSymbolicLink(atPath: place.appending(path: "waving").path, withDestinationPath: try Attaching.copy("wave", for: fixture))
        for line in ["import \(file)", "import \(file) --from waves", "export \(file).waves", "export --to waves -"] {
            let problem = try fixture.problem(line)
            #expect(problem?.kind == .unavailable && problem?.next == "plugins attach waving, as an admin", "\(line)")
        }
        #expect(try fixture.json("plugins").array?.last?["state"] == "not attached: plugins attach waving")
        try fixture.run("plugins attach waving --yes")
        try fixture.run("import \(file)")
        try fixture.run("plugins disable wave")
        #expect(try fixture.problem("import \(file)")?.next == "plugins enable wave")
        #expect(try fixture.problem("export \(file).waves")?.next == "plugins enable wave")
    }
}
