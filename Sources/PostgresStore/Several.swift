import RegistryCore

/// What is changed of several rows at once, so that the server answers once for some hundred of them. The servers of a cluster
/// are told one by one.
extension PostgresTransaction {
    func update(_ innovations: [(innovation: Innovation, version: Int)], in home: HomeName) throws {
        guard innovations.count > 1, !isDistributed else {
            for (innovation, version) in innovations { try update(innovation, expecting: version) }
            return
        }
        let rows = innovations.map(\.innovation)
        let changed = Set(try all("""
            UPDATE innovation AS i SET uid = u.uid, source = u.source, source_id = u.source_id, submitter = u.submitter, submitter_key = u.submitter_key,
                stage = u.stage, visibility = u.visibility, held = u.held, version = u.version, created = u.created, updated = u.updated, fields = u.fields
            FROM unnest(\(rows.map(\.number))::bigint[], \(innovations.map(\.version))::bigint[], \(rows.map(\.uid.text))::text[], \(rows.map(\.source))::text[],
                \(rows.map(\.sourceID))::text[], \(rows.map(\.submitter))::text[], \(rows.map { Person.key($0.submitter) })::text[], \(rows.map(\.stage))::text[],
                \(rows.map(\.visibility.rawValue))::text[], \(rows.map(\.held))::text[], \(rows.map(\.version))::bigint[],
                \(rows.map { Moment.text($0.created) })::text[], \(rows.map { Moment.text($0.updated) })::text[], \(rows.map { KeptAnswers.kept($0.fields) })::jsonb[]
            ) AS u (number, expected, uid, source, source_id, submitter, submitter_key, stage, visibility, held, version, created, updated, fields)
            WHERE i.home = \(home) AND i.number = u.number AND i.version = u.expected RETURNING i.number
            """) { try $0.whole(0) })
        if let (innovation, version) = innovations.first(where: { !changed.contains($0.innovation.number) }) { throw try refusal(of: innovation, version) }
        try putTags(of: rows, in: home)
    }

    /// Most have the tags that they had.
    private func putTags(of innovations: [Innovation], in home: HomeName) throws {
        let pairs = try all("""
            SELECT n, t.tag FROM unnest(\(innovations.map(\.number))::bigint[]) AS n
            JOIN LATERAL (SELECT t.tag FROM tag AS t WHERE t.home = \(home) AND t.innovation = n OFFSET 0) AS t ON true
            """) { (number: try $0.whole(0), tag: try $0.text(1)) }
        let stored = Dictionary(grouping: pairs, by: \.number).mapValues { $0.map(\.tag).sorted() }
        let changed = innovations.filter { $0.tags.sorted() != stored[$0.number] ?? [] }
        guard !changed.isEmpty else { return }
        try later("SELECT clear_tags(\(home), n) FROM unnest(\(changed.map(\.number))::bigint[]) AS n")
        let new = changed.flatMap { innovation in innovation.tags.map { (innovation.number, $0) } }
        guard !new.isEmpty else { return }
        try later("""
            INSERT INTO tag (home, innovation, tag)
            SELECT \(home), u.innovation, u.tag FROM unnest(\(new.map(\.0))::bigint[], \(new.map(\.1))::text[]) AS u (innovation, tag)
            """)
    }

    func signals(of innovations: [Int], in home: HomeName) throws -> [Int: [SignalName: Double]] {
        let all = try all("""
            SELECT n, s.name, s.value FROM unnest(\(innovations)::bigint[]) AS n
            JOIN LATERAL (SELECT s.name, s.value FROM signal AS s WHERE s.home = \(home) AND s.innovation = n OFFSET 0) AS s ON true
            """) { (number: try $0.whole(0), name: try $0.text(1), value: try $0.optionalNumber(2) ?? 0) }
        return all.reduce(into: [:]) { $0[$1.number, default: [:]][$1.name] = $1.value }
    }

    func set(_ signals: [(innovation: Int, values: [SignalName: Double])], in home: HomeName) throws {
        guard signals.count > 1, !isDistributed else {
            for (innovation, values) in signals { try set(values, of: innovation, in: home) }
            return
        }
        // Of most innovations there are none before and none after.
        try later("""
            SELECT clear_signals(\(home), n) FROM unnest(\(signals.map(\.innovation))::bigint[]) AS n
            WHERE (SELECT true FROM signal AS s WHERE s.home = \(home) AND s.innovation = n LIMIT 1)
            """)
        // One that cannot be computed is absent, on every engine.
        let computed = signals.flatMap { one in one.values.filter { !$0.value.isNaN }.sorted { $0.key < $1.key }.map { (one.innovation, $0.key, $0.value) } }
        guard !computed.isEmpty else { return }
        try later("""
            INSERT INTO signal (home, innovation, name, value)
            SELECT \(home), s.innovation, s.name, s.value
            FROM unnest(\(computed.map(\.0))::bigint[], \(computed.map(\.1))::text[], \(computed.map(\.2))::float8[]) AS s (innovation, name, value)
            """)
    }

