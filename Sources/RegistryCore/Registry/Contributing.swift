extension Ledger {
    /// Adds a contribution; where its kind has one an author, replaces the author's own.
    func contribute(_ new: NewContribution, held: String?) throws -> OperationResult {
        try person.require(.contribute)
        let kind = try registry.kind(new.kind)
        let target = try target(of: new.subject)
        try allow(kind, on: target, new.subject)
        let payload = try kind.validated(json: new.payload, ContributionSetting(
            configuration: registry.configuration, author: person, innovation: target.innovation, contribution: target.contribution,
            today: registry.today))
        if let own = kind.onePerAuthor ? try writer.contribution(of: kind.name, by: person.name, origin: new.subject, in: home) : nil {
            return try replace(own, payload: payload, kind: kind, held: held)
        }
        let number = target.innovation?.number
        let contribution = Contribution(
            home: home, uid: new.uid, kind: kind.name, subject: new.subject, origin: new.subject, innovation: number,
            ordinal: try number.flatMap { kind.letter == nil ? nil : try writer.reserveOrdinal(of: kind.name, on: $0, in: home) },
            author: person.name, addressee: try addressee(kind, payload), payload: payload, held: held, created: at, updated: at)
        try writer.put(contribution, onePerAuthor: kind.onePerAuthor)
        touch(number)
        try record(.contributed, .contribution(new.uid), innovation: number, changes: [
            Change("kind", was: nil, now: .string(kind.name)), Change("origin", was: nil, now: .string(new.subject.written)),
            Change("payload", was: nil, now: payload), Change("addressee", was: nil, now: contribution.addressee.map(JSONValue.string)),
            Change("held", was: nil, now: held.map(JSONValue.string)),
        ])
        return .contributed(contribution)
    }

    private func replace(_ own: Contribution, payload: JSONValue, kind: any Kind, held: String?) throws -> OperationResult {
        guard own.withdrawn || own.payload != payload else { return .unchanged(.contribution(own.uid)) }
        var contribution = own
        contribution.payload = payload
        contribution.addressee = try addressee(kind, payload)
        contribution.withdrawn = false
        contribution.held = held
        contribution.updated = at
        try writer.put(contribution, onePerAuthor: true)
        touch(contribution.innovation)
        try record(.contributed, .contribution(own.uid), innovation: contribution.innovation, changes: [
            Change("payload", was: own.payload, now: payload),
            Change("addressee", was: own.addressee.map(JSONValue.string), now: contribution.addressee.map(JSONValue.string)),
            Change("withdrawn", was: .bool(own.withdrawn), now: .bool(false)),
            Change("held", was: own.held.map(JSONValue.string), now: held.map(JSONValue.string)),
        ])
        return .contributed(contribution)
    }

    func retract(_ uid: UID) throws -> OperationResult {
        guard var contribution = try writer.contribution(uid, in: home), !contribution.withdrawn else {
            throw Problem(.noInput, "there is no such contribution", value: uid.text)
        }
        if let number = contribution.innovation { _ = try visible(number) }
        let kind = registry.assembly.kind(contribution.kind)
        if Person.key(contribution.author) != Person.key(person.name) {
            try person.require(.editAny)
            // Who may not add such a thing to their own innovation may not take somebody else's off it either.
            if let number = contribution.innovation, kind?.rule.othersOnly ?? false, person.submitted(try visible(number)) {
                throw Problem(.refused, "\(Reference(number)) is your own: this \(contribution.kind) is for others to judge", next: "ask another lead")
            }
        }
        contribution.withdrawn = true
        contribution.updated = at
        try writer.put(contribution, onePerAuthor: kind?.onePerAuthor ?? false)
        touch(contribution.innovation)
        try record(.withdrew, .contribution(uid), innovation: contribution.innovation, changes: [
            Change("withdrawn", was: .bool(false), now: .bool(true))
        ])
        return .contributed(contribution)
    }

    private struct Target {
        var innovation: Innovation?
        var contribution: Contribution?
    }

    private func target(of subject: Subject) throws -> Target {
        switch subject {
        case .innovation(let number):
            let innovation = try visible(number)
            guard registry.configuration.stages[innovation.stage]?.listed ?? true else {
                throw Problem(.refused, "\(innovation.reference) is \(innovation.stage), so nothing can be added to it", next: "history \(innovation.reference)")
            }
            return Target(innovation: innovation)
        case .contribution(let uid):
            guard let contribution = try writer.contribution(uid, in: home), !contribution.withdrawn else {
                throw Problem(.noInput, "there is no such contribution", value: uid.text)
            }
            return Target(innovation: try contribution.innovation.map(visible), contribution: contribution)
        case .person(let name):
            guard try writer.person(name, in: home) != nil else { throw try registry.noPerson(name, reader: writer) }
            return Target()
        case .home: return Target()
        case .configuration: throw Problem(.usage, "nothing can be added to a configuration document")
        }
    }

    private func allow(_ kind: any Kind, on target: Target, _ subject: Subject) throws {
        let rule = kind.rule
        guard let type = ContributionRule.SubjectType(rawValue: subject.type), rule.subjects.contains(type) else {
            throw Problem(.usage, "a contribution of the kind \(kind.name) cannot be about this", value: subject.type, allowed: rule.subjects.map(\.rawValue).sorted())
        }
        guard person.role >= rule.role else {
            throw Problem(.notPermitted, "\(person.name) is \(person.role.rawValue) here, and \(kind.name) is for \(rule.role == .admin ? "admins" : "leads")", next: "ask a lead, or act as one with --as")
        }
        if rule.othersOnly, let innovation = target.innovation, person.submitted(innovation) {
            throw Problem(.refused, "\(innovation.reference) is your own, and \("aeio".contains(kind.name.first ?? "x") ? "an" : "a") \(kind.name) is for others to give", next: "share \(innovation.reference) --with SOMEBODY")
        }
    }

    private func addressee(_ kind: any Kind, _ payload: JSONValue) throws -> PersonName? {
        guard let name = try kind.addressee(json: payload) else { return nil }
        guard let known = try writer.person(name, in: home) else { throw try registry.noPerson(name, reader: writer) }
        return known.name
    }
}

extension Registry {
    func noPerson(_ name: PersonName, reader: any StoreReading) throws -> Problem {
        let names = try reader.people(of: home).map(\.name)
        return Problem(.noInput, "nobody of that name is known here", value: name, nearest: Nearest.match(name, among: names), next: "people")
    }
}
