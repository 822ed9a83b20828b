/// What undo may not do, though it only sets back: a rule that holds for the change holds for its undoing.
extension Ledger {
    /// Why a change may not be undone by this person, as a clause; nil when it may.
    ///
    /// - Parameter isOwn: whether it is this person's own batch that is undone.
    func ruleAgainst(undoing change: Change, of innovation: Innovation, isOwn: Bool, _ block: UndoBlock) throws -> String? {
        do {
            switch change.property {
            case "held" where change.was == nil:
                guard person.role >= .lead, !person.submitted(innovation) else { return "only another lead clears what is held" }
            case "visibility" where [change.was?.string, change.now?.string].contains(Visibility.everyone.rawValue):
                try person.require(.showToEveryone)
            case let property where property.hasPrefix("field."):
                guard registry.mayEdit(innovation, person) else { return "it is \(innovation.stage) now, and only a lead may edit it" }
            case "tags":
                guard registry.mayTag(innovation, person) else { return "only a lead may tag it" }
            case "stage":
                guard let was = change.was?.string, was != innovation.stage else { return nil }
                let stage = try registry.configuration.stages.stage(was)
                // Who set something aside and takes that back moves it up no further than it stood.
                if isOwn, registry.configuration.stages[innovation.stage]?.path == .aside { return nil }
                try registry.allow(innovation, to: stage, by: person)
                let holding = try registry.answers(on: innovation, to: stage, mover: person, explaining: false, reader: writer, contributions: block.contributions).filter { !$0.verdict.isMet }
                if let first = holding.first { return first.verdict.reason }
            default: break
            }
            return nil
        } catch let problem as Problem {
            return problem.what
        }
    }

    /// Looks at answers that an undo brings back as at any others: what blocks stops the undo, what warns holds.
    func holdWhatCameBack(_ changes: [Change], to innovation: inout Innovation) throws -> Change? {
        let fields = changes.filter { $0.property.hasPrefix("field.") && $0.now != nil }
        guard !fields.isEmpty, innovation.held == nil else { return nil }
        let back = innovation.fields.filter { name, _ in fields.contains { $0.name == name } }
        let passage = Passage(purpose: .revision, texts: registry.texts(of: back), innovation: innovation.number)
        let found = try registry.findings(in: [passage], for: actor.viewer).flatMap { $0 }
        try Registry.refuse(found.filter { $0.severity == .block }, keeping: nil)
        guard found.contains(where: { $0.severity == .warning }) else { return nil }
        let reason = "an undo brought back a text that a check warns of"
        innovation.held = reason
        return Change("held", was: nil, now: .string(reason))
    }

    /// The other innovation that stands for an imported row by now, when undoing would bring that row's first one back.
    func importedAgain(_ payload: Entry.Payload, _ number: Int, _ block: UndoBlock) throws -> Int? {
        guard let was = payload.changes.first(where: { $0.property == "imported" && $0.now == nil })?.was,
            let record = ImportedRecord(json: was, home: home, innovation: number),
            let other = try block.imported(record.recordKey)?.innovation, other != number
        else { return nil }
        return other
    }

    /// Sets back what was imported for an innovation, so that the next import compares with it; nil when a later
    /// import brought something else.
    func undoImported(_ change: Change, _ number: Int, _ block: UndoBlock) throws -> Change? {
        if let now = change.now {
            guard let record = ImportedRecord(json: now, home: home, innovation: number),
                try block.imported(record.recordKey) == record
            else { return nil }
        }
        if let was = change.was {
            guard let record = ImportedRecord(json: was, home: home, innovation: number) else { return nil }
            block.put(record)
        } else {
            block.forgetImports(of: number)
        }
        return Change("imported", was: change.now, now: change.was)
    }
}

extension ImportedRecord {
    /// As the journal keeps it.
    var json: JSONValue {
        [
            "source": .string(source), "key": .string(key), "tags": .array(tags.map(JSONValue.string)),
            "fields": .object(JSONObject(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })),
        ]
    }

    init?(json: JSONValue, home: HomeName, innovation: Int) {
        guard let source = json["source"]?.string, let key = json["key"]?.string, let members = json["fields"]?.object else { return nil }
        let fields = Dictionary(members.members.compactMap { member in FieldValue(json: member.value).map { (member.name, $0) } }, uniquingKeysWith: { $1 })
        self.init(home: home, source: source, key: key, innovation: innovation, fields: fields, tags: json["tags"]?.array?.compactMap(\.string) ?? [])
    }
}
