import Foundation
import Server
import Testing

/// The program at a real terminal, as somebody sits before it: few tests, each a whole errand.
@Suite(.serialized) struct PromptTests {
    /// A home directory of its own, with a registry that has the founding records.
    final class Place {
        let folder: URL
        /// Where its registry is, when tests are asked to use a server.
        let database: Database?
        init(on server: Server? = nil) throws {
            database = Server.isAsked ? try Database(on: server ?? Server.shared.get(), template: "template0") : nil
            folder = FileManager.default.temporaryDirectory.appending(path: "prompt-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try run("init", "--founding", "--as", "admin")
            try run("people", "add", "lead", "--role", "lead", "--login", "lead", "--as", "admin")
            // A server knows people by their logins, and admins say whose they are.
            for name in database == nil ? [] : ["ana", "ben"] { try run("people", "add", name, "--role", "staff", "--login", name, "--as", "admin") }
        }
        deinit { try? FileManager.default.removeItem(at: folder) }

        /// Beside the test bundle, where the build leaves it.
        static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "practice").path

        func environment(_ further: [String: String] = [:]) throws -> [String: String] {
            let person = further["PRACTICE_USER"] ?? "ana"
            return [
                "HOME": folder.path, "TERM": "xterm", "INPUTRC": folder.appending(path: "inputrc").path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
                "PRACTICE_REGISTRY": try database?.address(as: person, makesRegistry: person == "admin") ?? folder.appending(path: "registry").path, "PRACTICE_USER": person,
                // Its tests are in ScreenTests; elsewhere a page would wait for a key.
                "PRACTICE_PAGER": "",
            ].merging(further) { $1 }
        }

        @discardableResult func run(_ words: String..., input: String? = nil) throws -> (code: Int32, out: String, err: String) {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Place.program)
            process.arguments = words
            process.environment = try environment(words.firstIndex(of: "--as").map { ["PRACTICE_USER": words[$0 + 1]] } ?? [:])
            process.currentDirectoryURL = folder
            let out = Pipe(), err = Pipe(), standardInput = Pipe()
            process.standardOutput = out
            process.standardError = err
            process.standardInput = standardInput
            try process.run()
            standardInput.fileHandleForWriting.write(Data((input ?? "").utf8))
            try standardInput.fileHandleForWriting.close()
            let result = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            let messages = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return (process.terminationStatus, result, messages)
        }

