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
        if incoming == nil {
            try makeTemporary(Incoming.table)
            try addWordsInLargeSteps()
            incoming = Incoming(home: home)
        }
        try copy("COPY incoming FROM STDIN BINARY") { send in
            var copied = CopyRows()
            try rows.withMemory { memory in
                for place in rows.indices {
                    try incoming?.add(rows[place], link: memory.link(place), memory, to: &copied)
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
        incoming?.rows += rows.indices.map { (ordinal: rows[$0].ordinal, number: rows[$0].number) }
    }

    private static func inserts(_ batch: Int, _ home: HomeName) -> [Insert] {
        [
            // First, as what was imported without a source is known by it to be so.
            Insert(
                into: "imported (home, source, key, innovation, digest, fields, tags)",
                "SELECT \(home), imported_from, key, number, content_digest, fields, tags_json FROM incoming",
                onConflict: """
                    (home, source, key) DO UPDATE SET innovation = excluded.innovation, digest = excluded.digest, fields = excluded.fields,
                        tags = excluded.tags
                    """),
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
        ]
    }

    func indexReady(_ gathered: any TextGathering) throws {
        guard let gathered = gathered as? GatheredTexts else { return }
        let ready = gathered.readyCount
        while let end = incoming.map({ $0.indexed + Self.textsAtOnce }), let rows = incoming?.rows, end <= rows.count, rows[end - 1].ordinal < ready {
            try index(gathered, upTo: end)
        }
    }

    func index(_ gathered: any TextGathering, goOn: () throws -> Void) throws {
        guard let gathered = gathered as? GatheredTexts, let count = incoming?.rows.count else { return }
        while let indexed = incoming?.indexed, indexed < count {
            try goOn()
            try index(gathered, upTo: min(indexed + Self.textsAtOnce, count))
        }
        try incoming?.tidying?.finish(goOn)
    }

    private func index(_ gathered: GatheredTexts, upTo end: Int) throws {
        guard let taken = incoming else { return }
        if taken.indexed == 0 {
            try makeTemporary("CREATE TEMPORARY TABLE incoming_words (innovation bigint, words tsvector, length bigint) WITH (toast_tuple_target = 8160) ON COMMIT DROP")
        }
        let block = taken.rows[taken.indexed..<end]
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
        try run(Insert(into: "words (home, innovation, words, length)", "SELECT \(taken.home), innovation, words, length FROM incoming_words"))
        try run("TRUNCATE incoming_words")
        incoming?.indexed = end
        if taken.tidying == nil, end >= Self.textsAtOnce { incoming?.tidying = Tidying(store) }
        incoming?.tidying?.note(added: block.count)
    }

    /// Some megabytes, which the server holds in memory.
    private static let textsAtOnce = 4000
}
