/// What a kind's rule refuses, which the program asks and whoever writes rows by another need not.
extension Verifier {
    /// Tells of contributions on an innovation that count for nothing, as their kinds' rules do not allow them.
    func checkRules(of contributions: [Contribution], on innovation: Innovation) {
        var first: [String: Contribution] = [:]
        for contribution in contributions {
            if let breach = registry.breach(of: contribution, among: contributions, on: innovation) { trouble("\(label(contribution)): \(breach)") }
            guard registry.assembly.kind(contribution.kind)?.onePerAuthor ?? false else { continue }
            let key = [contribution.kind, contribution.origin.type, contribution.origin.comparedKey, Person.key(contribution.author)].joined(separator: "\u{1F}")
            if first[key] == nil { first[key] = contribution } else {
                trouble("\(label(contribution)): each may give one \(contribution.kind), and \(contribution.author) has given one before")
            }
        }
    }

    /// Tells of a contribution whose author had not the role that its kind asks for, as far as the journal says by then.
    func checkRole(of entry: Entry) {
        roles.take(entry, at: verification.batches)
        guard entry.action == .contributed, let kind = entry.payload?.changes.first(where: { $0.property == "kind" })?.now?.string,
            let least = registry.assembly.kind(kind)?.rule.role, least > .staff, let author = try? author(of: entry.batch),
            let role = roles.highest(of: author, at: verification.batches), role < least
        else { return }
        trouble("\(name(of: entry.batch)), entry \(entry.position)\(entry.innovation.map { " (P\($0))" } ?? ""): \(author) was \(role.rawValue), and \(kind) is for \(least == .admin ? "an admin" : "a lead") to give")
    }
}

extension Verifier {
    /// Tells of something that was held and that somebody cleared who may not: it takes a lead whose own it is not.
    ///
    /// - Parameter owner: who put it in.
    func checkClearing(_ entry: Entry, of owner: PersonName?, _ label: @autoclosure () -> String) {
        // What is said anew is looked at anew.
        guard let payload = entry.payload, payload.changes.last(where: { $0.property == "held" })?.isClearing ?? false, !entry.saysAnew,
            let batch = batches[entry.batch]
        else { return }
        let isOwn = owner.map(Person.key) == Person.key(batch.person)
        guard isOwn || batch.role ?? .lead < .lead else { return }
        trouble("\(label()): batch \(batch.number) cleared what was held, which \(isOwn ? "another than \(batch.person)" : "a lead") may")
    }
}

extension Entry {
    /// Whether somebody said something of theirs again: in other words, or after taking it back.
    var saysAnew: Bool { action == .contributed && payload?.changes.contains { ["payload", "withdrawn"].contains($0.property) } ?? false }
}

extension Change {
    fileprivate var isClearing: Bool { was != nil && now == nil }
}

/// Who had which role while the journal goes on.
struct RolesInJournal {
    private var known: [String: (role: Role?, before: Role?, since: Int)] = [:]
    /// How many batches may have been made while one was that comes before them.
    private static let atOnce = 100

    /// - Parameter clock: counts batches.
    mutating func take(_ entry: Entry, at clock: Int) {
        guard case .person(let name) = entry.subject else { return }
        let key = Person.key(name)
        let before = known[key]?.role
        guard let payload = entry.payload else { return known[key] = (nil, before, clock) }
        guard let change = payload.changes.first(where: { $0.property == "role" }) else { return }
        known[key] = (change.now?.string.flatMap(Role.init), before, clock)
    }

    /// The role that somebody had, the higher one where it was just changed; nil where that is not known.
    func highest(of name: PersonName, at clock: Int) -> Role? {
        guard let (role, before, since) = known[Person.key(name)], let role else { return nil }
        guard let before, clock - since < RolesInJournal.atOnce else { return role }
        return max(role, before)
    }
}