        func prompt(inputrc: String = "", columns: Int = 80, _ further: [String: String] = [:]) throws -> PseudoTerminal {
            try inputrc.write(to: folder.appending(path: "inputrc"), atomically: true, encoding: .utf8)
            let terminal = try PseudoTerminal(Place.program, environment: environment(further), rows: 24, columns: columns)
            try terminal.expect("home ana> ")
            return terminal
        }
    }

    private let place: Place
    init() throws { place = try Place() }

    @Test(arguments: ["set editing-mode emacs\n", "set editing-mode vi\n"])
    func completesCommandsReferencesTagsAndFields(_ inputrc: String) throws {
        let terminal = try place.prompt(inputrc: inputrc)
        terminal.send("sho\t")
        try terminal.expectScreen("show completed") { $0.contains { $0.hasSuffix("> show") } }
        terminal.send("wheelch\t\r")
        try terminal.expect("P1")
        try terminal.expect("home ana P1> ")
        terminal.send("tag P1 +trav\t")
        try terminal.expectScreen("tag completed") { $0.contains { $0.contains("+travel-training") } }
        terminal.send("\u{3}")
        try terminal.expect("home ana P1> ")
        terminal.send("find stage:tri\t\r")
        try terminal.expect("triaged")
        try terminal.expect("home ana P1> ")
        terminal.send("find --lim\t2\r")
        try terminal.expect("2 of 8")
        try terminal.expect("home ana P1> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }

    @Test func completionListsTitles() throws {
        let terminal = try place.prompt()
        terminal.send("show P\t")
        try terminal.expectScreen("titles") { rows in rows.contains { $0.contains("P1") && $0.contains("Travel training") } }
        // Past the line that was drawn again below the list, so that the next prompt is a new one.
        try terminal.expect("home ana> show P")
        terminal.send("\u{3}")
        try terminal.expect("home ana> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }

    @Test(arguments: ["set editing-mode emacs\n", "set editing-mode vi\n"])
    func controlCClearsTheLineAndControlDLeaves(_ inputrc: String) throws {
        let terminal = try place.prompt(inputrc: inputrc)
        terminal.send("find something that is not wanted\u{3}")
        try terminal.expect("home ana> ")
        terminal.send("stages\r")
        try terminal.expect("embedded")
        try terminal.expect("home ana> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }

    @Test func aWholeSubmission() throws {
        let terminal = try place.prompt()
        terminal.send("submit\r")
        try terminal.expect("1 of 4")
        terminal.send("Night bus buddies 🚌\r")
        try terminal.expect("2 of 4")
        terminal.send("Young adults stop going out when the last bus feels unsafe\r\r")
        try terminal.expect("3 of 4")
        terminal.send("A trained buddy waits with them\r\r")
        try terminal.expect("4 of 4")
        terminal.send("Young adults\r")
        try terminal.expect("What you have seen")
        terminal.send(":save\r")
        try terminal.expect("Save it?")
        terminal.send("save\r")
        try terminal.expect("Saved as P9")
        try terminal.expect("home ana P9> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
        let shown = try place.run("show", "P9", "--format", "json")
        #expect(shown.out.contains("Night bus buddies 🚌"))
        let history = try place.history()
        #expect(history.contains("submit") && !history.contains("buddies"), "form answers are in no history")
    }

    @Test func controlCInAFormKeepsADraftAndTheNextSubmitOffersIt() throws {
        var terminal = try place.prompt()
        terminal.send("submit\r")
        try terminal.expect("1 of 4")
        terminal.send("Night bus buddies\r")
        try terminal.expect("2 of 4")
        terminal.send("half an ans\u{3}")
        try terminal.expect("kept as a draft")
        try terminal.expect("home ana> ")
        terminal.send("submit\r")
        try terminal.expect("You have a draft “Night bus buddies”: 1 of 4 answered")
        try terminal.expect("Go on with it?")
        terminal.send("y\r")
        try terminal.expect("2 of 4")
        terminal.send(":back\r")
        try terminal.expect("Night bus buddies")
        terminal.close()
        _ = try terminal.wait()
        terminal = try place.prompt()
        terminal.send("drafts\r")
        try terminal.expect("Night bus buddies")
        try terminal.expect("home ana> ")
        terminal.send("quit\r")
        #expect(try terminal.wait() == .code(0))
    }

    @Test func historyIsKeptPrivatelyAndRecalled() throws {
        var terminal = try place.prompt()
        terminal.send("find carers\r")
        try terminal.expect("P6")
        try terminal.expect("home ana> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
        let files = try FileManager.default.contentsOfDirectory(at: place.folder.appending(path: ".local/state/practice"), includingPropertiesForKeys: nil)
        let file = try #require(files.first)
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        terminal = try place.prompt()
        terminal.send("\u{10}\r")
        try terminal.expect("P6")
        try terminal.expect("home ana> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }

    @Test func colourOnlyWhereItIsWanted() throws {
        let plain = try place.prompt(["NO_COLOR": "1"])
        plain.send("find carers\r")
        let seen = try plain.expect("P6")
        #expect(!seen.contains("\u{1B}[1m") && !seen.contains("\u{1B}[36m"))
        plain.close()
        _ = try plain.wait()
    }

    @Test(arguments: [80, 60, 40]) func nothingOverflows(_ columns: Int) throws {
        try place.run("submit", "--set", "title=\(String(repeating: "long words ", count: 15))日本 👩‍🦽", "--set", "problem=P", "--set", "change=C", "--set", "who=W")
        let terminal = try place.prompt(columns: columns)
        terminal.send("find\r")
        try terminal.expect("home ana> ")
        terminal.send("show P9\r")
        try terminal.expect("home ana P9> ")
        // A line that overflowed would have been wrapped by the terminal: its rest stands alone at the margin.
        let rows = terminal.screen()
        #expect(rows.allSatisfy { $0.count <= columns })
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }

    @Test func aScriptStopsAtTheFirstErrorWithItsLine() throws {
        let script = "# a comment\nfind carers\n\nshow P99\nfind bus\n"
        let result = try place.run(input: script)
        #expect(result.code == 66)
        #expect(result.err.contains("standard input, line 4"))
        #expect(result.out.contains("P6") && !result.out.contains("wet day"))
    }

    @Test func exitCodesAreTheDocumentedOnes() throws {
        #expect(try place.run("stages").code == 0)
        #expect(try place.run("promote", "P4", "developing").code == 77)
        #expect(try place.run("promote", "P4", "developing", "--as", "lead").code == 1)
        #expect(try place.run("shwo").code == 64)
        #expect(try place.run("show", "P99").code == 66)
        #expect(try place.run("stages", "--registry", "nowhere").code == 66)
        #expect(try place.run("init", "--registry", "no/such/folder/registry").code == 73)
        #expect(try place.run("check", "-", input: "call 07700 900123").code == 1)
        #expect(try place.run("check", "-", input: "nothing here").code == 0)
    }

    @Test(.disabled(if: Server.isAsked, "a server has no file")) func theFileAloneIsTheRegistry() throws {
        try place.run("submit", "--set", "title=Night bus", "--set", "problem=P", "--set", "change=C", "--set", "who=W")
        try FileManager.default.copyItem(at: place.folder.appending(path: "registry"), to: place.folder.appending(path: "copy"))
        #expect(try place.run("find", "--count", "--registry", "copy").out == "9\n")
    }

    @Test(.disabled(if: Server.isAsked, "its people are there already, as each needs a login")) func theExampleScriptRuns() throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../examples/first-hour.practice").standardizedFileURL
        let result = try place.run("--as", "admin", input: String(contentsOf: script, encoding: .utf8))
        #expect(result.code == 0, "\(result.err)")
        #expect(result.out.contains("You rate P1 4"))
    }

    @Test func resultsAreOnStandardOutputAlone() throws {
        let result = try place.run("find", "carers", "--format", "json")
        #expect(result.err.isEmpty)
        #expect((try? JSONSerialization.jsonObject(with: Data(result.out.utf8))) is [Any])
    }
}

extension PromptTests.Place {
    func prompt(_ further: [String: String]) throws -> PseudoTerminal { try prompt(inputrc: "", columns: 80, further) }
}
