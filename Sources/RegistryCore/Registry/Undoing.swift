extension Ledger {
    /// Takes a batch back: what is still as the batch left it becomes as it was; what somebody changed since stays,
    /// and is listed. What the batch created becomes withdrawn and keeps its number.
    func undo(_ target: UID) throws -> OperationResult {
        try writer.holdUndoing(in: home)
        guard let batch = try writer.batch(uid: target, in: home) else {
            throw Problem(.noInput, "there is no such batch", value: target.text, next: "batches")
        }
        if Person.key(batch.person) != Person.key(person.name) { try person.require(.undoOthers) }
        if let done = try registry.undoings(since: batch.number, reader: writer)[target] {
            throw Problem(.refused, "batch \(batch.number) was undone already, by batch \(done.number)", next: "batches")
        }
        undoes = target
        var report = UndoReport(batch: batch, restored: [], left: [])
        var before: Int?
        while true {
            let entries = try writer.entries(of: target, before: before, limit: UndoBlock.most, in: home)
            let block = try UndoBlock(entries, in: home, writer)
            for entry in entries { try undo(entry, block, into: &report) }
            try block.finish()
            try relieve()
            guard entries.count == UndoBlock.most, let last = entries.last else { return .undone(report) }
            before = last.position
        }
    }

    private func undo(_ entry: Entry, _ block: UndoBlock, into report: inout UndoReport) throws {
        guard let payload = entry.payload else {
            report.left.append("\(label(entry)): its history was redacted, so it stays")
            return
        }
        switch entry.subject {
        case .innovation(let number): try undo(entry, payload, onInnovation: number, block, &report)
        case .contribution(let uid): try undo(payload, onContribution: uid, block, &report)
        case .person(let name):
            // Who somebody is decides what an engine lets him write.
            try block.finish()
            try undo(entry, payload, onPerson: name, &report)
        case .configuration(let name):
            try block.finish()
            try undo(payload, onDocument: name, &report)
        case .home: report.left.append("the home itself stays")
        }
    }

    private func label(_ entry: Entry) -> String {
        entry.innovation.map { Reference($0).description } ?? entry.subject.key
    }

    private func undo(_ entry: Entry, _ payload: Entry.Payload, onInnovation number: Int, _ block: UndoBlock, _ report: inout UndoReport) throws {
        guard var innovation = block.innovation(number) else { return }
        let label = innovation.reference.description
        var changes: [Change] = []
        if entry.action == .submitted || entry.action == .imported {
            guard innovation.stage == payload.changes.first(where: { $0.property == "stage" })?.now?.string else {
                report.left.append("\(label): it is \(innovation.stage) now, and stays")
                return
            }
            changes = [Change("stage", was: .string(innovation.stage), now: .string(StageDefinitions.withdrawn))]
            innovation.stage = StageDefinitions.withdrawn
            // What was imported is forgotten, so that a later import takes the row afresh; undoing this brings it back.
            if let key = innovation.recordKey, let record = try block.imported(key) {
                changes.append(Change("imported", was: record.json, now: nil))
            }
            block.forgetImports(of: number)
            report.restored.append("\(label): withdrawn")
            if innovation.version > 1 { report.left.append("\(label): later edits and what others added stay with it") }
        } else {
            if let again = try importedAgain(payload, number, block) {
                report.left.append("\(label): its row was imported again as \(Reference(again)), so it stays \(innovation.stage)")
                return
            }
            let isOwn = Person.key(report.batch.person) == Person.key(person.name)
            for change in payload.changes {
                if change.property == "imported" {
                    if let undone = try undoImported(change, number, block) { changes.append(undone) }
                    continue
                }
                if let rule = try ruleAgainst(undoing: change, of: innovation, isOwn: isOwn, block) {
                    report.left.append("\(label): \(change.name) stays, since \(rule)")
                    continue
                }
                guard let undone = innovation.undo(change) else {
                    report.left.append("\(label): \(change.name) was changed since, and stays")
                    continue
                }
                changes.append(undone)
                report.restored.append("\(label): \(change.name) set back")
            }
        }
        guard !changes.isEmpty else { return }
        if let held = try holdWhatCameBack(changes, to: &innovation) { changes.append(held) }
        try keep(&innovation, in: block)
        try record(.undid, .innovation(number), innovation: number, changes: changes)
    }

    private func undo(_ payload: Entry.Payload, onContribution uid: UID, _ block: UndoBlock, _ report: inout UndoReport) throws {
        guard var contribution = block.contribution(uid) else { return }
        let label = registry.reference(of: contribution)?.description
            ?? contribution.innovation.map { "\(contribution.kind) on \(Reference($0))" } ?? contribution.kind
        var changes: [Change] = []
        for change in payload.changes {
            switch change.property {
            case "payload" where change.now == contribution.payload && !contribution.withdrawn:
                if let was = change.was {
                    contribution.payload = was
                    let addressee = try registry.assembly.kind(contribution.kind)?.addressee(json: was)
                    changes.append(Change("addressee", was: contribution.addressee.map(JSONValue.string), now: addressee.map(JSONValue.string)))
                    contribution.addressee = addressee
                    changes.append(Change("payload", was: change.now, now: was))
                } else {
                    contribution.withdrawn = true
                    changes.append(Change("withdrawn", was: .bool(false), now: .bool(true)))
                }
                report.restored.append("\(label): \(change.was == nil ? "taken back" : "set back")")
            case "payload": report.left.append("\(label): it was changed since, and stays")
            case "held" where change.now?.string == contribution.held && change.was != nil:
                contribution.held = change.was?.string
                changes.append(Change("held", was: change.now, now: change.was))
                report.restored.append("\(label): held again")
            case "withdrawn" where change.now == .bool(contribution.withdrawn):
                contribution.withdrawn = change.was?.bool ?? false
                changes.append(Change("withdrawn", was: change.now, now: .bool(contribution.withdrawn)))
                report.restored.append("\(label): \(contribution.withdrawn ? "taken back" : "there again")")
            default: break
            }
        }
        guard !changes.isEmpty else { return }
        contribution.updated = at
        block.put(contribution, onePerAuthor: registry.assembly.kind(contribution.kind)?.onePerAuthor ?? false)
        touch(contribution.innovation)
        try record(.undid, .contribution(uid), innovation: contribution.innovation, changes: changes)
    }

    private func undo(_ entry: Entry, _ payload: Entry.Payload, onPerson name: PersonName, _ report: inout UndoReport) throws {
        guard var person = try writer.person(name, in: home) else { return }
        guard entry.action != .joined else {
            report.left.append("\(name) stays known here")
            return
        }
        try self.person.require(.managePeople)
        let before = person
        for change in payload.changes where change.now?.string == person.text(of: change.property) {
            person.set(change.property, to: change.was?.string)
        }
        guard person != before else {
            report.left.append("\(name): was changed since, and stays")
            return
        }
        try keepAnAdmin(before, role: person.role)
        try writer.put(person)
        try record(.undid, .person(name), changes: Change.between(before, person))
        report.restored.append("\(name): set back")
    }

    private func undo(_ payload: Entry.Payload, onDocument name: String, _ report: inout UndoReport) throws {
        // The columns that imports keep began as none.
        guard let change = payload.changes.first, let was = change.was?.string ?? (name == KeptColumns.document ? KeptColumns().yaml : nil),
            let document = try writer.documents(of: home).first(where: { $0.name == name }), document.text == change.now?.string
        else {
            report.left.append("\(name): it was changed since, or is what the home began with, and stays")
            return
        }
        try person.require(name == KeptColumns.document ? .bulkImport : .configure)
        let back = Configuration.Document(name: name, version: document.version + 1, text: was)
        try accept(back)
        try writer.put(back, in: home)
        try record(.undid, .configuration(name), changes: [Change("text", was: change.now, now: .string(was))])
        report.restored.append("\(name): set back")
    }
}

