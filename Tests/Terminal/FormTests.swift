import Foundation
import Testing

/// Forms at a real terminal: pastes, editors, signals and windows that change, as people have them.
@Suite(.serialized) struct FormTests {
    private let place: PromptTests.Place
    init() throws { place = try PromptTests.Place() }

    /// A number that blocks: it is valid, and nobody's (the range is for tests).
    private static let identifier = "999 427 3183"

    private func begin(_ further: [String: String] = [:], inputrc: String = "") throws -> PseudoTerminal {
        let terminal = try place.prompt(inputrc: inputrc, columns: 80, further)
        terminal.send("submit\r")
        try terminal.expect("(1 of 4)")
        return terminal
    }

    private func answers(_ terminal: PseudoTerminal, title: String = "Night bus buddies") throws {
        terminal.send(title + "\r")
        try terminal.expect("(2 of 4)")
        terminal.send("People miss the last bus\r\r")
        try terminal.expect("(3 of 4)")
        terminal.send("A buddy waits with them\r\r")
        try terminal.expect("(4 of 4)")
        terminal.send("Young adults\r")
        try terminal.expect("(1 of 7)")
    }

    private func leave(_ terminal: PseudoTerminal) throws {
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }

    private func bytesOfTheRegistry() throws -> Data {
        if let database = place.database { return try Data(database.dump().utf8) }
        return ["", "-wal"].map { FileManager.default.contents(atPath: place.folder.appending(path: "registry\($0)").path) ?? Data() }.reduce(Data(), +)
    }

    private func field(_ name: String, of reference: String = "P9") throws -> String? {
        let page = try JSONSerialization.jsonObject(with: Data(place.run("show", reference, "--format", "json").out.utf8)) as? [String: Any]
        return (page?["fields"] as? [String: Any])?[name] as? String
    }

    @Test(arguments: ["set editing-mode emacs\n", "set editing-mode vi\n"])
    func aPasteOfManyLinesIsText(_ inputrc: String) throws {
        let terminal = try begin(inputrc: inputrc)
        terminal.send("\u{1B}[200~Night bus\nbuddies\u{1B}[201~\r")
        try terminal.expect("(2 of 4)")
        terminal.send("\u{1B}[200~People miss it.\n\n:quit\nis no way out.\u{1B}[201~\r")
        try terminal.expect("more> ")
        terminal.send("And typed.\r\r")
        try terminal.expect("(3 of 4)")
        // As a terminal without bracketed paste sends it.
        terminal.send("A buddy\rwaits\rwith them\r\r")
        try terminal.expect("(4 of 4)")
        terminal.send("Young adults\r")
        try terminal.expect("(1 of 7)")
        terminal.send(":save\r")
        try terminal.expect("Save it?")
        terminal.send("save\r")
        try terminal.expect("Saved as P9")
        try terminal.expect("home ana P9> ")
        try leave(terminal)
        #expect(try field("title") == "Night bus buddies")
        #expect(try field("problem") == "People miss it.\n\n:quit\nis no way out.\nAnd typed.")
        #expect(try field("change") == "A buddy\nwaits\nwith them")
    }

    @Test func theEditorHasWhatIsThereSoFarOutsideAnyDisk() throws {
        let editor = place.folder.appending(path: "editor.sh")
        let script = "#!/bin/sh\necho \"$1\" > '\(place.folder.path)/edited'\nprintf 'Second\\n\\nThird %s\\n' '\(FormTests.identifier)' >> \"$1\"\n"
        try script.write(to: editor, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: editor.path)
        let terminal = try begin(["EDITOR": editor.path])
        terminal.send("Night bus buddies\r")
        try terminal.expect("(2 of 4)")
        terminal.send("First\r")
        try terminal.expect("more> ")
        terminal.send(":edit\r")
        try terminal.expect("»\(FormTests.identifier)«")
        terminal.send("replace a resident\r")
        try terminal.expect("(3 of 4)")
        terminal.send(":back\r")
        try terminal.expect("> First")
        terminal.send("\u{3}")
        try terminal.expect("kept as a draft")
        try terminal.expect("home ana> ")
        try leave(terminal)
        let drafts = try place.run("drafts", "--format", "json").out
        #expect(drafts.contains("Night bus buddies"))
        let edited = try String(contentsOf: place.folder.appending(path: "edited"), encoding: .utf8).trimmingCharacters(in: .newlines)
        #expect(edited.hasPrefix("/dev/shm/") || edited.hasPrefix("/run/"), "in memory: \(edited)")
        #expect(!FileManager.default.fileExists(atPath: edited), "and gone")
        let bytes = try bytesOfTheRegistry()
        #expect(bytes.range(of: Data("Third a resident".utf8)) != nil && bytes.range(of: Data(FormTests.identifier.utf8)) == nil)
    }

