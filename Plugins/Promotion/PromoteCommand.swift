import ArgumentParser
import RegistryCore
import RegistryShell

struct PromoteCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote", abstract: "Move an innovation to its next stage, or explain what holds it.",
        discussion: """
            The last word is the stage, if it is no reference; without one each goes to its own next stage. Several are moved \
            as one batch: all of them, or with --leave-out those that no gate holds. One that stands aside (parked, returned) is \
            taken up again. JSON is one object for one innovation, and an array for several.
            """)
    static let about = CommandAbout(.move, examples: [
        Example("promote P1 --explain", "every gate to the next stage, with what to type for those that are not met"),
        Example("promote P1 triaged", "moves P1, if every gate holds"),
        Example("promote P1 P3-P5 triaged --reason \"read on Monday\"", "moves four as one batch"),
        Example("promote --where 'stage:submitted tag:transport' --explain", "what holds each of these"),
    ])

    @Argument(help: ArgumentHelp("Which innovations, then the stage.", valueName: "reference-or-stage")) var words: [String] = []
    @Flag(help: "Move nothing; say what every gate asks.") var explain = false
    @Option(help: ArgumentHelp("What the submitter should know; it stands on the page.", valueName: "text")) var reason: String?
    @OptionGroup var bulk: BulkOptions
    @Option(help: ArgumentHelp("Why a text that was warned about must stay.", valueName: "reason")) var keep: String?

    func run(_ session: Session) throws {
        let (references, stage) = try split(session)
        let registry = try session.registry()
        let target = try stage.map { try PromoteCommand.forward($0, registry, references.first ?? "P1") }
        guard explain else {
            return try MoveRequest(
                references: references, options: bulk, stage: target, direction: .forward, reason: reason, keep: keep, command: "promote"
            ).run(session)
        }
        let actor = try session.actor()
        let innovations = try bulk.innovations(session.references(references), session, example: "promote P1 --explain")
        try show(innovations.map { try Explanation($0, to: target, registry, as: actor) }, session)
    }

    /// The references and the stage: the last word is the stage when it cannot be a reference.
    private func split(_ session: Session) throws -> ([String], String?) {
        guard let last = words.last, !PromoteCommand.looksLikeReference(last) else { return (words, nil) }
        return (words.dropLast(), last)
    }

    /// `P12`, `trafford:P12`, `P2-P5`, `3`, `2-5`, `.`; a misspelt one such as `P1x` is no stage either.
    private static func looksLikeReference(_ word: String) -> Bool {
        let own = word.split(separator: ":").last ?? ""
        return word == "." || (own.first?.isNumber ?? false) || (own.first?.lowercased() == "p" && (own.dropFirst().first?.isNumber ?? false))
    }

    /// The stage of that name, if it lies on the forward path.
    private static func forward(_ word: String, _ registry: Registry, _ reference: String) throws -> StageName {
        let stage = try registry.configuration.stages.stage(word)
        guard stage.path == .aside else { return stage.name }
        throw Problem(.usage, "moving aside is no promotion", value: stage.name, next: "move \(reference) \(stage.name) --reason \"…\"")
    }

    private func show(_ explanations: [Explanation], _ session: Session) throws {
        guard explanations.count == 1, let only = explanations.first, session.format != .csv else {
            return try session.show(Explanation.listing(explanations))
        }
        try session.show(only.blocks, only.json)
    }
}
