import Foundation

/// What each record is read from, with the columns in the order that stands beside it: one for every engine.

extension Innovation {
    /// home, number, uid, source, source_id, submitter, stage, visibility, held, version, created, updated, fields, tags
    public init(_ row: some StoredRow) throws {
        self.init(
            home: try row.home(0), number: try row.whole(1), uid: try row.uid(2), source: try row.optionalText(3),
            sourceID: try row.optionalText(4), submitter: try row.text(5), stage: try row.text(6), visibility: try row.choice(7),
            held: try row.optionalText(8), version: try row.whole(9), created: try row.moment(10), updated: try row.moment(11),
            fields: try row.fields(12), tags: try row.texts(13))
    }
}

extension Contribution {
    /// home, uid, kind, subject's type and key, origin's type and key, innovation, ordinal, author, addressee, payload,
    /// withdrawn, created, updated, held
    public init(_ row: some StoredRow) throws {
        self.init(
            home: try row.home(0), uid: try row.uid(1), kind: try row.text(2), subject: try row.subject(3, 4),
            origin: try row.subject(5, 6), innovation: try row.optionalWhole(7), ordinal: try row.optionalWhole(8),
            author: try row.text(9), addressee: try row.optionalText(10),
            // What is no JSON says nothing, which no kind takes: see `Registry.isReadable`.
            payload: (try? row.json(11)) ?? .null,
            withdrawn: try row.whole(12) != 0, held: try row.optionalText(15), created: try row.moment(13), updated: try row.moment(14))
    }
}

extension Person {
    /// home, name, role, team, organisation, login, created
    public init(_ row: some StoredRow) throws {
        self.init(
            home: try row.home(0), name: try row.text(1), role: try row.choice(2), team: try row.optionalText(3),
            organisation: try row.optionalText(4), login: try row.optionalText(5), created: try row.moment(6))
    }
}

extension Batch {
    /// home, uid, number, person, account, at, command, count, head, undoes
    public init(_ row: some StoredRow) throws {
        self.init(
            home: try row.home(0), uid: try row.uid(1), number: try row.whole(2), person: try row.text(3), account: try row.text(4),
            at: try row.moment(5), command: try row.text(6), count: try row.whole(7), head: try row.digest(8),
            undoes: try row.optionalText(9).map { try UID($0).orDamaged("a uid is none") })
    }
}

extension Seal {
    /// home, number, batches, digest
    public init(_ row: some StoredRow) throws {
        let batches = try row.texts(2).map { try UID($0).orDamaged("a uid is none") }
        self.init(home: try row.home(0), number: try row.whole(1), batches: batches, digest: try row.digest(3))
    }
}

extension SavedDraft {
    /// home, uid, owner, innovation, fields, tags, cleared, updated
    public init(_ row: some StoredRow) throws {
        self.init(
            home: try row.home(0), uid: try row.uid(1), owner: try row.text(2), innovation: try row.optionalWhole(3),
            fields: try row.fields(4), tags: try row.texts(5), cleared: try row.texts(6), updated: try row.moment(7))
    }
}
