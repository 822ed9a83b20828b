extension Ledger {
    /// Adds a person, or changes what an admin gave of one.
    func put(_ change: PersonChange) throws -> OperationResult {
        try person.require(.managePeople)
        guard let name = Person.tidied(change.name) else {
            throw Problem(.usage, "this cannot be a person's name", value: change.name, allowed: ["1 to \(Person.longestName) letters, digits and blanks, not beginning with a hyphen"])
        }
        // Asked for all of them, others who add people wait: of two who add the same person one finds that it is so already.
        let known = try writer.people(of: home).first { Person.key($0.name) == Person.key(name) }
        var person = known ?? Person(home: home, name: name, role: .staff, created: at)
        if let role = change.role { try keepAnAdmin(person, role: role) }
        person.role = change.role ?? person.role
        person.team = Ledger.set(change.team, over: person.team)
        person.organisation = Ledger.set(change.organisation, over: person.organisation)
        person.login = Ledger.set(change.login, over: person.login)
        if let login = person.login, let owner = try writer.person(account: login, in: home), Person.key(owner.name) != Person.key(name) {
            throw Problem(.refused, "this account is \(owner.name)'s already", value: login, next: "people set \(CommandWord.quoted(owner.name)) --login \"\"")
        }
        // The one that somebody acts by is there; where a registry moves to another server, only that one knows it.
        if let login = person.login, login != known?.login, login != actor.account, try !registry.store.knows(login: login) {
            throw Problem(.refused, "the server has no such login", value: login, next: "ask whoever runs the server to CREATE ROLE \(SQLName.quoted(login)) LOGIN")
        }
        try keepOwnLogin(known, person)
        guard person != known else { return .unchanged(.person(person.name)) }
        try writer.put(person)
        if Person.key(name) == Person.key(self.person.name) { role = person.role }
        try record(known == nil ? .joined : .changedPerson, .person(person.name), changes: Change.between(known, person))
        return .person(person)
    }

    /// What was given of a person: nil leaves what there is, empty text takes it away.
    private static func set(_ given: String?, over old: String?) -> String? {
        guard let given else { return old }
        let text = FieldDefinition.tidied(given)
        return text.isEmpty ? nil : text
    }

    /// A home without an admin could never have one again.
    func keepAnAdmin(_ person: Person, role: Role) throws {
        guard person.role == .admin, role != .admin else { return }
        let isByLogin = registry.knowsLogins
        let others = try writer.people(of: home).filter { $0.role == .admin && Person.key($0.name) != Person.key(person.name) && (!isByLogin || $0.login != nil) }
        guard !others.isEmpty else {
            throw Problem(
                .refused, "\(person.name) is the only admin of \(home)\(isByLogin ? " who has a login" : "")",
                next: "people add SOMEBODY --role admin" + (isByLogin ? " --login LOGIN" : ""))
        }
    }

    /// On a server the login is the person: whoever gives his own up is nobody before the change is kept. Where a registry moves
    /// to another server it becomes the one that acts there.
    private func keepOwnLogin(_ known: Person?, _ person: Person) throws {
        guard let own = registry.store.login, let known, known.login == own, ![own, actor.account].contains(person.login) else { return }
        let others = try writer.people(of: home).filter { $0.role == .admin && $0.login != nil && $0.login != own }
        throw Problem(
            .refused, "\(known.name) comes in by this login, and cannot give it up while using it", value: own,
            next: others.first.map { "ask \($0.name), who is an admin too" } ?? "people add SOMEBODY --role admin --login LOGIN; then that admin can")
    }

    /// Replaces a configuration document, once it reads as one and the plugins take it.
    func configure(_ name: String, text: String) throws -> OperationResult {
        try person.require(.configure)
        let documents = try writer.documents(of: home)
        let old = documents.first { $0.name == name }
        let names = registry.documentNames
        guard old != nil || names.contains(name) else {
            throw Problem.unknown("configuration document", name, among: names, kind: .noInput, next: "config")
        }
        guard old?.text != text else { return .unchanged(.configuration(name)) }
        let new = Configuration.Document(name: name, version: (old?.version ?? 0) + 1, text: text)
        try accept(new)
        try writer.put(new, in: home)
        try record(.configured, .configuration(name), changes: [Change("text", was: (old?.text).map(JSONValue.string), now: .string(text))])
        return .configured(name)
    }
}

extension Ledger {
    /// Refuses a document with which the registry could not be opened any more.
    func accept(_ document: Configuration.Document) throws {
        let others = try writer.documents(of: home).filter { $0.name != document.name }
        let configuration = try Configuration(others + [document])
        let assembly = try registry.assembly.configured(by: configuration)
        // A plugin that is left out takes its gates with it: who leaves it out is told, and they hold.
        try Registry.accept(configuration.stages, gates: assembly, strictly: document.name != PluginChoices.document)
        if case .broken(let problem)? = assembly.leftOut.first(where: { $0.plugin.id == document.name })?.reason { throw problem }
        for stage in registry.configuration.stages.names where configuration.stages[stage] == nil {
            let there = try writer.count(Query(viewer: .registry(home), condition: .stage(stage)))
            guard there == 0 else {
                throw Problem(
                    .badInput, "the stage “\(stage)” cannot go: \(there) \(there == 1 ? "innovation stands" : "innovations stand") there",
                    at: .init(file: document.name), next: "find stage:\(stage)")
            }
        }
    }
}

extension Registry {
    /// The documents that a home can have: those that the registry itself reads, and one a plugin.
    public var documentNames: [String] {
        let own = Configuration.own + Configuration.further.filter { $0 != Configuration.columns || configuration.documents[$0] != nil }
        return own + assembly.plugins.map(\.id).filter { !own.contains($0) }
    }
}

extension Change {
    /// What differs between two states of a person.
    static func between(_ old: Person?, _ new: Person) -> [Change] {
        func text(_ value: String?) -> JSONValue? { value.map(JSONValue.string) }
        return [
            Change("role", was: text(old?.role.rawValue), now: text(new.role.rawValue)),
            Change("team", was: text(old?.team), now: text(new.team)),
            Change("organisation", was: text(old?.organisation), now: text(new.organisation)),
            Change("login", was: text(old?.login), now: text(new.login)),
        ]
    }
}
