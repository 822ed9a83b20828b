import Foundation
import GRDB
import RegistryCore

/// The journal: batches, their entries, the entries' erasable payloads, and the seals.
extension SQLiteTransaction {
    private static let batchColumns = "b.home, b.uid, b.number, b.person, b.account, b.at, b.command, b.count, b.head, b.undoes"
    private static let batchColumnCount = 10

    /// Batches and entries in one row each: the entry's own columns follow the batch's.
    private static let entries = """
        SELECT \(batchColumns), e.position, e.action, e.subject_type, e.subject_key, e.innovation, e.digest, e.link, p.salt, p.text
        FROM entry AS e JOIN batch AS b ON b.home = e.home AND b.number = e.batch
        LEFT JOIN payload AS p ON p.id = e.payload
        """

    private func entry(_ row: Columns) throws -> Entry {
        let from = Self.batchColumnCount
        let batch = try row.whole(2), number = try row.whole(from)
        var payload: Entry.Payload?
        if let salt = try row.optionalBytes(from + 7) {
            // Not nil: that would pass off a payload that somebody changed as one that was redacted.
            payload = try Entry.Payload(
                text: try row.optionalText(from + 8) ?? beginning(of: try row.optionalWhole(from + 4), in: try row.home(0)), salt: salt
            ).orDamaged("the payload of entry \(number) of batch \(batch) cannot be read")
        }
        return Entry(
            home: try row.home(0), batch: try row.uid(1), position: number, action: try row.choice(from + 1),
            subject: try row.subject(from + 2, from + 3), innovation: try row.optionalWhole(from + 4), payload: payload,
            digest: try row.digest(from + 5), link: try row.digest(from + 6))
    }

    func entries(on innovation: Int, in home: HomeName) throws -> [Entry] {
        try all(
            // Told which index: without statistics SQLite takes reading all the home's entries to be as good.
            Self.entries.replacing("entry AS e", with: "entry AS e INDEXED BY entry_innovation")
                + " WHERE e.home = ? AND e.innovation = ? ORDER BY e.batch, e.position", [home.rawValue, innovation], entry)
    }

    func entries(of batch: UID, in home: HomeName) throws -> [Entry] {
        try all("\(Self.entries) \(Self.ofBatch)", [home.rawValue, batch.text], entry)
    }

    func entries(of batch: UID, before position: Int?, limit: Int, in home: HomeName) throws -> [Entry] {
        try all(
            "\(Self.entries) WHERE b.home = ? AND b.uid = ? AND e.position < ? ORDER BY e.position DESC LIMIT ?",
            [home.rawValue, batch.text, position ?? Int.max, max(limit, 0)], entry)
    }

    private static let ofBatch = "WHERE b.home = ? AND b.uid = ? ORDER BY e.position"

    /// A statement of its own, so that `body` may ask for the entries of another batch.
    func eachEntry(of batch: UID, in home: HomeName, _ body: (Entry) throws -> Bool) throws {
        try mapped(location) {
            let rows = try Row.fetchCursor(db, sql: "\(Self.entries) \(Self.ofBatch)", arguments: [home.rawValue, batch.text])
            while let row = try rows.next(), try body(try entry(Columns(row))) {}
        }
    }

    func news(after batch: Int, in home: HomeName, limit: Int?) throws -> [(batch: Batch, entry: Entry)] {
        try all(
            "\(Self.entries) WHERE e.home = ? AND e.batch > ? ORDER BY e.batch, e.position LIMIT ?",
            [home.rawValue, batch, limit.map { max($0, 0) } ?? -1]
        ) { (batch: try Batch($0), entry: try entry($0)) }
    }

