import Foundation

extension Registry {
    /// Brings in the rows of files as one batch: each is validated, checked, and new, updated or already here.
    ///
    /// It goes in two steps. First every row is read, compared and checked, several chunks at once, and what is to be
    /// stored waits in a temporary file, its full text beside it. Then the write lock is taken and all is stored in
    /// one transaction. The original author and date are kept.
    /// - Throws: what the files, the mapping or the store throw; nothing is saved then.
    public func `import`(
        _ files: [(name: String, rows: any RowSource)], mapping: Mapping, options: ImportOptions = ImportOptions(), as actor: Actor
    ) throws -> ImportSummary {
        try importing(files, mapping: mapping, options: options, as: actor) { _ in }
    }

    /// The same; `rejected` is handed each row that is not taken.
    public func importing(
        _ files: [(name: String, rows: any RowSource)], mapping: Mapping, options: ImportOptions, as actor: Actor,
        rejected: @escaping (RejectedRow) throws -> Void
    ) throws -> ImportSummary {
        try actor.person.require(.bulkImport)
        let start = ContinuousClock.now
        let job = try ImportJob(self, mapping: mapping, options: options, actor: actor, rejected: rejected)
        defer { job.texts.drop() }
        for file in files { try job.read(file.rows, file: file.name) }
        job.texts.begin()
        try job.findMissing()
        if !options.stopsOnError || job.summary.troubles.count == 0 { try job.save() }
        job.summary.seconds.total = start.secondsAgo
        return job.summary
    }

    /// Which field or key each of the headings would be, without reading a row. Throws what an import would.
    public func columns(of headings: [String], file: String, mapping: Mapping) throws -> [String: String] {
        var kept = KeptColumns()
        let plan = try ColumnPlan(headings, mapping, configuration.fields, file: file, signals: Set(assembly.signals.map(\.name)), keeping: &kept)
        return plan.columns(headings)
    }
}

extension ColumnPlan {
    /// Field or key to heading.
    func columns(_ headings: [String]) -> [String: String] {
        var columns: [String: String] = [:]
        for (target, heading) in zip(targets, headings) {
            switch target {
            case .field(let field): columns[field.name] = heading
            case .key(let key): columns[key.rawValue] = heading
            case nil: continue
            }
        }
        return columns
    }
}

/// One import while it runs.
final class ImportJob {
    let registry: Registry
    let mapping: Mapping
    let options: ImportOptions
    let actor: Actor
    let rejected: (RejectedRow) throws -> Void
    var summary = ImportSummary()
    /// When it began: what is new gets this date.
    let at: Date
    /// The rows that are to be stored.
    let spool: RowLine
    var spooled = 0
    let texts: TextLine
    /// Columns that are kept as further fields, those of earlier imports among them.
    var kept = KeptColumns()
    let keptBefore: Int
    /// Innovations whose rows are gone, and whether they are to be parked.
    var missing: [Int] = []
    var parks: Bool
    /// Checks that keep something from row to row, over all files.
    private let running: [String: any RunningCheck]
    /// The rows that were seen so far, each as 64 bits of source and key, and the numbers of their rows.
    private var seen: [Int: Int32] = [:]
    /// Rows that cannot be known again, since they cannot be read: which innovations are gone is uncertain then.
    private var unknown = 0
    /// The sources that the files are said to come from, and how many imports from each the comparison with what is here
    /// took into account.
    var importCounts: [String: Int] = [:]
    /// Those that their rows come from, which rows of our own exports tell one by one.
    private(set) var sources: Set<String> = []

    /// How many rows are prepared at once by one thread, and go to the checks in one call.
    static let chunk = 1000

    init(
        _ registry: Registry, mapping: Mapping, options: ImportOptions, actor: Actor, rejected: @escaping (RejectedRow) throws -> Void
    ) throws {
        self.registry = registry
        self.mapping = mapping
        self.options = options
        self.actor = actor
        self.rejected = rejected
        parks = options.missing == .park
        at = registry.now
        let gathering = try registry.store.gatherText()
        // Where others write at the same time, or full text is made of what is stored, rows may be asked for a second time.
        let isReadOnce = gathering != nil && !registry.store.writesAtOnce
        spool = try RowLine(folder: registry.store.scratchFolder, readers: isReadOnce ? 2 : nil)
        texts = TextLine(gathering, from: spool)
        if let document = registry.configuration.documents[KeptColumns.document] { kept = try KeptColumns(yaml: document.text) }
        keptBefore = kept.all.count
        let setting = CheckSetting(registry: registry, viewer: actor.viewer)
        var running: [String: any RunningCheck] = [:]
        for check in registry.assembly.checks { running[check.name] = try check.running(setting) }
        self.running = running
    }

