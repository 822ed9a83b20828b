extension Verifier {
    /// Compares every innovation, and what was contributed to it, with the entries on it.
    func checkInnovations() throws {
        var block: [Found] = []
        try attempt("the innovations") {
            try reader.each(Query(viewer: .registry(home), order: .number)) { found in
                expected.remove(found.innovation.number)
                block.append(found)
                guard block.count == Verifier.mostInBlock else { return }
                try check(block)
                block.removeAll(keepingCapacity: true)
            }
        }
        try check(block)
        try texts.finish(self)
        // Those that are gone, and those that one which could not be read kept from being met.
        for number in expected.sorted() {
            try attempt("P\(number)") {
                guard let innovation = try reader.innovation(number, in: home) else {
                    return trouble("P\(number): the journal tells of it, and it is not there")
                }
                try check(Found(innovation: innovation, score: nil, signals: reader.signals(of: number, in: home)))
            }
        }
        try texts.finish(self)
        try words.finish(self)
    }

    private func check(_ found: [Found]) throws {
        let numbers = found.map(\.innovation.number)
        let entries = try block { try reader.entries(on: numbers, in: home) }
        let contributions = try block { try reader.contributions(on: numbers, in: home) }
        for one in found {
            let number = one.innovation.number
            try attempt(one.innovation.reference.description) {
                try check(one, entries: entries.map { $0[number] ?? [] }, contributions: contributions.map { $0[number] ?? [] })
            }
        }
        try checkImports(of: found.map(\.innovation), entries ?? [:])
    }

    /// - Parameters:
    ///   - entries: those on it, and `contributions` likewise; nil where they are still to be asked for.
    private func check(_ found: Found, entries: [Entry]? = nil, contributions: [Contribution]? = nil) throws {
        let innovation = found.innovation
        try step()
        verification.innovations += 1
        let number = innovation.number
        let label = innovation.reference.description
        var own = Replay()
        var others: [UID: Replay] = [:]
        let entries = try entries ?? reader.entries(on: number, in: home)
        for entry in entries {
            switch entry.subject {
            case .innovation(number):
                own.take(entry)
                try checkMove(entry, of: innovation)
                checkClearing(entry, of: innovation.submitter, label)
                try texts.take(entry, own, among: entries, self)
            case .contribution(let uid):
                others[uid, default: Replay()].take(entry)
                guard let replay = others[uid] else { break }
                checkClearing(entry, of: try replay.first.flatMap { try author(of: $0) }, "\(label): the contribution \(uid)")
                try texts.take(entry, replay, among: entries, self)
            default: trouble("\(label): an entry of \(name(of: entry.batch)) on it is about something else")
            }
        }
        let before = verification.count
        if own.entries == 0 { trouble("\(label): no entry of the journal tells of it") } else {
            compare(label, innovation.row, with: own)
            checkTimes(of: innovation, own, entries)
        }
        var isAsJournaled = verification.count == before
        let contributions = try contributions ?? reader.contributions(on: number, in: home)
        // Who put it in says which contributions count.
        let counting = isAsJournaled ? registry.counting(contributions, on: innovation) : []
        if isAsJournaled { check(found.signals, madeOf: counting, of: innovation) }
        for contribution in contributions {
            try step()
            verification.contributions += 1
            if let replay = others.removeValue(forKey: contribution.uid) {
                let before = verification.count
                try check(contribution, replay)
                checkTimes(of: contribution, replay, entries)
                isAsJournaled = isAsJournaled && verification.count == before
            } else if try !isJournaledElsewhere(contribution, than: number) {
                trouble("\(self.label(contribution)): no entry of the journal tells of it")
            }
        }
        for (uid, replay) in others.sorted(by: { $0.key < $1.key }) { try checkMoved(uid, replay, from: number) }
        // What follows from it is told only of one that is as the journal has it.
        guard isAsJournaled else { return }
        checkRules(of: contributions, on: innovation)
        try checkMoves(entries, of: innovation, with: contributions)
        try words.take(innovation, counting, self)
    }

    /// Makes the signals anew, which no entry tells of: whoever contributes writes them, and could write others.
    ///
    /// - Parameter counting: the contributions that count.
    private func check(_ signals: [SignalName: Double], madeOf counting: [Contribution], of innovation: Innovation) {
        guard let made = registry.signals(from: [counting]).first else { return }
        for name in Set(signals.keys).union(made.values.keys).sorted() where made.failed[name] == nil && registry.makes(signal: name) {
            func said(_ value: Double?) -> String { value.map(JSONValue.text(of:)) ?? "nothing" }
            guard signals[name] != made.values[name] else { continue }
            trouble("\(innovation.reference): \(name) is \(said(signals[name])), and its contributions make \(said(made.values[name]))")
        }
    }

    /// Nobody promotes what they put in themselves, whatever a program lets them.
    private func checkMove(_ entry: Entry, of innovation: Innovation) throws {
        let stages = registry.configuration.stages
        guard entry.action == .moved, let change = entry.payload?.changes.first(where: { $0.property == "stage" }),
            let to = stages[change.now?.string ?? ""], to.path == .forward, to.name != StageDefinitions.first,
            stages.rank(of: change.was?.string ?? "") ?? -1 < stages.rank(of: to.name) ?? 0,
            let mover = try author(of: entry.batch), Person.key(mover) == Person.key(innovation.submitter)
        else { return }
        trouble("\(innovation.reference): \(mover), who put it in, moved it to \(to.name) (\(name(of: entry.batch)))")
    }

    /// A contribution that entries on an innovation tell of, and that is not on it: a merge may have moved it.
    private func checkMoved(_ uid: UID, _ replay: Replay, from number: Int) throws {
        guard let contribution = try reader.contribution(uid, in: home) else {
            return trouble("P\(number): the contribution \(uid) is not there, and the journal tells of it")
        }
        try check(contribution, replay)
        // A merge changes the subject, of it or of the contribution that it is about; nothing else moves one.
        if case .innovation = contribution.subject, contribution.subject == contribution.origin {
            trouble("\(label(contribution)): it is not on P\(number) any more, and no merge moved it")
        }
    }

    func check(_ contribution: Contribution, _ replay: Replay) throws {
        compare(label(contribution), contribution.row, with: replay, ifJournaled: ["origin"])
        if let first = replay.first, let author = try author(of: first), Person.key(author) != Person.key(contribution.author) {
            trouble("\(label(contribution)): its author is not who \(name(of: first)) says")
        }
    }

    /// Whether entries on the innovation of its origin tell of a contribution that a merge brought here.
    private func isJournaledElsewhere(_ contribution: Contribution, than number: Int) throws -> Bool {
        var origin = contribution.origin
        // As deep as contributions about contributions go; more would be a circle.
        for _ in 0..<32 {
            switch origin {
            case .innovation(let other):
                return try other != number && reader.entries(on: other, in: home).contains { $0.subject == .contribution(contribution.uid) }
            case .contribution(let uid):
                guard let parent = try reader.contribution(uid, in: home) else { return false }
                origin = parent.origin
            case .person, .configuration, .home: return false
            }
        }
        return false
    }

    /// A contribution as people call it: its reference, or its kind and uid.
    func label(_ contribution: Contribution) -> String {
        registry.reference(of: contribution)?.description
            ?? "the \(contribution.kind) \(contribution.uid)" + (contribution.innovation.map { " on P\($0)" } ?? "")
    }
}

extension Innovation {
    /// What the journal tells of it, by property.
    fileprivate var row: [String: JSONValue] {
        var row: [String: JSONValue] = [
            "stage": .string(stage), "visibility": .string(visibility.rawValue), "submitter": .string(submitter),
            "held": JSONValue(held), "uid": .string(uid.text), "created": .string(Moment.text(created)), "source": JSONValue(source),
            "source_id": JSONValue(sourceID), "tags": .array(tags.map(JSONValue.string)),
        ]
        for (name, value) in fields { row["field.\(name)"] = value.json }
        return row
    }
}

extension Contribution {
    /// What the journal tells of it, by property.
    fileprivate var row: [String: JSONValue] {
        ["kind": .string(kind), "payload": payload, "withdrawn": .bool(withdrawn), "held": JSONValue(held), "addressee": JSONValue(addressee), "origin": .string(origin.written)]
    }
}

extension Subject {
    /// The subject as the journal writes it: `innovation 12`.
    var written: String { key.isEmpty ? type : "\(type) \(key)" }
}
