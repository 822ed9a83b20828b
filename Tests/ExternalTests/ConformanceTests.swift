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
    @Test(arguments: [
        ("python", "cd thanks && python3 -B -m unittest 2>&1"), ("shell", "cd thanks && sh test.sh 2>&1"),
        // As build.sh does it, without building all of it a second time.
        ("swift", "cd thanks && swift test 2>&1 && mkdir bin && cp .build/debug/thanks bin/ && sh -n build.sh 2>&1"),
    ])
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
        if language != "shell" {
            #expect(try fixture.run("thanks P1", as: "ben") == "You thank for P1.\n")
            #expect(try fixture.run("show P1").contains("ben: thank you"))
        }
    }

    /// Settings that a home must give: without them it cannot be tried, with them it is.
    @Test func itIsTriedWithTheHomesSettings() throws {
        let fixture = try Fixture(founding: true)
        let folder = try Attaching.copy("wave", for: fixture)
        let manifest = try String(contentsOfFile: folder + "/plugin.yaml", encoding: .utf8)
        let needy = manifest.replacing("settings:                       #", with: "settings:\n  required: [greeting] #").replacing("default: hello, ", with: "")
        try needy.write(toFile: folder + "/plugin.yaml", atomically: true, encoding: .utf8)
        let failure = try JSONValue(parsing: failing("plugin check \(folder) --format json", fixture)).array?.first { $0["holds"] == false }
        #expect(failure?["subject"] == "settings" && failure?["failure"] == "“greeting” is missing")
        try fixture.run("plugin attach \(folder) --yes")
        #expect(fixture.messages.joined(separator: " ").contains("It cannot work before it has its settings: “greeting” is missing; config set wave FILE"))
        #expect(try fixture.problem("wave P1")?.next == "config set wave FILE")
        let settings = fixture.folder.appending(path: "wave.yaml").path
        try "greeting: good evening\n".write(toFile: settings, atomically: true, encoding: .utf8)
        try fixture.run("config set wave \(settings)")
        #expect(try fixture.json("plugin check \(folder)").array?.first { $0["subject"] == "settings" }?["holds"] == true)
        try fixture.run("wave P1", as: "ben")
        #expect(try fixture.run("show P1").contains("ben: good evening"))
    }

    private func failing(_ line: String, _ fixture: Fixture) throws -> String {
        _ = try fixture.problem(line)
        return fixture.printedSoFar
    }

    @Test func aScaffoldReplacesNothing() throws {
        let fixture = try Fixture()
        #expect(try fixture.problem("plugin new thanks --in python --folder \(fixture.folder.path)")?.kind == .cannotCreate)
        #expect(try fixture.problem("plugin new rating --in python")?.kind == .usage)
        #expect(try fixture.problem("plugin new thanks --in cobol")?.allowed == ["python", "shell", "swift"])
    }
}
