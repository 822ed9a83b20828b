import Foundation
import PostgresStore
import RegistryCore
import Server

/// A registry of two homes on the tests' server, with a login for everybody in it: to be attacked with SQL that the
/// program never sends.
struct Besieged {
    let server: Server
    let database: String

    /// Staff `ana` and `ben` of one team, `cem` of none, lead `lea`, admin `ada`; `zed` leads another home, `nob` is nobody.
    static let logins = ["ana", "ben", "cem", "lea", "ada", "zed", "nob"]

    /// One that was restored from another's dump.
    init(server: Server, database: String) { (self.server, self.database) = (server, database) }

    init() throws {
        server = try Server.shared.get()
        database = try server.database()
        for login in Self.logins {
            try server.psql("DO $$ BEGIN CREATE ROLE \(login) LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$")
        }
        let store = try PostgresStore.create(Address(server.address(database), isVisible: false))
        try store.write { writer in
            for home in [HomeName.trafford, .salford] { try writer.create(home: home, at: .noon) }
            try writer.keep([KindRule(name: "assessment", role: .lead, othersOnly: true, onePerAuthor: true), KindRule(name: "rating", role: .staff, othersOnly: true, onePerAuthor: true)], in: .trafford)
            for (name, role, team) in [("ana", Role.staff, "North"), ("ben", .staff, "North"), ("cem", .staff, nil), ("lea", .lead, nil), ("ada", .admin, nil)] {
                try writer.put(Person(home: .trafford, name: name, role: role, team: team, login: name, created: .noon))
            }
            try writer.put(Person(home: .trafford, name: "Zoe", role: .staff, created: .noon))
            try writer.put(Person(home: .salford, name: "zed", role: .lead, login: "zed", created: .noon))
            for name in ["fields", "columns"] { try writer.put(Configuration.Document(name: name, version: 1, text: "version: 1"), in: .trafford) }
            for innovation in Self.innovations {
                try writer.insert(innovation)
                try writer.index(SearchText(innovation), of: innovation.number, in: innovation.home)
                try writer.set(["rating.mean": 3], of: innovation.number, in: innovation.home)
            }
            for contribution in Self.contributions { try writer.put(contribution, onePerAuthor: contribution.kind == "rating") }
            let number = try writer.reserveBatchNumber(in: .trafford)
            let (batch, entries) = Self.batch(number)
            try writer.append(batch, entries)
            try writer.append(Seal(home: .trafford, number: 1, batches: [batch.uid], digest: .nothing))
            try writer.put(SavedDraft(home: .trafford, uid: Self.draft, owner: "ana", fields: ["title": .text("secret")], tags: [], updated: .noon))
            try writer.setMark("inbox", of: "ana", in: .trafford, to: "1")
            try writer.put(ImportedRecord(home: .trafford, source: "form", key: "1", innovation: 1, fields: [:], tags: []))
        }
        try store.close()
    }

    /// Trafford's, one for each way of being seen, and Salford's.
    static let innovations: [Innovation] = [
        .of(1, by: "ana"), .of(2, by: "ana", visibility: .me), .of(3, by: "ana", visibility: .team), .of(4, by: "ben", visibility: .everyone),
        .of(5, by: "ben", held: "because"), .of(6, by: "ana", stage: "promising"), .of(7, by: "lea", held: "because"),
        .of(1, by: "zed", home: .salford), .of(2, by: "zed", visibility: .everyone, home: .salford),
    ]

    static let rating = UID(), heldComment = UID(), note = UID(), draft = UID()
    static let contributions: [Contribution] = [
        .of(rating, "rating", on: .innovation(1), by: "ben", payload: ["value": 4]),
        .of(heldComment, "comment", on: .innovation(1), by: "ben", held: "because", payload: ["text": "a name"]),
        .of(note, "note", on: .home, by: "lea", to: "ana", payload: ["text": "to ana"]),
    ]

    /// ana's: two entries, on what all see and on what she alone does.
    private static func batch(_ number: Int) -> (Batch, [Entry]) {
        let uid = UID()
        let entries = [1, 2].map { place in
            let payload = Entry.Payload(changes: [Change("field.title", was: nil, now: .string("x"))], salt: Array(0..<16))
            return Entry(
                home: .trafford, batch: uid, position: place, action: .revised, subject: .innovation(place), innovation: place, payload: payload,
                digest: .nothing, link: .nothing)
        }
        return (Batch(home: .trafford, uid: uid, number: number, person: "ana", account: "ana", at: .noon, command: "edit", count: 2, head: .nothing), entries)
    }

    /// What psql prints for a login, in the registry's schema.
    @discardableResult
    func sql(_ sql: String, as login: String) throws -> String {
        try server.psql("SET search_path = practice; SET client_min_messages = error; \(sql)", in: database, as: login)
    }

    /// A digest of each table's rows, by which any change shows.
    func state() throws -> String {
        let tables = ["home", "kind", "document", "person", "counter", "innovation", "tag", "signal", "words", "contribution", "batch", "entry", "payload", "seal", "draft", "mark", "imported"]
        return try sql(tables.map { "SELECT '\($0) ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM \($0) AS t" }.joined(separator: " UNION ALL "), as: Server.owner)
    }
}

extension HomeName {
    private static func known(_ name: String) -> HomeName { HomeName(rawValue: name) ?? .unnamed }
    fileprivate static let trafford = known("trafford"), salford = known("salford")
}

extension Date {
    fileprivate static let noon = Moment.date("2026-11-22T12:00:00.000Z") ?? .distantPast
}

extension Innovation {
    fileprivate static func of(
        _ number: Int, by submitter: PersonName, stage: StageName = "submitted", visibility: Visibility = .home, held: String? = nil, home: HomeName = .trafford
    ) -> Innovation {
        Innovation(
            home: home, number: number, uid: UID(), submitter: submitter, stage: stage, visibility: visibility, held: held, created: .noon,
            updated: .noon, fields: ["title": .text("Bus \(home) \(number)")], tags: ["transport"])
    }
}

extension Contribution {
    fileprivate static func of(
        _ uid: UID, _ kind: KindName, on subject: Subject, by author: PersonName, to addressee: PersonName? = nil, held: String? = nil, payload: JSONValue
    ) -> Contribution {
        var bearsOn: Int?
        if case .innovation(let number) = subject { bearsOn = number }
        return Contribution(
            home: .trafford, uid: uid, kind: kind, subject: subject, origin: subject, innovation: bearsOn, author: author, addressee: addressee,
            payload: payload, held: held, created: .noon, updated: .noon)
    }
}
