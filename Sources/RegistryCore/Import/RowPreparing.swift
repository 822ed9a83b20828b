import Synchronization

/// Makes rows of cells ready to be stored, a thousand at a time: read, compared with what is here, looked at by every
/// check, and encoded. Several chunks are prepared at once, each on a thread.
struct RowPreparer: Sendable {
    let registry: Registry
    let reader: RowReader
    let viewer: Viewer
    /// Who a row's author is when it names none.
    let importer: PersonName
    /// When the import began, as it is kept.
    let at: String
    /// Checks that keep something from chunk to chunk.
    let running: [String: any RunningCheck]
    private let memories = MemoryPool()

    init(registry: Registry, reader: RowReader, viewer: Viewer, importer: PersonName, at: String, running: [String: any RunningCheck]) {
        self.registry = registry
        self.reader = reader
        self.viewer = viewer
        self.importer = importer
        self.at = at
        self.running = running
    }

    /// What became of a chunk's rows, in their order.
    ///
    /// Records stand in an array of their own, and are only pointed at: each has some twenty parts, and to hand one on by
    /// value costs as much as to hash it.
    struct Prepared: Sendable {
        enum Row: Sendable {
            case rejected(RejectedRow, RowKey?)
            /// Here just as it is; the place of its record.
            case unchanged(Int)
            /// The places of its record and of its row.
            case new(Int, Int)
            case changed(Int)
        }

        var rows: [Row] = []
        var records: [ImportRecord] = []
        var new = PreparedRows()
        let headings: [String]
        /// Rows in which a check found something worth knowing.
        var noted = 0
        var seconds = ImportSeconds()
    }

    func prepare(_ rows: [SourceRow], at place: RowReader.Place) throws -> Prepared {
        var prepared = Prepared(headings: place.headings)
        prepared.rows.reserveCapacity(rows.count)
        prepared.records.reserveCapacity(rows.count)
        /// By the place of the record.
        var places: [Int] = []
        var answers: [RowEncoding.Encoded] = []
        var rejected: [Int] = []
        var encoding = RowEncoding(place.plan.names, rows: rows.count)
        let (differing, reading) = try ImportSeconds.measured {
            var memory = memories.take()
            for row in rows {
                switch reader.read(row, at: place, &memory) {
                case .failure(let rejection):
                    rejected.append(prepared.rows.count)
                    prepared.rows.append(.rejected(rejection.row, reader.key(of: row, place)))
                case .success(var record):
                    let encoded = encoding.answers(of: record)
                    encoding.giveKey(to: &record, encoded)
                    places.append(prepared.rows.count)
                    prepared.rows.append(.unchanged(prepared.records.count))
                    answers.append(encoded)
                    prepared.records.append(record)
                }
            }
            memories.put(memory)
            return try compare(&prepared.records, answers, encoding)
        }
        let (findings, checking) = try ImportSeconds.measured { try check(differing, of: prepared.records) }
        let (_, storing) = try ImportSeconds.measured {
            prepared.new.reserve(differing.count)
            for (index, found) in zip(differing, findings) {
                if found.contains(where: { $0.severity == .block }) {
                    let blocks = found.filter { $0.severity == .block }
                    rejected.append(places[index])
                    let record = prepared.records[index]
                    prepared.rows[places[index]] = .rejected(record.rejected(because: blocks, at: place), record.rowKey)
                    continue
                }
                if !found.isEmpty {
                    prepared.records[index].hold(because: found.filter { $0.severity == .warning })
                    if found.contains(where: { $0.severity == .note }) { prepared.noted += 1 }
                }
                if prepared.records[index].innovation == nil {
                    prepared.rows[places[index]] = .new(index, prepared.new.count)
                    encoding.append(prepared.records[index], answers[index], importer: importer, at: at, to: &prepared.new)
                } else {
                    prepared.rows[places[index]] = .changed(index)
                }
            }
            try mask(rejected, in: &prepared)
        }
        prepared.seconds.parse = reading + storing
        prepared.seconds.check = checking
        return prepared
    }

