import Foundation
import Testing

/// Results at a real terminal: what is longer than a screen, and for whom nothing is drawn.
@Suite(.serialized) struct ScreenTests {
    private let place: PromptTests.Place
    init() throws { place = try PromptTests.Place() }

    /// A pager as tests can watch it: says when it has all, waits for a line from the keyboard, and says that it ends.
    /// As `less` does, it lives through Ctrl-C.
    private func pager() throws -> String {
        let path = place.folder.appending(path: "pager").path
        try """
            #!/bin/sh
            echo $$ > "\(place.folder.path)/pager.id"
            trap 'echo caught' INT
            trap 'echo resumed' CONT
            cat > "\(place.folder.path)/paged"
            echo "reading"
            until read answer < /dev/tty; do :; done
            echo "closing"

            """.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    private var paged: String? { try? String(contentsOf: place.folder.appending(path: "paged"), encoding: .utf8) }

    private func run(_ words: [String], rows: Int = 24, columns: Int = 80, _ further: [String: String]) throws -> PseudoTerminal {
        try PseudoTerminal(PromptTests.Place.program, words, environment: place.environment(further), rows: rows, columns: columns)
    }

    @Test(arguments: ["PRACTICE_PAGER", "PAGER"]) func whatIsLongerThanAScreenIsPaged(_ variable: String) throws {
        var variables = try place.environment()
        variables["PRACTICE_PAGER"] = nil
        variables[variable] = try pager()
        let terminal = try PseudoTerminal(PromptTests.Place.program, ["help", "selection"], environment: variables)
        try terminal.expect("reading")
        #expect(paged?.contains("How to select") == true && paged?.contains("hold together") == true)
        terminal.send("\r")
        try terminal.expect("closing")
        #expect(try terminal.wait() == .code(0))
    }

    @Test func whatFitsIsPrinted() throws {
        let terminal = try run(["help", "selection"], rows: 60, ["PRACTICE_PAGER": pager()])
        try terminal.expect("hold together")
        #expect(try terminal.wait() == .code(0))
        #expect(paged == nil)
    }

    @Test(arguments: [["TERM": "dumb"], ["PRACTICE_PAGER": ""], ["PRACTICE_PAGER": "cat"]]) func nothingIsPagedWhereNobodyWantsIt(_ further: [String: String]) throws {
        let terminal = try run(["help", "selection"], ["PRACTICE_PAGER": pager()].merging(further) { $1 })
        try terminal.expect("hold together")
        #expect(try terminal.wait() == .code(0))
        #expect(paged == nil)
    }

    @Test func scriptsAndThoseWhoWantNoInputAreNotPaged() throws {
        let script = place.folder.appending(path: "long.practice")
        try "help selection\n".write(to: script, atomically: true, encoding: .utf8)
        for words in [["run", script.path], ["--no-input", "help", "selection"]] {
            let terminal = try run(words, ["PRACTICE_PAGER": pager()])
            try terminal.expect("hold together")
            #expect(try terminal.wait() == .code(0))
        }
        #expect(paged == nil)
    }

    @Test func aScreenReadersUserIsPagedOnlyWhereSheNamesAPager() throws {
        var variables = try place.environment(["PRACTICE_ACCESSIBLE": "1"])
        variables["PRACTICE_PAGER"] = nil
        variables["PAGER"] = try pager()
        let plain = try PseudoTerminal(PromptTests.Place.program, ["help", "selection"], environment: variables)
        try plain.expect("hold together")
        #expect(try plain.wait() == .code(0) && paged == nil)
        variables["PRACTICE_PAGER"] = variables["PAGER"]
        let named = try PseudoTerminal(PromptTests.Place.program, ["help", "selection"], environment: variables)
        try named.expect("reading")
        named.send("\r")
        #expect(try named.wait() == .code(0))
    }

    @Test func controlCInThePagerIsHarmless() throws {
        let terminal = try place.prompt(["PRACTICE_PAGER": pager()])
        terminal.send("help selection\r")
        try terminal.expect("reading")
        terminal.send("\u{3}")
        try terminal.expect("caught")
        terminal.send("\r")
        try terminal.expect("closing")
        try terminal.expect("home ana> ")
        terminal.send("find wheelchair\r")
        try terminal.expect("P1")
        try terminal.expect("home ana> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }

    @Test func leavingThePagerEarlyEndsTheCommandQuietly() throws {
        // Far more than a pipe holds, so that it is still being written when the pager is left.
        let rows = (0..<3000).map { "Idea \($0) of many,Something did not work for \($0),We do it another way,People,k\($0)" }
        try ("title,problem,change,who,source_id\n" + rows.joined(separator: "\n") + "\n")
            .write(to: place.folder.appending(path: "ideas.csv"), atomically: true, encoding: .utf8)
        #expect(try place.run("import", "ideas.csv", "--as", "lead").code == 0)
        let terminal = try run(["export", "--to", "csv", "-"], ["PRACTICE_PAGER": "head -n 2"])
        let said = try terminal.expect("P1")
        #expect(try terminal.wait() == .code(0))
        let rest = terminal.screen().joined(separator: "\n")
        #expect(!said.contains("next: ") && !rest.contains("next: ") && !rest.contains("something went wrong"), "\(rest)")
    }

    @Test(arguments: ["no-such-pager", "no-such-pager \"with quotes\""]) func aPagerThatCannotStartIsToldOfOnce(_ command: String) throws {
        let terminal = try place.prompt(["PRACTICE_PAGER": command])
        terminal.send("help selection\r")
        try terminal.expect("hold together")
        try terminal.expect("cannot be started")
        try terminal.expect("home ana> ")
        terminal.send("help selection\r")
        try terminal.expect("hold together")
        let again = try terminal.expect("home ana> ")
        #expect(!again.contains("cannot be started"))
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }

    @Test func theTerminalIsAsBeforeWhateverThePagerDid() throws {
        let terminal = try place.prompt(["PRACTICE_PAGER": "stty -opost -echo < /dev/tty; cat > /dev/null"])
        terminal.send("help selection\r")
        try terminal.expect("home ana> ")
        terminal.send("stages --format json | nonsense\u{3}")
        try terminal.expect("home ana> ")
        terminal.send("find wheelchair\r")
        // Without output processing a row would begin where the one before it ended.
        try terminal.expectScreen("rows that begin at the margin") { rows in rows.contains { $0.hasPrefix("1  P1") } }
        terminal.close()
        _ = try terminal.wait()
    }

    @Test func aMessageWaitsUntilThePagerWasLeft() throws {
        let terminal = try run(["help", "fields", "--registry", "nowhere"], ["PRACTICE_PAGER": pager()])
        try terminal.expect("no registry yet")
        try terminal.expect("reading")
        terminal.send("\r")
        #expect(try terminal.wait() == .code(0))
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash"))) func suspendAndResumeInThePager() throws {
        var variables = try place.environment(["PRACTICE_PAGER": try pager(), "PS1": "shell$ "])
        variables["INPUTRC"] = "/dev/null"
        let terminal = try PseudoTerminal("/bin/bash", ["--norc", "--noprofile", "-i"], environment: variables)
        try terminal.expect("shell$ ")
        terminal.send("\(PromptTests.Place.program) help selection\r")
        try terminal.expect("reading")
        terminal.send("\u{1A}")
        try terminal.expect("shell$ ")
        // The shell asks as soon as the program is stopped; until its pager is, that takes what is typed.
        let number = try String(contentsOf: place.folder.appending(path: "pager.id"), encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        while try !String(contentsOfFile: "/proc/\(number)/status", encoding: .utf8).contains("State:\tT") { usleep(1000) }
        terminal.send("fg\r")
        try terminal.expect("resumed")
        terminal.send("\r")
        try terminal.expect("closing")
        try terminal.expect("shell$ ")
        terminal.send("exit\r")
        #expect(try terminal.wait() == .code(0))
    }

    @Test(arguments: [40, 60, 80]) func theTourIsWalkedAtAnyWidth(_ columns: Int) throws {
        let terminal = try place.prompt(columns: columns)
        terminal.send("tour\r")
        try terminal.expect("tour 1 of 8> ")
        terminal.send("\r")
        try terminal.expect("tour 2 of 8> ")
        terminal.send("skip\r")
        try terminal.expect("tour 3 of 8> ")
        terminal.send("\u{3}")
        try terminal.expect("as far as step 3 of 8")
        try terminal.expect("home ana> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
        #expect(try place.run("find", "--count").out == "8\n")
    }
}
