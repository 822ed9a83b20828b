import Foundation
import Testing

/// Leads at real terminals: the walk through the queue, two at once, and what changes many.
@Suite(.serialized) struct ReviewTests {
    private let place: PromptTests.Place

    /// Two that wait, put in by ben: the first has no tag. cara is another lead.
    init() throws {
        place = try PromptTests.Place()
        try place.run("people", "add", "cara", "--role", "lead", "--login", "cara", "--as", "admin")
        for (title, tags) in [("Night bus buddies", ""), ("Lunch in the library", "carers")] {
            try place.run(
                "submit", "--set", "title=\(title)", "--set", "problem=People stay at home", "--set", "change=We go with them", "--set", "who=Everybody",
                "--set", "tags=\(tags)", "--as", "ben")
        }
    }

    private func prompt(_ person: String, inputrc: String = "", columns: Int = 80) throws -> PseudoTerminal {
        try inputrc.write(to: place.folder.appending(path: "inputrc"), atomically: true, encoding: .utf8)
        let terminal = try PseudoTerminal(
            PromptTests.Place.program, environment: place.environment(["PRACTICE_USER": person]), rows: 24, columns: columns)
        try terminal.expect("home \(person)> ")
        return terminal
    }

    private func stage(_ reference: String) throws -> String {
        let page = try place.run("show", reference, "--format", "json", "--as", "admin").out
        return try #require(page.firstMatch(of: /"stage": "([a-z]+)"/)).1.description
    }

    @Test(arguments: [("set editing-mode emacs\n", 80), ("set editing-mode vi\n", 60), ("set editing-mode emacs\n", 40)])
    func aWalkByWordsAndLetters(_ inputrc: String, _ columns: Int) throws {
        let terminal = try prompt("lead", inputrc: inputrc, columns: columns)
        terminal.send("review by:ben\r")
        try terminal.expect("1 of 2.")
        try terminal.expect("To triaged")
        try terminal.expect("[q]uit")
        terminal.send("?\r")
        try terminal.expect("what was decided")
        terminal.send("aprove\r")
        try terminal.expect("“approve”?")
        terminal.send("approve\r")
        try terminal.expect("it has no tag yet")
        terminal.send("t +transport\r")
        try terminal.expect("Met now")
        terminal.send("a\r")
        try terminal.expect("is triaged now")
        try terminal.expect("1 of 2 reviewed")
        try terminal.expect("2 of 2.")
        // No line is wider than the terminal, the prompt's own with what was typed on it apart.
        #expect(terminal.screen().allSatisfy { $0.count <= columns })
        terminal.send("r\r")
        try terminal.expect("What should ben answer?")
        terminal.send("for whom is it?\r")
        try terminal.expect("is returned now")
        try terminal.expect("2 of 2 reviewed")
        try terminal.expect("home lead")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
        #expect(try stage("P9") == "triaged" && stage("P10") == "returned")
    }

    @Test func twoLeadsAtOnceDecideOnce() throws {
        let lead = try prompt("lead"), cara = try prompt("cara")
        for terminal in [lead, cara] {
            terminal.send("review by:ben tag:carers\r")
            try terminal.expect("1 of 1.")
            try terminal.expect("[?]: ")
        }
        lead.send("approve\r")
        try lead.expect("P10 is triaged now")
        cara.send("park until spring\r")
        try cara.expect("lead moved P10 to triaged just now; nothing of yours was saved.")
        try cara.expect("0 of 1 reviewed")
        #expect(try stage("P10") == "triaged")
        for terminal in [lead, cara] {
            terminal.send("\u{4}")
            #expect(try terminal.wait() == .code(0))
        }
    }

    @Test func bothInTheSameInstantDecideOnce() throws {
        let lead = try prompt("lead"), cara = try prompt("cara")
        for terminal in [lead, cara] {
            terminal.send("review by:ben tag:carers\r")
            try terminal.expect("1 of 1.")
            try terminal.expect("[?]: ")
        }
        lead.send("a\r")
        cara.send("a\r")
        for terminal in [lead, cara] { try terminal.expect("of 1 reviewed; ") }
        let history = try place.run("history", "P10", "--format", "json", "--as", "admin").out
        #expect(history.ranges(of: "submitted → triaged").count == 1, "one decision stands in the journal")
        for terminal in [lead, cara] { terminal.send("\u{4}") }
        for terminal in [lead, cara] { #expect(try terminal.wait() == .code(0)) }
    }

    @Test func aClosedTerminalKeepsWhatWasDecidedAndSkipped() throws {
        let terminal = try prompt("lead")
        terminal.send("review\r")
        try terminal.expect("1 of ")
        try terminal.expect("[?]: ")
        terminal.send("skip\r")
        try terminal.expect("2 of ")
        try terminal.expect("[?]: ")
        terminal.close()
        try terminal.wait()
        let list = try place.run("review", "--list", "--format", "jsonl", "--as", "lead").out
        #expect(list.split(separator: "\n").last?.contains("\"skipped\":true") == true)
        #expect(list.ranges(of: "\"skipped\":true").count == 1)
    }

    @Test(arguments: [("set editing-mode emacs\n", 80), ("set editing-mode vi\n", 40)])
    func choosingFromManyAndTakingItBack(_ inputrc: String, _ columns: Int) throws {
        let terminal = try prompt("lead", inputrc: inputrc, columns: columns)
        terminal.send("tag --where -by:ben +evenings\r")
        try terminal.expect("8 innovations would be tagged")
        try terminal.expect("and 3 more")
        try terminal.expect("[c]hoose")
        terminal.send("c\r")
        try terminal.expect("Which? ")
        #expect(terminal.screen().allSatisfy { $0.count <= columns })
        terminal.send("1-3 -2\r")
        try terminal.expect("2 innovations are tagged")
        try terminal.expect("home lead")
        terminal.send("undo\r")
        try terminal.expect("This takes back what you did")
        try terminal.expect("tagged 2")
        try terminal.expect("[y/N]")
        terminal.send("y\r")
        try terminal.expect("is taken back")
        terminal.send("find tag:evenings --count\r")
        try terminal.expect("0")
        try terminal.expect("home lead")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }
}
