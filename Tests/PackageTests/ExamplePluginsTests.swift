import Fixture
import Foundation
import RegistryCore
import Testing

/// What is in examples/plugins: each passes its own test, holds to the protocol, and does what its README says.
@Suite struct ExamplePluginsTests {
    private static let plugins = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "examples/plugins")

    /// A copy of one, attached, in a registry with the founding records.
    private func attached(_ name: String, prepared: String? = nil) throws -> Fixture {
        let fixture = try Fixture(founding: true)
        let folder = fixture.folder.appending(path: name)
        try FileManager.default.copyItem(at: Self.plugins.appending(path: name), to: folder)
        if let prepared { try run(prepared, in: folder) }
        #expect(try fixture.run("plugin check \(folder.path)").contains("\(name) 1.0.0 holds to the protocol"))
        try fixture.run("plugin attach \(folder.path) --yes")
        return fixture
    }

    private func run(_ line: String, in folder: URL) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line + " 2>&1"]
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
    }

    @Test func nothingMovesBeforeTheElection() throws {
        let fixture = try attached("pre-election", prepared: "sh test.sh")
        try fixture.run("own P1 --person lead", as: "lead")
        let stages = try fixture.run("config show stages")
        func set(_ from: String, _ until: String) throws {
            let gates = "      - gate: owner.named\n"
            let text = stages.replacing(gates, with: "      - gate: pre-election\n        from: \(from)\n        until: \(until)\n" + gates, maxReplacements: 1)
            try #require(text != stages)
            let file = fixture.folder.appending(path: "stages.yaml").path
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            try fixture.run("config set stages \(file)")
        }
        try set("2001-01-01", "2999-12-31")
        let held = try fixture.problem("promote P1 developing", as: "lead")
        #expect(held?.kind == .refused && held?.details.contains { $0.contains("before the election nothing moves up until 2999-12-31 is over") } == true, "\(held as Any)")
        try set("2001-01-01", "2001-05-07")
        try fixture.run("promote P1 developing", as: "lead")
    }

    @Test func sharesAreLettersOfAMailbox() throws {
        let fixture = try attached("mbox", prepared: "python3 -B -m unittest")
        #expect(try fixture.problem("share P1 --to mbox:team", as: "ana")?.what.contains("its settings name no folder") == true)
        let file = fixture.folder.appending(path: "mbox.yaml").path
        try "folder: \(fixture.folder.path)\n".write(toFile: file, atomically: true, encoding: .utf8)
        try fixture.run("config set mbox \(file)")
        #expect(try fixture.run("share P1 --to mbox:team --note 'From here'", as: "ana") == "P1 is shared: added to the mailbox team.\n")
        let letters = try String(contentsOf: fixture.folder.appending(path: "team.mbox"), encoding: .utf8)
        #expect(letters.contains("\nSubject: P1 Travel training") && letters.contains("\n>From here\n") && letters.contains("From: ana <"), "\(letters.prefix(500))")
        #expect(try fixture.problem("share P1 --to mbox:../team", as: "ana")?.kind == .usage)
    }

    @Test func ratingsHaveAFloor() throws {
        let fixture = try attached("wilson", prepared: "swiftc Sources/wilson/*.swift -o wilson && sh test.sh")
        try fixture.run("rate P1 5", as: "ana")
        try fixture.run("rate P1 5", as: "ben")
        #expect(try fixture.json("show P1")["signals"]?["rating.floor"]?.number == 0.342)
        #expect(try fixture.json("find 'rating.floor>0.3'").array?.count == 1)
    }
}
