import RegistryCore

/// The journal: batches, their entries, the entries' erasable payloads, and the seals.
extension PostgresTransaction {
    private static let batchColumns: SQL = "b.home, b.uid, b.number, b.person, b.account, b.at, b.command, b.count, b.head, b.undoes"
    private static let batchColumnCount = 10

    /// Batches and entries in one row each: the entry's own columns follow the batch's.
    private static let columns: SQL = "\(batchColumns), \(entryColumns)"
    private static let entryColumns: SQL = """
        e.position, e.action, e.subject_type, e.subject_key, e.innovation, e.digest, e.link, p.salt, coalesce(p.text, veiled(e.home, e.batch, e.position))
        """
    private static let entries: SQL = """
        SELECT \(columns) FROM entry AS e JOIN batch AS b ON b.home = e.home AND b.number = e.batch
        LEFT JOIN payload AS p ON p.home = e.home AND p.batch = e.batch AND p.position = e.position
        """
    /// Each looked up by itself, as of tables that were just filled the server does not know how many rows they have.
    private static let payloads: SQL = """
        LEFT JOIN LATERAL (SELECT p.salt, p.text FROM payload AS p WHERE p.home = e.home AND p.batch = e.batch AND p.position = e.position LIMIT 1) AS p ON true
        """

    private static func entry(_ row: Columns) throws -> Entry {
        try entry(row, from: batchColumnCount, of: try row.uid(1), in: try row.home(0))
    }

    private static func entry(_ row: Columns, from: Int, of batch: UID, in home: HomeName) throws -> Entry {
        let number = try row.whole(from)
        var payload: Entry.Payload?
        if let text = try row.optionalText(from + 8) {
            // Not nil: that would pass off a payload that somebody changed as one that was redacted. Without a salt it is what
            // is told of one whose texts are kept from the login.
            let salt = try row.optionalBytes(from + 7) ?? []
            payload = Entry.Payload(text: text, salt: salt) ?? .unreadable(salt: salt)
        }
        return Entry(
            home: home, batch: batch, position: number, action: try row.choice(from + 1), subject: try row.subject(from + 2, from + 3),
            innovation: try row.optionalWhole(from + 4), payload: payload, digest: try row.digest(from + 5), link: try row.digest(from + 6))
    }

    func entries(on innovation: Int, in home: HomeName) throws -> [Entry] {
        try all("\(Self.entries) WHERE e.home = \(home) AND e.innovation = \(innovation) ORDER BY e.batch, e.position", Self.entry)
    }

    func entries(on innovations: [Int], in home: HomeName) throws -> [Int: [Entry]] {
        guard !isDistributed else {
            let found = try all("\(Self.entries) WHERE e.home = \(home) AND e.innovation = ANY(\(innovations)::bigint[]) ORDER BY e.batch, e.position", Self.entry)
            return Dictionary(grouping: found) { $0.innovation ?? 0 }
        }
        let found = try all("""
            SELECT \(Self.columns) FROM unnest(\(innovations)::bigint[]) AS n
            JOIN LATERAL (SELECT e.* FROM entry AS e WHERE e.home = \(home) AND e.innovation = n OFFSET 0) AS e ON true
            JOIN batch AS b ON b.home = e.home AND b.number = e.batch \(Self.payloads) ORDER BY e.batch, e.position
            """, Self.entry)
        return Dictionary(grouping: found) { $0.innovation ?? 0 }
    }

    func entries(of batches: [UID], in home: HomeName) throws -> [UID: [Entry]] {
        guard !isDistributed else {
            let found = try all("\(Self.entries) WHERE b.home = \(home) AND b.uid = ANY(\(batches.map(\.text))) ORDER BY e.batch, e.position", Self.entry)
            return Dictionary(grouping: found, by: \.batch)
        }
        let found = try all("""
            SELECT \(Self.columns) FROM batch AS b JOIN LATERAL (SELECT e.* FROM entry AS e WHERE e.home = b.home AND e.batch = b.number OFFSET 0) AS e ON true
            \(Self.payloads) WHERE b.home = \(home) AND b.uid = ANY(\(batches.map(\.text))) ORDER BY e.batch, e.position
            """, Self.entry)
        return Dictionary(grouping: found, by: \.batch)
    }

    func entries(of batch: UID, in home: HomeName) throws -> [Entry] {
        var entries: [Entry] = []
        try eachEntry(of: batch, in: home) { entry in
            entries.append(entry)
            return true
        }
        return entries
    }

