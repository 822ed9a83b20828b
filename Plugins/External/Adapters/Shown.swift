import RegistryCore

/// What a plugin is shown of the registry: no more than its manifest asks for.
extension Manifest {
    func shown(_ innovation: Innovation, signals: [SignalName: Double], _ fields: FieldDefinitions? = nil) -> JSONValue {
        let names = (fields?.names ?? innovation.fields.keys.sorted()).filter(sees.fields.has)
        var json: JSONObject = [
            "ref": .string(innovation.reference.description), "stage": .string(innovation.stage),
            "fields": .object(JSONObject(names.compactMap { name in innovation.fields[name].map { (name, $0.json) } })),
            "tags": .array(sees.tags ? innovation.tags.map(JSONValue.string) : []),
            "signals": .object(JSONObject(signals.filter { sees.signals.has($0.key) || ownSignals.contains($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })),
        ]
        if sees.people { json["submitter"] = .string(innovation.submitter) }
        json["created"] = .string(Moment.text(innovation.created))
        json["updated"] = .string(Moment.text(innovation.updated))
        return .object(json)
    }

    private var ownSignals: [String] { contributes.signals.map(\.name) }

    /// The kinds whose contributions it sees.
    var shownKinds: Set<KindName> { Set(contributes.kinds.map(\.name) + sees.kinds) }

    func shown(_ contributions: [Contribution]) -> JSONValue {
        let kinds = shownKinds
        return .array(contributions.filter { kinds.contains($0.kind) }.map(shown))
    }

    func shown(_ contribution: Contribution) -> JSONValue {
        var json: JSONObject = ["uid": .string(contribution.uid.text), "ref": JSONValue(reference(of: contribution)), "kind": .string(contribution.kind)]
        if sees.people { json["author"] = .string(contribution.author) }
        json["created"] = .string(Moment.text(contribution.created))
        json["payload"] = contribution.payload
        return .object(json)
    }

    /// As people call a contribution of one of its own kinds.
    func reference(of contribution: Contribution) -> String? {
        guard let letter = contributes.kinds.first(where: { $0.name == contribution.kind })?.outline.letter, let ordinal = contribution.ordinal,
            case .innovation(let number) = contribution.origin
        else { return nil }
        return Reference(number, contribution: .init(letter: letter, number: ordinal)).description
    }

    /// A person by name, where it sees people, and by role.
    func shown(_ person: Person) -> JSONValue {
        sees.people ? ["name": .string(person.name), "role": .string(person.role.rawValue)] : ["role": .string(person.role.rawValue)]
    }
}

/// Blocks of a page as messages have them.
extension Block {
    init(_ json: Answer) throws(Breach) {
        if let text = try json.optionalText("heading") {
            self = .heading(text)
        } else if let text = try json.optionalText("paragraph") {
            self = .paragraph(text)
        } else if let items = try json.optionalTexts("list") {
            self = .list(items)
        } else if let table = try json.optionalObject("table") {
            self = try .init(table: table)
        } else {
            var facts: [Fact] = []
            for fact in try json.list("facts") {
                guard let pair = Answer.texts(fact), pair.count == 2 else { throw Breach("gave a fact that is not a label and a text") }
                facts.append(Fact(pair[0], pair[1]))
            }
            self = .facts(facts)
        }
    }

    private init(table: Answer) throws(Breach) {
        let columns = try table.texts("columns")
        var rows: [[String]] = []
        for row in try table.list("rows") {
            guard let cells = Answer.texts(row), cells.count == columns.count else { throw Breach("gave a table's row that has not a text for each of its \(columns.count) columns") }
            rows.append(cells)
        }
        self = .table(columns: columns, rows: rows)
    }

    var json: JSONValue {
        func texts(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }
        switch self {
        case .heading(let text): return ["heading": .string(text)]
        case .paragraph(let text): return ["paragraph": .string(text)]
        case .facts(let facts): return ["facts": .array(facts.map { texts([$0.label, $0.text]) })]
        case .list(let items): return ["list": texts(items)]
        case .table(let columns, let rows): return ["table": ["columns": texts(columns), "rows": .array(rows.map(texts))]]
        }
    }
}

extension Answer {
    func blocks(_ member: String) throws(Breach) -> [Block] {
        var blocks: [Block] = []
        for json in try objects(member) { blocks.append(try Block(json)) }
        return blocks
    }
}
