/// By what rows of a source are known again: whoever could write that could let the next import change another innovation.
extension Verifier {
    /// Holds all that is kept for the next import against the innovations that it is of.
    func checkImported() throws {
        try attempt("what was imported") {
            var block: [ImportedRecord] = []
            try reader.eachImported(in: home) { record in
                try step()
                block.append(record)
                guard block.count == Verifier.mostInBlock else { return }
                try check(block)
                block.removeAll(keepingCapacity: true)
            }
            try check(block)
        }
    }

    private func check(_ records: [ImportedRecord]) throws {
        guard !records.isEmpty else { return }
        let numbers = Set(records.map(\.innovation)).sorted()
        let innovations = try Dictionary(reader.innovations(numbers, in: home).map { ($0.number, $0) }) { first, _ in first }
        // What is as it came needs no journal: it is held against that itself.
        let doubtful = records.filter { record in
            guard let innovation = innovations[record.innovation], innovation.version == 1, record.isKey(of: innovation) else { return true }
            return record.fields != innovation.fields || Set(record.tags) != Set(innovation.tags)
        }
        guard !doubtful.isEmpty else { return }
        let entries = try reader.entries(on: Set(doubtful.map(\.innovation)).sorted(), in: home)
        for record in doubtful {
            let reference = Reference(record.innovation)
            guard let innovation = innovations[record.innovation] else {
                trouble("\(reference): something is kept as imported for it, and it is not there")
                continue
            }
            let own = (entries[record.innovation] ?? []).filter { $0.subject == innovation.subject }
            // Nothing of what was redacted is known.
            guard let first = own.first, own.allSatisfy({ $0.payload != nil }) else { continue }
            if !isJournaled(record, first, own, innovation) { trouble("\(reference): what is kept as imported for it is not what the journal says") }
        }
    }

    /// Whether it is what the last import of it brought.
    private func isJournaled(_ record: ImportedRecord, _ first: Entry, _ own: [Entry], _ innovation: Innovation) -> Bool {
        var said: [ImportedRecord?] = []
        for change in own.flatMap({ $0.payload?.changes ?? [] }) where change.property == "imported" {
            let now = change.now.flatMap { ImportedRecord(json: $0, home: home, innovation: record.innovation) }
            let known = now ?? change.was.flatMap { ImportedRecord(json: $0, home: home, innovation: record.innovation) }
            if known?.source == record.source, known?.key == record.key { said.append(now) }
        }
        // Where batches were made at the same time their order is not known.
        if let last = said.last { return last == record || writtenAtOnce && said.contains(record) }
        guard first.action == .imported, record.isKey(of: innovation) else { return false }
        var replay = Replay()
        replay.take(first)
        return record.fields == replay.fields && Set(record.tags) == Set(replay["tags"]?.array?.compactMap(\.string) ?? [])
    }

    /// Tells of innovations that an import brought and that the next one would not know again.
    func checkImports(of innovations: [Innovation], _ entries: [Int: [Entry]]) throws {
        var due: [String: [(key: String, number: Int)]] = [:]
        for innovation in innovations {
            let own = (entries[innovation.number] ?? []).filter { $0.subject == innovation.subject }
            // What was undone may be forgotten, and what was redacted is not known.
            guard let first = own.first, first.action == .imported, batches[first.batch]?.isImport ?? false,
                own.allSatisfy({ $0.action != .undid && $0.payload != nil }), let source = innovation.source, let key = innovation.sourceID
            else { continue }
            due[source, default: []].append((key, innovation.number))
        }
        for (source, rows) in due.sorted(by: { $0.key < $1.key }) {
            guard let marks = try block({ try reader.importedMarks(source: source, keys: rows.map(\.key), in: home) }) else { continue }
            for (row, mark) in zip(rows, marks) where mark?.innovation != row.number {
                trouble("\(Reference(row.number)): an import brought it, and the next one would \(mark.map { "change P\($0.innovation) instead" } ?? "bring it again")")
            }
        }
    }
}

extension ImportedRecord {
    /// Whether it is kept by what the innovation says of where it came from.
    fileprivate func isKey(of innovation: Innovation) -> Bool {
        if source == RowKey.ownExports { return key == innovation.uid.text }
        if let own = innovation.sourceID { return key == own && source == innovation.source }
        // One of an export of ours that had no key got one of its content.
        return key.hasPrefix("content:")
    }
}