    /// In blocks off the key, by the batch's number: of a batch that is only found by its uid the server would sort all entries,
    /// and judge each by the policies, before it hands over the first.
    func eachEntry(of batch: UID, in home: HomeName, _ body: (Entry) throws -> Bool) throws {
        var last: Int?
        // Whoever lists a batch wants few; what one may read of each takes the server longer than to find it.
        var most = 50
        while true {
            let block = try entries(of: batch, in: home, last.map { "e.position > \($0)" } ?? "true", "e.position", limit: most)
            for entry in block where try !body(entry) { return }
            guard block.count == most else { return }
            (last, most) = (block.last?.position, Self.atOnce)
        }
    }

    func entries(of batch: UID, before position: Int?, limit: Int, in home: HomeName) throws -> [Entry] {
        try entries(of: batch, in: home, position.map { "e.position < \($0)" } ?? "true", "e.position DESC", limit: max(limit, 0))
    }

    /// Those of which `condition` holds, the first in an order.
    private func entries(of batch: UID, in home: HomeName, _ condition: SQL, _ order: SQL, limit: Int) throws -> [Entry] {
        guard let number = try first("SELECT number FROM batch WHERE home = \(home) AND uid = \(batch)", { try $0.whole(0) }) else { return [] }
        let payloads: SQL = isDistributed ? "LEFT JOIN payload AS p ON p.home = e.home AND p.batch = e.batch AND p.position = e.position" : Self.payloads
        return try all("""
            SELECT \(Self.entryColumns) FROM entry AS e \(payloads) WHERE e.home = \(home) AND e.batch = \(number) AND \(condition)
            ORDER BY \(order) LIMIT \(limit)
            """) { try Self.entry($0, from: 0, of: batch, in: home) }
    }

    /// Of the batches up to which none is still being made: who reads on from the last that he was told would miss one that
    /// has a lower number and is kept later.
    ///
    /// A read sees one state, that of its beginning, and what is settled is asked later: so both are asked beside it.
    func news(after batch: Int, in home: HomeName, limit: Int?) throws -> [(batch: Batch, entry: Entry)] {
        guard isWriting else { return try store.beside { try $0.settledNews(after: batch, in: home, limit: limit) } }
        return try settledNews(after: batch, in: home, limit: limit)
    }

    private func settledNews(after batch: Int, in home: HomeName, limit: Int?) throws -> [(batch: Batch, entry: Entry)] {
        try all("""
            \(Self.entries) WHERE e.home = \(home) AND e.batch > \(batch) AND e.batch <= \(try settled(in: home)) ORDER BY e.batch, e.position
            LIMIT \(limit.map { max($0, 0) })
            """) { (batch: try Batch($0), entry: try Self.entry($0)) }
    }

    /// The number up to which every batch is there or never will be.
    func settled(in home: HomeName) throws -> Int {
        guard try first("SELECT pg_is_in_recovery()", { try $0.whole(0) }) == 0 else {
            // A standby knows no locks of its primary's, and a batch may come to it after one of a higher number. Nobody who
            // reads on misses that: how far was read, the primary alone keeps, and says itself.
            return Int.max
        }
        return try first("SELECT settled(\(home))") { try $0.whole(0) }.orDamaged("a counter gave no number")
    }

    func batches(of home: HomeName, by person: PersonName?, before number: Int?, limit: Int?) throws -> [Batch] {
        var condition: SQL = "b.home = \(home)"
        if let number { condition += " AND b.number < \(number)" }
        if let person { condition += " AND b.person_key = \(Person.key(person))" }
        return try all(
            "SELECT \(Self.batchColumns) FROM batch AS b WHERE \(condition) ORDER BY b.number DESC LIMIT \(limit.map { max($0, 0) })", Batch.init)
    }

    func batch(_ number: Int, in home: HomeName) throws -> Batch? {
        try first("SELECT \(Self.batchColumns) FROM batch AS b WHERE b.home = \(home) AND b.number = \(number)", Batch.init)
    }

    func batch(uid: UID, in home: HomeName) throws -> Batch? {
        try first("SELECT \(Self.batchColumns) FROM batch AS b WHERE b.home = \(home) AND b.uid = \(uid)", Batch.init)
    }

