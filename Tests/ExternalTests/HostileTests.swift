import Fixture
import Foundation
import RegistryCore
import Testing

/// Plugins that hang, crash, flood and lie: each costs a clear message, and what was being done has an outcome.
@Suite struct HostileTests {
    private static let check = "  checks:\n    - {name: guard, summary: looks, on-failure: block}"

    /// Each way of breaking the protocol, and what is said of it.
    static let ways: [(how: String, said: String)] = [
        ("hangs", "did not answer check.examine within one second"), ("crashes", "ended with the exit code 3 before it answered"),
        ("leaves-a-child", "ended with the exit code 4 before it answered"), ("is-killed", "was ended by the signal 11 before it answered"), ("closes", "closed its standard output before it answered"),
        ("floods", "sent more than 10000 messages that answer nothing"), ("counts-nothing", "told progress by a number that counts nothing"), ("never-ends-a-line", "wrote a line of more than 1 MiB"),
        ("half-json", "ended in the middle of a line"), ("no-json", "wrote a line that is not JSON"), ("no-rpc", "wrote a message that is not of JSON-RPC 2.0"),
        ("wrong-id", "answered with the id"), ("no-result", "has not one of result and error"), ("wrong-shape", "answered check.examine with something else than an object"),
        ("too-deep", "nested deeper than"), ("too-few", "answered check.examine for 0 of 1 passages"), ("beyond-the-text", "where there is no text"),
        ("ignores-term", "did not answer check.examine within one second"), ("forks", "did not answer check.examine within one second"),
        ("eats-memory", "ended with the exit code 1 before it answered"), ("somebody-else", "says that it is friendly 9"),
    ]

    @Test(arguments: ways)
    func whatBreaksTheProtocolIsNamedAndNothingIsSaved(_ how: String, _ said: String) throws {
        let fixture = try Attaching.hostile(how, contributes: Self.check)
        let before = try fixture.registry().batches().count
        let problem = try #require(try fixture.problem(fixture.submission, as: "ben"))
        #expect(problem.kind == .plugin)
        #expect(problem.what.contains("nothing was saved, as the check “guard” could not look at it: the plugin “hostile” ") && problem.what.contains(said), "\(problem.what)")
        #expect(try fixture.registry().batches().count == before)
        #expect(try fixture.run("find").isEmpty == false, "the rest of the program works")
    }

    @Test func itsLastWordsStandInTheMessage() throws {
        let fixture = try Attaching.hostile("crashes", contributes: Self.check)
        #expect(try fixture.problem(fixture.submission)?.details == ["out of luck"])
        #expect(fixture.messages.isEmpty)
        _ = try fixture.problem(fixture.submission + " --verbose")
        #expect(fixture.messages == ["hostile: out of luck"])
    }

    @Test func whatItSaysAtLengthIsCut() throws {
        let details = try Attaching.hostile("talks-to-itself", contributes: Self.check).problem("submit --set title=Bus --set problem=P --set change=C --set who=W")?.details ?? []
        #expect(!details.isEmpty && details.count <= 6 && details.allSatisfy { $0.count <= 301 })
    }

    @Test func itRestsForTheSession() throws {
        let fixture = try Attaching.hostile("crashes", contributes: Self.check)
        let (shell, _) = try fixture.shell()
        #expect(throws: Problem.self) { try shell.run(line: fixture.submission) }
        #expect { try shell.run(line: fixture.submission) } throws: { ($0 as? Problem)?.what.contains("rests for this session: it ended with the exit code 3") == true }
    }

    @Test(arguments: ["forks", "forks-naked"])
    func whatItStartedIsEndedWithIt(_ how: String) throws {
        let fixture = try Attaching.hostile(how, contributes: Self.check, limits: "{start: 60, call: 3}")
        _ = try fixture.problem(fixture.submission)
        let stray = try #require(pid_t(try String(contentsOf: fixture.folder.appending(path: "stray"), encoding: .ascii)))
        // A killed process must be given a processor to end on, and whoever reaps orphans here may take a moment; a zombie
        // runs no more.
        func isGone() -> Bool {
            let state = (try? String(contentsOfFile: "/proc/\(stray)/stat", encoding: .utf8))?.split(separator: " ").dropFirst(2).first
            return state == nil || state == "Z"
        }
        for _ in 0..<600 where !isGone() { Thread.sleep(forTimeInterval: 0.05) }
        #expect(isGone(), "the process \(stray) runs on")
    }

