import Foundation

/// The document `columns`: fields that imports made of columns that match nothing, since somebody asked to keep them.
///
/// They are fields like others (shown, found, exported, and imported again by their headings), but for a definition
/// that nobody wrote; whoever writes one in `fields` takes its place.
struct KeptColumns {
    static let document = "columns"

    private(set) var all: [FieldDefinition] = []

    init() {}

    init(yaml: String) throws {
        let settings = try Settings(yaml: yaml, file: KeptColumns.document)
        try settings.only(["version", "columns"])
        for (name, heading) in try settings.mapping("columns") {
            all.append(FieldDefinition(keeping: name, heading: try heading.text()))
        }
    }

    /// Adds a column, under a name that nothing else has.
    mutating func add(_ heading: String, beside fields: FieldDefinitions) -> FieldDefinition {
        let taken = Set(fields.names + all.map(\.name)).union(FieldDefinition.reserved).union(Mapping.Key.allCases.map(\.rawValue))
        let stem = KeptColumns.name(of: heading)
        var name = stem, number = 1
        while taken.contains(name) {
            number += 1
            name = "\(stem)_\(number)"
        }
        let field = FieldDefinition(keeping: name, heading: heading)
        all.append(field)
        return field
    }

    var yaml: String {
        (["version: 1", all.isEmpty ? "columns: {}" : "columns:"] + all.map { "  \($0.name): \(JSONValue.string($0.label).line)" }).joined(separator: "\n") + "\n"
    }

    /// Lower-case letters, digits and underscores, from a letter on.
    private static func name(of heading: String) -> String {
        let plain = heading.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil).lowercased()
        let words = plain.unicodeScalars.split { !(("a"..."z").contains($0) || ("0"..."9").contains($0)) }.map(String.init)
        let name = String(words.joined(separator: "_").prefix(40))
        return name.first.map { ("a"..."z").contains($0) } ?? false ? name : name.isEmpty ? "column" : "column_" + name
    }
}