    func index(_ texts: [(innovation: Int, text: SearchText)], in home: HomeName) throws {
        // Of those that are held it is known that they are there.
        guard texts.count > 1, !isDistributed, texts.allSatisfy({ held.contains(Place(number: $0.innovation, home: home)) }) else {
            for (innovation, text) in texts { try index(text, of: innovation, in: home) }
            return
        }
        var vectors = TextVectors(words: 1 << 12)
        var words: [String] = [], lengths: [Int] = []
        for (innovation, text) in texts {
            vectors.take(text)
            words.append(vectors.text)
            lengths.append(vectors.length)
            unsearched.remove(Place(number: innovation, home: home))
        }
        // Most find it by the same words as before: then its row and the index of words stay as they are.
        try later("""
            INSERT INTO words (home, innovation, words, length)
            SELECT \(home), t.innovation, t.words::tsvector, t.length
            FROM unnest(\(texts.map(\.innovation))::bigint[], \(words)::text[], \(lengths)::bigint[]) AS t (innovation, words, length)
            ON CONFLICT (home, innovation) DO UPDATE SET words = excluded.words, length = excluded.length
                WHERE words.words IS DISTINCT FROM excluded.words OR words.length IS DISTINCT FROM excluded.length
            """)
    }

    func put(_ contributions: [(contribution: Contribution, onePerAuthor: Bool)], in home: HomeName) throws {
        guard contributions.count > 1, !isDistributed else {
            for (contribution, onePerAuthor) in contributions { try put(contribution, onePerAuthor: onePerAuthor) }
            return
        }
        let all = contributions.map(\.contribution)
        let known = Set(try self.all("""
            SELECT u.uid FROM unnest(\(all.map(\.uid.text))::text[], \(all.map(\.subject.type))::text[], \(all.map(\.subject.comparedKey))::text[],
                \(all.map(\.subject.writtenName))::text[], \(all.map(\.innovation))::bigint[], \(all.map(\.ordinal))::bigint[], \(all.map(\.addressee))::text[],
                \(all.map { $0.addressee.map(Person.key) })::text[], \(all.map { $0.withdrawn ? "t" : "f" })::boolean[], \(all.map(\.held))::text[],
                \(all.map { Moment.text($0.updated) })::text[], \(all.map(\.payload.canonical))::text[]
            ) AS u (uid, subject_type, subject_key, subject_name, innovation, ordinal, addressee, addressee_key, withdrawn, held, updated, payload)
            WHERE change_contribution(\(home), u.uid, u.subject_type, u.subject_key, u.subject_name, u.innovation, u.ordinal, u.addressee, u.addressee_key,
                u.withdrawn, u.held, u.updated, u.payload)
            """) { try $0.uid(0) })
        // Those that were not there.
        for (contribution, onePerAuthor) in contributions where !known.contains(contribution.uid) { try put(contribution, onePerAuthor: onePerAuthor) }
    }

    func put(_ records: [ImportedRecord], in home: HomeName) throws {
        guard records.count > 1, !isDistributed else {
            for record in records { try put(record) }
            return
        }
        try later("""
            INSERT INTO imported (home, source, key, innovation, digest, fields, tags)
            SELECT \(home), u.source, u.key, u.innovation, u.digest, u.fields, u.tags
            FROM unnest(\(records.map(\.source))::text[], \(records.map(\.key))::text[], \(records.map(\.innovation))::bigint[], \(records.map(\.digest))::bytea[],
                \(records.map(\.fields.stored))::text[], \(records.map(\.tags.stored))::text[]) AS u (source, key, innovation, digest, fields, tags)
            ON CONFLICT (home, source, key) DO UPDATE SET innovation = excluded.innovation, digest = excluded.digest, fields = excluded.fields,
                tags = excluded.tags
            """)
    }

    func forgetImports(of innovations: [Int], in home: HomeName) throws {
        guard !isDistributed else { return try innovations.forEach { try forgetImports(of: $0, in: home) } }
        try later("SELECT forget_imports(\(home), n) FROM unnest(\(innovations)::bigint[]) AS n")
    }

    /// Some hundred at a time, each an element of an array.
    func append(several entries: some Collection<Entry>, toBatch number: Int, in home: HomeName) throws {
        try later("""
            INSERT INTO entry (home, batch, position, action, subject_type, subject_key, innovation, digest, link)
            SELECT \(home), \(number)::bigint, u.position, u.action, u.subject_type, u.subject_key, u.innovation, u.digest, u.link
            FROM unnest(\(entries.map(\.position))::bigint[], \(entries.map(\.action.rawValue))::text[], \(entries.map(\.subject.type))::text[],
                \(entries.map(\.subject.key))::text[], \(entries.map(\.innovation))::bigint[], \(entries.map(\.digest.bytes))::bytea[],
                \(entries.map(\.link.bytes))::bytea[]) AS u (position, action, subject_type, subject_key, innovation, digest, link)
            """)
        let payloads = entries.compactMap { entry in entry.payload.map { (entry.position, $0) } }
        guard !payloads.isEmpty else { return }
        try later("""
            INSERT INTO payload (home, batch, position, salt, text) SELECT \(home), \(number)::bigint, u.position, u.salt, u.text
            FROM unnest(\(payloads.map(\.0))::bigint[], \(payloads.map(\.1.salt))::bytea[], \(payloads.map(\.1.text))::text[]) AS u (position, salt, text)
            """)
    }
}
