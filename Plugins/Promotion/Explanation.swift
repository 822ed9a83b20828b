import RegistryCore
import RegistryShell

/// What every gate on the way to a stage says of an innovation: `promote --explain`.
struct Explanation {
    let innovation: Innovation
    let stage: StageDefinition
    let answers: [GateAnswer]
    /// Whether this person may move it, gates aside.
    let isAllowed: Bool

    /// - Parameter name: the stage; nil for the next one.
    init(_ innovation: Innovation, to name: StageName?, _ registry: Registry, as actor: Actor) throws {
        self.innovation = innovation
        (stage, answers) = try registry.explain(innovation.number, to: name, as: actor)
        isAllowed = actor.person.role >= .lead && (stage.path == .aside || !actor.person.submitted(innovation))
    }

    var failing: [GateAnswer] { answers.filter { !$0.verdict.isMet } }
    var mayMove: Bool { isAllowed && failing.isEmpty }

    /// One sentence: where it stands and whether anything holds it.
    var words: String {
        let way = "\(innovation.reference) stands at \(innovation.stage)"
        if stage.name == innovation.stage { return "\(way) already." }
        switch (failing.count, isAllowed) {
        case (0, true): return "\(way), and may move to \(stage.name)."
        case (0, false): return "\(way), and nothing holds it from \(stage.name); a lead who did not put it in moves it."
        case (1, _): return "\(way); one gate of \(answers.count) holds it from \(stage.name)."
        case (let count, _): return "\(way); \(count) gates of \(answers.count) hold it from \(stage.name)."
        }
    }

    var blocks: [Block] {
        guard !answers.isEmpty else { return [.paragraph(words)] }
        return [
            .paragraph(words),
            .table(columns: ["Gate", "", "What is there or missing", "Next"], rows: answers.map {
                [$0.gate, $0.verdict.isMet ? "met" : "missing", $0.verdict.reason, $0.verdict.isMet ? "" : $0.verdict.next ?? ""]
            }),
        ]
    }

    var json: JSONObject {
        [
            "ref": .string(innovation.reference.description), "stage": .string(innovation.stage), "to": .string(stage.name), "may": .bool(mayMove),
            "gates": .array(answers.map(\.json)),
        ]
    }

    /// The gates as rows, where a page cannot be: in CSV, and for several innovations.
    static func listing(_ explanations: [Explanation]) -> Listing {
        Listing(
            [
                .init("ref", "Ref"), .init("stage", "Stands at"), .init("to", "To"), .init("may", "May"), .init("missing", "Missing", wraps: true),
                .init("gates", ""),
            ],
            rows: explanations.map { explanation in
                let missing = explanation.failing.map(\.words).joined(separator: "; ")
                return [
                    .string(explanation.innovation.reference.description), .string(explanation.innovation.stage), .string(explanation.stage.name),
                    .bool(explanation.mayMove), .string(missing), explanation.json["gates"] ?? .null,
                ]
            }, references: explanations.map(\.innovation.reference), empty: "there is nothing to explain")
    }
}

extension GateAnswer {
    /// What is missing, then what to type.
    var words: String { verdict.reason + (verdict.next.map { " → \($0)" } ?? "") }

    var json: JSONValue {
        ["gate": .string(gate), "met": .bool(verdict.isMet), "reason": .string(verdict.reason), "next": JSONValue(verdict.next)]
    }
}
