import Foundation

/// One thing that a person does to a registry. A batch is a list of them.
///
/// Operations are values, so that every check can look at all their texts, in one go, before the write lock is
/// taken, and so that an engine that asks for a retry can have one.
public enum Operation: Sendable {
    case submit(Draft)
    /// Sets answers (nil takes one out). With `version`, refused when somebody else changed it since.
    case revise(Int, [FieldName: FieldValue?], version: Int? = nil)
    case tag(Int, add: [String], remove: [String])
    case contribute(NewContribution)
    /// Takes a contribution back: its author's, or by a lead.
    case retract(UID)
    /// Moves it. With `from` or `version`, refused when it does not stand there any more, or was changed since: a lead
    /// decides on what was shown.
    case move(Int, to: StageName, reason: String?, from: StageName? = nil, version: Int? = nil)
    case show(Int, to: Visibility)
    /// A lead has looked at what was held: it is there for its readers now.
    case clear(Int, reason: String?)
    case put(PersonChange)
    case configure(name: String, text: String)
    case undo(UID)
}

/// A submission that is not saved yet.
public struct Draft: Sendable {
    public var fields: Fields
    public var tags: [String]
    public var visibility: Visibility
    /// Where it came from, for one that was imported or founded.
    public var source: String?
    public var sourceID: String?
    /// Who is named as its author, when that is not who saves it.
    public var submitter: PersonName?
    public var created: Date?
    public var stage: StageName

    public init(
        fields: Fields, tags: [String] = [], visibility: Visibility = .home, source: String? = nil, sourceID: String? = nil,
        submitter: PersonName? = nil, created: Date? = nil, stage: StageName = StageDefinitions.first
    ) {
        self.fields = fields
        self.tags = tags
        self.visibility = visibility
        self.source = source
        self.sourceID = sourceID
        self.submitter = submitter
        self.created = created
        self.stage = stage
    }
}

/// A contribution that is not saved yet. Its uid is made first, so that another in the same batch can be about it.
public struct NewContribution: Sendable {
    public var uid: UID
    public var kind: KindName
    public var subject: Subject
    public var payload: JSONValue

    public init(uid: UID = UID(), kind: KindName, about subject: Subject, payload: JSONValue) {
        self.uid = uid
        self.kind = kind
        self.subject = subject
        self.payload = payload
    }

    /// Throws what the payload's encoding throws.
    public init(uid: UID = UID(), kind: KindName, about subject: Subject, _ payload: some Encodable) throws {
        self.init(uid: uid, kind: kind, about: subject, payload: try JSONValue(encoding: payload))
    }
}

/// What an admin sets of a person; nil leaves a thing as it is.
public struct PersonChange: Equatable, Sendable {
    public var name: PersonName
    public var role: Role?
    public var team: String?
    public var organisation: String?
    public var login: String?

    public init(name: PersonName, role: Role? = nil, team: String? = nil, organisation: String? = nil, login: String? = nil) {
        self.name = name
        self.role = role
        self.team = team
        self.organisation = organisation
        self.login = login
    }
}

/// What became of an operation.
public enum OperationResult: Equatable, Sendable {
    case submitted(Innovation)
    case revised(Innovation)
    case contributed(Contribution)
    case moved(Innovation, from: StageName)
    case person(Person)
    case configured(String)
    case undone(UndoReport)
    /// It was so already.
    case unchanged(Subject)
}

/// What an undo gave back, and what it left because somebody changed it since.
public struct UndoReport: Equatable, Sendable {
    public var batch: Batch
    /// A line each: “P12: title set back”.
    public var restored: [String]
    /// A line each: “P12: title was changed since, and stays”.
    public var left: [String]
}

/// What a list of operations came to.
public struct Outcome: Sendable {
    /// The batch, or nil when nothing changed.
    public var batch: Batch?
    public var results: [OperationResult]
    /// What checks found and did not mind.
    public var notes: [Finding]
    /// What the person should be told beside: that they are staff now, who follows.
    public var notices: [String]

    public var innovations: [Innovation] {
        results.compactMap {
            switch $0 {
            case .submitted(let innovation), .revised(let innovation), .moved(let innovation, _): innovation
            default: nil
            }
        }
    }
    public var contributions: [Contribution] {
        results.compactMap { if case .contributed(let contribution) = $0 { contribution } else { nil } }
    }
    public var unchanged: Int { results.count { if case .unchanged = $0 { true } else { false } } }
}
