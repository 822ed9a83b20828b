/// Which batches are undone, and which can be.
extension Registry {
    /// The batches from a number on that are undone, each with the batch that took it back. A batch whose undo was
    /// itself undone is in force, and not among them.
    public func undoings(since number: Int = 1) throws -> [UID: Batch] {
        try store.read { try undoings(since: number, reader: $0) }
    }

    func undoings(since number: Int, reader: any StoreReading) throws -> [UID: Batch] {
        var undone: [UID: Batch] = [:]
        var before: Int?
        while true {
            // Newest first, so that an undo is known to be undone before what it undid comes by.
            let page = try reader.batches(of: home, by: nil, before: before, limit: 500)
            for batch in page where batch.number >= number {
                // One without entries took nothing back, whoever wrote it.
                guard let target = batch.undoes, batch.count > 0, undone[batch.uid] == nil, undone[target] == nil else { continue }
                undone[target] = batch
            }
            guard let last = page.last, last.number > number else { return undone }
            before = last.number
        }
    }

    /// The last batch of a person that is in force and undoes nothing: what `undo` alone takes back.
    public func lastBatch(of person: Person) throws -> Batch? {
        try store.read { reader in
            var before: Int?
            while true {
                let page = try reader.batches(of: home, by: person.name, before: before, limit: 50)
                guard let last = page.last else { return nil }
                let undone = try undoings(since: last.number, reader: reader)
                if let batch = page.first(where: { $0.undoes == nil && undone[$0.uid] == nil && $0.command != "init" }) { return batch }
                before = last.number
            }
        }
    }

    /// What undoing a batch would give back, and leave because somebody changed it since: the undo itself, made and
    /// dropped. It takes the write lock for as long as the undo would.
    public func foretell(undoing batch: UID, as actor: Actor) throws -> UndoReport {
        struct Dropped: Error { let report: UndoReport }
        do {
            return try store.write { writer -> UndoReport in
                let ledger = Ledger(registry: self, writer: writer, actor: actor, command: "undo", isForetelling: true)
                guard case .undone(let report) = try ledger.undo(batch) else { throw Problem(.refused, "this cannot be undone") }
                throw Dropped(report: report)
            }
        } catch let dropped as Dropped {
            return dropped.report
        }
    }

    /// The batch of that number. Throws `noInput` when there is none.
    public func batch(_ number: Int) throws -> Batch {
        guard let batch = try store.read({ try $0.batch(number, in: home) }) else {
            throw Problem(.noInput, "there is no batch of that number", value: String(number), next: "batches")
        }
        return batch
    }

    /// The batch of that key, or nil.
    public func batch(_ uid: UID) throws -> Batch? { try store.read { try $0.batch(uid: uid, in: home) } }
}
