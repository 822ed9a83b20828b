import Foundation
import Server
import Testing

/// Tab at a real terminal: what is put into the line, and what is listed below it.
@Suite(.serialized) struct CompletionTests {
    private let place: PromptTests.Place
    init() throws {
        place = try PromptTests.Place()
        try place.run("edit", "P2", "--set", "area=Learning disability", "--as", "admin")
        try place.run("tag", "P1", "P2", "+hospital-discharge", "--yes", "--as", "admin")
    }

    private static let modes = ["set editing-mode emacs\n", "set editing-mode vi\n"]

    /// What stands in the line after Tab, once it does.
    private func expect(_ typed: String, _ line: String, in terminal: PseudoTerminal) throws {
        terminal.send(typed + "\t")
        try terminal.expectScreen("\(typed) to become \(line)") { $0.last { !$0.isEmpty } == "home ana> \(line)" }
        terminal.send("\u{3}")
        try terminal.expectScreen("an empty line") { $0.last { !$0.isEmpty } == "home ana>" }
    }

    /// As many as a large council has: by a word of a title, by number, and by tags with their counts.
    @Test(.disabled(if: Server.isAsked, "they take minutes to come in there in a build for debugging")) func aHundredThousandInnovationsAreCompleted() throws {
        let rows = (0..<100_000).map { "Night bus \($0),k\($0),\($0 % 2 == 0 ? "transport" : "night")\n" }.joined()
        try ("title,source_id,tags\n" + rows + "Heron watch,heron,wildlife\n")
            .write(to: place.folder.appending(path: "many.csv"), atomically: true, encoding: .utf8)
        #expect(try place.run("import", "many.csv", "--quiet", "--as", "admin").code == 0)
        let terminal = try place.prompt()
        for (typed, line) in [
            ("show heron", "show P100009"), ("show P100009", "show P100009"), ("tag P100009 +wildl", "tag P100009 +wildlife"), ("find tag:wildl", "find tag:wildlife"),
        ] { try expect(typed, line, in: terminal) }
        terminal.send("find tag:transp\t")
        try terminal.expectScreen("the tags that begin so") { $0.contains { $0.contains("find tag:transport") } }
        terminal.send("\u{3}")
        try terminal.expect("home ana> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }

    @Test(arguments: modes) func aSingleWordIsPutInWithItsQuotes(_ inputrc: String) throws {
        let folder = place.folder.appending(path: "été de mai")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data().write(to: folder.appending(path: "Ideas \"new\".csv"))
        let terminal = try place.prompt(inputrc: inputrc)
        // The screen cuts the space at the end off: a letter behind it shows that it is there.
        for (typed, line) in [
            ("SHO", "show"), ("show P1", "show P1"), ("show \"travel tr", "show \"P1\""), ("rate P1 4 --wh", "rate P1 4 --why"), ("find --format mark", "find --format markdown"),
            ("find area:\"Learning d", "find area:\"Learning disability\""), ("find area:learn", "find area:\"Learning disability\""),
            ("find 'bus -area:learn", "find 'bus -area:\"Learning disability\"'"), ("tag P1 +hospital-d", "tag P1 +hospital-discharge"), ("tag P1 -hosp", "tag P1 -hospital-discharge"),
            ("import ~/ét", "import \"~/été de mai/"), ("import \"~/été de mai/id", "import \"~/été de mai/Ideas \\\"new\\\".csv\""), ("comment P1 th", "comment P1 th"),
        ] { try expect(typed, line, in: terminal) }
        terminal.send("find area:learn\t--count\r")
        try terminal.expectScreen("two innovations") { $0.contains("2") }
        terminal.send("sho\tP1\r")
        try terminal.expect("home ana P1> ")
        terminal.send("\u{4}")
        #expect(try terminal.wait() == .code(0))
    }

    @Test(arguments: [80, 60, 40]) func manyAreListedInGroupsAndPagedWithinTheWidth(_ columns: Int) throws {
        let terminal = try place.prompt(columns: columns)
        terminal.send("\t")
        try terminal.expect("--More--")
        #expect(terminal.screen().first { $0.hasSuffix(":") } == "Put in and find:")
        for row in terminal.screen() where row.hasPrefix("  ") { #expect(row.count < columns) }
        terminal.send(" ")
        try terminal.expect("Bring in and take out:")
        terminal.send("q")
        try terminal.expectScreen("the prompt") { $0.last { !$0.isEmpty } == "home ana>" }
        terminal.send("find --limit 2\r")
        try terminal.expect("2 of 8")
        terminal.send("show \t")
        try terminal.expectScreen("the list's own first") { rows in
            guard let own = rows.firstIndex(of: "Of the last list:"), let others = rows.firstIndex(of: "Newest:") else { return false }
            return own < others && others - own == 3
        }
        terminal.send("\u{3}tag P1 +\t")
        try terminal.expect("In use:")
        terminal.send("q\u{3}")
        terminal.close()
        _ = try terminal.wait()
    }

    @Test func withoutSignsForAScreenReader() throws {
        let terminal = try place.prompt(["PRACTICE_ACCESSIBLE": "1"])
        terminal.send("find --\t")
        try terminal.expectScreen("options in words") { $0.contains("  --limit: How many at most; 0 for all.") && $0.contains("Of every command:") }
        #expect(!terminal.screen().joined().contains("…"))
        terminal.close()
        _ = try terminal.wait()
    }

    @Test func theMenuAndTheOtherKeysOfReadlineWork() throws {
        let terminal = try place.prompt(inputrc: "\"\\C-n\": menu-complete\n")
        terminal.send("find stage:pro\u{E}")
        try terminal.expectScreen("the first of the menu") { $0.last { !$0.isEmpty } == "home ana> find stage:promising" }
        terminal.send("\u{15}evidence \u{E}\u{E}")
        try terminal.expectScreen("the second of the menu") { $0.contains { $0.hasPrefix("home ana> evidence list") } || $0.contains { $0.hasPrefix("home ana> evidence add") } }
        terminal.send("\u{15}tags p\u{1B}?")
        try terminal.expectScreen("a list of one") { $0.contains { $0.hasPrefix("proposals") } }
        terminal.send("\u{15}people \u{1B}*")
        try terminal.expectScreen("all of them") { $0.contains { $0.hasPrefix("home ana> people list add set") } }
        terminal.send("\u{3}\u{4}")
        #expect(try terminal.wait() == .code(0))
    }
}
