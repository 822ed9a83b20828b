import RegistryCore

/// Rows of an import: copied into a table of this connection's own, and inserted from there, so that the policies of the
/// registry's tables hold for each. (COPY into a table with policies is refused by the server.)
extension PostgresTransaction {
    func importCount(from source: String, in home: HomeName) throws -> Int {
        try first("SELECT imports_from(\(home), \(source))") { try $0.whole(0) } ?? 0
    }

    func holdImports(from source: String, in home: HomeName) throws -> Int {
        try first("SELECT hold_imports(\(home), \(source))") { try $0.whole(0) } ?? 0
    }

    func insert(_ rows: PreparedRows, toBatch number: Int, in home: HomeName) throws {
        guard !rows.isEmpty else { return }
        if !hasIncoming {
            try run(Self.incoming)
            // Of this transaction alone: words are added in few large steps.
            try run("SELECT set_config('gin_pending_list_limit', '262144', true), set_config('work_mem', '131072', true)")
            (hasIncoming, importHome) = (true, home)
        }
        try copy("COPY incoming FROM STDIN BINARY") { send in
            var copied = CopyRows()
            try rows.withMemory { memory in
                for place in rows.indices {
                    try add(rows[place], link: memory.link(place), memory, to: &copied)
                    guard copied.count > 1 << 18 else { continue }
                    try copied.bytes.withUnsafeBytes(send)
                    copied.clear()
                }
            }
            copied.end()
            try copied.bytes.withUnsafeBytes(send)
        }
        for insert in Self.inserts(number, home) { try run(insert) }
        try run("TRUNCATE incoming")
        importedNumbers += rows.indices.map { (ordinal: rows[$0].ordinal, number: rows[$0].number) }
    }

    /// Rows stay in one piece up to a page: to compress what is read again in a moment would take longer than all else.
    private static let incoming: SQL = """
        CREATE TEMPORARY TABLE incoming (number bigint, uid text, created text, updated text, source text, source_id text, imported_from text, key text,
            submitter text, submitter_key text, visibility text, held text, tags text, fields text, kept_fields jsonb, tags_json text, content_digest bytea,
            salt bytea, digest bytea, position bigint, link bytea, payload text) WITH (toast_tuple_target = 8160) ON COMMIT DROP
        """

    private func add(_ row: PreparedRows.Row, link: UnsafeBufferPointer<UInt8>, _ memory: PreparedRows.Memory, to copied: inout CopyRows) throws {
        guard !memory.holdsNUL(row) else { throw Problem(.badInput, "a text holds a NUL character", value: memory.text(.key, of: row)) }
        copied.begin(columns: 22)
        copied.add(row.number)
        for part in [PreparedRows.Part.uid, .created, .updated, .source, .sourceID, .importedFrom, .key, .submitter] { copied.add(memory.part(part, of: row)) }
        copied.add(submitterKey(memory.text(.submitter, of: row) ?? ""))
        for part in [PreparedRows.Part.visibility, .held, .tags, .fields] { copied.add(memory.part(part, of: row)) }
        let fields = memory.part(.fields, of: row) ?? UnsafeBufferPointer(start: nil, count: 0)
        if let kept = KeptAnswers.kept(fields) { kept.withUnsafeBufferPointer { copied.add(json: $0) } } else { copied.add(nil) }
        let tags = memory.text(.tags, of: row) ?? ""
        copied.add(tags.isEmpty ? "[]" : tags.split(separator: "\n").map(String.init).stored)
        for part in [PreparedRows.Part.contentDigest, .salt, .digest] { copied.add(memory.part(part, of: row)) }
        copied.add(row.position)
        copied.add(link)
        try beginning.write(row, memory)
        copied.add(beginning.bytes)
    }

    private func submitterKey(_ submitter: PersonName) -> String {
        if let key = submitterKeys[submitter] { return key }
        let key = Person.key(submitter)
        if submitterKeys.count < 10_000 { submitterKeys[submitter] = key }
        return key
    }

    private static func inserts(_ batch: Int, _ home: HomeName) -> [Insert] {
        [
            Insert(
                into: "innovation (home, number, uid, source, source_id, submitter, submitter_key, stage, visibility, held, version, created, updated, fields)",
                """
                SELECT \(home), number, uid, source, source_id, submitter, submitter_key, \(StageDefinitions.first), visibility, held, 1, created, updated,
                    coalesce(kept_fields, fields::jsonb)
                FROM incoming
                """),
            Insert(
                into: "tag (home, innovation, tag)",
                "SELECT \(home), number, t FROM incoming, unnest(string_to_array(tags, E'\\n')) AS t WHERE tags <> ''"),
            Insert(
                into: "entry (home, batch, position, action, subject_type, subject_key, innovation, digest, link)",
                """
                SELECT \(home), \(batch)::bigint, position, \(Action.imported.rawValue), 'innovation', number::text, number, digest, link FROM incoming
                """),
            Insert(into: "payload (home, batch, position, salt, text)", "SELECT \(home), \(batch)::bigint, position, salt, payload FROM incoming"),
            Insert(
                into: "imported (home, source, key, innovation, digest, fields, tags)",
                "SELECT \(home), imported_from, key, number, content_digest, fields, tags_json FROM incoming",
                onConflict: """
                    (home, source, key) DO UPDATE SET innovation = excluded.innovation, digest = excluded.digest, fields = excluded.fields,
                        tags = excluded.tags
                    """),
        ]
    }

    func indexReady(_ gathered: any TextGathering) throws {
        guard let gathered = gathered as? GatheredTexts, importHome != nil else { return }
        let ready = gathered.readyCount
        while indexed + Self.textsAtOnce <= importedNumbers.count, importedNumbers[indexed + Self.textsAtOnce - 1].ordinal < ready {
            try index(gathered, upTo: indexed + Self.textsAtOnce)
        }
    }

    func index(_ gathered: any TextGathering, goOn: () throws -> Void) throws {
        guard let gathered = gathered as? GatheredTexts, importHome != nil else { return }
        while indexed < importedNumbers.count {
            try goOn()
            try index(gathered, upTo: min(indexed + Self.textsAtOnce, importedNumbers.count))
        }
        try tidying?.finish(goOn)
        hasGathered = true
    }

    private func index(_ gathered: GatheredTexts, upTo end: Int) throws {
        guard let home = importHome else { return }
        if indexed == 0 {
            try run("CREATE TEMPORARY TABLE incoming_words (innovation bigint, words tsvector, length bigint) WITH (toast_tuple_target = 8160) ON COMMIT DROP")
        }
        let block = importedNumbers[indexed..<end]
        try copy("COPY incoming_words FROM STDIN BINARY") { send in
            var copied = CopyRows()
            try gathered.each(block.map(\.ordinal)) { index, words, length in
                copied.begin(columns: 3)
                copied.add(block[block.startIndex + index].number)
                copied.add(binary: words)
                copied.add(length)
            }
            copied.end()
            try copied.bytes.withUnsafeBytes(send)
        }
        try run(Insert(into: "words (home, innovation, words, length)", "SELECT \(home), innovation, words, length FROM incoming_words"))
        try run("TRUNCATE incoming_words")
        indexed = end
        if tidying == nil, end >= Self.textsAtOnce { tidying = Tidying(store) }
        tidying?.note(added: block.count)
    }

    /// Some megabytes, which the server holds in memory.
    private static let textsAtOnce = 4000
}
