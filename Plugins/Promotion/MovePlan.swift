import RegistryCore
import RegistryShell

/// Which innovations would move where, and what holds the others: sorted before anything is saved.
struct MovePlan {
    private(set) var bulk = Bulk()
    /// Where each of those that would move goes.
    private var stages: [Int: StageDefinition] = [:]

    /// - Parameters:
    ///   - stage: where to; nil for each one's own next stage.
    ///   - direction: which moves the command makes.
    init(_ innovations: [Innovation], to name: StageName?, _ direction: Direction, _ session: Session) throws {
        let registry = try session.registry()
        let actor = try session.actor()
        for innovation in innovations {
            do {
                let stage = try name.map(registry.configuration.stages.stage) ?? registry.nextStage(of: innovation)
                guard stage.name != innovation.stage else {
                    bulk.leave(innovation)
                    continue
                }
                try direction.allow(innovation, to: stage, registry.configuration.stages)
                try registry.allow(innovation, to: stage, by: actor.person)
                let failing = try Explanation(innovation, to: stage.name, registry, as: actor).failing
                guard failing.isEmpty else {
                    bulk.refuse(innovation, because: failing.map(\.words).joined(separator: "; "))
                    continue
                }
                bulk.change(innovation, "move to \(stage.name)")
                stages[innovation.number] = stage
            } catch let problem as Problem where [.refused, .notPermitted, .usage].contains(problem.kind) {
                bulk.refuse(innovation, because: problem.what, kind: problem.kind)
            }
        }
    }

    /// One batch of moves, each only from the stage at which it was shown: somebody may have moved it while the person
    /// was asked.
    func operations(for innovations: [Innovation], reason: String?, by person: Person) throws -> [Operation] {
        try innovations.flatMap { innovation -> [Operation] in
            guard let stage = stages[innovation.number] else { return [] }
            return try ReasonedMove(innovation: innovation, stage: stage, reason: reason, from: innovation.stage).operations(by: person)
        }
    }

    /// Which moves a command makes.
    enum Direction {
        case forward, resubmission, any

        /// Throws a problem for a move that is another command's.
        func allow(_ innovation: Innovation, to stage: StageDefinition, _ stages: StageDefinitions) throws {
            switch self {
            case .forward:
                guard let from = stages.rank(of: innovation.stage), let to = stages.rank(of: stage.name), to < from else { return }
                throw Problem(
                    .usage, "\(innovation.reference) stands at \(innovation.stage) already, which is further", value: stage.name,
                    next: "to move it back: move \(innovation.reference) \(stage.name) --reason \"…\"")
            case .resubmission:
                guard innovation.stage != StageDefinitions.returned else { return }
                throw Problem(
                    .refused, "only what was returned can be resubmitted", value: "\(innovation.reference) is \(innovation.stage)",
                    next: "show \(innovation.reference)")
            case .any: return
            }
        }
    }
}

/// A batch of moves that a command asks for.
struct MoveRequest {
    let references: [String]
    let options: BulkOptions
    /// Nil for each one's own next stage.
    let stage: StageName?
    let direction: MovePlan.Direction
    let reason: String?
    let keep: String?
    let command: String

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let stage = try self.stage.map(registry.configuration.stages.stage)
        let named = try session.references(references)
        let innovations = try options.innovations(named, session, example: "\(command) P1\(command == "move" ? " parked" : "")")
        if let stage, stage.needsReason, !options.dryRun, (reason ?? "").trimmed.isEmpty {
            throw Problem(.usage, "a reason is missing: it is kept, and stands on the page", next: "\(line(stage)) --reason \"…\"")
        }
        let person = try session.actor().person
        // One that is named is simply moved: the registry says what holds it, and everything that does.
        if options.where == nil, !options.dryRun, let only = innovations.first, innovations.count == 1 {
            let stage = try stage ?? registry.nextStage(of: only)
            try direction.allow(only, to: stage, registry.configuration.stages)
            let operations = try ReasonedMove(innovation: only, stage: stage, reason: reason).operations(by: person)
            return try MoveReport(outcome: session.perform(operations, command: command, keeping: keep), asked: [only]).tell(session)
        }
        let plan = try MovePlan(innovations, to: stage?.name, direction, session)
        if options.dryRun { return try session.foretell(plan.bulk) }
        guard let chosen = try session.agreed(to: plan.bulk, options) else { return }
        let outcome = try session.perform(plan.operations(for: chosen, reason: reason, by: person), command: command, keeping: keep)
        try MoveReport(outcome: outcome, asked: chosen, already: plan.bulk.already).tell(session)
    }

    /// As it was typed, without its options.
    private func line(_ stage: StageDefinition) -> String {
        let which = options.where.map { ["--where", Words.quote($0)] } ?? references
        return ([command] + which + (command == "move" ? [stage.name] : [])).joined(separator: " ")
    }
}
