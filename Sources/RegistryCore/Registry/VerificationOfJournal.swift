extension Verifier {
    /// Follows the journal from its first batch to its last: numbers, digests, links, heads, counts and seals.
    func checkJournal() throws {
        let seals = try reader.seals(of: home)
        writtenAtOnce = registry.store.writesAtOnce || seals.contains { $0.batches.count > 1 }
        var sealing = Sealing(seals, comesLater: registry.store.writesAtOnce)
        var next = 1
        var isMissing: Bool?
        try eachBatch { batch, eachEntry in
            // Where batches are made at the same time, one that failed leaves a gap, which a registry takes along when it
            // moves; the seals tell of those taken out.
            if batch.number > next, isMissing == nil { isMissing = try coversMissing(seals) }
            if batch.number > next, isMissing == true {
                let last = batch.number - 1
                trouble(last == next ? "batch \(next) is missing" : "batches \(next) to \(last) are missing")
            } else if batch.number < next {
                trouble("batch \(batch.number): its number is out of order")
            }
            next = max(next, batch.number + 1)
            verification.batches += 1
            remember(batch)
            try check(batch, eachEntry)
            for line in sealing.take(batch) { trouble(line) }
        }
        for line in sealing.rest() { trouble(line) }
        try texts.finish(self)
    }

    /// Whether a batch that was sealed is not there.
    private func coversMissing(_ seals: [Seal]) throws -> Bool {
        var sealed = Set(seals.flatMap(\.batches))
        try eachPage { page in sealed.subtract(page.map(\.uid)) }
        return !sealed.isEmpty
    }

    /// Most batches are of few people, whose names are kept once.
    private func remember(_ batch: Batch) {
        batches[batch.uid] = BatchThen(
            number: batch.number, at: batch.at, person: names.insert(batch.person).memberAfterInsert,
            role: roles.highest(of: batch.person, at: verification.batches), isImport: batch.command == "import")
    }

    /// The batches, oldest first, each with what hands over its entries.
    private func eachBatch(_ body: (Batch, ((Entry) throws -> Void) throws -> Void) throws -> Void) throws {
        try eachPage { page in
            var entries = EntriesAhead(of: page, in: home, reader)
            for (index, batch) in page.enumerated() { try body(batch) { try entries.each(ofBatchAt: index, $0) } }
        }
    }

    /// The same, a page of them in memory.
    private func eachPage(_ body: ([Batch]) throws -> Void) throws {
        let page = 500
        guard let last = try reader.batches(of: home, by: nil, before: nil, limit: 1).first?.number else { return }
        var low = 1
        while low <= last {
            // A page by number holds at most as many batches as it has numbers, so none is cut off.
            let batches = try reader.batches(of: home, by: nil, before: low + page, limit: page)
            try body(batches.reversed().filter { $0.number >= low || low == 1 })
            low += page
        }
    }

    private func check(_ batch: Batch, _ eachEntry: ((Entry) throws -> Void) throws -> Void) throws {
        let label = "batch \(batch.number)"
        var link = Chain.start(of: batch)
        var position = 0, tellsOfUndo = false
        try attempt(label) {
            try eachEntry { entry in
                try step()
                verification.entries += 1
                position += 1
                if entry.position != position { trouble("\(label): the entry before entry \(entry.position) is missing") }
                position = entry.position
                check(entry, after: link, label)
                link = entry.link
                tellsOfUndo = tellsOfUndo || entry.action == .undid
                try expect(entry)
            }
            if position != batch.count { trouble("\(label): it has \(position) of its \(batch.count) entries") }
            if link != batch.head { trouble("\(label): its head is not its last entry's link") }
            if batch.undoes != nil { try checkUndo(batch, tellsOfUndo) }
        }
    }

    private func check(_ entry: Entry, after link: Digest, _ batch: String) {
        let label = "\(batch), entry \(entry.position)" + (entry.innovation.map { " (P\($0))" } ?? "")
        if let payload = entry.payload {
            if payload.digest != entry.digest { trouble("\(label): its payload does not have its digest") }
        } else {
            verification.redacted += 1
        }
        guard Chain.link(after: link, entry: entry) != entry.link else { return }
        trouble("\(label): its link does not follow from \(entry.position == 1 ? "its batch" : "the entry before it")")
    }

    /// Remembers that a row of the entry's subject must be met.
    private func expect(_ entry: Entry) throws {
        checkRole(of: entry)
        if let batch = batches[entry.batch] { configurations.take(entry, of: batch) }
        if let number = entry.innovation {
            expected.insert(number)
        } else if entry.subject != .home {
            let subject = entry.subject.compared
            beside[subject, default: Replay()].take(entry)
            if case .contribution = subject, let replay = beside[subject] { try texts.take(entry, replay, among: [], self) }
        }
    }
}

extension Subject {
    /// The subject with people by their names' keys.
    var compared: Subject { if case .person(let name) = self { .person(Person.key(name)) } else { self } }
}

/// Follows the seals while batches come by: each batch is sealed once, in order.
private struct Sealing {
    private let seals: [Seal]
    /// The seal that covers the next batch, and that batch's place in it.
    private var index = 0
    private var place = 0
    private var heads: [Digest] = []

    /// Whether the last batches may wait for theirs.
    private let comesLater: Bool

    init(_ seals: [Seal], comesLater: Bool) {
        self.seals = seals
        self.comesLater = comesLater
    }

    /// The troubles that a batch shows.
    mutating func take(_ batch: Batch) -> [String] {
        var lines = passEmpty()
        if comesLater, index >= seals.count { return lines }
        if index >= seals.count || seals[index].batches[place] != batch.uid {
            guard let later = seals[min(index, seals.count)...].firstIndex(where: { $0.batches.contains(batch.uid) }),
                let laterPlace = seals[later].batches.firstIndex(of: batch.uid)
            else { return lines + ["batch \(batch.number): no seal covers it in its order"] }
            lines.append("seal \(seals[index].number): it covers a batch that does not come next")
            (index, place, heads) = (later, laterPlace, [])
        }
        heads.append(batch.head)
        place += 1
        if place == seals[index].batches.count { lines += close() }
        return lines
    }

    /// The troubles of the seals that are left when all batches have come by.
    mutating func rest() -> [String] {
        defer { index = seals.count }
        return seals[index...].map { "seal \($0.number): it covers a batch that is not there" }
    }

    /// A seal whose batches have come by; where some were passed over its digest cannot be known.
    private mutating func close() -> [String] {
        let seal = seals[index]
        let before = index == 0 ? Digest.nothing : seals[index - 1].digest
        var lines: [String] = []
        if seal.number != index + 1 { lines.append("seal \(seal.number): its number is out of order") }
        if heads.count == seal.batches.count, Chain.seal(after: before, heads: heads) != seal.digest {
            lines.append("seal \(seal.number): its digest is not that of its batches")
        }
        (index, place, heads) = (index + 1, 0, [])
        return lines
    }

    private mutating func passEmpty() -> [String] {
        var lines: [String] = []
        while index < seals.count, seals[index].batches.isEmpty {
            lines.append("seal \(seals[index].number): it covers no batch")
            index += 1
        }
        return lines
    }
}
