import RegistryCore

/// What `stats --by` counts by, from the word that was typed.
struct Counting {
    /// As a table heads it.
    let label: String
    let property: TallyProperty
    /// Whether only the year of each value counts, for dates.
    private let byYear: Bool

    /// What the registry itself keeps, in the words of a selection.
    private static let own: [(name: String, label: String, property: TallyProperty)] = [
        ("stage", "Stage", .stage), ("tag", "Tag", .tag), ("submitter", "Submitter", .submitter), ("source", "Source", .source),
        ("year", "Year", .year), ("visibility", "Visibility", .visibility), ("team", "Team of the submitter", .team),
    ]
    private static let synonyms = ["tags": "tag", "by": "submitter", "created": "year"]

    /// A field of the home counts before a property of the same name: `team` is the answer where the home asks for
    /// it, else the submitter's team. Throws a problem with the nearest name.
    init(_ word: String, fields: FieldDefinitions) throws {
        let name = Counting.synonyms[word.lowercased()] ?? word.lowercased()
        if name != "tag", let field = fields[name] {
            guard field.type != .longText else {
                throw Problem(.usage, "a long text is nothing to count by", value: name, allowed: Counting.names(fields), next: "stats --by area")
            }
            (label, property, byYear) = (field.label, .field(field.name), field.type == .date)
            return
        }
        guard let own = Counting.own.first(where: { $0.name == name }) else {
            throw Problem.unknown("field", word, among: Counting.names(fields), next: "stats --by area")
        }
        (label, property, byYear) = (own.label, own.property, false)
    }

    /// What can be counted by.
    private static func names(_ fields: FieldDefinitions) -> [String] {
        let own = own.map(\.name)
        return own + fields.all.filter { $0.type != .longText && $0.name != "tags" && !own.contains($0.name) }.map(\.name)
    }

    /// How many of a query's innovations have each value: most first, but years in their order; last, under the
    /// empty text, those without one.
    func tallies(_ registry: Registry, _ query: Query) throws -> [Tally] {
        let found = try registry.tally(property, query)
        guard byYear || property == .year else { return found.filter { !$0.value.isEmpty } + found.filter(\.value.isEmpty) }
        let years = Dictionary(found.map { (String($0.value.prefix(4)), $0.count) }, uniquingKeysWith: +)
        return years.map { Tally(value: $0.key, count: $0.value) }
            .sorted { ($0.value.isEmpty ? 1 : 0, $0.value) < ($1.value.isEmpty ? 1 : 0, $1.value) }
    }
}

/// Parts of a whole, as a person reads them.
enum Proportion {
    /// A share of a total to three decimals; 0 of nothing.
    static func of(_ count: Int, _ total: Int) -> Double { total == 0 ? 0 : (Double(count) / Double(total) * 1000).rounded() / 1000 }

    /// `25%`; `<1%` for what is there and would round to nothing.
    static func text(_ count: Int, _ total: Int) -> String {
        let percent = Int((of(count, total) * 100).rounded())
        return percent == 0 && count > 0 ? "<1%" : "\(percent)%"
    }

    /// A bar of at most 20 columns, the longest for the largest count.
    static func bar(_ count: Int, _ largest: Int) -> String {
        guard largest > 0, count > 0 else { return "" }
        return String(repeating: "█", count: max(1, Int((Double(count) / Double(largest) * 20).rounded())))
    }
}
