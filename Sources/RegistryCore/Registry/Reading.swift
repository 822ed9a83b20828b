extension Registry {
    /// The innovation of that number, if the viewer may see it. Throws `noInput` otherwise.
    public func innovation(_ number: Int, for viewer: Viewer) throws -> Innovation {
        guard let found = try store.read({ try innovation(number, for: viewer, reader: $0) }) else {
            throw Registry.noInnovation(Reference(number))
        }
        return found
    }

    /// The innovation of this home that a reference names: `P12`, or the one that `P12.E3` is on.
    ///
    /// Numbers alone say nothing of whose they are, so what another home's reference names is no innovation here: `refused`.
    public func innovation(_ reference: Reference, for viewer: Viewer) throws -> Innovation { try innovation(own(reference).number, for: viewer) }

    /// A reference of this home's, without the home's name. Throws `refused` for another home's: it is only ever read, by
    /// `page(ofAnyHome:)`, and what would act on the innovation of the same number here must not.
    public func own(_ reference: Reference) throws -> Reference {
        guard let other = reference.home, other != home else { return Reference(reference.number, contribution: reference.contribution) }
        try requireHome(of: reference)
        throw Problem(
            .refused, "this is another home's, which can only be looked at from here", value: reference.description,
            next: "show \(Reference(reference.number, home: other)); who has a role in \(other) adds --home \(other)")
    }

    /// Throws `noInput` where the registry does not hold the home that a reference names. A server tells of homes to their
    /// people alone.
    private func requireHome(of reference: Reference) throws {
        guard let other = reference.home, store.login == nil else { return }
        let homes = try store.read { try $0.homes() }
        guard homes.contains(other) else {
            throw Problem(.noInput, "this registry does not hold that home's innovations", value: reference.description, allowed: homes.map(\.rawValue))
        }
    }

    /// What an innovation is called here: with its home's name where that is another.
    public func reference(of innovation: Innovation) -> Reference { Reference(innovation.number, home: innovation.home == home ? nil : innovation.home) }

    /// The contribution that `P12.E3` names, on an innovation that the viewer may see.
    public func contribution(_ reference: Reference, for viewer: Viewer) throws -> Contribution {
        guard let ordinal = reference.contribution else {
            throw Problem(.usage, "this names an innovation, not a contribution on it", value: reference.description, allowed: ["P12.E3"])
        }
        let reference = try own(reference)
        _ = try innovation(reference.number, for: viewer)
        let kinds = assembly.kinds.filter { $0.letter == ordinal.letter }.map(\.name)
        let found = try store.read {
            try $0.contribution(originally: reference.number, kinds: kinds, ordinal: ordinal.number, in: home)
        }
        guard let found, isReadable(found), !found.withdrawn, found.held == nil || viewer.maySeeHeld(found) else {
            throw Problem(.noInput, "there is no contribution of that reference", value: reference.description, next: "show P\(reference.number)")
        }
        if let number = found.innovation { _ = try innovation(number, for: viewer) }
        return found
    }

    /// What people call a contribution by, with its home's name where that is another; nil for kinds that have no letter.
    public func reference(of contribution: Contribution) -> Reference? {
        guard let ordinal = contribution.ordinal, let letter = assembly.kind(contribution.kind)?.letter,
            case .innovation(let number) = contribution.origin
        else { return nil }
        return Reference(number, home: contribution.home == home ? nil : contribution.home, contribution: .init(letter: letter, number: ordinal))
    }

    /// An innovation of this home with its contributions and signals, as sections show it.
    public func page(_ number: Int, for viewer: Viewer) throws -> PageView { try page(ofAnyHome: Reference(number), for: viewer) }

    /// The same of any home that shows it to the viewer: `trafford:P12`. It is for reading alone; only those sections stand on
    /// it that say so of themselves.
    public func page(ofAnyHome reference: Reference, for viewer: Viewer) throws -> PageView {
        let home = reference.home ?? self.home, number = reference.number
        try requireHome(of: reference)
        return try store.read { reader in
            guard let innovation = try innovation(number, of: home, for: viewer, reader: reader) else {
                throw Registry.noInnovation(Reference(number, home: home == self.home ? nil : home))
            }
            return PageView(
                innovation: innovation, contributions: living(try reader.contributions(on: number, in: home).filter(isReadable), for: viewer),
                signals: try reader.signals(of: number, in: home), viewer: viewer, registry: self, today: today)
        }
    }

    /// The words that a selection may use here, for this person.
    public func vocabulary(for viewer: Viewer) -> SelectionVocabulary {
        SelectionVocabulary(
            fields: configuration.fields, stages: configuration.stages, tags: configuration.tags,
            signals: assembly.signals.map(\.name), me: viewer.name)
    }

    /// Reads a selection. Throws a problem that points at the word that is wrong.
    public func selection(_ text: String, for viewer: Viewer) throws -> Selection {
        try Selection(text, vocabulary: vocabulary(for: viewer))
    }

    /// A question for the store. Stages that `find` leaves out stay out unless the selection names a stage.
    public func query(
        _ condition: Condition, for viewer: Viewer, order: Query.Order = .relevance, descending: Bool = false, limit: Int? = nil
    ) -> Query {
        Query(
            viewer: viewer, condition: condition, order: order, descending: descending, limit: limit,
            unlisted: configuration.stages.all.filter { !$0.listed }.map(\.name))
    }

    public func find(_ query: Query) throws -> [Found] { try store.read { try $0.find(query) } }
    public func count(_ query: Query) throws -> Int { try store.read { try $0.count(query) } }
    public func tally(_ property: TallyProperty, _ query: Query) throws -> [Tally] { try store.read { try $0.tally(property, query) } }

    /// Hands over each innovation of a query in turn, all from one consistent state.
    public func each(_ query: Query, _ body: (Found) throws -> Void) throws { try store.read { try $0.each(query, body) } }

    /// Everybody of the home; whose account is whose, only admins see, and everybody their own.
    public func people(for viewer: Viewer) throws -> [Person] {
        try store.read { try $0.people(of: home) }.map { person in
            var person = person
            if viewer.role < .admin, Person.key(person.name) != Person.key(viewer.name) { person.login = nil }
            return person
        }
    }
    public func person(_ name: PersonName) throws -> Person {
        try store.read { reader in
            guard let person = try reader.person(name, in: home) else { throw try noPerson(name, reader: reader) }
            return person
        }
    }

    /// Contributions of some kinds by or to somebody, newest first, on innovations that the viewer may see.
    public func contributions(
        of kinds: [KindName], by author: PersonName? = nil, to addressee: PersonName? = nil, for viewer: Viewer, limit: Int? = nil
    ) throws -> [Contribution] {
        try store.read { reader in
            // Filtered first and cut then: what the viewer may not see must not use up the limit.
            let all = try reader.contributions(of: kinds, by: author, addressedTo: addressee, in: home, limit: nil)
            let seen = try all.filter { contribution in
                guard isReadable(contribution), contribution.held == nil || viewer.maySeeHeld(contribution) else { return false }
                guard let number = contribution.innovation else {
                    let people = [contribution.author, contribution.addressee].compactMap { $0 }.map(Person.key)
                    return viewer.seesWholeHome || people.contains(Person.key(viewer.name)) || contribution.subject == .person(viewer.name)
                }
                return try innovation(number, for: viewer, reader: reader) != nil
            }
            return limit.map { Array(seen.prefix($0)) } ?? seen
        }
    }

    /// How many innovations there are, about and as of the last minutes where there are very many: what `documentCounts` are of.
    public func documentCount() throws -> Int { try store.read { try $0.documentCount(in: home) } }
    /// In how many innovations each word stands: what tells rare words from common ones.
    public func documentCounts(of words: [String]) throws -> [Int] { try store.read { try $0.documentCounts(of: words, in: home) } }

    /// A person's own mark, such as how far an inbox was read.
    public func mark(_ name: String, of person: Person) throws -> String? { try store.read { try $0.mark(name, of: person.name, in: home) } }
    public func setMark(_ name: String, of person: Person, to value: String) throws {
        try store.write { try $0.setMark(name, of: person.name, in: home, to: value) }
    }
}
