import Fixture
import Foundation
import RegistryCore
import Testing

/// `plugins check` and `plugins new`.
@Suite struct ConformanceTests {
    @Test func waveHoldsToTheProtocol() throws {
        let fixture = try Fixture()
        let trials = try fixture.json("plugin check \(Attaching.copy("wave", for: fixture)) --deliver somewhere").array ?? []
        #expect(trials.count > 60)
        #expect(trials.filter { $0["holds"] != true }.isEmpty)
        for point in ["command", "check", "signal", "gate", "importer", "exporter", "channel", "section", "observer", "handshake", "messages", "end"] {
            #expect(trials.contains { $0["subject"]?.string?.hasPrefix(point) == true }, "\(point)")
        }
    }

    @Test(arguments: ["hangs", "crashes", "floods", "half-json", "no-json", "wrong-id", "too-few", "ignores-term", "somebody-else"])
    func whatBreaksItIsSaid(_ how: String) throws {
        let fixture = try Attaching.hostile(how, contributes: "  checks:\n    - {name: guard, summary: looks, on-failure: pass}")
        let problem = try fixture.problem("plugin check \(fixture.folder.path)/hostile")
        #expect(problem?.kind == .refused && problem?.what.contains("hostile does not hold to the protocol") == true)
    }

    /// Each scaffold, in a folder of its own: it passes its own test and holds to the protocol.
    @Test(arguments: [("python", "cd thanks && python3 -B -m unittest 2>&1"), ("shell", "cd thanks && sh test.sh 2>&1")])
    func aScaffoldWorks(_ language: String, _ test: String) throws {
        let fixture = try Fixture(founding: true)
        let folder = fixture.folder.appending(path: "thanks").path
        #expect(try fixture.json("plugin new thanks --in \(language) --folder \(folder)")["plugin"] == "thanks")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", test]
        process.currentDirectoryURL = fixture.folder
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
        #expect(try fixture.run("plugin check \(folder)").contains("thanks 0.1.0 holds to the protocol"))
        try fixture.run("plugin attach \(folder) --yes")
        if language == "python" {
            #expect(try fixture.run("thanks P1", as: "ben") == "You thank for P1.\n")
            #expect(try fixture.run("show P1").contains("ben: thank you"))
        }
    }

    @Test func aScaffoldReplacesNothing() throws {
        let fixture = try Fixture()
        #expect(try fixture.problem("plugin new thanks --in python --folder \(fixture.folder.path)")?.kind == .cannotCreate)
        #expect(try fixture.problem("plugin new rating --in python")?.kind == .usage)
        #expect(try fixture.problem("plugin new thanks --in cobol")?.allowed == ["python", "shell"])
    }
}