    /// Reads, compares, checks and encodes the rows of one file.
    func read(_ rows: any RowSource, file: String) throws {
        let source = mapping.source ?? RowReader.sourceName(of: file)
        let signals = Set(registry.assembly.signals.map(\.name))
        try count(source)
        try refuseIdentity(in: source, file: file, what: "the source's name", next: "--source NAME gives it another")
        var headings = rows.columns
        var plan = try ColumnPlan(headings, mapping, registry.configuration.fields, file: file, signals: signals, keeping: &kept)
        let reader = try RowReader(mapping: mapping, configuration: registry.configuration)
        if plan.tellsSource { try count(RowKey.ownExports) }
        if plan.keeps {
            for heading in plan.unmatched {
                try refuseIdentity(in: heading, file: file, what: "a heading that would be kept", next: "rename the column, or leave it out with --extra ignore")
            }
        }
        let preparer = RowPreparer(
            registry: registry, reader: reader, viewer: actor.viewer, importer: actor.person.name, at: Moment.text(at), running: running)
        let before = summary.rows
        let lanes = Lanes<RowPreparer.Prepared>()
        var isAtEnd = false
        while !isAtEnd || !lanes.isEmpty {
            try options.goOn()
            var chunk: [SourceRow] = []
            let (_, seconds) = try ImportSeconds.measured {
                while chunk.count < ImportJob.chunk, !isAtEnd {
                    guard let row = try rows.next() else {
                        isAtEnd = true
                        break
                    }
                    if row.isBlank {
                        summary.blank += 1
                        continue
                    }
                    chunk.append(row)
                    if rows.columns.count != headings.count { break }
                }
            }
            summary.seconds.read += seconds
            if rows.columns.count != headings.count {
                // The last row brought further columns; those before it were read without them.
                let last = chunk.popLast()
                start(chunk, preparer, .init(file: file, source: source, plan: plan, headings: headings), lanes)
                headings = rows.columns
                plan = try ColumnPlan(headings, mapping, registry.configuration.fields, file: file, signals: signals, keeping: &kept)
                chunk = last.map { [$0] } ?? []
            }
            start(chunk, preparer, .init(file: file, source: source, plan: plan, headings: headings), lanes)
            while let prepared = try lanes.next(unlessRoom: !isAtEnd) {
                try take(prepared)
                options.progress(ImportProgress(stage: .reading, rows: summary.rows, fraction: rows.fraction))
            }
        }
        if !plan.unmatched.isEmpty { summary.unmatched.append((file, plan.unmatched, plan.keeps)) }
        summary.guessed += plan.guessed.map { (file, $0.column, $0.field) }
        summary.columns.merge(plan.columns(headings)) { $1 }
        summary.detected.append((file, rows.detected))
        for (column, field) in plan.doubled where !plan.keeps {
            summary.notices.append("\(file): the column “\(column)” would be \(field) too, which another column is; --map \(field)=\"\(column)\" takes this one")
        }
        if !plan.overruled.isEmpty {
            summary.notices.append("\(file): every row is given the same as said, so \(plan.overruled.count == 1 ? "this column is" : "these columns are") not read: \(plan.overruled.joined(separator: ", "))")
        }
        if plan.tellsSource { summary.notices.append("\(file) is an export of a registry: who put in what is kept; stage and held are given anew here") }
        if summary.rows == before, summary.blank == 0 { summary.notices.append("\(file) has headings and no rows") }
    }

    /// A name that goes into the registry as it is, where everybody reads it, may hold nothing that a check finds.
    private func refuseIdentity(in text: String, file: String, what: String, next: String) throws {
        let passage = Passage(purpose: .remark, texts: [LabelledText("name", text)])
        let found = try registry.findings(in: [passage], for: actor.viewer).flatMap { $0 }.filter { $0.severity > .note }
        guard let first = found.first else { return }
        throw Problem(.badInput, "\(what) cannot be used: \(first.message)", value: Finding.replace(found, in: text), at: .init(file: file), next: next)
    }

    private func start(_ chunk: [SourceRow], _ preparer: RowPreparer, _ place: RowReader.Place, _ lanes: Lanes<RowPreparer.Prepared>) {
        guard !chunk.isEmpty else { return }
        summary.rows += chunk.count
        lanes.run { try preparer.prepare(chunk, at: place) }
    }