    @Test(arguments: ["hangs", "ignores-term", "forks", "crashes"])
    func noZombieIsLeft(_ how: String) throws {
        let fixture = try Attaching.hostile(how, contributes: Self.check)
        _ = try fixture.problem(fixture.submission)
        fixture.end()
        let zombies = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter { pid in
            guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8), text.contains("(python3)") else { return false }
            let parts = text.split(separator: ")").last?.split(separator: " ") ?? []
            return parts.count > 1 && parts[0] == "Z" && pid_t(parts[1]) == getpid()
        }
        #expect(zombies.isEmpty)
    }

    @Test func aCheckThatLetsPassSaysSo() throws {
        let fixture = try Attaching.hostile("crashes", contributes: "  checks:\n    - {name: guard, summary: looks, on-failure: pass}")
        try fixture.run(fixture.submission, as: "ben")
        #expect(fixture.messages.contains { $0.contains("the check “guard” could not look at what is saved, and lets it pass: the plugin “hostile” ended") })
    }

    @Test func aGateHolds() throws {
        let fixture = try Attaching.hostile("hangs", contributes: "  gates:\n    - {name: shut, summary: opens}")
        let stages = Fixture.starter.documents["stages"]?.replacing("- gate: lead.review", with: "- gate: shut\n      - gate: lead.review") ?? ""
        try fixture.registry().perform([.configure(name: "stages", text: stages)], as: fixture.actor("admin"), command: "config")
        let problem = try fixture.problem("promote P6 developing", as: "lead")
        #expect(problem?.kind == .refused && problem?.details.contains { $0.contains("the gate “shut” could not answer, so it holds: the plugin “hostile” ") && $0.contains("did not answer gate.verdict within one second") } == true)
    }

    @Test func aSignalStaysAsItWas() throws {
        let fixture = try Attaching.hostile("too-few", contributes: "  signals:\n    - {name: comment.count, kinds: [comment]}")
        try fixture.run("comment P1 'It works'", as: "ben")
        #expect(fixture.messages.joined(separator: " ").contains("comment.count could not be made anew and stays as it was: the plugin “hostile” answered signal.values for 0 of 1 subjects"))
    }

    @Test func aSectionSaysThatItIsNotAvailable() throws {
        let fixture = try Attaching.hostile("no-json", contributes: "  sections:\n    - {name: more, title: More}")
        #expect(try fixture.run("show P1").contains("not available: the plugin “hostile” wrote a line that is not JSON"))
    }

    @Test func anObserverIsANotice() throws {
        let fixture = try Attaching.hostile("wrong-id", contributes: "  observers:\n    - {name: echo, summary: hears}")
        try fixture.run(fixture.submission, as: "ben")
        #expect(fixture.messages.joined(separator: " ").contains("saved; but the observer “echo” could not do its part: the plugin “hostile” answered with the id"))
    }

    @Test func anImportSavesNothingAndAnExportLeavesTheOldFile() throws {
        let fixture = try Attaching.hostile("half-json", contributes: "  importers:\n    - {name: odd, summary: reads, endings: [odd]}\n  exporters:\n    - {name: odd, summary: writes, endings: [odd]}")
        let file = fixture.folder.appending(path: "file.odd").path
        try "old".write(toFile: file, atomically: true, encoding: .utf8)
        let before = try fixture.registry().batches().count
        #expect(try fixture.problem("import \(file)")?.kind == .plugin)
        #expect(try fixture.registry().batches().count == before)
        #expect(try fixture.problem("export \(file) --yes")?.kind == .plugin)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "old")
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path).filter { $0.hasSuffix(".part") }.isEmpty)
    }

    @Test func aCommandFailsWithItsName() throws {
        let command = "  commands:\n    - {name: odd, summary: is odd}"
        #expect(try Attaching.hostile("crashes", contributes: command).problem("odd")?.what == "the plugin “hostile” ended with the exit code 3 before it answered")
        #expect(try Attaching.hostile("fails", contributes: command).problem("odd")?.value == "ZeroDivisionError: division by zero")
        let refused = try Attaching.hostile("refuses", contributes: command).problem("odd")
        #expect(refused?.kind == .refused && refused?.what == "hostile: not on a Monday" && refused?.next == "try on Tuesday")
    }

    @Test func ctrlCEndsWhatHangs() throws {
        let fixture = try Attaching.hostile("hangs", contributes: Self.check, limits: "{call: 3600}")
        fixture.stopping.ask()
        #expect(try fixture.problem(fixture.submission)?.kind == .interrupted)
    }
}
