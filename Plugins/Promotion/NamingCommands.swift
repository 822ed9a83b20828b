import ArgumentParser
import RegistryCore
import RegistryShell

/// What a command names somebody as.
protocol RoleNaming { static var role: NamedRole { get } }
enum Own: RoleNaming { static let role = NamedRole.owner }
enum Sponsor: RoleNaming { static let role = NamedRole.sponsor }

/// `own` and `sponsor`.
struct NamingCommand<Names: RoleNaming>: ArgumentCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: Names.role.command, abstract: "Name the \(Names.role.rawValue) of an innovation, \(Names.role.meaning); name another to change it.")
    }
    static var about: CommandAbout {
        CommandAbout(.move, examples: [
            Example("\(Names.role.command) P1 --person ben", "ben is the \(Names.role.rawValue) of P1"),
            Example("\(Names.role.command) --where 'area:Carers stage:triaged' --person ben --dry-run", "says what that would do to all that a search finds"),
            Example("\(Names.role.command) P1 --nobody", "P1 has no \(Names.role.rawValue) any more"),
        ])
    }

    @Argument(help: ArgumentHelp("Which innovations.", valueName: "reference")) var references: [String] = []
    @OptionGroup var bulk: BulkOptions
    @Option(help: ArgumentHelp("Who.", valueName: "person")) var person: String?
    @Flag(help: "Nobody any more.") var nobody = false

    func run(_ session: Session) throws {
        let role = Names.role
        guard (person != nil) != nobody else {
            throw Problem(.usage, "say who with --person, or --nobody", next: "\(role.command) \(references.first ?? "P1") --person SOMEBODY")
        }
        let innovations = try bulk.innovations(session.references(references), session, example: "\(role.command) P1 --person SOMEBODY")
        let person = try person.map { try session.registry().person($0).name }
        let plan = try plan(innovations, naming: person, session)
        if bulk.dryRun { return try session.foretell(plan) }
        guard let chosen = try session.agreed(to: plan, bulk) else { return }
        let operations = try person.map { person in
            try chosen.map { .contribute(try NewContribution(kind: role.rawValue, about: $0.subject, Naming(person: person))) }
        } ?? taking(chosen, session)
        let outcome = try session.perform(operations, command: role.command)
        try tell(outcome, chosen + plan.already, person, session)
    }

    private func plan(_ innovations: [Innovation], naming person: PersonName?, _ session: Session) throws -> Bulk {
        let registry = try session.registry()
        let viewer = try session.viewer()
        var plan = Bulk()
        for innovation in innovations {
            let now = Names.role.person(in: try registry.page(innovation.number, for: viewer).contributions)
            if now == person {
                plan.leave(innovation)
            } else {
                plan.change(innovation, person.map { "have \($0) as \(Names.role.rawValue)" } ?? "have no \(Names.role.rawValue)")
            }
        }
        return plan
    }

    private func tell(_ outcome: Outcome, _ innovations: [Innovation], _ person: PersonName?, _ session: Session) throws {
        let role = Names.role
        let label = Bulk.listed(innovations)
        let already = outcome.batch == nil ? " already" : ""
        let words = person.map { "\($0) is the \(role.rawValue) of \(label)\(already)." } ?? "\(label) \(innovations.count == 1 ? "has" : "have") no \(role.rawValue) \(outcome.batch == nil ? "anyway" : "now")."
        let next = innovations.first.map { "promote \($0.reference) --explain says what comes next." }
        try session.report(innovations.isEmpty ? ["Nothing is found, so nobody is named."] : [words] + [next].compactMap { $0 }, [
            "refs": .array(innovations.map { .string($0.reference.description) }), role.rawValue: JSONValue(person),
            "batch": JSONValue(outcome.batch.map { Double($0.number) }),
        ])
    }

    /// Takes back all that was named: the one before must not come up again.
    private func taking(_ innovations: [Innovation], _ session: Session) throws -> [Operation] {
        let registry = try session.registry()
        let viewer = try session.viewer()
        return try innovations.flatMap { try registry.page($0.number, for: viewer).contributions(of: Names.role.rawValue) }.map { .retract($0.uid) }
    }
}
