import Foundation
import Server
import Testing

/// The keys of the prompt, pressed: Ctrl-C, Ctrl-Z, Ctrl-R, undo, paste, resize, and the ends of terminals.
@Suite(.serialized) struct KeyTests {
    private let place: PromptTests.Place
    init() throws { place = try PromptTests.Place() }

    private static let modes = ["set editing-mode emacs\n", "set editing-mode vi\n"]

    /// Rows enough that work on them takes seconds.
    private func fill(_ rows: Int) throws {
        let words = ["travel", "training", "carers", "wheelchair", "bus", "hospital", "memory", "choir"]
        let lines = (0..<rows).map { row in
            "Idea \(row) on \(words[row % 8]),\(words[(row / 8) % 8]) was not working for group \(row),A way of \(words[(row / 64) % 8]),People \(row),k\(row),staff \(row % 50)"
        }
        try ("title,problem,change,who,source_id,submitter\n" + lines.joined(separator: "\n") + "\n")
            .write(to: place.folder.appending(path: "ideas.csv"), atomically: true, encoding: .utf8)
        #expect(try place.run("import", "ideas.csv", "--quiet", "--as", "admin").code == 0)
    }

    @Test(arguments: modes) func controlCStopsRunningWorkAndThePromptGoesOn(_ inputrc: String) throws {
        try fill(4000)
        let terminal = try place.prompt(inputrc: inputrc, columns: 80, ["PRACTICE_USER": "lead"], prompt: "home lead> ")
        for (line, said) in [
            ("find --limit 0 --format json", "stopped"), ("verify", "stopped"), ("tag --where staff +ours --yes", "stopped"),
            ("import ~/ideas.csv --source other --as admin", "stopped"), ("export ~/ideas.archive --yes --as admin", "stopped"), ("find --limit 0", "stopped"),
        ] {
            terminal.send(line + "\r")
            try terminal.expect(line)
            terminal.send("\u{3}")
            let seen = try terminal.expect("home lead> ")
            // What was done before the key came is done; nothing else may be.
            if seen.contains(said) { #expect(!seen.contains("is damaged") && !seen.contains("unexpected"), "\(seen.suffix(300))") }
            terminal.send("find --count\r")
            // Not the next prompt: a key that came when nothing ran any more has one of its own.
            try terminal.expectScreen("a count and a prompt") { rows in
                let last = rows.filter { !$0.isEmpty }.suffix(2)
                return last.last == "home lead>" && last.first?.allSatisfy(\.isNumber) == true
            }
        }
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
        #expect(try place.run("verify", "--as", "admin").code == 0)
    }

    @Test(.disabled(if: Server.isAsked, "it is done before the key comes")) func aStoppedWriteSavesNothingAndSaysSo() throws {
        try fill(8000)
        let terminal = try place.prompt(columns: 80, ["PRACTICE_USER": "lead"], prompt: "home lead> ")
        terminal.send("tag --where staff +ours --yes\r")
        try terminal.expect("“ours” is a new tag")
        terminal.send("\u{3}")
        let seen = try terminal.expect("home lead> ")
        #expect(seen.contains("stopped; nothing was"), "\(seen)")
        terminal.send("find tag:ours --count\r")
        try terminal.expect("--count\n0\n")
        try terminal.expect("home lead> ")
        // The connection writes on.
        terminal.send("tag P1 +ours\r")
        try terminal.expect("P1 is tagged +ours")
        try terminal.expect("home lead P1> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }

    @Test func atTheShellControlCEndsACommandWith130() throws {
        try fill(8000)
        for words in [["verify"], ["import", "ideas.csv", "--source", "other"]] {
            let terminal = try PseudoTerminal(PromptTests.Place.program, words, environment: place.environment(["PRACTICE_USER": "admin"]))
            var ended: PseudoTerminal.Exit?
            while ended == nil {
                terminal.signal(SIGINT)
                ended = try? terminal.wait(within: 0.2)
            }
            // By the signal before its first look at it, by its own choice after that: a shell calls both 130.
            #expect([.code(130), .signal(SIGINT)].contains(ended), "\(words)")
        }
        #expect(try place.run("verify", "--as", "admin").code == 0)
    }

    @Test func pastedCommandsRunUpToTheFirstErrorAndTheRestIsNamed() throws {
        let terminal = try place.prompt()
        terminal.send("\u{1B}[200~find carers\nshow P99\nfind bus\nstages\n\u{1B}[201~\r")
        try terminal.expect("P6")
        try terminal.expect("P99")
        try terminal.expect("not run: find bus, and 1 more")
        try terminal.expect("home ana> ")
        terminal.send("\u{1B}[200~comment P1 \"two\nlines\"\n\u{1B}[201~\r")
        try terminal.expect("home ana P1> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
        #expect(try place.run("show", "P1").out.contains("two"))
        // Each by itself, so that Up brings one back.
        let history = try place.history()
        #expect(history.contains("\nshow P99\n") && history.contains("\nfind bus\n") && !history.contains("\nshow P99\nfind"), "\(history)")
    }

    @Test func controlRSearchesUndoTakesBackAndInputrcKnowsTheProgram() throws {
        let terminal = try place.prompt(inputrc: "$if Practice\n\"\\C-o\": \"find carers\"\n$endif\n$if Other\n\"\\C-t\": \"quit\\n\"\n$endif\n")
        terminal.send("\u{F}\r")
        try terminal.expect("P6")
        try terminal.expect("home ana> ")
        terminal.send("stages\r")
        try terminal.expect("embedded")
        try terminal.expect("home ana> ")
        terminal.send("\u{12}care")
        try terminal.expectScreen("the line that was found") { $0.contains { $0.contains("find carers") && $0.contains("search") } }
        terminal.send("\r")
        try terminal.expect("P6")
        try terminal.expect("home ana> ")
        terminal.send("show\u{1F}\u{1F}\u{1F}\u{1F}\u{1F}help commands\r")
        try terminal.expect("Put in and find")
        try terminal.expect("home ana> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }

    @Test(arguments: modes) func suspendedAndResumedThePromptDrawsTheLineAgain(_ inputrc: String) throws {
        // The shell above it is this test, so the program is stopped and continued as a shell would.
        let terminal = try place.prompt(inputrc: inputrc)
        terminal.send("stag")
        try terminal.expectScreen("the line") { $0.contains("home ana> stag") }
        terminal.signal(SIGSTOP)
        terminal.signal(SIGCONT)
        terminal.send("es\r")
        try terminal.expect("embedded")
        try terminal.expect("home ana> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }

    @Test func theWindowMayChangeWhileSomebodyTypesAndWhileAListIsShown() throws {
        let terminal = try place.prompt()
        terminal.send("find something")
        try terminal.expectScreen("the line") { $0.contains("home ana> find something") }
        terminal.resize(rows: 24, columns: 40)
        terminal.send("\u{15}find --format table\t\u{3}")
        try terminal.expect("home ana> ")
        terminal.send("\t")
        try terminal.expect("--More--")
        terminal.resize(rows: 30, columns: 60)
        terminal.send("q")
        try terminal.expectScreen("the prompt below the list") { $0.contains { $0.hasPrefix("home ana>") } }
        terminal.send("stages\r")
        try terminal.expect("embedded")
        // Before the prompt Ctrl-D would be nobody's.
        try terminal.expect("home ana> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }

    @Test func termAndAClosedTerminalEndThePromptAndKeepTheDraft() throws {
        var terminal = try place.prompt()
        terminal.signal(SIGTERM)
        #expect(try terminal.wait() == .code(143))
        terminal = try place.prompt()
        terminal.send("submit\r")
        try terminal.expect("1 of 4")
        terminal.send("Night bus buddies\r")
        try terminal.expect("2 of 4")
        terminal.close()
        #expect(try terminal.wait() == .code(129))
        terminal = try place.prompt()
        terminal.send("drafts\r")
        try terminal.expect("Night bus buddies")
        try terminal.expect("home ana> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }

    @Test func theHistoryOfTwoPromptsIsKeptWholeWithoutPasswords() throws {
        let one = try place.prompt(), two = try place.prompt()
        for (terminal, line) in [(one, "find one"), (two, "find two"), (one, "find three"), (one, "find three"), (two, " find secret"), (two, "find --registry postgres://me:secret@host/db")] {
            terminal.send(line + "\r")
            try terminal.expect(line)
            try terminal.expect("home ana> ")
        }
        for terminal in [one, two] {
            terminal.send("\u{4}")
            #expect(try terminal.wait() == .code(0))
        }
        let lines = try place.history().split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines == ["find one", "find two", "find three"])
    }

    @Test(arguments: [80, 40]) func aLongNameLeavesRoomToType(_ columns: Int) throws {
        let name = "Amina Khan-Robertson of the north eastern team"
        _ = try place.database?.address(as: name)
        try place.run("people", "add", name, "--role", "staff", "--login", name, "--as", "admin")
        let terminal = try place.prompt(columns: columns, ["PRACTICE_USER": name], prompt: "> ")
        terminal.send("show P1\r")
        try terminal.expect(" P1> ")
        let row = try #require(terminal.screen().last { $0.hasSuffix(" P1>") })
        #expect(row.hasPrefix("home Amina") && row.count < columns / 2)
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }
}

extension PromptTests.Place {
    func prompt(inputrc: String = "", columns: Int = 80, _ further: [String: String], prompt: String) throws -> PseudoTerminal {
        try inputrc.write(to: folder.appending(path: "inputrc"), atomically: true, encoding: .utf8)
        let terminal = try PseudoTerminal(Self.program, environment: environment(further), rows: 24, columns: columns)
        try terminal.expect(prompt)
        return terminal
    }

    /// All that every history file of the place says.
    func history() throws -> String {
        try FileManager.default.contentsOfDirectory(at: folder.appending(path: ".local/state/practice"), includingPropertiesForKeys: nil)
            .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
    }
}
