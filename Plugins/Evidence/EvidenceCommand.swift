import ArgumentParser
import RegistryCore
import RegistryShell

struct EvidenceCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence", abstract: "Add, list, assess and take back evidence on an innovation.",
        discussion: """
            Anybody adds evidence; its level counts once a lead who did not submit the innovation has assessed it. What a \
            lead adds to somebody else's innovation counts as assessed. What was only heard is of the kind hearsay.
            """,
        subcommands: [EvidenceAddCommand.self, EvidenceListCommand.self, EvidenceAssessCommand.self, EvidenceRetractCommand.self])
    static let about = CommandAbout(.judge, examples: [
        Example(
            "evidence add P1 --kind observation --strength 1 --direction better --finding \"two people rode alone\" --source \"visit, 4 March\"",
            "says what was seen; at a terminal `evidence add P1` asks for it"),
        Example("evidence list P1", "what there is on P1, with what leads made of it"),
        Example("evidence assess P1.E1 --strength 2 --note \"counted twice\"", "a lead says how strong it is"),
        Example("evidence assess P1.E1 --strength 1 --flag harm", "puts “harm seen” beside the level"),
        Example("evidence retract P1.E1", "takes your evidence back"),
    ])

    /// Without a further word it says what it can do.
    func run(_ session: Session) throws {
        guard let command = session.commands.first(where: { $0.name == "evidence" }) else { return }
        try session.output.result(HelpText.page(of: command, words: [], width: session.output.width() ?? 80, ink: session.output.ink))
    }
}

struct EvidenceListCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The evidence on an innovation, or on all that you may see.")

    @Argument(help: ArgumentHelp("Which innovation; all when left out, newest first.", valueName: "reference")) var reference: String?
    @Flag(help: "Only what waits for a lead's assessment.") var waiting = false

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let viewer = try session.viewer()
        let items: [EvidenceItem]
        if let reference {
            items = EvidenceItem.all(in: try registry.page(try session.innovation(reference).number, for: viewer).contributions)
        } else {
            items = EvidenceItem.all(in: try registry.contributions(of: ["evidence", "assessment"], for: viewer)).sorted(by: EvidenceListCommand.isNewer)
        }
        let shown = waiting ? items.filter(\.isWaiting) : items
        try session.show(EvidenceListCommand.listing(shown, registry.configuration.evidence, waiting ? "nothing waits to be assessed" : "there is no evidence yet"))
    }

    /// Newest first; what one batch brought by its reference.
    private static func isNewer(_ one: EvidenceItem, _ other: EvidenceItem) -> Bool {
        let (mine, theirs) = (one.contribution, other.contribution)
        return mine.created == theirs.created ? (mine.innovation ?? 0, mine.ordinal ?? 0) < (theirs.innovation ?? 0, theirs.ordinal ?? 0) : mine.created > theirs.created
    }

    private static func listing(_ items: [EvidenceItem], _ scale: EvidenceScale, _ empty: String) -> Listing {
        let hidden = ["kind", "direction", "strength", "assessed"] + EvidenceKind.shortTexts.map(\.label) + ["observed", "assessor", "note", "flags"]
        var columns: [Listing.Column] = [.init("ref", "Ref"), .init("what", "What", wraps: true), .init("stands", "Strength", wraps: true)]
        columns += [.init("finding", "Finding", wraps: true), .init("by", "By")] + hidden.map { .init($0, "") }
        let rows = items.map { item in
            var object = item.json.object ?? [:]
            object["what"] = .string("\(scale.label(ofKind: item.evidence.kind)), \(scale.label(ofDirection: item.evidence.direction).lowercased())")
            object["stands"] = .string(([item.strengthWords] + item.flags.map { scale.label(ofFlag: $0).lowercased() }).joined(separator: "; "))
            return columns.map { object[$0.name] ?? .null }
        }
        return Listing(columns, rows: rows, references: items.compactMap(\.reference), empty: empty)
    }
}

struct EvidenceRetractCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "retract", abstract: "Take back evidence that you added; a lead may take back anybody's.")

    @Argument(help: ArgumentHelp("Which evidence: P1.E1.", valueName: "evidence")) var reference: String

    func run(_ session: Session) throws {
        let contribution = try session.evidence(reference)
        let label = try session.registry().reference(of: contribution)?.description ?? reference
        let outcome = try session.perform([.retract(contribution.uid)], command: "evidence")
        try session.report(
            ["\(label) is taken back; it counts nowhere now."],
            ["ref": .string(label), "batch": JSONValue(outcome.batch.map { Double($0.number) })])
    }
}

extension Session {
    /// The evidence that a word names, if this person may see it.
    func evidence(_ word: String) throws -> Contribution {
        let reference = try reference(word)
        guard reference.contribution != nil else {
            throw Problem(.usage, "this names an innovation, not evidence on it", value: word, allowed: ["P1.E1"], next: "evidence list \(reference)")
        }
        let contribution = try registry().contribution(reference, for: viewer())
        guard contribution.kind == "evidence" else {
            throw Problem(.usage, "this is no evidence, but of the kind \(contribution.kind)", value: word, allowed: ["P1.E1"], next: "evidence list P\(reference.number)")
        }
        return contribution
    }

    /// Where the evidence of an innovation stands now; nil when this person may not see it any more, as what was kept
    /// with a warning is held.
    func rung(of number: Int) throws -> Rung? {
        do {
            return Rung(try registry().page(number, for: viewer()).signals, try registry().configuration.evidence)
        } catch let problem as Problem where problem.kind == .noInput {
            return nil
        }
    }
}
