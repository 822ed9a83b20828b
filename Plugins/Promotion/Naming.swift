import RegistryCore

/// What a person is named as: who sees an innovation through, and who backs it.
enum NamedRole: String, Sendable, CaseIterable {
    case owner, sponsor

    /// As messages explain it.
    var meaning: String {
        switch self {
        case .owner: "who sees it through"
        case .sponsor: "who backs it and finds the means"
        }
    }
    /// The command that names one.
    var command: String {
        switch self {
        case .owner: "own"
        case .sponsor: "sponsor"
        }
    }

    /// The person named among contributions. There is one: where leads named different people, the newest counts.
    func person(in contributions: [Contribution]) -> PersonName? {
        contributions.filter { $0.kind == rawValue }.max { ($0.updated, $0.uid) < ($1.updated, $1.uid) }?.addressee
    }
}

/// A person whom a lead names; the contribution is addressed to that person.
struct Naming: Codable, Equatable, Sendable {
    var person: PersonName
}

/// The kinds `owner` and `sponsor`.
struct NamingKind: Kind {
    let role: NamedRole
    var name: String { role.rawValue }
    let onePerAuthor = true
    let rule = ContributionRule(role: .lead)

    init(_ role: NamedRole) { self.role = role }

    func summary(of naming: Naming) -> String { "named \(naming.person) as its \(role.rawValue)" }
    func addressee(of naming: Naming) -> PersonName? { naming.person }
}

/// The gates `owner.named` and `sponsor.named`.
struct NamedGate: Gate {
    let role: NamedRole
    var name: String { "\(role.rawValue).named" }
    var summary: String { "it has \(role == .owner ? "an owner" : "a sponsor"), \(role.meaning)" }

    init(_ role: NamedRole) { self.role = role }

    func verdict(on move: Move, parameters: Settings) throws -> Verdict {
        if let person = role.person(in: move.contributions) { return .met("\(person) is its \(role.rawValue)") }
        return .missing("nobody is named as its \(role.rawValue), \(role.meaning)", next: "\(role.command) \(move.innovation.reference) --person SOMEBODY")
    }
}
