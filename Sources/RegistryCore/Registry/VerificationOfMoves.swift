import Foundation

/// What only the program judges of a move: whether the gates held it, as they were settled then, on the innovation as it
/// was then.
extension Verifier {
    /// Tells of moves that a gate held. Where what was there then is not known, nothing is told.
    ///
    /// - Parameter entries: all that are on the innovation, in the journal's order.
    func checkMoves(_ entries: [Entry], of innovation: Innovation, with contributions: [Contribution]) throws {
        guard entries.count > 1, entries.dropFirst().contains(where: { $0.subject == innovation.subject && $0.payload?.now("stage") != nil }) else { return }
        var past = Past(of: innovation, contributions)
        var isFirst = true
        for (index, entry) in entries.enumerated() {
            if entry.subject == innovation.subject {
                if !isFirst, entry.payload?.now("stage") != nil { try checkMove(entries, at: index, past) }
                isFirst = false
            }
            past.take(entry, batches)
        }
    }

    private func checkMove(_ entries: [Entry], at index: Int, _ past: Past) throws {
        let entry = entries[index]
        guard let batch = batches[entry.batch], let to = entry.payload?.now("stage"), let held = holding(past, to, batch), !held.isEmpty else { return }
        if entry.action == .undid {
            if try returns(entry, to, entries, past) { return }
            // It judges between what it sets back before the stage and after it.
            guard let held = holding(past.after(entry, batches), to, batch), !held.isEmpty else { return }
        }
        // An order in which something would be missing is none that can have been.
        for other in others(entries, at: index, past) where holding(other, to, batch)?.isEmpty ?? false { return }
        trouble("\(past.row.reference): batch \(batch.number) moved it to \(to), and \(held.count == 1 ? "a gate" : "\(held.count) gates") held it: \(held.joined(separator: ", "))")
    }

    /// The gates that held a move, by whatever may have been settled when the batch was made: those by what was in force. Nil
    /// where what was there or settled is not known; none where something lets it pass.
    private func holding(_ past: Past, _ to: StageName, _ batch: BatchThen) -> [String]? {
        guard let innovation = past.innovation, let contributions = past.contributions else { return nil }
        var first: [String]?
        for place in configurations.places(for: batch).reversed() {
            guard let then = registry(asOf: place), let held = holding(innovation, contributions, to, batch, then) else { return nil }
            if held.isEmpty { return [] }
            first = first ?? held
        }
        return first
    }

    private func holding(_ innovation: Innovation, _ contributions: [Contribution], _ to: StageName, _ batch: BatchThen, _ then: Registry) -> [String]? {
        guard let stage = then.configuration.stages[to] else { return nil }
        let counting = then.counting(contributions, on: innovation)
        guard let signals = then.signals(from: [counting]).first, signals.failed.isEmpty else { return nil }
        let mover = Person(home: home, name: batch.person, role: batch.role ?? .lead, created: batch.at)
        let day = CalendarDate(batch.at)
        // Who waited for another at midnight moved it on the day after.
        for today in [day, CalendarDate(daysSinceEpoch: day.daysSinceEpoch + 1)] {
            // One that throws refused the move by its own problem: whether it does so by right is not known here.
            guard let answers = try? then.answers(to: stage, { step in
                Move(
                    innovation: innovation, stage: step, mover: mover, contributions: counting, signals: signals.values,
                    configuration: then.configuration, today: today)
            }) else { return nil }
            // What a plugin that is not known would have said is not known either.
            var held: [String] = []
            for answer in answers where !answer.verdict.isMet && then.assembly.gate(answer.gate) != nil && !held.contains(answer.gate) { held.append(answer.gate) }
            if held.isEmpty || today > day { return held }
        }
        return nil
    }

    /// Whether an undo gives back where it stood to one that its own maker had set aside: no gate judges that.
    private func returns(_ entry: Entry, _ to: StageName, _ entries: [Entry], _ past: Past) throws -> Bool {
        guard let batch = batches[entry.batch], let undone = try reader.batch(uid: entry.batch, in: home)?.undoes, let other = batches[undone],
            Person.key(other.person) == Person.key(batch.person)
        else { return false }
        let wasAside = configurations.places(for: batch).contains { place in
            past.own["stage"]?.string.flatMap { registry(asOf: place)?.configuration.stages[$0] }?.path != .forward
        }
        return wasAside && entries.contains { earlier in
            earlier.batch == undone && earlier.subject == entry.subject
                && (earlier.payload == nil || earlier.payload?.changes.contains { $0.property == "stage" && ($0.was?.string ?? to) == to } == true)
        }
    }

    /// How it may have been instead, where batches were made at the same time.
    private func others(_ entries: [Entry], at index: Int, _ past: Past) -> [Past] {
        let (after, before) = loose(around: entries[index].batch, in: entries)
        guard !after.isEmpty || !before.isEmpty else { return [] }
        let without = [[]] + after.suffix(Verifier.mostMoved).map { [$0] } + [after]
        return without.flatMap { gone in
            (0...min(before.count, Verifier.mostMoved)).map { count in
                var other = Past(of: past.row, past.rows)
                let there = entries[..<index].filter { !gone.contains($0.batch) } + entries[index...].filter { before.prefix(count).contains($0.batch) }
                for entry in there { other.take(entry, batches) }
                return other
            }
        }
    }

    private static let mostMoved = 10
}

/// An innovation and what was added to it, as the entries so far make them.
private struct Past {
    /// As they are now.
    let row: Innovation
    let rows: [Contribution]
    private(set) var own = Replay()
    private var added: [UID: (replay: Replay, created: Date, updated: Date)] = [:]

    init(of row: Innovation, _ rows: [Contribution]) { (self.row, self.rows) = (row, rows) }

    mutating func take(_ entry: Entry, _ batches: [UID: BatchThen]) {
        guard case .contribution(let uid) = entry.subject else { return own.take(entry) }
        let at = batches[entry.batch]?.at ?? .distantPast
        added[uid, default: (Replay(), at, at)].replay.take(entry)
        added[uid]?.updated = at
    }

    /// After an entry, but for the stage.
    func after(_ entry: Entry, _ batches: [UID: BatchThen]) -> Past {
        var after = self, entry = entry
        entry.payload?.changes.removeAll { $0.property == "stage" }
        after.take(entry, batches)
        return after
    }

    /// Nil where some of it was redacted.
    var innovation: Innovation? {
        guard own.isComplete, let stage = own["stage"]?.string else { return nil }
        var innovation = row
        innovation.stage = stage
        innovation.held = own["held"]?.string
        innovation.fields = own.fields
        innovation.tags = own["tags"]?.array?.compactMap(\.string) ?? []
        return innovation
    }

    /// Oldest first. Nil where some of it was redacted, or came from another innovation.
    var contributions: [Contribution]? {
        var contributions: [Contribution] = []
        var missing = added.count
        for row in rows {
            guard row.subject == row.origin else { return nil }
            guard let (replay, created, updated) = added[row.uid] else { continue }
            guard replay.isComplete, let payload = replay["payload"] else { return nil }
            var contribution = row
            contribution.payload = payload
            contribution.withdrawn = replay["withdrawn"] == .bool(true)
            contribution.held = replay["held"]?.string
            contribution.addressee = replay["addressee"]?.string
            (contribution.created, contribution.updated) = (created, updated)
            contributions.append(contribution)
            missing -= 1
        }
        return missing == 0 ? contributions : nil
    }
}

extension Entry.Payload {
    /// What a property became, where that is a text.
    func now(_ property: String) -> String? { changes.first { $0.property == property }?.now?.string }
}
