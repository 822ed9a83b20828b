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
            Example("\(Names.role.command) P1 --nobody", "P1 has no \(Names.role.rawValue) any more"),
        ])
    }

    @Argument(help: ArgumentHelp("Which innovations.", valueName: "reference")) var references: [String]
    @Option(help: ArgumentHelp("Who.", valueName: "person")) var person: String?
    @Flag(help: "Nobody any more.") var nobody = false

    func run(_ session: Session) throws {
        let role = Names.role
        let innovations = try session.references(references).map { try session.innovation($0.description) }
        let label = innovations.map(\.reference.description).joined(separator: ", ")
        guard (person != nil) != nobody else {
            throw Problem(.usage, "say who with --person, or --nobody", next: "\(role.command) \(references.joined(separator: " ")) --person SOMEBODY")
        }
        let outcome: Outcome
        if let person {
            outcome = try session.perform(
                innovations.map { .contribute(try NewContribution(kind: role.rawValue, about: $0.subject, Naming(person: person))) }, command: role.command)
        } else {
            outcome = try session.perform(try taking(innovations, session), command: role.command)
        }
        let named = outcome.contributions.first?.addressee ?? person
        let words = nobody ? "\(label) has no \(role.rawValue) now." : "\(named ?? "") is the \(role.rawValue) of \(label)\(outcome.batch == nil ? " already" : "")."
        let next = innovations.first.map { "promote \($0.reference) --explain says what comes next." }
        try session.report([words] + [next].compactMap { $0 }, [
            "refs": .array(innovations.map { .string($0.reference.description) }), role.rawValue: nobody ? .null : JSONValue(named),
            "batch": JSONValue(outcome.batch.map { Double($0.number) }),
        ])
    }

    /// Takes back all that was named: the one before must not come up again.
    private func taking(_ innovations: [Innovation], _ session: Session) throws -> [Operation] {
        let registry = try session.registry()
        let viewer = try session.viewer()
        let named = try innovations.flatMap { try registry.page($0.number, for: viewer).contributions(of: Names.role.rawValue) }
        guard !named.isEmpty else {
            throw Problem(.refused, "nobody is named as \(Names.role.rawValue)", value: references.joined(separator: " "), next: "\(Names.role.command) \(references.joined(separator: " ")) --person SOMEBODY")
        }
        return named.map { .retract($0.uid) }
    }
}
