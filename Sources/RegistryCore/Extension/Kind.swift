/// A type of contribution: its payload, who may make it, and what it says.
///
/// The core validates, checks, stores, journals, undoes and exports contributions of every kind; a kind brings no
/// table and no SQL. A kind whose plugin is gone leaves its contributions readable.
///
/// A command adds one with `NewContribution` and `session.perform`. Then, on the thread of the command: checks look at
/// its `texts`; a transaction begins; the `rule` decides whether this person may; `validated` says what is kept; the
/// signals that read the kind, and what finds the innovation, are made anew. What is thrown on the way undoes the
/// whole batch.
public protocol Kind: Extension {
    /// What a contribution of this kind holds. It is kept as JSON for good, so a later version of a plugin reads what an
    /// earlier one wrote: what is added is optional. One that does not decode is refused, and the message names the
    /// member.
    associatedtype Payload: Codable & Sendable

    /// The letter of its references (`P12.E3`), or nil when nobody needs to name one. A capital from A to Z, other than
    /// P, that no other kind has.
    var letter: Character? { get }
    /// Whether an author has at most one on a subject: a second replaces the first.
    var onePerAuthor: Bool { get }
    /// Who may make one, and about what. The core asks it, so that it holds on every path.
    var rule: ContributionRule { get }
    /// The payload as it is kept, tidied or as it came.
    ///
    /// Called within the transaction, so it looks at nothing but `setting`. The checks have looked at what came: it
    /// brings no further text.
    /// - Throws: a `Problem` of kind `badInput` that names what is wrong with it.
    func validated(_ payload: Payload, _ setting: ContributionSetting) throws -> Payload
    /// What people wrote in it, each with a label: every check looks at these before anything is stored, and at nothing
    /// else of it. So every text that a person gave is here, places, names and sources too.
    func texts(of payload: Payload) -> [LabelledText]
    /// Which of its text finds its innovation by `find`; empty when none does.
    func searchable(_ payload: Payload) -> String
    /// One line for histories and lists, without the author: “rated it 4”.
    func summary(of payload: Payload) -> String
    /// Whom it is for, when it is for somebody. Nobody of that name in the home is a problem, and nothing is kept.
    func addressee(of payload: Payload) -> PersonName?
}

extension Kind {
    public static var point: String { "kind" }
    public var letter: Character? { nil }
    public var onePerAuthor: Bool { false }
    public var rule: ContributionRule { ContributionRule() }
    public func validated(_ payload: Payload, _ setting: ContributionSetting) throws -> Payload { payload }
    public func texts(of payload: Payload) -> [LabelledText] { [] }
    public func searchable(_ payload: Payload) -> String { "" }
    public func addressee(of payload: Payload) -> PersonName? { nil }
}

/// Who may make a contribution of a kind, and about what.
public struct ContributionRule: Equatable, Sendable {
    /// The least role that may make one: `staff`, `lead` or `admin`.
    public var role: Role
    /// Whether it is refused on one's own innovation, as a rating is.
    public var othersOnly: Bool
    /// What it may be about; an innovation unless said otherwise.
    public var subjects: Set<SubjectType>

    /// The sorts of things that a contribution can be about.
    public enum SubjectType: String, Sendable, CaseIterable { case innovation, contribution, person, home }

    public init(role: Role = .staff, othersOnly: Bool = false, subjects: Set<SubjectType> = [.innovation]) {
        self.role = role
        self.othersOnly = othersOnly
        self.subjects = subjects
    }
}

/// What a kind may look at while it validates a payload.
public struct ContributionSetting: Sendable {
    /// The home's fields, stages, scales, tags and settings.
    public let configuration: Configuration
    /// Who makes it.
    public let author: Person
    /// The innovation that the contribution bears on, when it bears on one.
    public let innovation: Innovation?
    /// The contribution that it is about, when it is about one.
    public let contribution: Contribution?
    /// The day on which it is made, so that a date can be refused that lies in the future.
    public let today: CalendarDate
}

/// A text that somebody wrote, with the label by which messages name it.
public struct LabelledText: Equatable, Sendable {
    /// A field's name, or a word such as `comment`.
    public var label: String
    /// As it was written.
    public var text: String
    public init(_ label: String, _ text: String) {
        self.label = label
        self.text = text
    }
}

/// What the core does with a kind whose payload type it does not know.
extension Kind {
    func decoded(_ json: JSONValue) throws -> Payload {
        do {
            return try json.decoded()
        } catch let error as DecodingError {
            throw Problem(.badInput, "this is no \(name): \(Self.fact(of: error))", value: json.line)
        }
    }

    private static func fact(of error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "“\(key.stringValue)” is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "“\(context.codingPath.map(\.stringValue).joined(separator: "."))” has the wrong type"
        @unknown default: "it has the wrong shape"
        }
    }

    func validated(json: JSONValue, _ setting: ContributionSetting) throws -> JSONValue {
        try JSONValue(encoding: try validated(try decoded(json), setting))
    }

    func texts(json: JSONValue) throws -> [LabelledText] { texts(of: try decoded(json)) }
    func searchable(json: JSONValue) -> String { (try? decoded(json)).map(searchable) ?? "" }
    func summary(json: JSONValue) -> String? { (try? decoded(json)).map(summary) }
    func addressee(json: JSONValue) throws -> PersonName? { addressee(of: try decoded(json)) }
}

extension Contribution {
    /// The payload as its kind's type. Throws a `Problem` when it is not one.
    public func payload<Payload: Decodable>(as type: Payload.Type = Payload.self) throws -> Payload {
        do {
            return try payload.decoded()
        } catch {
            throw Problem(.unavailable, "a contribution of the kind \(kind) does not have that kind's shape", value: uid.text)
        }
    }
}
