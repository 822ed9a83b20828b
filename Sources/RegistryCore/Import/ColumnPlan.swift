/// Which column of one file is what, once its headings are known.
struct ColumnPlan: Sendable {
    enum Target: Equatable, Sendable {
        case field(FieldDefinition)
        case key(Mapping.Key)
    }

    /// What the cells of a column are read as: a target once more, as an object, since a definition has a dozen parts, and
    /// to take one in hand for each of ten million cells would count every part.
    enum Reading: Sendable {
        case field(Field)
        case key(Mapping.Key)

        final class Field: Sendable {
            let definition: FieldDefinition
            /// Where among the names it is; nil for tags.
            let place: Int?

            init(_ definition: FieldDefinition, place: Int?) {
                self.definition = definition
                self.place = place
            }
        }
    }

    /// Target of each column; nil for those that match nothing.
    let targets: [Target?]
    let readings: [Reading?]
    /// Headings that match nothing, and whether their columns are kept as fields.
    let unmatched: [String]
    let keeps: Bool
    /// Where a file of rejects says what of a row could not be cut into cells.
    let raw: Int?
    /// Columns without a heading, and whether a value in one is the row's trouble.
    let headless: [Int]
    let refusesStrays: Bool
    /// Headings of a field that another column is already, with that field.
    let doubled: [(column: String, field: String)]
    /// Headings of fields that a constant gives to every row.
    let overruled: [String]
    /// Headings that are only near a name, and what they were taken for.
    let guessed: [(column: String, field: String)]
    /// The names of all fields that a row can have, in order.
    let names: [FieldName]
    /// The places of title, and of all answers that are asked at once and that the file can give; nil for one that it
    /// cannot.
    let title: Int?
    let asked: [Int?]
    /// Whether it is an export of ours, which says of each row where it came from, if from anywhere.
    let tellsSource: Bool

    /// Matches headings: what the mapping says, else field names, labels and synonyms, else the nearest of those to
    /// which no other heading came as near.
    ///
    /// - Parameter kept: the columns that were kept so far; those of this file are added.
    init(_ headings: [String], _ mapping: Mapping, _ fields: FieldDefinitions, file: String, signals: Set<String>, keeping kept: inout KeptColumns) throws {
        var targets: [Target?] = Array(repeating: nil, count: headings.count)
        var taken = Set<String>()
        for (name, heading) in mapping.columns.sorted(by: { $0.key < $1.key }) {
            let target = try ColumnPlan.target(named: name, fields)
            guard let column = ColumnPlan.column(heading, in: headings) else {
                throw Problem(
                    .badInput, "the file has no column of that name, which “\(name)” should come from", value: heading, at: .init(file: file),
                    allowed: headings, nearest: Nearest.match(heading, among: headings), next: "--map \(name)=\"COLUMN\"")
            }
            guard targets[column] == nil else {
                throw Problem(.usage, "two fields cannot come from one column", value: heading, at: .init(file: file), next: "--set \(name)=\"…\" gives every row the same")
            }
            targets[column] = target
            taken.insert(name)
        }
        let isOurs = ColumnPlan.marks.isSubset(of: headings)
        let names = ColumnPlan.names(fields, isOurs ? Mapping.Key.allCases : Mapping.Key.usual)
        let given = isOurs ? ColumnPlan.given.union(signals) : []
        for (column, heading) in headings.enumerated() where targets[column] == nil {
            guard let name = names[FieldDefinitions.matchKey(heading)], !taken.contains(name), mapping.constants[name] == nil else { continue }
            targets[column] = try ColumnPlan.target(named: name, fields)
            taken.insert(name)
        }
        guessed = isOurs ? [] : try ColumnPlan.guess(headings, &targets, &taken, mapping, names, fields)
        let set = headings.indices.filter { column in
            targets[column] == nil && names[FieldDefinitions.matchKey(headings[column])].map { mapping.constants[$0] != nil } ?? false
        }
        overruled = set.map { headings[$0] }
        raw = headings.firstIndex(of: RejectedRow.rawColumn)
        headless = headings.indices.filter { headings[$0].isEmpty }
        refusesStrays = mapping.extra != .ignore
        doubled = headings.indices.compactMap { column in
            guard targets[column] == nil, !set.contains(column) else { return nil }
            return names[FieldDefinitions.matchKey(headings[column])].map { (headings[column], $0) }
        }
        let rest = headings.indices.filter { targets[$0] == nil && !set.contains($0) && !headings[$0].isEmpty && !RejectedRow.isOwn(headings[$0]) && !given.contains(headings[$0]) }
        unmatched = rest.map { headings[$0] }
        keeps = mapping.extra == .keep
        if keeps {
            for column in rest {
                let known = kept.all.first { $0.label == headings[column] }
                targets[column] = .field(known ?? kept.add(headings[column], beside: fields))
            }
        }
        self.targets = targets
        let possible = targets.compactMap { target in if case .field(let field)? = target { field.name } else { nil } }
        let all = Set(possible + mapping.constants.keys).subtracting(["tags"]).sorted()
        self.names = all
        readings = targets.map { target in
            switch target {
            case .field(let field)?: .field(.init(field, place: all.firstIndex(of: field.name)))
            case .key(let key)?: .key(key)
            case nil: nil
            }
        }
        title = all.firstIndex(of: "title")
        tellsSource = isOurs
        asked = fields.all.filter { $0.asked == .atOnce }.map { all.firstIndex(of: $0.name) }
        guard taken.contains("title") || mapping.constants["title"] != nil else {
            throw Problem(
                .badInput, "no column of this file is the title, and a row needs one", at: .init(file: file), allowed: headings,
                nearest: Nearest.match("title", among: headings), next: "--map title=\"COLUMN\"")
        }
        if mapping.extra == .error, let first = unmatched.first {
            throw Problem(
                .badInput, "\(unmatched.count == 1 ? "a column matches" : "\(unmatched.count) columns match") no field", value: first, at: .init(file: file),
                allowed: fields.names, nearest: Nearest.match(first, among: fields.all.flatMap { [$0.name, $0.label] + $0.synonyms }),
                next: "--map FIELD=\"\(first)\", --extra keep or --extra ignore")
        }
    }

