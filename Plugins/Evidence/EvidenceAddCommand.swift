import ArgumentParser
import RegistryCore
import RegistryShell

struct EvidenceAddCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add what you saw, counted or read; at a terminal it asks for what is left out.")

    @Argument(help: ArgumentHelp("Which innovation.", valueName: "reference")) var reference: String
    @Option(help: ArgumentHelp("What sort of evidence: account, observation, lived-experience, routine-data, before-after, comparison, trial, review, cost, hearsay.", valueName: "kind"))
    var kind: String?
    @Option(help: ArgumentHelp("How strong it is, 0 to 5; `ladder` says what the levels mean.", valueName: "strength")) var strength: String?
    @Option(help: ArgumentHelp("Which way it points: better, no-change, worse, mixed.", valueName: "direction")) var direction: String?
    @Option(help: ArgumentHelp("What was seen, counted or read.", valueName: "text")) var finding: String?
    @Option(help: ArgumentHelp("Where it comes from, without names of people who use services.", valueName: "text")) var source: String?
    @Option(help: ArgumentHelp("What was counted.", valueName: "text")) var measure: String?
    @Option(help: ArgumentHelp("The count before.", valueName: "text")) var baseline: String?
    @Option(help: ArgumentHelp("The count after.", valueName: "text")) var result: String?
    @Option(help: ArgumentHelp("How many people, homes or journeys.", valueName: "text")) var sample: String?
    @Option(help: ArgumentHelp("From when to when.", valueName: "text")) var period: String?
    @Option(help: ArgumentHelp("When it was seen: 2024-03-31, March 2024, 2024.", valueName: "date")) var observed: String?
    @Option(help: ArgumentHelp("Why a text that was warned about must stay.", valueName: "reason")) var keep: String?

    func run(_ session: Session) throws {
        let innovation = try session.innovation(reference)
        let registry = try session.registry()
        var answers = EvidenceAnswers(kind: kind, strength: strength, direction: direction, finding: finding, source: source)
        try answers.complete(for: innovation, scale: registry.configuration.evidence, session)
        var evidence = try answers.evidence(registry.configuration.evidence)
        evidence.measure = measure
        evidence.baseline = baseline
        evidence.result = result
        evidence.sample = sample
        evidence.period = period
        evidence.observed = observed
        try save(evidence, on: innovation, session)
    }

    /// Saves it; with its assessment where a lead says it of somebody else's innovation.
    private func save(_ evidence: Evidence, on innovation: Innovation, _ session: Session) throws {
        let person = try session.actor().person
        let counts = person.role >= .lead && !person.submitted(innovation)
        let new = try NewContribution(kind: "evidence", about: innovation.subject, evidence)
        var operations: [Operation] = [.contribute(new)]
        if counts {
            operations.append(.contribute(try NewContribution(kind: "assessment", about: .contribution(new.uid), Assessment(strength: evidence.strength))))
        }
        let outcome = try session.perform(operations, command: "evidence", keeping: keep)
        let label = try outcome.contributions.first.flatMap { try session.registry().reference(of: $0)?.description } ?? innovation.reference.description
        let rung = try session.rung(of: innovation.number)
        var lines = ["\(label) is saved: \(evidence.kind), strength \(evidence.strength), \(evidence.direction)."]
        if let rung, counts {
            lines.append("You are a lead, so it counts as assessed. \(innovation.reference) is \(rung.words).")
        } else if evidence.kind != EvidenceTerms.hearsay {
            lines.append("It counts once a lead has assessed it: evidence assess \(label) --strength \(evidence.strength)")
        } else {
            lines.append("It was only heard, so the level does not count it; it says what to go and look at.")
        }
        if rung == nil { lines.append("\(innovation.reference) is held now: its submitter and the leads see it, until a lead has cleared it.") }
        try session.report(lines, [
            "ref": .string(label), "innovation": .string(innovation.reference.description), "kind": .string(evidence.kind),
            "strength": JSONValue(evidence.strength), "direction": .string(evidence.direction), "assessed": .bool(counts),
            "level": JSONValue(rung?.level.map(Double.init)), "batch": JSONValue(outcome.batch.map { Double($0.number) }),
        ])
    }
}
