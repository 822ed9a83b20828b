import ArgumentParser
import RegistryCore
import RegistryShell

struct PeopleCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "people", abstract: "Who is known here, and who may do what.",
        subcommands: [ListPeople.self, AddPerson.self, SetPerson.self], defaultSubcommand: ListPeople.self)
    static let about = CommandAbout(.keep, examples: [
        Example("people", "everybody, with role and team"),
        Example("people add carol --role lead --team \"North East\"", "carol is a lead here from now on"),
        Example("people set ben --role lead", "ben becomes a lead"),
        Example("people set ben --team \"\"", "ben is in no team any more"),
    ])

    /// Never runs: the subcommands do.
    func run(_ session: Session) throws {}
}

struct ListPeople: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Everybody who is known here.")

    func run(_ session: Session) throws {
        let people = try session.registry().people(for: session.viewer())
        try session.show(Listing(
            [
                .init("name", "Name", wraps: true), .init("role", "Role"), .init("team", "Team", wraps: true),
                .init("organisation", "Organisation", wraps: true), .init("account", "Account"),
            ],
            rows: people.map { person in
                [
                    .string(person.name), .string(person.role.rawValue), JSONValue(person.team), JSONValue(person.organisation),
                    JSONValue(person.login),
                ]
            }, empty: "nobody is known here"))
    }
}

/// What `add` and `set` give of a person.
struct PersonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("staff, lead or admin.", valueName: "role")) var role: String?
    @Option(help: ArgumentHelp("The team; visibility “team” goes by it.", valueName: "team")) var team: String?
    @Option(help: ArgumentHelp("The organisation.", valueName: "organisation")) var organisation: String?
    @Option(help: ArgumentHelp("The account that is this person without --as: the system's, or on a server the login there.", valueName: "account")) var login: String?

    func change(of name: PersonName) throws -> PersonChange {
        PersonChange(name: name, role: try role.map(PersonOptions.role), team: team, organisation: organisation, login: login)
    }

    /// The options as they are written.
    var words: [String] {
        [("--role", role), ("--team", team), ("--organisation", organisation), ("--login", login)].compactMap { name, value in
            value.map { "\(name) \(Words.quote($0))" }
        }
    }

    private static func role(_ text: String) throws -> Role {
        guard let role = Role(rawValue: text.lowercased()) else {
            throw Problem.unknown("role", text, among: Role.allCases.map(\.rawValue), next: "help people")
        }
        return role
    }
}

struct AddPerson: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Make somebody known here, with a role.")

    @Argument(help: ArgumentHelp("What the person is called here.", valueName: "name")) var name: [String]
    @OptionGroup var given: PersonOptions

    func run(_ session: Session) throws {
        let name = name.joined(separator: " ")
        let change = try given.change(of: name)
        if let known = try session.registry().people(for: session.viewer()).first(where: { Person.key($0.name) == Person.key(Person.tidied(name) ?? name) }) {
            throw Problem(
                .refused, "\(known.name) is known here already, as \(known.role.rawValue)",
                next: given.words.isEmpty ? "people" : "people set \(Words.quote(known.name)) \(given.words.joined(separator: " "))")
        }
        guard given.role != nil else {
            let words = ["people add", Words.quote(name), "--role staff"] + given.words
            throw Problem(.usage, "a role is missing", allowed: Role.allCases.map(\.rawValue), next: words.joined(separator: " "))
        }
        try session.report(person: session.perform([.put(change)], command: "people"), "is known here now,")
    }
}

struct SetPerson: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Change somebody's role, team, organisation or account.")

    @Argument(help: ArgumentHelp("Who.", valueName: "person")) var name: [String]
    @OptionGroup var given: PersonOptions

    func run(_ session: Session) throws {
        let name = try session.registry().person(name.joined(separator: " ")).name
        guard given.role != nil || given.team != nil || given.organisation != nil || given.login != nil else {
            throw Problem(
                .usage, "nothing to set was given", allowed: ["--role", "--team", "--organisation", "--login"],
                next: "people set \(Words.quote(name)) --role lead")
        }
        try session.report(person: session.perform([.put(given.change(of: name))], command: "people"), "is")
    }
}

extension Session {
    /// Tells what became of a person.
    fileprivate func report(person outcome: Outcome, _ verb: String) throws {
        guard case .person(let person)? = outcome.results.first else {
            return try report(["That is so already; nothing was changed."], ["changed": false])
        }
        let facts = [
            "as \(person.role.rawValue)", person.team.map { "in the team \($0)" }, person.organisation.map { "of \($0)" },
            person.login.map { "with the account \($0)" },
        ].compactMap { $0 }
        let said = verb == "is" ? "is now known" : verb
        var lines = ["\(person.name) \(said) \(facts.joined(separator: ", "))."]
        if try registry().knowsLogins, person.login == nil {
            lines += ["\(person.name) has no login yet to come in by: people set \(Words.quote(person.name)) --login LOGIN"]
        }
        try report(
            lines,
            [
                "changed": true, "name": .string(person.name), "role": .string(person.role.rawValue), "team": JSONValue(person.team),
                "organisation": JSONValue(person.organisation), "account": JSONValue(person.login),
                "batch": JSONValue(outcome.batch.map { Double($0.number) }),
            ])
    }
}
