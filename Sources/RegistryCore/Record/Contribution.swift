import Foundation

/// Anything that somebody adds to an innovation: evidence, rating, adoption, comment, share, review, promise.
///
/// One mechanism serves them all: a kind declares what the payload looks like, the core validates, stores,
/// journals, exports and merges it.
public struct Contribution: Equatable, Sendable {
    public var home: HomeName
    public var uid: UID
    public var kind: KindName
    /// What it is about now; a merge changes only this.
    public var subject: Subject
    /// What it was about when it was made; never changes.
    public var origin: Subject
    /// The innovation that it bears on now, directly or through another contribution; nil when on none.
    public var innovation: Int?
    /// Its number among its kind's letter on its origin's innovation, from 1: the 3 of `P12.E3`; nil for kinds
    /// that nobody needs to name.
    public var ordinal: Int?
    public var author: PersonName
    /// Whom it is for, when it is for somebody: a share's receiver.
    public var addressee: PersonName?
    public var payload: JSONValue
    /// Taken back, by its author or by an undo: kept, and counted nowhere.
    public var withdrawn: Bool
    /// Why it is held (its author kept a text that a check warns of, with this reason), or nil. Held, it is seen by
    /// its author and the leads only, and counts nowhere, so that nobody hides somebody else's innovation by it.
    public var held: String?
    public var created: Date
    public var updated: Date

    public init(
        home: HomeName, uid: UID, kind: KindName, subject: Subject, origin: Subject, innovation: Int?,
        ordinal: Int? = nil, author: PersonName, addressee: PersonName? = nil, payload: JSONValue, withdrawn: Bool = false, held: String? = nil, created: Date,
        updated: Date
    ) {
        self.home = home
        self.uid = uid
        self.kind = kind
        self.subject = subject
        self.origin = origin
        self.innovation = innovation
        self.ordinal = ordinal
        self.author = author
        self.addressee = addressee
        self.payload = payload
        self.withdrawn = withdrawn
        self.held = held
        self.created = created
        self.updated = updated
    }
}
