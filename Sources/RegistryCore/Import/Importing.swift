import Foundation

/// What an import is told beside its files and its mapping.
public struct ImportOptions {
    /// Whether everything is done but the saving.
    public var dryRun = false
    /// Whether one bad row keeps all others out.
    public var stopsOnError = false
    /// Whether an answer that somebody edited here gives way to the file's.
    public var theirsWin = false
    /// Asked again and again; the import stops, and saves nothing, as soon as it says yes.
    public var isStopped: () -> Bool = { false }
    public init() {}

    func goOn() throws {
        if isStopped() { throw Problem(.interrupted, "stopped; nothing was saved") }
    }
}

/// A row that was not taken, with every reason.
public struct RejectedRow: Equatable, Sendable {
    public struct Reason: Equatable, Sendable {
        /// The column's heading, when the trouble is with one.
        public var column: String?
        public var value: String?
        /// One clause: “is not a date”.
        public var what: String
        public var allowed: [String] = []
        public var nearest: String?
    }

    public var file: String
    public var row: Int
    public var line: Int
    public var cells: [String]
    public var reasons: [Reason]

    /// The headings that a file of rejects has beside the original ones; an import passes over them.
    public static let columns = ["Rejected row", "Rejected line", "Rejected because"]
}

/// What an import came to.
public struct ImportSummary: Sendable {
    public var rows = 0
    public var new = 0
    public var updated = 0
    public var unchanged = 0
    public var rejected: [RejectedRow] = []
    /// Rows that came in held, since a check warns of something in them.
    public var held = 0
    /// Rows that came in with answers still open.
    public var incomplete = 0
    /// Rows in which a check found something worth knowing: likely duplicates.
    public var noted = 0
    /// A line each: answers that somebody edited here and that stayed.
    public var conflicts: [String] = []
    /// By file: the columns that match nothing.
    public var unmatched: [(file: String, columns: [String])] = []
    /// By file: what was detected of its format.
    public var detected: [(file: String, what: String)] = []
    public var batch: Batch?
    /// What observers would have the person told.
    public var notices: [String] = []
    /// Innovations that are new, in the files' order.
    public var references: [Reference] = []
}

extension Registry {
    /// How many rows go to the checks at once.
    static let importBatch = 50

    /// Brings in the rows of files as one batch: each is validated, checked, and new, updated or already here.
    ///
    /// Reading, validating and checking come before the write lock is taken. The original author and date are kept.
    /// - Throws: what the files, the mapping or the store throw; nothing is saved then.
    public func `import`(
        _ files: [(name: String, rows: any RowSource)], mapping: Mapping, options: ImportOptions = ImportOptions(), as actor: Actor
    ) throws -> ImportSummary {
        try actor.person.require(.bulkImport)
        var summary = ImportSummary()
        let reader = try RowReader(mapping: mapping, configuration: configuration)
        var records: [ImportRecord] = []
        for file in files { records += try reader.read(file.rows, file: file.name, source: mapping.source, options: options, into: &summary) }
        records = try checked(changed(records, into: &summary), viewer: actor.viewer, options: options, into: &summary)
        if options.stopsOnError, !summary.rejected.isEmpty { return summary }
        let (kept, news) = try save(records, options: options, actor: actor, summary: summary)
        summary = kept
        if let news { summary.notices = tell(news) }
        return summary
    }

    /// Leaves out rows that are here just as they are: they are checked already, and most rows of a second run. The
    /// others learn which innovation they are.
    private func changed(_ records: [ImportRecord], into summary: inout ImportSummary) throws -> [ImportRecord] {
        try store.read { reader in
            try records.compactMap { record in
                guard let last = try reader.imported(source: record.source, key: record.key, in: home) else { return record }
                if last.fields == record.fields, last.tags == record.tags {
                    summary.unchanged += 1
                    return nil
                }
                var record = record
                record.innovation = last.innovation
                return record
            }
        }
    }

    /// Leaves out what a check blocks, and marks what one warns of.
    private func checked(
        _ records: [ImportRecord], viewer: Viewer, options: ImportOptions, into summary: inout ImportSummary
    ) throws -> [ImportRecord] {
        var kept: [ImportRecord] = []
        for start in stride(from: 0, to: records.count, by: Registry.importBatch) {
            try options.goOn()
            let chunk = Array(records[start..<min(start + Registry.importBatch, records.count)])
            let passages = chunk.map { record in
                let named = [("submitter", record.submitter), ("source_id", record.sourceID)]
                return Passage(
                    purpose: .imported, texts: texts(of: record.fields) + texts(ofTags: record.tags)
                        + named.compactMap { name, text in text.map { LabelledText(name, $0) } },
                    innovation: record.innovation)
            }
            for (record, findings) in zip(chunk, try findings(in: passages, for: viewer)) {
                let blocks = findings.filter { $0.severity == .block }
                guard blocks.isEmpty else {
                    summary.rejected.append(record.rejected(because: blocks))
                    continue
                }
                var record = record
                let warnings = findings.filter { $0.severity == .warning }
                if !warnings.isEmpty {
                    record.warned = Set(warnings.compactMap(\.label))
                    record.held = "imported with a warning: " + warnings.map { ($0.label.map { "\($0): " } ?? "") + $0.message }.joined(separator: "; ")
                }
                if findings.contains(where: { $0.severity == .note }) { summary.noted += 1 }
                kept.append(record)
            }
        }
        return kept
    }

    private func save(
        _ records: [ImportRecord], options: ImportOptions, actor: Actor, summary: ImportSummary
    ) throws -> (ImportSummary, News?) {
        var outcome = summary
        do {
            return try store.write { writer in
                var summary = summary
                let ledger = Ledger(registry: self, writer: writer, actor: actor, command: "import")
                for record in records {
                    try options.goOn()
                    try ledger.take(record, options: options, into: &summary)
                }
                let (batch, entries) = try ledger.close()
                summary.batch = batch
                outcome = summary
                if options.dryRun { throw DryRun() }
                return (summary, batch.map { News(batch: $0, entries: entries, person: actor.person, registry: self) })
            }
        } catch is DryRun {
            outcome.batch = nil
            return (outcome, nil)
        }
    }

    /// Thrown to let go of all that a dry run did.
    private struct DryRun: Error {}
}

/// A row that reads as an innovation.
struct ImportRecord {
    var file: String
    var row: Int
    var line: Int
    var cells: [String]
    /// Heading of the column that a field came from.
    var columns: [FieldName: String]
    var source: String
    var sourceID: String?
    /// Its `source_id`, or a digest of its content.
    var key: String
    /// The innovation that it is already.
    var innovation: Int?
    var fields: Fields
    var tags: [String]
    var submitter: PersonName?
    var created: Date?
    var held: String?
    /// The labels of the texts that a check warns of.
    var warned: Set<String> = []

    func rejected(because findings: [Finding]) -> RejectedRow {
        // The value is not repeated: what blocks must not travel on in a list of rejects' reasons.
        let reasons = findings.map { RejectedRow.Reason(column: $0.label.flatMap { columns[$0] } ?? $0.label, value: nil, what: $0.message) }
        var masked = cells
        for finding in findings {
            guard let label = finding.label, let value = fields[label]?.text ?? (label == "tags" ? tags.joined(separator: " ") : nil) else { continue }
            let safe = Finding.replace(findings.filter { $0.label == label }, in: value)
            for index in masked.indices where FieldDefinition.tidiedLines(masked[index]) == value || FieldDefinition.tidied(masked[index]) == value {
                masked[index] = safe
            }
        }
        return RejectedRow(file: file, row: row, line: line, cells: masked, reasons: reasons)
    }
}
