import ArgumentParser
import RegistryCore
import RegistryShell

struct PromoteCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote", abstract: "Move an innovation to its next stage, or explain what holds it.",
        discussion: """
            The last word is the stage, if it is no reference; without one each goes to its own next stage. Several are moved \
            as one batch: all, or none. One that stands aside (parked, returned) is taken up again. JSON is one object for \
            one innovation, and an array for several.
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
    @Option(help: ArgumentHelp("All of these; `help find` says how.", valueName: "selection")) var `where`: String?
    @Option(help: ArgumentHelp("Why a text that was warned about must stay.", valueName: "reason")) var keep: String?

    func run(_ session: Session) throws {
        let (references, stage) = try split(session)
        let innovations = try chosen(references, session)
        let registry = try session.registry()
        let actor = try session.actor()
        let target = try stage.map { try PromoteCommand.forward($0, registry, innovations) }
        let explanations = try innovations.map { try Explanation($0, to: target, registry, as: actor) }
        if explain { return try show(explanations, session) }
        try refuseBackward(explanations, registry)
        if explanations.count > 1 { try refuse(explanations) }
        if `where` != nil, try !session.confirm("Move \(innovations.count) innovation\(innovations.count == 1 ? "" : "s")?") {
            throw Problem(.interrupted, "nothing was moved")
        }
        let operations = try explanations.flatMap { try ReasonedMove(innovation: $0.innovation, stage: $0.stage, reason: reason).operations(by: actor.person) }
        let outcome = try session.perform(operations, command: "promote", keeping: keep)
        try MoveReport(outcome: outcome, asked: innovations).tell(session)
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

    private func chosen(_ references: [String], _ session: Session) throws -> [Innovation] {
        var innovations = try session.references(references).map { try session.innovation($0.description) }
        if let selection = `where` {
            let registry = try session.registry()
            let viewer = try session.viewer()
            let condition = try registry.selection(selection, for: viewer).condition
            innovations += try registry.find(registry.query(condition, for: viewer, order: .number)).map(\.innovation)
        }
        guard !innovations.isEmpty else {
            throw Problem(.usage, `where` == nil ? "which innovation?" : "nothing fits this selection", value: `where`, next: "promote P1 --explain")
        }
        var seen = Set<Int>()
        return innovations.filter { seen.insert($0.number).inserted }
    }

    /// The stage of that name, if it lies on the forward path.
    private static func forward(_ word: String, _ registry: Registry, _ innovations: [Innovation]) throws -> StageName {
        let stage = try registry.configuration.stages.stage(word)
        guard stage.path == .aside else { return stage.name }
        let reference = innovations.first?.reference.description ?? "P1"
        throw Problem(.usage, "moving aside is no promotion", value: stage.name, next: "move \(reference) \(stage.name) --reason \"…\"")
    }

    private func refuseBackward(_ explanations: [Explanation], _ registry: Registry) throws {
        let stages = registry.configuration.stages
        for explanation in explanations {
            guard let from = stages.rank(of: explanation.innovation.stage), let to = stages.rank(of: explanation.stage.name), to < from else { continue }
            let reference = explanation.innovation.reference
            throw Problem(
                .usage, "\(reference) stands at \(explanation.innovation.stage) already, which is further", value: explanation.stage.name,
                next: "to move it back: move \(reference) \(explanation.stage.name) --reason \"…\"")
        }
    }

    /// All failing gates of all of them: the registry stops at the first innovation that is held.
    private func refuse(_ explanations: [Explanation]) throws {
        let held = explanations.filter { $0.isAllowed && !$0.failing.isEmpty && $0.stage.name != $0.innovation.stage }
        guard let first = held.first else { return }
        throw Problem(
            .refused, "\(held.count) of \(explanations.count) cannot move yet, so none was moved",
            details: held.flatMap { explanation in explanation.failing.map { "\(explanation.innovation.reference) to \(explanation.stage.name): \($0.words)" } },
            next: "promote \(first.innovation.reference) \(first.stage.name) --explain")
    }

    private func show(_ explanations: [Explanation], _ session: Session) throws {
        guard explanations.count == 1, let only = explanations.first, session.format != .csv else {
            return try session.show(Explanation.listing(explanations))
        }
        try session.show(only.blocks, only.json)
    }
}