    /// By these columns together an export of ours is known.
    private static let marks: Set<String> = ["ref", "uid", "stage", "source", "source_id"]
    /// Columns of our exports that the registry gives anew.
    private static let given: Set<String> = ["stage", "held"]

    /// Takes headings with a slip of the finger for what they are near to, unless two come into question.
    private static func guess(
        _ headings: [String], _ targets: inout [Target?], _ taken: inout Set<String>, _ mapping: Mapping, _ names: [String: String],
        _ fields: FieldDefinitions
    ) throws -> [(column: String, field: String)] {
        var guessed: [(column: String, field: String)] = []
        for (column, heading) in headings.enumerated() where targets[column] == nil {
            let key = Array(FieldDefinitions.matchKey(heading))
            let slips = key.count < 5 ? 0 : key.count < 9 ? 1 : 2
            guard slips > 0 else { continue }
            let near = Set(names.filter { !taken.contains($0.value) && mapping.constants[$0.value] == nil && Nearest.distance(key, Array($0.key), atMost: slips) != nil }.values)
            guard near.count == 1, let name = near.first else { continue }
            targets[column] = try target(named: name, fields)
            taken.insert(name)
            guessed.append((heading, name))
        }
        return guessed
    }

    /// An exact heading first, then one that differs in case or punctuation only.
    private static func column(_ heading: String, in headings: [String]) -> Int? {
        headings.firstIndex(of: heading)
            ?? headings.firstIndex { FieldDefinitions.matchKey($0) == FieldDefinitions.matchKey(heading) && !FieldDefinitions.matchKey(heading).isEmpty }
    }

    static func target(named name: String, _ fields: FieldDefinitions) throws -> Target {
        if let key = Mapping.Key(rawValue: name) { return .key(key) }
        if let field = fields[name] { return .field(field) }
        let known = fields.names + Mapping.Key.usual.map(\.rawValue)
        throw Problem.unknown("field", name, among: known, next: "help fields")
    }

    private static func names(_ fields: FieldDefinitions, _ keys: [Mapping.Key]) -> [String: String] {
        var names: [String: String] = [:]
        for key in keys { names[FieldDefinitions.matchKey(key.rawValue)] = key.rawValue }
        for field in fields.all {
            for word in [field.name, field.label] + field.synonyms { names[FieldDefinitions.matchKey(word)] = field.name }
        }
        return names
    }
}
