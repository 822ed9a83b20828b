/// How a file's columns become answers: made from options, saved as YAML, read back.
public struct Mapping: Equatable, Sendable {
    /// What else a column can be, beside a field.
    public enum Key: String, Sendable, CaseIterable {
        /// The row's key in its source, by which the same row is known again.
        case sourceID = "source_id"
        /// Who put it in; the importer is never taken for its author where this is given.
        case submitter
        /// When it was put in.
        case created
    }

    /// What becomes of columns that match nothing: said and left out, or refused.
    public enum Extra: String, Sendable, CaseIterable { case ignore, error }

    /// The name under which rows are known again; nil for the file's name.
    public var source: String?
    /// Field or key to column heading.
    public var columns: [String: String]
    /// Field to the same text for every row.
    public var constants: [String: String]
    public var dates: DateOrder
    /// What stands between the values of a list; comma, semicolon or line end when nil.
    public var separator: String?
    public var extra: Extra
    /// Field to their value to ours.
    public var values: [String: [String: String]]

    public init(
        source: String? = nil, columns: [String: String] = [:], constants: [String: String] = [:], dates: DateOrder = .dmy,
        separator: String? = nil, extra: Extra = .ignore, values: [String: [String: String]] = [:]
    ) {
        self.source = source
        self.columns = columns
        self.constants = constants
        self.dates = dates
        self.separator = separator
        self.extra = extra
        self.values = values
    }

    /// Reads a saved mapping. Throws a problem by file and line.
    public init(yaml: String, file: String) throws {
        let settings = try Settings(yaml: yaml, file: file)
        try settings.only(["version", "source", "columns", "set", "dates", "separator", "extra", "values"])
        self.init(
            source: try settings.optionalText("source"), columns: try Mapping.texts(settings, "columns"), constants: try Mapping.texts(settings, "set"),
            dates: try settings.choice("dates", default: .dmy), separator: try settings.optionalText("separator"),
            extra: try settings.choice("extra", default: .ignore))
        for (field, translation) in try settings.mapping("values") {
            var table: [String: String] = [:]
            for key in translation.keys { table[key] = try translation.text(key) }
            values[field] = table
        }
    }

    private static func texts(_ settings: Settings, _ key: String) throws -> [String: String] {
        Dictionary(try settings.mapping(key).map { ($0.key, try $0.value.text()) }, uniquingKeysWith: { $1 })
    }

    /// The mapping as YAML that `init(yaml:file:)` reads back.
    public var yaml: String {
        var lines = ["version: 1"]
        if let source { lines.append("source: \(Mapping.quoted(source))") }
        func block(_ name: String, _ table: [String: String], indent: String = "") {
            guard !table.isEmpty else { return }
            lines.append("\(indent)\(name):")
            for (key, value) in table.sorted(by: { $0.key < $1.key }) { lines.append("\(indent)  \(Mapping.quoted(key)): \(Mapping.quoted(value))") }
        }
        block("columns", columns)
        block("set", constants)
        lines.append("dates: \(dates.rawValue)")
        if let separator { lines.append("separator: \(Mapping.quoted(separator))") }
        lines.append("extra: \(extra.rawValue)")
        if !values.isEmpty { lines.append("values:") }
        for (field, table) in values.sorted(by: { $0.key < $1.key }) { block(field, table, indent: "  ") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A double-quoted YAML scalar: JSON strings are such (YAML 1.2, section 7.3.1).
    private static func quoted(_ text: String) -> String { JSONValue.string(text).line }
}

/// Which column of one file is what, once its headings are known.
struct ColumnPlan {
    enum Target: Equatable {
        case field(FieldDefinition)
        case key(Mapping.Key)
    }

    /// Target of each column; nil for those that match nothing.
    let targets: [Target?]
    /// Headings that match nothing.
    let unmatched: [String]

    /// Matches headings: what the mapping says, else field names, labels and synonyms. A heading that is only near
    /// one is not taken, but said.
    init(_ headings: [String], _ mapping: Mapping, _ fields: FieldDefinitions, file: String) throws {
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
        let names = ColumnPlan.names(fields)
        for (column, heading) in headings.enumerated() where targets[column] == nil {
            guard let name = names[FieldDefinitions.matchKey(heading)], !taken.contains(name), mapping.constants[name] == nil else { continue }
            targets[column] = try ColumnPlan.target(named: name, fields)
            taken.insert(name)
        }
        self.targets = targets
        unmatched = zip(headings, targets).filter { $1 == nil && !$0.isEmpty && !RejectedRow.columns.contains($0) }.map(\.0)
        guard taken.contains("title") || mapping.constants["title"] != nil else {
            throw Problem(
                .badInput, "no column of this file is the title, and a row needs one", at: .init(file: file), allowed: headings,
                nearest: Nearest.match("title", among: headings), next: "--map title=\"COLUMN\"")
        }
        if mapping.extra == .error, let first = unmatched.first {
            throw Problem(
                .badInput, "\(unmatched.count == 1 ? "a column matches" : "\(unmatched.count) columns match") no field", value: first, at: .init(file: file),
                allowed: fields.names, nearest: Nearest.match(first, among: fields.all.flatMap { [$0.name, $0.label] + $0.synonyms }),
                next: "--map FIELD=\"\(first)\", or --extra ignore")
        }
    }

    /// An exact heading first, then one that differs in case or punctuation only.
    private static func column(_ heading: String, in headings: [String]) -> Int? {
        headings.firstIndex(of: heading)
            ?? headings.firstIndex { FieldDefinitions.matchKey($0) == FieldDefinitions.matchKey(heading) && !FieldDefinitions.matchKey(heading).isEmpty }
    }

    static func target(named name: String, _ fields: FieldDefinitions) throws -> Target {
        if let key = Mapping.Key(rawValue: name) { return .key(key) }
        if let field = fields[name] { return .field(field) }
        let known = fields.names + Mapping.Key.allCases.map(\.rawValue)
        throw Problem.unknown("field", name, among: known, next: "help fields")
    }

    private static func names(_ fields: FieldDefinitions) -> [String: String] {
        var names: [String: String] = [:]
        for key in Mapping.Key.allCases { names[FieldDefinitions.matchKey(key.rawValue)] = key.rawValue }
        for field in fields.all {
            for word in [field.name, field.label] + field.synonyms { names[FieldDefinitions.matchKey(word)] = field.name }
        }
        return names
    }
}