    @Test(arguments: ["hang up", "SIGHUP", "SIGTERM", "Ctrl-C", "Ctrl-D", ":quit"])
    func whoeverLeavesAtWhatBlocksLeavesItMasked(_ how: String) throws {
        let terminal = try begin()
        terminal.send("Night bus buddies\r")
        try terminal.expect("(2 of 4)")
        terminal.send("Her number is \(FormTests.identifier)\r\r")
        try terminal.expect("»\(FormTests.identifier)«")
        try terminal.expect("[q]uit, [?]: ")
        switch how {
        case "hang up": terminal.close()
        case "SIGHUP": terminal.signal(SIGHUP)
        case "SIGTERM": terminal.signal(SIGTERM)
        case "Ctrl-C": terminal.send("\u{3}")
        case "Ctrl-D": terminal.send("\u{4}")
        default: terminal.send(":quit\r")
        }
        if ["Ctrl-C", "Ctrl-D", ":quit"].contains(how) {
            try terminal.expect("is kept without what was found in it")
            try terminal.expect("kept as a draft")
            try terminal.expect("home ana> ")
            terminal.send("\u{4}")
        }
        _ = try terminal.wait()
        let bytes = try bytesOfTheRegistry()
        #expect(bytes.range(of: Data("[NHS number removed]".utf8)) != nil, "what stands around it is kept")
        #expect(bytes.range(of: Data(FormTests.identifier.utf8)) == nil && bytes.range(of: Data("9994273183".utf8)) == nil)
    }

    @Test(arguments: [SIGHUP, SIGTERM]) func aSignalKeepsEveryFinishedAnswer(_ signal: Int32) throws {
        let terminal = try begin()
        terminal.send("Night bus buddies\r")
        try terminal.expect("(2 of 4)")
        terminal.send("People miss the last bus\r\r")
        try terminal.expect("(3 of 4)")
        terminal.send("half an ans")
        terminal.signal(signal)
        _ = try terminal.wait()
        #expect(try place.run("drafts").out.contains("2 of 4"))
    }

