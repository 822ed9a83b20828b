import Foundation

/// What was done to a subject: the verb of a journal entry.
public enum Action: String, Codable, Sendable, CaseIterable {
    case submitted, imported, revised, tagged, moved, contributed, withdrew
    case joined, changedPerson = "changed-person"
    case configured, cleared, merged, redacted, undid
    case created
}

/// One property of a subject that changed, with what it was and what it is.
///
/// Properties: `field.NAME`, `tags`, `stage`, `visibility`, `held`, `payload`, `withdrawn`, `subject`, and for people
/// `role`, `team`, `organisation`. Undo sets back what still is as it became.
public struct Change: Equatable, Sendable {
    public var property: String
    /// Before; nil when there was nothing.
    public var was: JSONValue?
    /// After; nil when there is nothing.
    public var now: JSONValue?

    public init(_ property: String, was: JSONValue?, now: JSONValue?) {
        self.property = property
        self.was = was
        self.now = now
    }
}

/// One line of the journal: who did what to which subject, and how it changed.
public struct Entry: Equatable, Sendable {
    public var home: HomeName
    public var batch: UID
    /// Place within its batch, from 1.
    public var position: Int
    public var action: Action
    public var subject: Subject
    /// The innovation that it bears on, so that its history is one look-up.
    public var innovation: Int?
    /// What changed and why; nil once it was redacted.
    public var payload: Payload?
    /// H(salt ‖ payload); stays when the payload goes.
    public var digest: Digest
    /// H(the link before ‖ what stands in clear ‖ digest).
    public var link: Digest

    public init(
        home: HomeName, batch: UID, position: Int, action: Action, subject: Subject, innovation: Int?,
        payload: Payload?, digest: Digest, link: Digest
    ) {
        self.home = home
        self.batch = batch
        self.position = position
        self.action = action
        self.subject = subject
        self.innovation = innovation
        self.payload = payload
        self.digest = digest
        self.link = link
    }

    /// The part of an entry that can be erased: it and its salt stand in a table of their own.
    public struct Payload: Equatable, Sendable {
        public var changes: [Change] { didSet { kept = nil } }
        public var reason: String? { didSet { kept = nil } }
        /// 16 random bytes, without which a short payload could be guessed from its digest.
        public var salt: [UInt8]
        /// The text that it was read from, so that what is digested is what was stored, and is not made anew.
        var kept: String?

        public init(changes: [Change], reason: String? = nil, salt: [UInt8]) {
            self.changes = changes
            self.reason = reason
            self.salt = salt
        }

        public static func == (a: Payload, b: Payload) -> Bool { (a.changes, a.reason) == (b.changes, b.reason) && a.salt == b.salt }
    }
}

/// The changes that one command or one import made; undone as a whole, by a new batch.
public struct Batch: Equatable, Sendable {
    public var home: HomeName
    public var uid: UID
    /// Counts the home's batches from 1: what people call it by (`undo --batch 7`).
    public var number: Int
    public var person: PersonName
    /// The system's account, beside the name that was given.
    public var account: String
    public var at: Date
    /// The command that made it: `import`.
    public var command: String
    /// How many entries it has.
    public var count: Int
    /// The last entry's link.
    public var head: Digest
    /// The batch that this one undoes, or nil.
    public var undoes: UID?

    public init(
        home: HomeName, uid: UID, number: Int, person: PersonName, account: String, at: Date, command: String,
        count: Int, head: Digest, undoes: UID? = nil
    ) {
        self.home = home
        self.uid = uid
        self.number = number
        self.person = person
        self.account = account
        self.at = at
        self.command = command
        self.count = count
        self.head = head
        self.undoes = undoes
    }
}

/// A digest that chains the heads of batches, so that none can be taken out or changed unseen.
public struct Seal: Equatable, Sendable {
    public var home: HomeName
    /// From 1.
    public var number: Int
    /// The batches that it covers, in order.
    public var batches: [UID]
    /// H(the seal before ‖ the heads of its batches).
    public var digest: Digest

    public init(home: HomeName, number: Int, batches: [UID], digest: Digest) {
        self.home = home
        self.number = number
        self.batches = batches
        self.digest = digest
    }
}
