import ArgumentParser
import RegistryCore
import RegistryShell

struct ClearCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Say that what may identify somebody was looked at and may stay; for leads.")
    static let about = CommandAbout(.move, examples: [
        Example("held", "lists what waits for a lead"),
        Example("clear P1 --reason \"the team's own number\"", "shows P1 to its readers again"),
    ])

    @Argument(help: ArgumentHelp("Which innovation.", valueName: "reference")) var reference: String
    @Option(help: ArgumentHelp("Why it may stay.", valueName: "reason")) var reason: String?
    @Option(help: ArgumentHelp("Why a text that was warned about must stay.", valueName: "reason")) var keep: String?

    func run(_ session: Session) throws {
        let innovation = try session.innovation(reference)
        let policy = try Policy.ruling(session)
        let blocking = policy.found(in: innovation, atLeast: .block)
        guard blocking.isEmpty else {
            throw Problem(
                .refused, "\(innovation.reference) cannot be cleared: in it stands \(ConfidentialityGate.words(blocking))",
                value: innovation.title, next: "edit \(innovation.reference)")
        }
        let found = policy.found(in: innovation, atLeast: .warning)
        let additions = try session.registry().page(innovation.number, for: session.viewer()).contributions.filter { $0.held != nil }
        guard innovation.held != nil || !found.isEmpty || !additions.isEmpty else {
            return try session.report(["\(innovation.reference) is not held, and nothing in it looks like an identifier."], json(innovation, found, nil))
        }
        let clearance = try NewContribution(kind: "clearance", about: innovation.subject, Clearance(found: found, reason: reason))
        let outcome = try session.perform([.clear(innovation.number, reason: reason), .contribute(clearance)], command: "clear", keeping: keep)
        try session.report(["\(innovation.reference) is cleared: those who may read it see it."], json(innovation, found, outcome.batch))
    }

    private func json(_ innovation: Innovation, _ found: [Clearance.Found], _ batch: Batch?) -> JSONObject {
        [
            "ref": .string(innovation.reference.description), "cleared": .bool(batch != nil),
            "found": .array(found.map { ["label": .string($0.label), "identifier": .string($0.identifier.rawValue), "count": JSONValue($0.count)] }),
            "batch": JSONValue(batch.map { Double($0.number) }),
        ]
    }
}

struct HeldCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "held", abstract: "What is held until a lead clears it: all of it for leads, your own otherwise.")
    static let about = CommandAbout(.move, examples: [Example("held", "lists it, with the reason why each was kept")])

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let found = try registry.find(registry.query(.held, for: session.viewer(), order: .number))
        try session.show(Listing(
            [.init("ref", "Ref"), .init("title", "Title", wraps: true), .init("submitter", "Submitter"), .init("reason", "Kept because", wraps: true)],
            rows: found.map { row in
                [
                    .string(row.innovation.reference.description), .string(row.innovation.title), .string(row.innovation.submitter),
                    .string(row.innovation.held ?? "something that was added to it is held; show it"),
                ]
            }, references: found.map(\.innovation.reference), empty: "nothing is held"))
    }
}
