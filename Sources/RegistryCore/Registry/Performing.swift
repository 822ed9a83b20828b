extension Registry {
    /// Does a list of operations as one batch: all of it is kept, or none.
    ///
    /// Checks look at every text before the write lock is taken. What blocks refuses the batch. What warns refuses
    /// it too, unless `reason` says why it must stay: then what is submitted or revised is held.
    ///
    /// - Parameter command: the command's name, as the journal keeps it.
    /// - Throws: `refused`, `notPermitted`, `badInput`, `noInput`, `busy` and what the store throws; nothing is
    ///   kept then.
    @discardableResult
    public func perform(
        _ operations: [Operation], as actor: Actor, command: String, keeping reason: String? = nil
    ) throws -> Outcome {
        let findings = try examine(operations, reason: reason, viewer: actor.viewer)
        try Registry.refuse(findings.flatMap { $0 }, keeping: reason)
        let (batch, entries, results, told) = try store.write { writer in
            let ledger = Ledger(registry: self, writer: writer, actor: actor, command: command)
            var results: [OperationResult] = []
            for (operation, found) in zip(operations, findings) {
                let held = found.contains { $0.severity == .warning } ? reason : nil
                results.append(try ledger.apply(operation, held: held))
            }
            let (batch, entries) = try ledger.close()
            return (batch, entries, results, ledger.notices)
        }
        var outcome = Outcome(batch: batch, results: results, notes: findings.flatMap { $0 }.filter { $0.severity == .note }, notices: told)
        if let batch {
            unsealed.store(true, ordering: .relaxed)
            if actor.isNew { outcome.notices.append("\(actor.person.name) is new here, and is staff of \(home) from now on") }
            outcome.notices += tell(News(batch: batch, entries: entries, person: actor.person, registry: self))
        }
        return outcome
    }

    /// The findings of each operation's texts, in one call of each check.
    private func examine(_ operations: [Operation], reason: String?, viewer: Viewer) throws -> [[Finding]] {
        let passages = try operations.map { try passage(of: $0, reason: reason) }
        return try zip(operations, findings(in: passages, for: viewer)).map { operation, found in
            // A colleague's name may be an e-mail address: what merely warns is no reason against a person.
            if case .put = operation { return found.filter { $0.severity == .block } }
            return found
        }
    }

    /// What every check finds in each passage. A check that answers for fewer passages than it was asked about
    /// has looked at none of them for sure, so it is refused.
    public func findings(in passages: [Passage], for viewer: Viewer) throws -> [[Finding]] {
        var all = Array(repeating: [Finding](), count: passages.count)
        guard passages.contains(where: { !$0.texts.isEmpty }) else { return all }
        for check in assembly.checks {
            let found = try check.examine(passages, CheckSetting(registry: self, viewer: viewer))
            guard found.count == passages.count else {
                throw Problem(.plugin, "the check “\(check.name)” answered for \(found.count) of \(passages.count) texts; nothing was saved")
            }
            for index in all.indices { all[index] += found[index] }
        }
        return all
    }

    /// The texts that an operation would store.
    private func passage(of operation: Operation, reason kept: String?) throws -> Passage {
        let kept = kept.map { [LabelledText("reason", $0)] } ?? []
        switch operation {
        case .submit(let draft):
            let named = [("submitter", draft.submitter), ("source", draft.source), ("source_id", draft.sourceID)]
            return Passage(
                purpose: .submission, texts: texts(of: try accepted(draft.fields, complete: false)) + texts(ofTags: try tidied(draft.tags))
                    + named.compactMap { name, text in text.map { LabelledText(name, $0) } } + kept)
        case .revise(let number, let fields, _):
            return Passage(purpose: .revision, texts: texts(of: try accepted(fields.compactMapValues { $0 }, complete: false)) + kept, innovation: number)
        case .tag(let number, let add, _):
            return Passage(purpose: .remark, texts: add.isEmpty ? [] : texts(ofTags: try tidied(add)) + kept, innovation: number)
        case .contribute(let new):
            let texts = try Registry.looked(kind(new.kind).texts(json: new.payload))
            if case .innovation(let number) = new.subject {
                return Passage(purpose: .contribution, texts: texts + kept, innovation: number)
            }
            return Passage(purpose: .contribution, texts: texts + kept)
        case .move(let number, _, let reason, _, _), .clear(let number, let reason):
            return Passage(purpose: .remark, texts: (reason.map { [LabelledText("reason", $0)] } ?? []) + kept, innovation: number)
        case .put(let change):
            let texts = [("name", change.name), ("team", change.team), ("organisation", change.organisation)]
            return Passage(purpose: .remark, texts: texts.compactMap { name, text in text.map { LabelledText(name, $0) } })
        case .retract, .show, .configure, .undo:
            return Passage(purpose: .remark, texts: [])
        }
    }

    func texts(ofTags tags: [String]) -> [LabelledText] {
        tags.isEmpty ? [] : [LabelledText("tags", tags.joined(separator: " "))]
    }

    func texts(of fields: Fields) -> [LabelledText] {
        configuration.fields.names.compactMap { name in
            guard let value = fields[name] else { return nil }
            return LabelledText(name, value.text)
        }
    }

    /// Refuses what blocks, and what warns when nobody said why it must stay.
    static func refuse(_ findings: [Finding], keeping reason: String?) throws {
        let blocks = findings.filter { $0.severity == .block }
        let warnings = findings.filter { $0.severity == .warning }
        guard !blocks.isEmpty || (!warnings.isEmpty && reason == nil) else { return }
        // A batch says the same text of many innovations: once is enough.
        var details: [String] = []
        for finding in blocks + warnings {
            let detail = (finding.label.map { "\($0): " } ?? "") + finding.message
            if !details.contains(detail) { details.append(detail) }
        }
        throw Problem(
            .refused, blocks.isEmpty ? "nothing was saved: look at this first" : "nothing was saved: this must not be in a registry",
            details: details,
            next: blocks.isEmpty
                ? "edit the text, or say why it must stay with --keep \"REASON\"; a lead then clears it"
                : "take it out of the text and try again")
    }

    func kind(_ name: KindName) throws -> any Kind {
        guard let kind = assembly.kind(name) else {
            throw Problem.unknown("kind of contribution", name, among: assembly.kinds.map(\.name), next: "plugins")
        }
        return kind
    }

    /// Tells observers. What one throws becomes a notice: the batch is kept already.
    func tell(_ news: News) -> [String] {
        assembly.observers.flatMap { observer in
            do {
                return try observer.committed(news)
            } catch {
                let what = (error as? Problem)?.what ?? "it failed"
                return ["saved; but the observer “\(observer.name)” could not do its part: \(what)"]
            }
        }
    }
}
