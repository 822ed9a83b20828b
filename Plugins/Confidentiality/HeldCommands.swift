import ArgumentParser
import RegistryCore
import RegistryShell

struct ClearCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Say that what may identify somebody was looked at and may stay; for leads.")
    static let about = CommandAbout(.move, examples: [
        Example("held", "lists what waits for a lead"),
        Example("clear P1 --reason \"the team's own number\"", "shows P1 to its readers again"),
        Example("clear --where is:held --dry-run", "says what clearing all that is held would do"),
    ])

    @Argument(help: ArgumentHelp("Which innovations, as one batch.", valueName: "reference")) var references: [String] = []
    @OptionGroup var bulk: BulkOptions
    @Option(help: ArgumentHelp("Why it may stay.", valueName: "reason")) var reason: String?
    @Option(help: ArgumentHelp("Why a text that was warned about must stay.", valueName: "reason")) var keep: String?

    func run(_ session: Session) throws {
        let policy = try Policy.ruling(session)
        let innovations = try bulk.innovations(session.references(references), session, example: "clear P1")
        if bulk.where == nil, !bulk.dryRun, let only = innovations.first, innovations.count == 1 {
            let clearing = try Clearing(only, policy, session)
            if let trouble = clearing.trouble { throw trouble }
            guard clearing.isNeeded else {
                return try session.report(["\(only.reference) is not held, and nothing in it looks like an identifier."], clearing.json(nil))
            }
            let outcome = try session.perform(clearing.operations(reason), command: "clear", keeping: keep)
            return try session.report(["\(only.reference) is cleared: those who may read it see it."], clearing.json(outcome.batch))
        }
        var clearings: [Int: Clearing] = [:]
        var plan = Bulk()
        for innovation in innovations {
            let clearing = try Clearing(innovation, policy, session)
            clearings[innovation.number] = clearing
            if let trouble = clearing.trouble {
                plan.refuse(innovation, because: trouble.what, kind: trouble.kind)
            } else if clearing.isNeeded {
                plan.change(innovation, "be cleared")
            } else {
                plan.leave(innovation)
            }
        }
        if bulk.dryRun { return try session.foretell(plan) }
        guard let chosen = try session.agreed(to: plan, bulk) else { return }
        let outcome = try session.perform(chosen.flatMap { try clearings[$0.number]?.operations(reason) ?? [] }, command: "clear", keeping: keep)
        try session.report(
            [chosen.isEmpty ? "Nothing of these is held, and nothing in them looks like an identifier." : "\(Bulk.counted(chosen.count)) \(chosen.count == 1 ? "is" : "are") cleared: \(Bulk.listed(chosen))."],
            ["refs": .array(chosen.map { .string($0.reference.description) }), "batch": JSONValue(outcome.batch.map { Double($0.number) })])
    }
}

/// What clearing one innovation comes to: what was found in it, and whether a lead may say that it stays.
private struct Clearing {
    let innovation: Innovation
    let trouble: Problem?
    let isNeeded: Bool
    private let found: [Clearance.Found]

    init(_ innovation: Innovation, _ policy: Policy, _ session: Session) throws {
        self.innovation = innovation
        found = policy.found(in: innovation, atLeast: .warning)
        let additions = try session.registry().page(innovation.number, for: session.viewer()).contributions.filter { $0.held != nil }
        isNeeded = innovation.held != nil || !found.isEmpty || !additions.isEmpty
        let blocking = policy.found(in: innovation, atLeast: .block)
        let person = try session.actor().person
        trouble = if person.role < .lead {
            Problem(.notPermitted, "\(person.name) is \(person.role.rawValue) here, and only a lead may clear what is held", next: "ask a lead, or act as one with --as")
        } else if !blocking.isEmpty {
            Problem(
                .refused, "\(innovation.reference) cannot be cleared: in it stands \(ConfidentialityGate.words(blocking))",
                value: innovation.title, next: "edit \(innovation.reference)")
        } else if isNeeded, person.submitted(innovation) {
            Problem(.refused, "nobody clears their own innovation", value: innovation.reference.description, next: "ask another lead")
        } else {
            nil
        }
    }

    func operations(_ reason: String?) throws -> [Operation] {
        [.clear(innovation.number, reason: reason), .contribute(try NewContribution(kind: "clearance", about: innovation.subject, Clearance(found: found, reason: reason)))]
    }

    func json(_ batch: Batch?) -> JSONObject {
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
