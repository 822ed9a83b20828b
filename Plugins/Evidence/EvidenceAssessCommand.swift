import ArgumentParser
import RegistryCore
import RegistryShell

struct EvidenceAssessCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "assess", abstract: "Say, as a lead, how strong evidence on somebody else's innovation is; again to change it.")

    @Argument(help: ArgumentHelp("Which evidence: P1.E1, or several.", valueName: "evidence")) var references: [String]
    @Option(help: ArgumentHelp("The level that it reaches, 0 to 5.", valueName: "strength")) var strength: String?
    @Option(help: ArgumentHelp("Why, in your words.", valueName: "text")) var note: String?
    @Option(help: ArgumentHelp("harm (harm seen) or no-benefit (a rigorous study found none); may be given twice.", valueName: "flag"))
    var flag: [String] = []
    @Option(help: ArgumentHelp("Why a text that was warned about must stay.", valueName: "reason")) var keep: String?

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let scale = registry.configuration.evidence
        let evidence = try references.map(session.evidence)
        let labels = evidence.map { registry.reference(of: $0)?.description ?? $0.kind }
        guard let strength else {
            throw Problem(
                .usage, "the strength is missing", allowed: scale.levels.map { "\($0.level) \($0.label)" },
                next: "evidence assess \(labels.first ?? "P1.E1") --strength 1")
        }
        let level = try scale.level(named: strength)
        let assessment = Assessment(strength: level.level, note: note, flags: try flag.map { try scale.flag($0).name })
        let outcome = try session.perform(
            evidence.map { .contribute(try NewContribution(kind: "assessment", about: .contribution($0.uid), assessment)) }, command: "evidence", keeping: keep)
        try tell(zip(labels, evidence).map { ($0, $1) }, level, scale, outcome, session)
    }

    private func tell(
        _ assessed: [(label: String, contribution: Contribution)], _ level: EvidenceScale.Level, _ scale: EvidenceScale, _ outcome: Outcome, _ session: Session
    ) throws {
        var lines: [String] = []
        for (item, result) in zip(assessed, outcome.results) {
            let claimed = try item.contribution.payload(as: Evidence.self).strength
            let said = claimed == level.level ? "" : "; \(claimed) was claimed"
            let words = if case .unchanged = result { "is assessed at \(level.level) already" } else { "is assessed at \(level.level) (\(level.label)\(said))" }
            lines.append("\(item.label) \(words).")
        }
        let numbers = Set(assessed.compactMap(\.contribution.innovation)).sorted()
        var levels = JSONObject()
        for number in numbers {
            guard let rung = try session.rung(of: number) else { continue }
            lines.append("\(Reference(number)) is \(rung.words).")
            levels[Reference(number).description] = JSONValue(rung.level.map(Double.init))
        }
        if !flag.isEmpty { lines.append("Flagged: \(flag.map { scale.label(ofFlag: (try? scale.flag($0).name) ?? $0).lowercased() }.joined(separator: ", ")).") }
        try session.report(lines, [
            "refs": .array(assessed.map { .string($0.label) }), "strength": JSONValue(level.level), "levels": .object(levels),
            "batch": JSONValue(outcome.batch.map { Double($0.number) }),
        ])
    }
}
