extension Ledger {
    /// Saves a submission under a new number.
    func submit(_ draft: Draft, held: String?) throws -> OperationResult {
        try person.require(.submit)
        let named = draft.submitter.map { Person.key($0) != Person.key(person.name) } ?? false
        if named || draft.source != nil || draft.created != nil || draft.stage != StageDefinitions.first {
            try person.require(.bulkImport, next: "submit in your own name")
        }
        if draft.visibility == .everyone { try person.require(.showToEveryone, next: "submit it for the home; a lead can show it to others") }
        let submitter = try author(draft.submitter)
        let stage = try registry.configuration.stages.stage(draft.stage).name
        let fields = try registry.accepted(draft.fields)
        let tags = try registry.tidied(draft.tags)
        let innovation = Innovation(
            home: home, number: try writer.reserveNumber(in: home), uid: UID(at: at), source: draft.source,
            sourceID: draft.sourceID, submitter: submitter, stage: stage, visibility: draft.visibility, held: held,
            created: draft.created ?? at, updated: at, fields: fields, tags: tags)
        try writer.insert(innovation)
        touch(innovation.number)
        let action: Action = draft.source == nil ? .submitted : .imported
        try record(action, innovation.subject, innovation: innovation.number, changes: innovation.beginnings)
        return .submitted(innovation)
    }

    /// The name of the author, as the home knows it; one that only an import names becomes a person who authors
    /// and never acts.
    func author(_ name: PersonName?) throws -> PersonName {
        guard let name, Person.key(name) != Person.key(person.name) else { return person.name }
        guard let tidied = Person.tidied(name) else {
            throw Problem(.badInput, "this cannot be a person's name", value: name)
        }
        if let known = try writer.person(tidied, in: home) { return known.name }
        try writer.put(Person(home: home, name: tidied, role: .staff, created: at))
        try record(.joined, .person(tidied), changes: [Change("role", was: nil, now: .string(Role.staff.rawValue))])
        return tidied
    }

    /// Sets answers, and says so in the journal field by field.
    func revise(_ number: Int, _ fields: [FieldName: FieldValue?], version: Int?, held: String?) throws -> OperationResult {
        var innovation = try visible(number)
        guard registry.mayEdit(innovation, person) else {
            if person.submitted(innovation) {
                throw Problem(
                    .notPermitted, "\(innovation.reference) is \(innovation.stage) now, so only a lead may edit it",
                    next: "comment \(innovation.reference) \"what should change\"")
            }
            try person.require(.editAny, next: "comment \(innovation.reference) \"what should change\"")
            return .unchanged(innovation.subject)
        }
        if let version, version != innovation.version {
            throw Problem(
                .refused, "\(innovation.reference) was changed by somebody else meanwhile; nothing was saved",
                value: "version \(version), now \(innovation.version)", next: "history \(innovation.reference)")
        }
        let given = try registry.accepted(fields.compactMapValues { $0 }, complete: false)
        var changes: [Change] = []
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            if value == nil, name == "title" {
                throw Problem(.badInput, "title: an innovation cannot be without one", next: "give it another title instead")
            }
            let new = value == nil ? nil : given[name]
            changes.append(Change("field.\(name)", was: innovation.fields[name]?.json, now: new?.json))
            innovation.fields[name] = new
        }
        changes.removeAll { $0.was == $0.now }
        guard !changes.isEmpty else { return .unchanged(innovation.subject) }
        if let held {
            changes.append(Change("held", was: .init(innovation.held), now: .string(held)))
            innovation.held = held
        }
        try keep(&innovation)
        try record(.revised, innovation.subject, innovation: number, changes: changes)
        return .revised(innovation)
    }

    func tag(_ number: Int, add: [String], remove: [String], held: String?) throws -> OperationResult {
        var innovation = try visible(number)
        if !registry.mayTag(innovation, person) {
            try person.require(.tagAny, next: "propose it: tag \(innovation.reference) +TAG")
        }
        let before = innovation.tags
        let gone = Set(try registry.tidied(remove))
        innovation.tags = Set(before).union(try registry.tidied(add)).subtracting(gone).sorted()
        guard innovation.tags != before else { return .unchanged(innovation.subject) }
        var changes = [Change("tags", was: .array(before.map(JSONValue.string)), now: .array(innovation.tags.map(JSONValue.string)))]
        if let held {
            changes.append(Change("held", was: .init(innovation.held), now: .string(held)))
            innovation.held = held
        }
        try keep(&innovation)
        try record(.tagged, innovation.subject, innovation: number, changes: changes)
        return .revised(innovation)
    }

    func show(_ number: Int, to visibility: Visibility) throws -> OperationResult {
        var innovation = try visible(number)
        if visibility == .everyone || innovation.visibility == .everyone {
            try person.require(.showToEveryone)
        } else if !person.submitted(innovation) {
            try person.require(.editAny)
        }
        guard innovation.visibility != visibility else { return .unchanged(innovation.subject) }
        let change = Change("visibility", was: .string(innovation.visibility.rawValue), now: .string(visibility.rawValue))
        innovation.visibility = visibility
        try keep(&innovation)
        try record(.revised, innovation.subject, innovation: number, changes: [change])
        return .revised(innovation)
    }

    func clear(_ number: Int, reason: String?) throws -> OperationResult {
        var innovation = try visible(number)
        try person.require(.clearHeld)
        let additions = try writer.contributions(on: number, in: home).filter { $0.held != nil && !$0.withdrawn }
        let others = additions.filter { Person.key($0.author) != Person.key(person.name) }
        for contribution in others { try clear(contribution, reason: reason) }
        guard let held = innovation.held else {
            guard others.isEmpty else { return .revised(innovation) }
            guard additions.isEmpty else {
                throw Problem(.refused, "nobody clears what they added themselves", value: innovation.reference.description, next: "ask another lead")
            }
            return .unchanged(innovation.subject)
        }
        if person.submitted(innovation) {
            throw Problem(.refused, "nobody clears their own innovation", value: innovation.reference.description, next: "ask another lead")
        }
        innovation.held = nil
        try keep(&innovation)
        try record(.cleared, innovation.subject, innovation: number, changes: [Change("held", was: .string(held), now: nil)], reason: reason)
        return .revised(innovation)
    }

    private func clear(_ held: Contribution, reason: String?) throws {
        var contribution = held
        contribution.held = nil
        contribution.updated = at
        try writer.put(contribution, onePerAuthor: registry.assembly.kind(contribution.kind)?.onePerAuthor ?? false)
        touch(contribution.innovation)
        try record(.cleared, .contribution(contribution.uid), innovation: contribution.innovation, changes: [
            Change("held", was: held.held.map(JSONValue.string), now: nil)
        ], reason: reason)
    }
}

extension Registry {
    /// The answers as they are kept, each through its definition. Throws the first that its field does not take;
    /// with `complete`, also when there is no title.
    func accepted(_ fields: Fields, complete: Bool = true) throws -> Fields {
        var kept: Fields = [:]
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            let field = try configuration.fields.field(name)
            do {
                kept[name] = try field.value(of: value.json)
            } catch let problem {
                throw problem.problem()
            }
        }
        if complete, kept["title"] == nil {
            throw Problem(.badInput, "title: an innovation needs one", next: "submit --set title=\"…\"")
        }
        return kept
    }

    /// Tags as they are kept: synonyms understood, sorted, without repeats.
    func tidied(_ tags: [String]) throws -> [String] { Set(try tags.map(configuration.tags.tag)).sorted() }
}
