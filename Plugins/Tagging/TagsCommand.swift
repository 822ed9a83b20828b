import ArgumentParser
import RegistryCore
import RegistryShell

struct TagsCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "tags", abstract: "The tags that are used, and those that people propose.",
        subcommands: [ListTags.self, ListProposals.self], defaultSubcommand: ListTags.self)
    static let about = CommandAbout(.ideas, examples: [
        Example("tags", "the tags that are used, the most used first"),
        Example("tags --all", "also those of the vocabulary that nothing has yet"),
        Example("tags proposals", "what people propose for innovations of others"),
    ])

    func run(_ session: Session) throws { throw Problem(.usage, "tags needs another word", allowed: ["list", "proposals"], next: "help tags") }
}

struct ListTags: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The tags that are used, the most used first.")

    @Argument(help: ArgumentHelp("Only on these; `help find` says how.", valueName: "selection")) var selection: [String] = []
    @Flag(help: "Also the tags of the vocabulary that nothing has yet.") var all = false

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let viewer = try session.viewer()
        let vocabulary = registry.configuration.tags
        let meanings = Dictionary(vocabulary.all.map { ($0.name, $0.meaning) }, uniquingKeysWith: { first, _ in first })
        let selected = try registry.selection(SelectionArgument.text(of: selection), for: viewer)
        let used = try registry.tally(.tag, registry.query(selected.condition, for: viewer)).filter { !$0.value.isEmpty }
        let names = Set(used.map(\.value))
        let further = all ? vocabulary.all.filter { !names.contains($0.name) }.map { Tally(value: $0.name, count: 0) } : []
        try session.show(Listing(
            [.init("tag", "Tag"), .init("count", "Innovations"), .init("meaning", "Meaning", wraps: true)],
            rows: (used + further).map { [.string($0.value), JSONValue($0.count), .string(meanings[$0.value] ?? "")] },
            empty: "nothing is tagged yet; “tags --all” shows tags to begin with, “tag P1 +TAG” adds one"))
        for pair in TagLikeness.pairs(among: used, vocabulary: vocabulary).prefix(5) {
            session.notice("“\(pair.lose)” and “\(pair.keep)” look alike; to make them one: tag --where tag:\(pair.lose) +\(pair.keep) -\(pair.lose)")
        }
    }
}

struct ListProposals: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "proposals", abstract: "The tags that people propose; `tag` does it, --decline takes them off the list.")

    @Option(help: ArgumentHelp("Take what is proposed for this innovation off the list.", valueName: "reference")) var decline: String?

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let viewer = try session.viewer()
        if let decline { return try self.decline(session.innovation(decline), session) }
        var rows: [[JSONValue]] = []
        var references: [Reference] = []
        for contribution in try registry.contributions(of: ["tag-proposal"], for: viewer).reversed() {
            guard let number = contribution.innovation else { continue }
            let innovation = try registry.innovation(number, for: viewer)
            guard let open = try OpenProposal.all([contribution], on: innovation).first else { continue }
            rows.append([
                .string(innovation.reference.description), .string(innovation.title), .string(contribution.author),
                .array(open.proposal.add.map(JSONValue.string)), .array(open.proposal.remove.map(JSONValue.string)),
                .string("tag \(innovation.reference) \(open.proposal.words)"),
            ])
            references.append(innovation.reference)
        }
        try session.show(Listing(
            [.init("ref", "Ref"), .init("title", "Title", wraps: true), .init("author", "By"), .init("add", ""), .init("remove", ""), .init("command", "To do it", wraps: true)],
            rows: rows, references: references, empty: "nobody proposes a tag"))
    }

    /// Takes the open proposals of an innovation back: its author's own, or a lead anybody's.
    private func decline(_ innovation: Innovation, _ session: Session) throws {
        let open = try OpenProposal.all(session.registry().page(innovation.number, for: session.viewer()).contributions, on: innovation)
        guard !open.isEmpty else {
            throw Problem(.refused, "nobody proposes a tag for this", value: innovation.reference.description, next: "tags proposals")
        }
        let outcome = try session.perform(open.map { .retract($0.contribution.uid) }, command: "tags")
        try session.report(
            ["What \(open.map(\.contribution.author).joined(separator: ", ")) proposed for \(innovation.reference) is off the list."],
            ["ref": .string(innovation.reference.description), "declined": JSONValue(open.count), "batch": JSONValue(outcome.batch.map { Double($0.number) })])
    }
}
