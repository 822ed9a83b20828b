import RegistryCore

/// What a home does with each identifier that is found.
///
/// ```yaml
/// version: 1
/// postcode: note      # block, warn, note or allow
/// ```
struct Policy: Equatable, Sendable {
    enum Answer: String, CaseIterable, Sendable {
        /// Never stored.
        case block
        /// Edited, replaced, or kept with a reason and then held.
        case warn
        /// Only told of.
        case note
        /// Not looked for.
        case allow

        var severity: Finding.Severity? {
            switch self {
            case .block: .block
            case .warn: .warning
            case .note: .note
            case .allow: nil
            }
        }
    }

    private let answers: [Identifier: Answer]

    /// What holds until a home says otherwise: what a check digit, a closed form or a neighbouring word confirms
    /// blocks; what can as well be a colleague's or a building's warns.
    static let standard = Policy(answers: [
        .nhsNumber: .block, .nationalInsurance: .block, .dateOfBirth: .block, .telephone: .warn, .email: .warn, .postcode: .warn,
    ])

    private init(answers: [Identifier: Answer]) { self.answers = answers }

    /// Reads the document `confidentiality`. What it does not name stays as in `standard`.
    init(_ settings: Settings) throws {
        try settings.only(["version"] + Identifier.allCases.map(\.rawValue))
        var answers = Policy.standard.answers
        for identifier in Identifier.allCases {
            answers[identifier] = try settings.choice(identifier.rawValue, default: answers[identifier] ?? .warn)
        }
        self.answers = answers
    }

    func severity(of identifier: Identifier) -> Finding.Severity? { (answers[identifier] ?? .warn).severity }

    /// The identifiers that are looked for.
    var wanted: Set<Identifier> { Set(Identifier.allCases.filter { severity(of: $0) != nil }) }
}
