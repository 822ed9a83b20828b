/// What one field of an innovation is: its words, its type, where it is asked. Fields are data, not code.
///
/// The form, `import`'s column matching, validation, `show` and exports all read it, so a field that an
/// organisation adds works everywhere.
public struct FieldDefinition: Equatable, Sendable {
    public enum FieldType: String, Sendable, CaseIterable {
        case text
        case longText = "long text"
        case date, number, choice, list
    }

    /// When the form asks for it.
    public enum Asked: String, Sendable, CaseIterable {
        case atOnce = "at once"
        case next, later
    }

    public var name: FieldName
    public var label: String
    public var type: FieldType
    public var asked: Asked
    /// One plain-English sentence under the question.
    public var hint: String
    public var example: String?
    /// Column headings by which an import knows it, beside its name and label.
    public var synonyms: [String]
    /// The vocabulary of a choice or a list; empty when any value is taken.
    public var choices: [String]
    /// Whether values outside `choices` are taken too.
    public var open: Bool
    public var unit: String?
    public var minimum: Double?
    /// The longest value, in characters.
    public var most: Int

    init(_ settings: Settings) throws {
        try settings.only([
            "name", "label", "type", "asked", "hint", "example", "synonyms", "choices", "open", "unit", "minimum", "most",
        ])
        name = try settings.text("name")
        label = try settings.text("label")
        type = try settings.choice("type")
        asked = try settings.choice("asked", default: .later)
        hint = try settings.optionalText("hint") ?? ""
        example = try settings.optionalText("example")
        synonyms = try settings.texts("synonyms")
        choices = try settings.texts("choices")
        open = try settings.bool("open", default: choices.isEmpty)
        unit = try settings.optionalText("unit")
        minimum = try settings.number("minimum")
        most = try settings.whole("most") ?? (type == .longText ? 20_000 : 500)
        guard let first = name.unicodeScalars.first, ("a"..."z").contains(first),
            name.unicodeScalars.allSatisfy({ ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" })
        else { throw settings.problem("a field's name is lower-case letters, digits and underscores", value: name) }
        guard !FieldDefinition.reserved.contains(name) else {
            throw settings.problem("a field cannot have the name of something that the registry itself keeps", value: name)
        }
        guard most > 0 else { throw settings.problem("“most” is at least 1", value: String(most)) }
        if type == .choice, choices.isEmpty { throw settings.problem("a choice needs its “choices”") }
    }

    /// A column of an import that matched nothing and was kept: a text of any length that nobody is asked for.
    init(keeping name: FieldName, heading: String) {
        self.name = name
        label = heading
        type = .longText
        asked = .later
        hint = "A column that an import brought."
        (example, synonyms, choices, open, unit, minimum, most) = (nil, [], [], true, nil, nil, 20_000)
    }

    /// Names that the selection language and imports already use for what the registry itself keeps.
    static let reserved: Set<String> = [
        "ref", "uid", "source", "source_id", "submitter", "stage", "visibility", "held", "version", "created",
        "updated", "tag", "by", "has", "is", "or", "and", "home", "score",
    ]
}

/// The fields of a home, in their order.
public struct FieldDefinitions: Sendable {
    public let all: [FieldDefinition]
    private let byName: [FieldName: FieldDefinition]

    /// Reads `fields.yaml`. Names, labels and synonyms may stand once only, as an import matches by them.
    ///
    /// - Parameter columns: the document `columns`, with further fields that imports kept; of two with one name those
    ///   of `yaml` count.
    public init(yaml: String, file: String = "fields.yaml", columns: String? = nil) throws {
        let settings = try Settings(yaml: yaml, file: file)
        try settings.only(["version", "fields"])
        var all: [FieldDefinition] = []
        var owners: [String: FieldName] = [:]
        for item in try settings.items("fields") {
            let field = try FieldDefinition(item)
            for word in Set(([field.name, field.label] + field.synonyms).map(FieldDefinitions.matchKey)) {
                if let owner = owners[word] {
                    throw item.problem("“\(word)” already means the field “\(owner)”", value: field.name)
                }
                owners[word] = field.name
            }
            all.append(field)
        }
        for required in ["title", "problem", "change", "who"] where !all.contains(where: { $0.name == required }) {
            throw settings.problem("the field “\(required)” cannot be left out: it is one of the four answers")
        }
        if let columns {
            for field in try KeptColumns(yaml: columns).all where !all.contains(where: { $0.name == field.name }) {
                guard owners[FieldDefinitions.matchKey(field.label)] == nil else { continue }
                all.append(field)
            }
        }
        self.init(all)
    }

    private init(_ all: [FieldDefinition]) {
        self.all = all
        byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    }

    /// These, and further ones.
    func adding(_ fields: [FieldDefinition]) -> FieldDefinitions { FieldDefinitions(all + fields) }

    public subscript(name: FieldName) -> FieldDefinition? { byName[name] }
    public var names: [FieldName] { all.map(\.name) }

    /// The definition of that name. Throws a problem with the nearest name.
    public func field(_ name: FieldName) throws -> FieldDefinition {
        guard let field = byName[name] else {
            throw Problem.unknown("field", name, among: names, next: "help fields")
        }
        return field
    }

    /// How headings are compared: letters and digits only, lower case.
    public static func matchKey(_ heading: String) -> String {
        String(String.UnicodeScalarView(heading.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) }))
    }
}
