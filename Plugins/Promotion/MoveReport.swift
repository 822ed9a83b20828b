import RegistryCore
import RegistryShell

/// What became of innovations that were to move: what changed, and what comes next.
struct MoveReport {
    let outcome: Outcome
    /// What was asked for, as it stood before.
    let asked: [Innovation]
    /// What was asked for among others, and stood there already.
    var already: [Innovation] = []

    /// Beyond so many, people read how many there are, and not a table.
    private static let listed = 20

    /// A sentence each for people; one object for one innovation, an array for several.
    func tell(_ session: Session) throws {
        let registry = try session.registry()
        let actor = try session.actor()
        let viewer = actor.viewer
        var now: [Int: Innovation] = [:]
        for innovation in asked { now[innovation.number] = try registry.innovation(innovation.number, for: viewer) }
        guard asked.count == 1, let before = asked.first, let innovation = now[before.number] else {
            if !already.isEmpty { session.notice("\(Bulk.counted(already.count)) stood there already: \(Bulk.listed(already))") }
            guard session.format == .table, asked.count > MoveReport.listed else { return try session.show(listing(now)) }
            return try session.output.result(session.output.text(of: summary(now)))
        }
        let step = try NextStep(innovation, registry, actor)
        let changed = before.stage != innovation.stage
        var lines = [changed ? "\(innovation.reference) is \(innovation.stage) now; it was \(before.stage)." : "\(innovation.reference) is \(innovation.stage) already."]
        if let meaning = registry.configuration.stages[innovation.stage]?.meaning, changed, !meaning.isEmpty { lines.append(meaning) }
        try session.report(lines + step.lines, [
            "ref": .string(innovation.reference.description), "from": .string(before.stage), "to": .string(innovation.stage), "next": step.json,
            "batch": JSONValue(outcome.batch.map { Double($0.number) }),
        ])
    }

    /// How many went where.
    private func summary(_ now: [Int: Innovation]) -> [Block] {
        let stages = Dictionary(grouping: asked) { now[$0.number]?.stage ?? $0.stage }
        return stages.sorted { $0.key < $1.key }.map { stage, innovations in
            .paragraph("\(Bulk.counted(innovations.count)) are \(stage) now: \(Bulk.listed(innovations))")
        }
    }

    private func listing(_ now: [Int: Innovation]) -> Listing {
        Listing(
            [.init("ref", "Ref"), .init("title", "Title", wraps: true), .init("from", "Was"), .init("to", "Is now"), .init("batch", "")],
            rows: asked.map { before in
                [
                    .string(before.reference.description), .string(before.title), .string(before.stage), JSONValue(now[before.number]?.stage),
                    JSONValue(outcome.batch.map { Double($0.number) }),
                ]
            }, references: asked.map(\.reference), empty: "nothing was moved")
    }
}

/// What comes next for an innovation: the gates of its next stage, or the way back from aside.
struct NextStep {
    let innovation: Innovation
    private let here: StageDefinition?
    private let explanation: Explanation?

    /// Whether it waits for its submitter to answer.
    private var isReturned: Bool { innovation.stage == StageDefinitions.returned }

    init(_ innovation: Innovation, _ registry: Registry, _ actor: Actor) throws {
        self.innovation = innovation
        here = registry.configuration.stages[innovation.stage]
        let goesOn = here?.path == .forward && here?.next != nil
        explanation = goesOn ? try Explanation(innovation, to: nil, registry, as: actor) : nil
    }

    var lines: [String] {
        let reference = innovation.reference
        guard let here else { return [] }
        guard here.path == .forward else {
            if isReturned { return ["\(innovation.submitter) can answer with edit \(reference), then resubmit \(reference)."] }
            if here.ends { return ["The reason is kept for whoever has the idea next: history \(reference)"] }
            return ["promote \(reference) takes it up again."]
        }
        guard let explanation else { return ["It has come all the way. share \(reference) --with SOMEBODY tells others."] }
        guard !explanation.failing.isEmpty else { return ["Nothing holds it from \(explanation.stage.name): promote \(reference) \(explanation.stage.name)"] }
        return ["Next is \(explanation.stage.name), held by:"] + explanation.failing.map { "- \($0.words)" }
    }

    var json: JSONValue {
        guard let explanation else { return .null }
        return ["to": .string(explanation.stage.name), "may": .bool(explanation.mayMove), "gates": .array(explanation.answers.map(\.json))]
    }
}
