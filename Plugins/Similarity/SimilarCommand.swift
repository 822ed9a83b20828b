import ArgumentParser
import RegistryCore
import RegistryShell

struct SimilarCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "similar", abstract: "Innovations like a text or like another innovation, by the rare words that they share.")
    static let about = CommandAbout(.ideas, examples: [
        Example("similar 'travel training in the rain'", "who has tried this?"),
        Example("similar P1", "what is like P1, and may be the same"),
    ])

    @Argument(help: ArgumentHelp("Your words, or an innovation.", valueName: "reference-or-text")) var words: [String]
    @Option(help: ArgumentHelp("How many at most.", valueName: "number")) var limit = 10

    func run(_ session: Session) throws {
        guard limit > 0 else { throw Problem(.usage, "--limit is at least 1", value: String(limit)) }
        let registry = try session.registry()
        let viewer = try session.viewer()
        let own = try innovation(session)
        let telling = TellingWords(own.map { TellingWords.texts(of: $0) } ?? words)
        guard !telling.all.isEmpty else {
            throw Problem(.usage, "there is no word in this that could tell one innovation from another", value: words.joined(separator: " "), next: "similar 'travel training in the rain'")
        }
        let search = try SimilarSearch(for: [telling], in: registry, viewer: viewer)
        let found = try search.find(telling, except: own?.number, everywhere: own == nil)
            .filter { $0.score >= 0.1 && (own == nil || $0.shared.count >= 2) }.prefix(limit)
        try session.show(Listing(
            [.init("ref", "Ref"), .init("title", "Title", wraps: true), .init("stage", "Stage"), .init("score", "Score"), .init("shared", "Shared words", wraps: true)],
            rows: found.map { row in
                [
                    .string(row.innovation.reference.description), .string(row.innovation.title), .string(row.innovation.stage),
                    JSONValue(row.rounded), .array(row.shared.prefix(8).map(JSONValue.string)),
                ]
            }, references: found.map(\.innovation.reference), empty: own.map { "nothing here is like \($0.reference)" } ?? "nothing here is like this; “submit” puts it in"))
    }

    /// The innovation that is meant, when the one word is a reference.
    private func innovation(_ session: Session) throws -> Innovation? {
        guard words.count == 1, let word = words.first, Reference(word) != nil || word == "." || Int(word) != nil else { return nil }
        return try session.innovation(word)
    }
}