    /// The places of those records that are not here just as they are; each learns which innovation it is. The others
    /// were checked when they came, and are most rows of a second run.
    private func compare(_ records: inout [ImportRecord], _ answers: [RowEncoding.Encoded], _ encoding: RowEncoding) throws -> [Int] {
        guard let source = records.first?.source else { return [] }
        let home = registry.home
        let known = try registry.store.read { [records] reader in
            // Rows of our own exports can come from several sources, and be innovations that never were imported.
            guard records.contains(where: { $0.source != source || $0.uid != nil }) else {
                return try reader.importedMarks(source: source, keys: records.map(\.key), in: home)
            }
            return try records.map { record in
                if let mark = try reader.importedMarks(source: record.source, keys: [record.key], in: home).compactMap({ $0 }).first { return mark }
                return try own(record, reader)
            }
        }
        var differing: [Int] = []
        for (index, mark) in known.enumerated() {
            if let mark {
                if mark.digest.elementsEqual(encoding.contentDigest(answers[index])) { continue }
                records[index].innovation = mark.innovation
            }
            differing.append(index)
        }
        return differing
    }

    /// The innovation that a row of our own export was made of, when this is the registry that made it. One that was
    /// withdrawn, as an undone import's are, is none: the row comes in afresh.
    private func own(_ record: ImportRecord, _ reader: any StoreReading) throws -> ImportedMark? {
        guard let number = record.ref, let uid = record.uid, let innovation = try reader.innovation(number, in: registry.home), innovation.uid == uid,
            innovation.stage != StageDefinitions.withdrawn
        else { return nil }
        return ImportedMark(innovation: number, digest: ImportedMark.digest(of: innovation.fields, innovation.tags))
    }

    /// Rows that are handed back carry no identity: every cell of them is looked at, whether it was used or not, and so
    /// is what messages say of it.
    private func mask(_ places: [Int], in prepared: inout Prepared) throws {
        let rows = places.compactMap { place in if case .rejected(let row, _) = prepared.rows[place] { row } else { nil } }
        let findings = try check(rows.map { row in
            Passage(purpose: .remark, texts: (row.cells + [row.raw ?? ""]).enumerated().map { LabelledText(String($0), $1) })
        })
        for (place, found) in zip(places, findings) {
            let blocks = found.filter { $0.severity == .block }
            guard !blocks.isEmpty, case .rejected(var row, let key) = prepared.rows[place] else { continue }
            row.mask(blocks, headings: prepared.headings)
            prepared.rows[place] = .rejected(row, key)
        }
    }

    private func check(_ places: [Int], of records: [ImportRecord]) throws -> [[Finding]] {
        guard !places.isEmpty, !registry.assembly.checks.isEmpty else { return places.map { _ in [] } }
        return try check(places.map { place in
            let record = records[place]
            var texts = record.answers.texts + registry.texts(ofTags: record.tags)
            if let submitter = record.submitter { texts.append(LabelledText("submitter", submitter)) }
            if let source = record.toldSource { texts.append(LabelledText("source", source)) }
            if let sourceID = record.sourceID { texts.append(LabelledText("source_id", sourceID)) }
            return Passage(purpose: .imported, texts: texts, innovation: record.innovation)
        })
    }

    private func check(_ passages: [Passage]) throws -> [[Finding]] {
        var all = Array(repeating: [Finding](), count: passages.count)
        guard !passages.isEmpty else { return all }
        let setting = CheckSetting(registry: registry, viewer: viewer)
        for check in registry.assembly.checks {
            let found = try running[check.name]?.examine(passages) ?? check.examine(passages, setting)
            guard found.count == passages.count else {
                throw Problem(.plugin, "the check “\(check.name)” answered for \(found.count) of \(passages.count) texts; nothing was saved")
            }
            for index in all.indices where !found[index].isEmpty { all[index] += found[index] }
        }
        return all
    }
}

extension ImportRecord {
    /// Marks what a check warns of.
    mutating func hold(because warnings: [Finding]) {
        guard !warnings.isEmpty else { return }
        // A warning about the whole holds whatever changes.
        warned = warnings.contains { $0.label == nil } ? Set(answers.names + ["tags"]) : Set(warnings.compactMap(\.label))
        held = "imported with a warning: " + warnings.map { ($0.label.map { "\($0): " } ?? "") + $0.message }.joined(separator: "; ")
    }
}

/// What reading remembers, for whichever thread reads next.
private final class MemoryPool: Sendable {
    private let memories = Mutex<[RowReader.Memory]>([])

    func take() -> RowReader.Memory { memories.withLock { $0.popLast() } ?? RowReader.Memory() }
    func put(_ memory: RowReader.Memory) { memories.withLock { $0.append(memory) } }
}