extension Change {
    /// The property as people call it.
    var name: String { property.hasPrefix("field.") ? String(property.dropFirst(6)) : property }
}

extension Innovation {
    /// Sets a property back if it still is as the change left it; the change that this makes, or nil.
    mutating func undo(_ change: Change) -> Change? {
        switch change.property {
        case "tags":
            // Only what the change itself added and took away: tags that came later stay.
            let was = Set(change.was?.array?.compactMap(\.string) ?? [])
            let now = Set(change.now?.array?.compactMap(\.string) ?? [])
            let before = tags
            tags = Set(tags).subtracting(now.subtracting(was)).union(was.subtracting(now)).sorted()
            guard tags != before else { return nil }
            return Change("tags", was: .array(before.map(JSONValue.string)), now: .array(tags.map(JSONValue.string)))
        case "stage":
            guard stage == change.now?.string, let was = change.was?.string else { return nil }
            stage = was
        case "visibility":
            guard visibility.rawValue == change.now?.string, let was = change.was?.string.flatMap(Visibility.init) else { return nil }
            visibility = was
        case "held":
            guard held == change.now?.string else { return nil }
            held = change.was?.string
        default:
            guard change.property.hasPrefix("field."), fields[change.name]?.json == change.now else { return nil }
            fields[change.name] = change.was.flatMap(FieldValue.init(json:))
        }
        return Change(change.property, was: change.now, now: change.was)
    }
}

extension Person {
    func text(of property: String) -> String? {
        switch property {
        case "role": role.rawValue
        case "team": team
        case "organisation": organisation
        case "login": login
        default: nil
        }
    }

    mutating func set(_ property: String, to text: String?) {
        switch property {
        case "role": role = text.flatMap(Role.init) ?? role
        case "team": team = text
        case "organisation": organisation = text
        case "login": login = text
        default: break
        }
    }
}
