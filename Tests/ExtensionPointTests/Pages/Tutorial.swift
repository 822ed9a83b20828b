import FirstPlugin
import Fixture
import RegistryCore
import RegistryShell
import Testing

/// Plugins/README.md: what in it is made of something else stands behind a comment that says of what.
///
/// `<!-- source FILE -->` is followed by that file, `<!-- prompt PERSON -->` by what is said at the prompt to the lines that
/// stand there, `<!-- points -->` by the list of the extension points.
struct Tutorial {
    static let file = "Plugins/README.md"

    /// A document with all such parts made anew.
    static func renewed(_ text: String) throws -> String {
        var rest = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
        var lines: [String] = []
        while let line = rest.popFirst() {
            lines.append(line)
            guard let match = line.wholeMatch(of: #/<!-- (source|prompt|points) ?(.*) -->/#) else { continue }
            let isFenced = rest.first?.hasPrefix("```") ?? false
            if isFenced, let fence = rest.popFirst() { lines.append(fence) }
            let end = rest.firstIndex { isFenced ? $0 == "```" : $0.isEmpty } ?? rest.endIndex
            let old = rest[rest.startIndex..<end]
            rest = rest[end...]
            switch match.1 {
            case "source": lines.append(try source(String(match.2)))
            case "prompt": lines += try said(to: old.compactMap { $0.firstMatch(of: #/^home [^>]*> (.*)/#)?.1 }.map(String.init), by: String(match.2))
            default: lines.append(try points())
            }
        }
        return lines.joined(separator: "\n")
    }

    /// A file as whoever follows the text has it: with the plugin in a module of its own name.
    private static func source(_ file: String) throws -> String {
        try Surface.text(of: file).replacing("FirstPlugin", with: "ThanksPlugin").trimmed
    }

    /// What a person types and sees at one prompt.
    private static func said(to commands: [String], by person: String) throws -> [String] {
        let fixture = try Fixture(adding: [ThanksPlugin()], founding: true)
        let (shell, session) = try fixture.shell(as: person, width: 80)
        session.recent.isKept = true
        return commands.flatMap { command in
            let prompt = (["home", person] + [session.recent.current?.description].compactMap { $0 }).joined(separator: " ") + "> "
            let told = fixture.messages.count, printed = fixture.printedSoFar.count
            do {
                try shell.run(line: command)
            } catch {
                _ = shell.tell(error)
            }
            // What is told comes before the result that it is about.
            return [prompt + command] + fixture.messages.dropFirst(told)
                + fixture.printedSoFar.dropFirst(printed).split(separator: "\n").map(String.init)
        }
    }

    private static func points() throws -> String {
        let surface = try Surface.read.get(), filling = try Filling.read.get()
        return "| Point | What it is | Filled by |\n|---|---|---|\n"
            + Point.all.map { point in
                let sentence = Surface.sentence(of: surface.type(point.type)?.doc ?? [])
                return "| [\(point.type)](../\(point.page)) | \(sentence) | \(filling.of(point).map(\.plugin).joined(separator: ", ")) |"
            }.joined(separator: "\n")
    }
}

@Suite struct TutorialTests {
    @Test func itShowsWhatIsCompiledTestedAndSaid() throws {
        try Recorded.expect(Tutorial.file, Tutorial.renewed(Surface.text(of: Tutorial.file)))
    }

    /// The lines that let the plugin in are those by which one that ships is in.
    @Test func aPluginIsLetInByThreeLines() throws {
        let text = try Surface.text(of: Tutorial.file)
        for (file, line) in [("Package.swift", "\"Thanks\","), ("Plugins/Standard/Standard.swift", "import ThanksPlugin"), ("Plugins/Standard/Standard.swift", "ThanksPlugin(),")] {
            #expect(text.contains(line), "\(line)")
            #expect(try Surface.text(of: file).contains(line.replacing("Thanks", with: "Tagging")), "\(file)")
        }
    }
}