    func batches(of home: HomeName, by person: PersonName?, before number: Int?, limit: Int?) throws -> [Batch] {
        var condition = "b.home = ? AND b.number < ?"
        var values: [(any DatabaseValueConvertible)?] = [home.rawValue, number ?? Int.max]
        if let person {
            condition += " AND b.person_key = ?"
            values.append(Person.key(person))
        }
        return try all(
            "SELECT \(Self.batchColumns) FROM batch AS b WHERE \(condition) ORDER BY b.number DESC LIMIT ?",
            values + [limit.map { max($0, 0) } ?? -1], Batch.init)
    }

    func batch(_ number: Int, in home: HomeName) throws -> Batch? {
        try first("SELECT \(Self.batchColumns) FROM batch AS b WHERE b.home = ? AND b.number = ?", [home.rawValue, number], Batch.init)
    }

    func batch(uid: UID, in home: HomeName) throws -> Batch? {
        try first("SELECT \(Self.batchColumns) FROM batch AS b WHERE b.home = ? AND b.uid = ?", [home.rawValue, uid.text], Batch.init)
    }

    func append(_ batch: Batch, _ entries: [Entry]) throws {
        try run(
            """
            INSERT INTO batch (home, number, uid, person, person_key, account, at, command, count, head, undoes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                batch.home.rawValue, batch.number, batch.uid.text, batch.person, Person.key(batch.person), batch.account,
                Moment.text(batch.at), batch.command, batch.count, Data(batch.head.bytes), batch.undoes?.text,
            ])
        try append(entries, toBatch: batch.number, in: batch.home)
    }

    func append(_ entries: [Entry], toBatch number: Int, in home: HomeName) throws {
        for entry in entries {
            var payload: Int64?
            if let given = entry.payload {
                let text = given.text
                let repeats = try repeatsBeginning(entry, text)
                try run("INSERT INTO payload (salt, text) VALUES (?, ?)", [Data(given.salt), repeats ? nil : text])
                payload = db.lastInsertedRowID
            }
            try run(
                """
                INSERT INTO entry (home, batch, position, action, subject_type, subject_key, innovation, digest, link, payload)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    home.rawValue, number, entry.position, entry.action.rawValue, entry.subject.type, entry.subject.key,
                    entry.innovation, Data(entry.digest.bytes), Data(entry.link.bytes), payload,
                ])
        }
    }

    func strays(in home: HomeName) throws -> Strays {
        let isOfBatch = "EXISTS (SELECT 1 FROM batch AS b WHERE b.home = e.home AND b.number = e.batch)"
        let found = try first(
            """
            SELECT (SELECT count(*) FROM entry AS e WHERE e.home = ? AND NOT \(isOfBatch)),
                (SELECT count(*) FROM payload WHERE id NOT IN (SELECT e.payload FROM entry AS e WHERE e.payload IS NOT NULL AND \(isOfBatch)))
            """, [home.rawValue]) { Strays(entries: try $0.whole(0), payloads: try $0.whole(1)) }
        return try found.orDamaged("a count gave no number")
    }

    func erasePayloads(of entries: [(batch: UID, position: Int)], in home: HomeName) throws {
        for entry in entries {
            try run(
                """
                DELETE FROM payload WHERE id = (SELECT payload FROM entry WHERE home = ?1 AND position = ?3
                    AND batch = (SELECT number FROM batch WHERE home = ?1 AND uid = ?2))
                """,
                [home.rawValue, entry.batch.text, entry.position])
        }
        erased = true
    }

    private static let seals = "SELECT home, number, batches, digest FROM seal WHERE home = ? ORDER BY number"

    func seals(of home: HomeName) throws -> [Seal] { try all(Self.seals, [home.rawValue], Seal.init) }

    func lastSeal(of home: HomeName) throws -> Seal? { try first(Self.seals + " DESC LIMIT 1", [home.rawValue], Seal.init) }

    func append(_ seal: Seal) throws {
        try run(
            "INSERT INTO seal (home, number, batches, digest) VALUES (?, ?, ?, ?)",
            [seal.home.rawValue, seal.number, seal.batches.map(\.text).stored, Data(seal.digest.bytes)])
    }
}