    func append(_ batch: Batch, _ entries: [Entry]) throws {
        guard batches.contains(where: { $0.uid == batch.uid }) else {
            try begin(batch)
            return try append(entries, toBatch: batch.number, in: batch.home)
        }
        try append(entries, toBatch: batch.number, in: batch.home)
        try later("SELECT close_batch(\(batch.home), \(batch.number), \(batch.count), \(batch.head))")
    }

    /// It stands there before its entries do, as none is taken without it.
    func begin(_ batch: Batch) throws {
        // Its key settles that there is one of it: what is thrown where there are two is the server's.
        try later("""
            INSERT INTO batch (home, number, uid, person, person_key, account, at, command, count, head, undoes)
            VALUES (\(batch.home), \(batch.number), \(batch.uid), \(batch.person), \(Person.key(batch.person)), \(batch.account),
                \(Moment.text(batch.at)), \(batch.command), \(batch.count), \(batch.head), \(batch.undoes))
            """)
        batches.append(batch)
    }

    func append(_ entries: [Entry], toBatch number: Int, in home: HomeName) throws {
        guard entries.count < Self.fewest || isDistributed else {
            for start in stride(from: 0, to: entries.count, by: Self.atOnce) {
                try append(several: entries[start..<min(start + Self.atOnce, entries.count)], toBatch: number, in: home)
            }
            return
        }
        for entry in entries {
            try later("""
                INSERT INTO entry (home, batch, position, action, subject_type, subject_key, innovation, digest, link)
                VALUES (\(home), \(number), \(entry.position), \(entry.action.rawValue), \(entry.subject.type), \(entry.subject.key),
                    \(entry.innovation), \(entry.digest), \(entry.link))
                """)
            guard let payload = entry.payload else { continue }
            try later("""
                INSERT INTO payload (home, batch, position, salt, text) VALUES (\(home), \(number), \(entry.position), \(payload.salt), \(payload.text))
                """)
        }
    }

    func strays(in home: HomeName) throws -> Strays {
        let found = try first("""
            SELECT (SELECT count(*) FROM entry AS e WHERE e.home = \(home)
                    AND NOT EXISTS (SELECT FROM batch AS b WHERE b.home = e.home AND b.number = e.batch)),
                (SELECT count(*) FROM payload AS p WHERE p.home = \(home) AND NOT EXISTS (SELECT FROM entry AS e
                    JOIN batch AS b ON b.home = e.home AND b.number = e.batch WHERE e.home = p.home AND e.batch = p.batch AND e.position = p.position))
            """) { Strays(entries: try $0.whole(0), payloads: try $0.whole(1)) }
        return try found.orDamaged("a count gave no number")
    }

    /// So many go as arrays; most batches have one or two.
    private static let fewest = 20

    func erasePayloads(of entries: [(batch: UID, position: Int)], in home: HomeName) throws {
        try run("SELECT redact(\(home), \(entries.map(\.batch.text))::text[], \(entries.map(\.position))::bigint[])")
    }

    func batchesToSeal(_ batch: Batch?, in home: HomeName) throws -> [Batch] {
        // Nobody waits for a seal: who finds somebody sealing leaves it to him.
        guard try first("SELECT hold_latch(\(home), 'seal', false)", { try $0.whole(0) }) == 1 else { return [] }
        let last = try lastSeal(of: home)?.batches.last
        return try all("""
            SELECT \(Self.batchColumns) FROM batch AS b WHERE b.home = \(home) AND b.number <= \(try settled(in: home))
                AND b.number > coalesce((SELECT s.number FROM batch AS s WHERE s.home = \(home) AND s.uid = \(last)), 0)
            ORDER BY b.number LIMIT 1000
            """, Batch.init)
    }

    private static let sealColumns: SQL = "home, number, batches, digest"

    func seals(of home: HomeName) throws -> [Seal] { try all("SELECT \(Self.sealColumns) FROM seal WHERE home = \(home) ORDER BY number", Seal.init) }

    func lastSeal(of home: HomeName) throws -> Seal? {
        try first("SELECT \(Self.sealColumns) FROM seal WHERE home = \(home) ORDER BY number DESC LIMIT 1", Seal.init)
    }

    func append(_ seal: Seal) throws {
        let added = try run("""
            INSERT INTO seal (home, number, batches, digest) VALUES (\(seal.home), \(seal.number), \(seal.batches.map(\.text).stored), \(seal.digest))
            ON CONFLICT DO NOTHING
            """)
        guard added == 1 else { throw Problem(.refused, "one of the same key is there already", value: "seal \(seal.number)") }
    }
}