    /// Counts what became of a chunk's rows, and hands on what is to be stored.
    private func take(_ prepared: RowPreparer.Prepared) throws {
        summary.noted += prepared.noted
        summary.seconds = summary.seconds + prepared.seconds
        var changed: [ImportRecord] = []
        /// Places of rows that are not new after all: another row of these files has their key.
        var repeats: Set<Int> = []
        let (_, seconds) = try ImportSeconds.measured {
            for row in prepared.rows {
                switch row {
                case .rejected(let row, let key):
                    if let key { _ = note(key, 0) } else { unknown += 1 }
                    try reject(row)
                case .unchanged(let place): if try isFirst(place, of: prepared.records) { summary.unchanged += 1 }
                case .changed(let place): if try isFirst(place, of: prepared.records) { changed.append(prepared.records[place]) }
                case .new(let place, let new):
                    guard try isFirst(place, of: prepared.records) else {
                        repeats.insert(new)
                        continue
                    }
                    sources.insert(prepared.records[place].source)
                    if prepared.records[place].hasStrays { summary.strays += 1 }
                    if prepared.records[place].sourceID == nil, prepared.records[place].source != RowKey.ownExports { summary.withoutKey += 1 }
                    if prepared.records[place].isIncomplete { summary.incomplete += 1 }
                }
            }
        }
        let (_, spooling) = try ImportSeconds.measured {
            try spool.append(prepared.new, without: repeats, changed)
            try texts.add()
        }
        spooled += prepared.new.count - repeats.count + changed.count
        summary.seconds.write += seconds + spooling
    }

    /// Whether no row of these files had the record's key before; says so of one that is not.
    private func isFirst(_ place: Int, of records: [ImportRecord]) throws -> Bool {
        guard let first = note(records[place].rowKey, records[place].row) else { return true }
        try repeated(records[place], of: first)
        return false
    }

    private func reject(_ row: RejectedRow) throws {
        summary.troubles.add(row)
        try rejected(row)
        if let most = options.mostErrors, summary.troubles.count > most {
            throw Problem(
                .badInput, "more than \(most) \(most == 1 ? "row" : "rows") cannot be taken, so the import ended at row \(row.row), and nothing was saved",
                at: .init(file: row.file, line: row.line), details: summary.troubles.lines, next: "mend the file, or allow more with --max-errors")
        }
    }

    /// A row whose key another row of these files had: with a key of its own one of them is wrong; without, both are
    /// the same.
    private func repeated(_ record: ImportRecord, of first: Int32) throws {
        let isOwn = record.source == RowKey.ownExports
        guard let key = record.sourceID ?? (isOwn ? record.key : nil) else {
            summary.unchanged += 1
            summary.repeated += 1
            return
        }
        let what = isOwn
            ? "row \(first) is the same innovation already; take ref and uid out of one of them to make it a new one" : "row \(first) has the same source_id already"
        let reason = RejectedRow.Reason(value: key, what: what)
        try reject(RejectedRow(file: record.file, row: record.row, line: record.line, cells: record.cells, reasons: [reason]))
    }

    /// Remembers a row's key; the row that had it before, if any.
    ///
    /// - Parameter row: 0 for a row that is not taken: another with its key may be.
    private func note(_ key: RowKey, _ row: Int) -> Int32? {
        let hash = key.hashValue
        guard let first = seen.updateValue(Int32(truncatingIfNeeded: row), forKey: hash), first > 0 else { return nil }
        seen[hash] = first
        return first
    }

    /// Looks for what an earlier import of the same sources brought and these files have not.
    func findMissing() throws {
        guard options.missing != .ignore else { return }
        try registry.store.read { reader in
            for source in importCounts.keys.sorted() {
                try reader.eachImported(from: source, in: registry.home) { key, innovation in
                    if seen[RowKey(source: source, key: key).hashValue] == nil { missing.append(innovation) }
                }
            }
        }
        missing.sort()
        summary.missing = missing.map { Reference($0) }
        guard options.missing == .park, !missing.isEmpty, unknown > 0 || summary.rows == 0 else { return }
        let why = summary.rows == 0 ? "the files have no rows" : "\(unknown) \(unknown == 1 ? "row" : "rows") could not be read, and may be \(unknown == 1 ? "one" : "some") of them"
        summary.notices.append("what is gone from the source is named and not parked: \(why)")
        parks = false
    }
}

extension Registry {
    /// Whether an answer that is asked at once is missing.
    func isIncomplete(_ fields: Fields) -> Bool {
        configuration.fields.all.contains { $0.asked == .atOnce && fields[$0.name] == nil }
    }
}
