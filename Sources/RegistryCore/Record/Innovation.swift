import Foundation

/// Who may read an innovation.
public enum Visibility: String, Codable, Sendable, CaseIterable {
    /// Its submitter and the home's leads.
    case me
    /// The submitter's team as well.
    case team
    /// Everybody in the home: what a submission has unless it says otherwise.
    case home
    /// Other homes and the published catalogue; only a lead sets it.
    case everyone
}

/// One practice innovation: what a team does differently, for whom, and why.
public struct Innovation: Equatable, Sendable {
    public var home: HomeName
    /// Its number in its home, from 1, never reused: the 12 of `P12`.
    public var number: Int
    public var uid: UID
    /// Where it was imported from, and its key there.
    public var source: String?
    public var sourceID: String?
    public var submitter: PersonName
    public var stage: StageName
    public var visibility: Visibility
    /// Why it is held (saved with a warning that its author kept, with this reason), or nil when it is not.
    public var held: String?
    /// Counts changes from 1; a revision that names an older one is refused.
    public var version: Int
    public var created: Date
    public var updated: Date
    public var fields: Fields
    /// Lower-kebab, sorted, without repeats.
    public var tags: [String]

    public init(
        home: HomeName, number: Int, uid: UID, source: String? = nil, sourceID: String? = nil,
        submitter: PersonName, stage: StageName, visibility: Visibility = .home, held: String? = nil,
        version: Int = 1, created: Date, updated: Date, fields: Fields, tags: [String] = []
    ) {
        self.home = home
        self.number = number
        self.uid = uid
        self.source = source
        self.sourceID = sourceID
        self.submitter = submitter
        self.stage = stage
        self.visibility = visibility
        self.held = held
        self.version = version
        self.created = created
        self.updated = updated
        self.fields = fields
        self.tags = tags
    }

    public var reference: Reference { Reference(number) }
    public var title: String { fields["title"]?.text ?? "" }
    public var subject: Subject { .innovation(number) }
}

/// What a field of an innovation holds.
///
/// Dates (`2016-01-31`), choices and both kinds of text are text; what a field's text must look like is its
/// definition's affair.
public enum FieldValue: Equatable, Sendable {
    case text(String)
    case number(Double)
    case list([String])

    /// The value as one line or paragraph: a list's values joined by `; `, a number without needless decimals.
    public var text: String {
        switch self {
        case .text(let text): text
        case .number(let number): JSONValue.text(of: number)
        case .list(let values): values.joined(separator: "; ")
        }
    }

    public var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .number(let number): .number(number)
        case .list(let values): .array(values.map(JSONValue.string))
        }
    }

    public init?(json: JSONValue) {
        switch json {
        case .string(let text): self = .text(text)
        case .number(let number): self = .number(number)
        case .array(let values):
            let texts = values.compactMap(\.string)
            guard texts.count == values.count else { return nil }
            self = .list(texts)
        case .null, .bool, .object: return nil
        }
    }
}

/// The answers that an innovation has, by field name. An absent answer has no entry; there are no empty ones.
public typealias Fields = [FieldName: FieldValue]

/// What a contribution, a change or a check is about.
public enum Subject: Hashable, Sendable {
    case innovation(Int)
    case contribution(UID)
    case person(PersonName)
    case configuration(String)
    case home

    /// The sort of subject, as it is stored: `innovation`.
    public var type: String {
        switch self {
        case .innovation: "innovation"
        case .contribution: "contribution"
        case .person: "person"
        case .configuration: "configuration"
        case .home: "home"
        }
    }

    /// The key within its type, as it is stored: `12`.
    public var key: String {
        switch self {
        case .innovation(let number): String(number)
        case .contribution(let uid): uid.text
        case .person(let name): name
        case .configuration(let name): name
        case .home: ""
        }
    }

    public init?(type: String, key: String) {
        switch type {
        case "innovation":
            guard let number = Int(key) else { return nil }
            self = .innovation(number)
        case "contribution":
            guard let uid = UID(key) else { return nil }
            self = .contribution(uid)
        case "person": self = .person(key)
        case "configuration": self = .configuration(key)
        case "home": self = .home
        default: return nil
        }
    }
}
