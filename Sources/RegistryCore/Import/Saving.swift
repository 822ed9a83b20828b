import Foundation

/// The second step of an import: under the write lock, in one transaction.
extension ImportJob {
    /// Stores what was prepared; nothing of it when anything fails, when it is stopped, or when it is a dry run.
    func save() throws {
        guard spooled > 0 || !missing.isEmpty && parks else { return }
        let before = summary
        var news: News?
        var written = ContinuousClock.now
        do {
            try registry.store.writeMany { writer in
                // The store may ask for a retry: what an attempt counted is forgotten.
                summary = before
                let ledger = Ledger(registry: registry, writer: writer, actor: actor, command: "import", at: at, isDry: options.dryRun)
                let (_, writing) = try ImportSeconds.measured {
                    try keepColumns(ledger)
                    try store(ledger, writer)
                    try park(ledger)
                }
                summary.seconds.write += writing
                // Before the gathered texts become full text, which nothing else may touch afterwards.
                try ledger.settle()
                if let gathering = texts.gathering, !ledger.takesNoNumbers {
                    summary.seconds.fullText += try texts.finish(goOn: options.goOn)
                    options.progress(ImportProgress(stage: .indexing, rows: summary.new, fraction: nil))
                    let (_, indexing) = try ImportSeconds.measured { try writer.index(gathering, goOn: options.goOn) }
                    summary.seconds.fullText += indexing
                }
                let (batch, entries) = try ledger.close()
                summary.batch = batch
                summary.notices += ledger.notices
                if options.dryRun { throw DryRun() }
                news = batch.map { News(batch: $0, entries: entries, person: actor.person, registry: registry) }
                try options.goOn()
                written = ContinuousClock.now
            }
            summary.seconds.commit = written.secondsAgo
        } catch is DryRun {
            summary.batch = nil
        }
        if let news { summary.notices += registry.tell(news) }
    }

    /// Thrown to let go of all that a dry run did.
    private struct DryRun: Error {}

    private func keepColumns(_ ledger: Ledger) throws {
        guard kept.all.count > keptBefore else { return }
        let old = try ledger.writer.documents(of: registry.home).first { $0.name == KeptColumns.document }
        guard (old?.text).flatMap({ try? KeptColumns(yaml: $0).all.count }) ?? 0 == keptBefore else {
            throw Problem(.busy, "another import kept further columns meanwhile; nothing was saved", next: "import it again")
        }
        let new = Configuration.Document(name: KeptColumns.document, version: (old?.version ?? 0) + 1, text: kept.yaml)
        try ledger.writer.put(new, in: registry.home)
        try ledger.record(.configured, .configuration(new.name), changes: [Change("text", was: (old?.text).map(JSONValue.string), now: .string(new.text))])
    }

    private func store(_ ledger: Ledger, _ writer: any StoreWriting) throws {
        // Somebody else may have imported between the two steps; then every row is compared once more.
        let compares = try holdSources(writer)
        var authors: Set<PersonName> = []
        // Updates of what was undone meanwhile: they come in afresh, behind the rows that have their places already.
        var late: [ImportRecord] = []
        var done = 0
        // The next block is read while this one is stored.
        let lanes = Lanes<RowSpool.Rows>(width: 2)
        let blocks = spool.blockCount
        var begun = 0
        while true {
            while begun < blocks, lanes.hasRoom {
                lanes.run { [begun, spool] in try spool.rows(ofBlock: begun) }
                begun += 1
            }
            guard let rows = try lanes.next(unlessRoom: false) else { break }
            try options.goOn()
            var changed: [ImportRecord] = []
            switch rows {
            case .new(var new):
                done += new.count
                if compares { changed = try leaveOutKnown(&new, writer) }
                try store(new, ledger, &authors)
                if let gathering = texts.gathering, !ledger.takesNoNumbers { try writer.indexReady(gathering) }
            case .changed(let records):
                done += records.count
                changed = records
            }
            for record in changed {
                if try !ledger.take(record, options: options, into: &summary) { late.append(record) }
                try ledger.relieve()
            }
            options.progress(ImportProgress(stage: .saving, rows: done, fraction: Double(done) / Double(max(spooled, 1))))
        }
        for record in late {
            try ledger.begin(record, into: &summary)
            try ledger.relieve()
        }
    }

    private func store(_ new: PreparedRows, _ ledger: Ledger, _ authors: inout Set<PersonName>) throws {
        var new = new
        try new.withMemory { memory in
            for index in new.indices {
                if let name = memory.text(.submitter, of: new[index]), authors.insert(name).inserted { _ = try ledger.author(name) }
                if memory.part(.held, of: new[index]) != nil { summary.held += 1 }
            }
        }
        try ledger.relieve()
        try ledger.take(&new)
        summary.new += new.count
        if options.dryRun {
            for index in new.indices.prefix(ImportSummary.mostTitles - min(summary.newTitles.count, ImportSummary.mostTitles)) {
                summary.newTitles.append(try new.row(index).innovation(in: registry.home).title)
            }
        }
        guard !new.isEmpty, !options.dryRun else { return }
        summary.first = summary.first ?? Reference(new[0].number)
        summary.last = Reference(new[new.count - 1].number)
    }

    /// Takes rows out that somebody else imported since they were compared; those that differ are changes now.
    private func leaveOutKnown(_ new: inout PreparedRows, _ writer: any StoreWriting) throws -> [ImportRecord] {
        var changed: [ImportRecord] = []
        var known: Set<Int> = []
        let rows = try new.indices.map { try new.row($0) }
        var marks: [String: [String: ImportedMark]] = [:]
        for (source, rows) in Dictionary(grouping: rows, by: \.importedFrom) {
            let keys = rows.map(\.key)
            let found = try writer.importedMarks(source: source, keys: keys, in: registry.home)
            marks[source] = Dictionary(zip(keys, found).compactMap { key, mark in mark.map { (key, $0) } }) { $1 }
        }
        for (index, row) in zip(new.indices, rows) {
            guard let mark = marks[row.importedFrom]?[row.key] else { continue }
            known.insert(index)
            if mark.digest == row.contentDigest {
                summary.unchanged += 1
            } else {
                let innovation = try row.innovation(in: registry.home)
                var record = ImportRecord(
                    file: "", row: 0, line: 0, cells: [], columns: [:], source: row.importedFrom, sourceID: row.sourceID, key: row.key,
                    innovation: mark.innovation, answers: Answers(innovation.fields), tags: row.tags)
                record.held = row.held
                // What it was warned of is not known any more: whatever changes is held.
                record.warned = Set(innovation.fields.keys).union(["tags"])
                changed.append(record)
            }
        }
        new = new.without(known)
        return changed
    }

    /// Parks what is gone from the source, where it may be.
    private func park(_ ledger: Ledger) throws {
        guard parks else { return }
        for number in missing {
            try options.goOn()
            guard let innovation = try ledger.writer.innovation(number, in: registry.home) else { continue }
            let stage = registry.configuration.stages[innovation.stage]
            guard stage?.path == .forward, registry.configuration.stages["parked"] != nil else { continue }
            _ = try ledger.move(number, to: "parked", reason: "its row is gone from the source “\(innovation.source ?? "")”", held: nil)
            summary.parked += 1
            try ledger.relieve()
        }
    }
}
