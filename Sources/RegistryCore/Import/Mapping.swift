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
        /// What our own exports have beside: the source that a row came from once, when it was last changed, who may see
        /// it, and what tells that it is the same innovation.
        case source, updated, visibility, ref, uid

        /// Those that a column of any file can be.
        static let usual: [Key] = [.sourceID, .submitter, .created]
    }

    /// What becomes of columns that match nothing: kept as further fields, said and left out, or refused.
    public enum Extra: String, Sendable, CaseIterable { case keep, ignore, error }

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
