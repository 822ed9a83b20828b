/// What can tell who a citizen is, and can be recognised by its form alone.
///
/// The order is the order of certainty: what a check digit or a closed list of prefixes confirms
/// comes first, what only a neighbouring word makes personal comes last. Where two overlap and
/// neither holds the other, the earlier one gives the name.
enum Identifier: String, CaseIterable, Sendable, Codable {
    case nhsNumber = "nhs-number"
    case nationalInsurance = "national-insurance"
    case postcode
    case telephone
    case email
    case dateOfBirth = "date-of-birth"

    /// The identifier as it reads in a sentence: "this text holds *an NHS number*".
    var label: String {
        switch self {
        case .nhsNumber, .email: "an \(noun)"
        case .postcode: "a full \(noun)"
        case .nationalInsurance, .telephone, .dateOfBirth: "a \(noun)"
        }
    }

    /// The identifier without its article, as a mask shows it: "[NHS number removed]".
    var noun: String {
        switch self {
        case .nhsNumber: "NHS number"
        case .nationalInsurance: "National Insurance number"
        case .postcode: "postcode"
        case .telephone: "telephone number"
        case .email: "e-mail address"
        case .dateOfBirth: "date of birth"
        }
    }
}

/// One identifier found in a text, and where it stands.
struct Detection: Sendable, Equatable {
    let identifier: Identifier
    /// Offsets in bytes of the text's UTF-8, always on the boundary of a scalar.
    let range: Range<Int>
}
