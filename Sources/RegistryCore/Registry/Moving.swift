extension Ledger {
    /// Moves an innovation to another stage, if the person may and every gate on the way holds.
    ///
    /// - Parameters:
    ///   - from: the stage at which it must still stand; nil for any.
    ///   - version: the version that it must still have; nil for any.
    func move(
        _ number: Int, to name: StageName, reason: String?, from expected: StageName? = nil, version: Int? = nil, held: String?
    ) throws -> OperationResult {
        var innovation = try visible(number)
        guard expected ?? innovation.stage == innovation.stage, version ?? innovation.version == innovation.version else {
            throw Problem(
                .refused, "\(innovation.reference) was changed by somebody else meanwhile; nothing was moved", value: "it is \(innovation.stage) now",
                next: "history \(innovation.reference)")
        }
        let stage = try registry.configuration.stages.stage(name)
        guard stage.name != innovation.stage else { return .unchanged(innovation.subject) }
        try registry.allow(innovation, to: stage, by: person)
        if stage.needsReason || registry.isBackward(innovation, to: stage), (reason ?? "").isEmpty {
            throw Problem(.usage, "moving \(innovation.reference) to \(stage.name) takes a reason", next: "add --reason \"…\"")
        }
        let holding = try registry.answers(on: innovation, to: stage, mover: person, explaining: false, reader: writer)
            .filter { !$0.verdict.isMet }
        guard holding.isEmpty else {
            throw Problem(
                .refused, "\(innovation.reference) cannot move to \(stage.name) yet: \(holding.count == 1 ? "one gate holds it" : "\(holding.count) gates hold it")",
                details: holding.map(\.line), next: "promote \(innovation.reference) \(stage.name) --explain")
        }
        let from = innovation.stage
        var changes = [Change("stage", was: .string(from), now: .string(stage.name))]
        innovation.stage = stage.name
        if let held {
            // The reason stands in the innovation's own history, so it is the innovation that is held.
            changes.append(Change("held", was: innovation.held.map(JSONValue.string), now: .string(held)))
            innovation.held = held
        }
        try keep(&innovation)
        try record(.moved, innovation.subject, innovation: number, changes: changes, reason: reason)
        return .moved(innovation, from: from)
    }
}

extension GateAnswer {
    /// A line of a refusal or an explanation: what is missing, then what to type.
    public var line: String { verdict.reason + (verdict.next.map { " → \($0)" } ?? "") }
}

extension Registry {
    /// Throws the rule, gates aside, by which a person may not move an innovation to a stage.
    public func allow(_ innovation: Innovation, to stage: StageDefinition, by person: Person) throws {
        if stage.name == StageDefinitions.merged {
            throw Problem(.usage, "an innovation is merged into another, not moved there", value: stage.name, next: "merge \(innovation.reference) into P…")
        }
        if stage.name == StageDefinitions.withdrawn, person.submitted(innovation), !isTriaged(innovation) { return }
        if stage.name == StageDefinitions.first, innovation.stage == StageDefinitions.withdrawn, person.submitted(innovation) { return }
        // Who was asked a question answers it by putting the innovation before a lead again.
        if stage.name == StageDefinitions.first, innovation.stage == StageDefinitions.returned, person.submitted(innovation) { return }
        try person.require(stage.name == StageDefinitions.withdrawn ? .withdraw : .review)
        if stage.path == .forward, person.submitted(innovation), !isBackward(innovation, to: stage) {
            throw Problem(.refused, "nobody promotes their own innovation", value: "\(innovation.reference) is yours", next: "ask another lead")
        }
    }

    /// What every gate on the way to a stage says: those of each stage between here and there.
    ///
    /// - Parameter name: the stage; nil for the next one.
    /// - Returns: the stage that is meant with the answers; none for a stage aside or one behind.
    public func explain(_ number: Int, to name: StageName?, as actor: Actor) throws -> (stage: StageDefinition, answers: [GateAnswer]) {
        try store.read { reader in
            guard let innovation = try innovation(number, for: actor.viewer, reader: reader) else {
                throw Registry.noInnovation(Reference(number))
            }
            let stage = try name.map(configuration.stages.stage) ?? nextStage(of: innovation)
            return (stage, try answers(on: innovation, to: stage, mover: actor.person, explaining: true, reader: reader))
        }
    }

    /// Where a promotion without a name goes. From aside it is back to where the forward path begins.
    public func nextStage(of innovation: Innovation) throws -> StageDefinition {
        let stages = configuration.stages
        let here = try stages.stage(innovation.stage)
        if here.path == .aside, let first = stages.all.first(where: { $0.path == .forward }) {
            return try first.next.map(stages.stage) ?? first
        }
        guard let next = here.next else {
            throw Problem(.refused, "\(innovation.reference) is \(innovation.stage): there is no stage after it", next: "stages")
        }
        return try stages.stage(next)
    }

    func isBackward(_ innovation: Innovation, to stage: StageDefinition) -> Bool {
        guard let from = configuration.stages.rank(of: innovation.stage), let to = configuration.stages.rank(of: stage.name) else { return false }
        return to < from
    }

    func answers(
        on innovation: Innovation, to stage: StageDefinition, mover: Person, explaining: Bool, reader: any StoreReading,
        contributions known: ((Int) throws -> [Contribution])? = nil
    ) throws -> [GateAnswer] {
        guard stage.path == .forward, !isBackward(innovation, to: stage) else { return [] }
        let contributions = counting(try known?(innovation.number) ?? reader.contributions(on: innovation.number, in: home), on: innovation)
        // Made anew, as whoever contributes also writes what is stored.
        let signals = try values(of: signals(from: [contributions]).first ?? Signals(), innovation.number, reader: reader)
        return try answers(to: stage) { step in
            Move(
                innovation: innovation, stage: step, mover: mover, contributions: contributions, signals: signals,
                configuration: configuration, today: today, explaining: explaining)
        }
    }

    /// - Parameter move: the move as each gate looks at it, by the stage whose list names the gate.
    func answers(to stage: StageDefinition, _ move: (StageDefinition) -> Move) throws -> [GateAnswer] {
        let innovation = move(stage).innovation
        guard stage.path == .forward, !isBackward(innovation, to: stage) else { return [] }
        let forward = configuration.stages.all.filter { $0.path == .forward }
        let from = configuration.stages.rank(of: innovation.stage) ?? 0
        let to = configuration.stages.rank(of: stage.name) ?? 0
        var answers: [GateAnswer] = []
        for step in forward[min(from + 1, to)...to] {
            for use in step.gates {
                guard let gate = assembly.gate(use.name) else {
                    answers.append(GateAnswer(gate: use.name, verdict: .missing("no plugin has the gate “\(use.name)” any more", next: "config edit stages")))
                    continue
                }
                let answer = GateAnswer(gate: use.name, verdict: try gate.verdict(on: move(step), parameters: use.parameters))
                if !answers.contains(answer) { answers.append(answer) }
            }
        }
        return answers
    }
}
