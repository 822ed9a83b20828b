import Foundation

/// A person's unfinished form: visible to its owner alone, in no journal.
public struct SavedDraft: Equatable, Sendable {
    public var home: HomeName
    public var uid: UID
    public var owner: PersonName
    /// The innovation whose answers it changes; nil for one that is yet to be put in.
    public var innovation: Int?
    /// The answers so far; of a changed innovation only those that change.
    public var fields: Fields
    /// Of a changed innovation its tags when they change, else none.
    public var tags: [String]
    /// Of a changed innovation the fields whose answers go; `tags` when it is to have none.
    public var cleared: [FieldName]
    public var updated: Date

    public init(
        home: HomeName, uid: UID, owner: PersonName, innovation: Int? = nil, fields: Fields, tags: [String], cleared: [FieldName] = [],
        updated: Date
    ) {
        self.home = home
        self.uid = uid
        self.owner = owner
        self.innovation = innovation
        self.fields = fields
        self.tags = tags
        self.cleared = cleared
        self.updated = updated
    }
}