    @Test func twoPromptsAtOnceLoseNothingOfEachOther() throws {
        let first = try begin()
        first.send("Night bus buddies\r")
        try first.expect("(2 of 4)")
        first.send("\u{3}")
        try first.expect("home ana> ")
        let terminals = try [first, place.prompt()]
        for terminal in terminals {
            terminal.send("submit\r")
            try terminal.expect("Go on with it?")
            terminal.send("y\r")
            try terminal.expect("(2 of 4)")
        }
        for (number, terminal) in terminals.enumerated() {
            terminal.send("Answer \(number)\r\r")
            try terminal.expect("(3 of 4)")
            terminal.send("\u{3}")
            try terminal.expect("home ana> ")
        }
        let bytes = try bytesOfTheRegistry()
        for number in 0...1 { #expect(bytes.range(of: Data("Answer \(number)".utf8)) != nil) }
        #expect(try place.run("drafts", "--format", "jsonl").out.split(separator: "\n").count == 2)
        for terminal in terminals { try leave(terminal) }
    }

    @Test func valuesOfAChoiceAreCompletedWithoutQuotes() throws {
        let terminal = try begin()
        try answers(terminal)
        terminal.send("\r")
        try terminal.expect("(2 of 7)")
        terminal.send("lear\t")
        try terminal.expectScreen("the value") { $0.contains("> Learning disability") }
        terminal.send("\r")
        try terminal.expect("(3 of 7)")
        terminal.send(":save\r")
        try terminal.expect("Save it?")
        terminal.send("save\r")
        try terminal.expect("home ana P9> ")
        try leave(terminal)
        #expect(try field("area") == "Learning disability")
    }

    @Test(arguments: [80, 60, 40]) func noLineOfAFormIsWiderThanTheWindow(_ columns: Int) throws {
        let terminal = try place.prompt(columns: columns)
        terminal.send("submit\r")
        var seen = try terminal.expect("(1 of 4)")
        // What the terminal itself folds is one line here: only lines that the form wrote are looked at, and so the
        // answers are short.
        for (line, next) in [
            (":help\r", "shows this list"), ("Travel training for the wet day bus\r", "[?]:"), ("?\r", "goes on with your own"), ("\r", "(2 of 4)"),
            ("Call \(FormTests.identifier)\r\r", "[?]:"), ("?\r", "masked"), ("r\r", "becomes:"), ("\r", "(3 of 4)"), ("A buddy\r\r", "(4 of 4)"), ("Adults\r", "(1 of 7)"),
            (":skip\r", "(2 of 7)"), ("Karers\r", "Enter takes it"), ("\r", "(3 of 7)"), (":save\r", "Save it?"), ("?\r", "the answers go"), ("save\r", "home ana P9> "),
        ] {
            terminal.send(line)
            seen += try terminal.expect(next)
        }
        for line in seen.split(whereSeparator: \.isNewline) { #expect(line.count <= columns, "\(line)") }
        try leave(terminal)
    }

    @Test func aWindowThatChangesInTheMiddleIsFollowed() throws {
        let terminal = try begin()
        try terminal.expect("> ")
        terminal.resize(rows: 24, columns: 40)
        terminal.send("Night bus buddies\r")
        let seen = try terminal.expect("ends it.")
        #expect(seen.split(whereSeparator: \.isNewline).allSatisfy { $0.count <= 40 })
        terminal.send("\u{3}")
        try terminal.expect("kept as a draft")
        try terminal.expect("home ana> ")
        try leave(terminal)
    }

    @Test func withoutColourAndInPlainWordsNothingIsMissing() throws {
        let terminal = try begin(["NO_COLOR": "1", "PRACTICE_ACCESSIBLE": "1"])
        terminal.send("Call \(FormTests.identifier) now\r")
        try terminal.expect("The words are: “\(FormTests.identifier)”")
        terminal.send("e\r")
        try terminal.expect("> Call \(FormTests.identifier) now")
        terminal.send("\u{15}Night bus\r")
        try terminal.expect("(2 of 4)")
        terminal.send("\u{3}")
        try terminal.expect("kept as a draft")
        try terminal.expect("home ana> ")
        try leave(terminal)
    }

    @Test func anEditThatIsLeftIsOfferedAgain() throws {
        try place.run("submit", "--set", "title=Night bus", "--set", "problem=One\n\nTwo", "--set", "change=C", "--set", "who=W")
        let terminal = try place.prompt()
        terminal.send("edit P9\r")
        try terminal.expect("> Night bus")
        terminal.send(" buddies\r")
        try terminal.expect("> One")
        terminal.send("\r")
        try terminal.expect("more> Two")
        terminal.send("\u{3}")
        try terminal.expect("edit P9 goes on with them")
        try terminal.expect("home ana P9> ")
        terminal.send("edit P9\r")
        try terminal.expect("Go on with them?")
        terminal.send("\r")
        try terminal.expect("> Night bus buddies")
        terminal.send(":save\r")
        try terminal.expect("now: “Night bus buddies”")
        try terminal.expect("Save it?")
        terminal.send("save\r")
        try terminal.expect("P9 is changed; it is version 2 now.")
        try terminal.expect("home ana P9> ")
        try leave(terminal)
        #expect(try field("problem") == "One\n\nTwo")
    }
}
