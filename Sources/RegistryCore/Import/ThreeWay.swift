extension Ledger {
    /// Takes a row that was here: an update by a three-way comparison, or nothing because it is here as it is. Returns
    /// false where what it would update was undone meanwhile, so that it is a new one.
    func take(_ record: ImportRecord, options: ImportOptions, into summary: inout ImportSummary) throws -> Bool {
        guard let last = try writer.imported(source: record.source, key: record.key, in: home) ?? own(record) else { return false }
        guard last.fields != record.fields || last.tags != record.tags else {
            summary.unchanged += 1
            return true
        }
        guard var innovation = try writer.innovation(last.innovation, in: home), innovation.stage != StageDefinitions.merged else {
            summary.unchanged += 1
            return true
        }
        var comparison = ThreeWay(last: last, row: record, theirsWin: options.theirsWin)
        comparison.apply(to: &innovation)
        summary.note(conflicts: comparison.conflicts.map {
            ImportSummary.Conflict(reference: innovation.reference, field: $0, ours: innovation.fields[$0]?.json, theirs: record.fields[$0]?.json)
        })
        // Where an answer stays, what was last imported stays too: the next run, told `theirs`, can still take it.
        var imported = ImportedRecord(home: home, source: record.source, key: record.key, innovation: last.innovation, fields: record.fields, tags: record.tags)
        for name in comparison.conflicts { imported.fields[name] = last.fields[name] }
        guard !comparison.changes.isEmpty else {
            if imported != last {
                // It says what was written here already. The next comparison begins there, and the journal tells of it.
                try writer.put(imported)
                try self.record(.revised, innovation.subject, innovation: innovation.number, changes: [Change("imported", was: last.json, now: imported.json)])
            }
            summary.unchanged += 1
            return true
        }
        try writer.put(imported)
        let changed = Set(comparison.changes.map(\.name))
        let told = comparison.changes
        comparison.changes.append(Change("imported", was: last.json, now: imported.json))
        if let held = record.held, innovation.held == nil, !changed.isDisjoint(with: record.warned) {
            comparison.changes.append(Change("held", was: nil, now: .string(held)))
            innovation.held = held
            summary.held += 1
        }
        try keep(&innovation)
        try self.record(.revised, innovation.subject, innovation: innovation.number, changes: comparison.changes)
        summary.note(updated: innovation, told)
        return true
    }

    /// A row of our own export whose innovation no import brought: it is compared with what stood here when it was
    /// exported, so that what somebody edited here since is not written over.
    private func own(_ record: ImportRecord) throws -> ImportedRecord? {
        guard let number = record.innovation, record.tellsSource, let innovation = try writer.innovation(number, in: home) else { return nil }
        var last = ImportedRecord(home: home, source: record.source, key: record.key, innovation: number, fields: innovation.fields, tags: innovation.tags)
        guard let exported = record.updated, exported < innovation.updated else { return last }
        for entry in try writer.entries(on: number, in: home).reversed() where entry.subject == innovation.subject {
            guard let batch = try writer.batch(uid: entry.batch, in: home), Moment.cut(batch.at) > exported else { break }
            guard let changes = entry.payload?.changes else {
                // It was redacted; what it changed is not known, so whatever the row says otherwise is a conflict.
                (last.fields, last.tags) = ([:], record.tags)
                break
            }
            for change in changes {
                if change.property == "tags" {
                    last.tags = change.was?.array?.compactMap(\.string) ?? []
                } else if change.property.hasPrefix("field.") {
                    last.fields[change.name] = change.was.flatMap(FieldValue.init(json:))
                }
            }
        }
        return last
    }

    func begin(_ record: ImportRecord, into summary: inout ImportSummary) throws {
        let draft = Draft(
            fields: record.fields, tags: record.tags, source: record.source, sourceID: record.sourceID ?? record.key,
            submitter: record.submitter, created: record.created)
        if !takesNoNumbers {
            guard case .submitted(let innovation) = try submit(draft, held: record.held) else { return }
            try writer.put(ImportedRecord(
                home: home, source: record.source, key: record.key, innovation: innovation.number, fields: record.fields, tags: record.tags))
            summary.first = summary.first ?? innovation.reference
            summary.last = innovation.reference
        }
        summary.new += 1
        if record.held != nil { summary.held += 1 }
        if registry.isIncomplete(record.fields) { summary.incomplete += 1 }
    }
}

/// What a changed row changes: field by field it compares the row, the values last imported, and what stands here.
struct ThreeWay {
    let last: ImportedRecord
    let row: ImportRecord
    let theirsWin: Bool
    var changes: [Change] = []
    /// Answers that were edited here, and stay.
    var conflicts: [String] = []

    init(last: ImportedRecord, row: ImportRecord, theirsWin: Bool) {
        self.last = last
        self.row = row
        self.theirsWin = theirsWin
    }

    mutating func apply(to innovation: inout Innovation) {
        for name in Set(last.fields.keys).union(row.fields.keys).sorted() {
            let base = last.fields[name], theirs = row.fields[name], ours = innovation.fields[name]
            guard theirs != base, theirs != ours else { continue }
            guard ours == base || theirsWin else {
                conflicts.append(name)
                continue
            }
            // A title that the file lost stays: an innovation cannot be without one.
            guard theirs != nil || name != "title" else { continue }
            changes.append(Change("field.\(name)", was: ours?.json, now: theirs?.json))
            innovation.fields[name] = theirs
        }
        let added = Set(row.tags).subtracting(last.tags), removed = Set(last.tags).subtracting(row.tags)
        let tags = Set(innovation.tags).union(added).subtracting(removed).sorted()
        if tags != innovation.tags {
            changes.append(Change("tags", was: .array(innovation.tags.map(JSONValue.string)), now: .array(tags.map(JSONValue.string))))
            innovation.tags = tags
        }
    }
}
