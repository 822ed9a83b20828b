import RegistryCore

/// Rows of an import: copied into a table of this connection's own, and inserted from there, so that the policies of the
/// registry's tables hold for each. (COPY into a table with policies is refused by the server.)
extension PostgresTransaction {
    func insert(_ rows: [PreparedRow], toBatch number: Int, in home: HomeName) throws {
        guard !rows.isEmpty else { return }
        if !hasIncoming {
            try run(Self.incoming)
            // Of this transaction alone: words are added in few large steps.
            try run("SELECT set_config('gin_pending_list_limit', '262144', true), set_config('work_mem', '131072', true)")
            (hasIncoming, importHome) = (true, home)
        }
        try copy("COPY incoming FROM STDIN") { send in
            var text = CopyText()
            for row in rows {
                try Self.add(row, in: home, to: &text)
                guard text.count > 1 << 18 else { continue }
                try text.bytes.withUnsafeBytes(send)
                text.clear()
            }
            try text.bytes.withUnsafeBytes(send)
        }
        for statement in Self.inserts(number, home) { try run(statement) }
        try run("TRUNCATE incoming")
        importedNumbers += rows.map { (ordinal: $0.ordinal, number: $0.number) }
    }

    private static let incoming: SQL = """
        CREATE TEMPORARY TABLE incoming (number bigint, uid text, created text, updated text, source text, source_id text, imported_from text, key text,
            submitter text, submitter_key text, visibility text, held text, tags text[], fields text, kept_fields jsonb, tags_json text, content_digest bytea,
            salt bytea, digest bytea, position bigint, link bytea, payload text) ON COMMIT DROP
        """

    private static func add(_ row: PreparedRow, in home: HomeName, to text: inout CopyText) throws {
        let innovation = try row.innovation(in: home)
        text.add(row.number)
        for value in [row.uid, row.created, row.updated] { text.add(value) }
        for value in [row.source, row.sourceID] { text.add(value) }
        for value in [row.importedFrom, row.key, row.submitter, Person.key(row.submitter), row.visibility.rawValue] { try text.add(value) }
        text.add(row.held)
        try text.add(row.tags)
        text.add(row.fields)
        text.add(KeptAnswers.kept(innovation.fields))
        text.add(row.tags.stored)
        for bytes in [row.contentDigest, row.salt, row.digest.bytes] { try text.add(bytes) }
        text.add(row.position)
        try text.add(row.link)
        text.add(Entry.Payload(changes: innovation.beginnings, salt: row.salt).text)
        text.end()
    }

    private static func inserts(_ batch: Int, _ home: HomeName) -> [SQL] {
        [
            """
            INSERT INTO innovation (home, number, uid, source, source_id, submitter, submitter_key, stage, visibility, held, version, created, updated, fields)
            SELECT \(home), number, uid, source, source_id, submitter, submitter_key, \(StageDefinitions.first), visibility, held, 1, created, updated, kept_fields
            FROM incoming
            """,
            "INSERT INTO tag (home, innovation, tag) SELECT \(home), number, t FROM incoming, unnest(tags) AS t WHERE tags <> '{}'",
            """
            INSERT INTO entry (home, batch, position, action, subject_type, subject_key, innovation, digest, link)
            SELECT \(home), \(batch)::bigint, position, \(Action.imported.rawValue), 'innovation', number::text, number, digest, link FROM incoming
            """,
            "INSERT INTO payload (home, batch, position, salt, text) SELECT \(home), \(batch)::bigint, position, salt, payload FROM incoming",
            """
            INSERT INTO imported (home, source, key, innovation, digest, fields, tags)
            SELECT \(home), imported_from, key, number, content_digest, fields, tags_json FROM incoming
            ON CONFLICT (home, source, key) DO UPDATE SET innovation = excluded.innovation, digest = excluded.digest, fields = excluded.fields,
                tags = excluded.tags
            """,
        ]
    }

    func index(_ gathered: any TextGathering, goOn: () throws -> Void) throws {
        guard let gathered = gathered as? GatheredTexts, let home = importHome else { return }
        try run("CREATE TEMPORARY TABLE incoming_words (innovation bigint, words tsvector, length bigint) ON COMMIT DROP")
        try copy("COPY incoming_words FROM STDIN") { send in
            var text = CopyText()
            for (ordinal, number) in importedNumbers {
                let words = try gathered.words(of: ordinal)
                text.add(number)
                text.add(words.words)
                text.add(words.length)
                text.end()
                guard text.count > 1 << 18 else { continue }
                try goOn()
                try text.bytes.withUnsafeBytes(send)
                text.clear()
            }
            try text.bytes.withUnsafeBytes(send)
        }
        hasGathered = true
        try run("INSERT INTO words (home, innovation, words, length) SELECT \(home), innovation, words, length FROM incoming_words")
    }
}
