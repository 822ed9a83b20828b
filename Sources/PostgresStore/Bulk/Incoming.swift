import RegistryCore

/// The rows of an import that a transaction has taken in.
struct Incoming {
    let home: HomeName
    /// Of each its place among all texts, and its number.
    var rows: [(ordinal: Int, number: Int)] = []
    /// Of how many of them full text was told, and what sorts their words in meanwhile.
    var indexed = 0
    var tidying: Tidying?
    private var keys = PersonKeys()
    /// Room for what the journal says of a row.
    private var beginning = BeginningBytes()

    init(home: HomeName) { self.home = home }

    /// The table that rows are copied into. They stay in one piece up to a page: to compress what is read again in a moment
    /// would take longer than all else.
    static let table: SQL = """
        CREATE TEMPORARY TABLE incoming (number bigint, uid text, created text, updated text, source text, source_id text, imported_from text, key text,
            submitter text, submitter_key text, visibility text, held text, tags text, fields text, kept_fields jsonb, tags_json text, content_digest bytea,
            salt bytea, digest bytea, position bigint, link bytea, payload text) WITH (toast_tuple_target = 8160) ON COMMIT DROP
        """

    /// Adds a row of that table.
    mutating func add(_ row: PreparedRows.Row, link: UnsafeBufferPointer<UInt8>, _ memory: PreparedRows.Memory, to copied: inout CopyRows) throws {
        guard !memory.holdsNUL(row) else { throw Problem(.badInput, "a text holds a NUL character", value: memory.text(.key, of: row)) }
        copied.begin(columns: 22)
        copied.add(row.number)
        for part in [PreparedRows.Part.uid, .created, .updated, .source, .sourceID, .importedFrom, .key, .submitter] { copied.add(memory.part(part, of: row)) }
        copied.add(keys.key(of: memory.text(.submitter, of: row) ?? ""))
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
}
