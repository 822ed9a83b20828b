/// What the names in a selection can mean in one home: its fields, stages, tags and signals, and who is asking.
public struct SelectionVocabulary: Sendable {
    public let fields: FieldDefinitions
    public let stages: StageDefinitions
    public let tags: TagVocabulary
    public let signals: [SignalName]
    /// Whom `by:me` means.
    public let me: PersonName

    public init(fields: FieldDefinitions, stages: StageDefinitions, tags: TagVocabulary, signals: [SignalName], me: PersonName) {
        self.fields = fields
        self.stages = stages
        self.tags = tags
        self.signals = signals
        self.me = me
    }

    /// What the registry itself keeps, by the names that a selection knows it by.
    enum Own: String, CaseIterable {
        case tag, stage, by, submitter, source, visibility, created, updated, ref, held
        case `is`, has
    }

    enum Meaning {
        case own(Own)
        case field(FieldDefinition)
        case signal(SignalName)
    }

    /// The answers of this name are kept as tags, so that it and its synonyms ask for tags.
    static let tagsField: FieldName = "tags"

    /// What a name means, without regard to case: the registry's own first, then a field, a signal, and a field's
    /// label or synonym, written as one word: `start-date`.
    func meaning(of name: String) -> Meaning? {
        let lower = name.lowercased()
        if lower == Self.tagsField { return .own(.tag) }
        if let own = Own(rawValue: lower) { return .own(own) }
        if let field = fields[lower] { return .field(field) }
        if let signal = signals.first(where: { $0.lowercased() == lower }) { return .signal(signal) }
        // To the key of an import `area!` would be `area`; here it comes of `area!=x`, which is refused.
        let key = FieldDefinitions.matchKey(lower)
        guard !lower.contains("!"), !key.isEmpty, let field = fields.all.first(where: { field in
            ([field.name, field.label] + field.synonyms).contains { FieldDefinitions.matchKey($0) == key }
        }) else { return nil }
        return field.name == Self.tagsField ? .own(.tag) : .field(field)
    }

    /// The names that can stand before `:`, for completion and messages: the registry's own, the fields, the signals.
    public var names: [String] {
        Own.allCases.map(\.rawValue) + fieldNames + signals
    }

    /// What `has:` takes.
    var presentable: [String] { fieldNames + signals }

    private var fieldNames: [FieldName] { fields.names.filter { $0 != Self.tagsField } }

    /// The name that a misspelt one most likely means; a field's label or synonym only where no name is near.
    func nearest(to name: String) -> String? {
        if let near = Nearest.match(name, among: names) { return near }
        let others = fields.all.flatMap { [$0.label] + $0.synonyms }.filter { !$0.contains(where: \.isWhitespace) }
        return Nearest.match(name, among: others.map { $0.lowercased() })
    }

    /// The values to offer after `name:`; none for text, dates and numbers. Of people, only `me` is known here.
    public func values(of name: String) -> [String] {
        switch meaning(of: name) {
        case .own(.tag): tags.all.map(\.name)
        case .own(.stage): stages.names
        case .own(.by), .own(.submitter): ["me"]
        case .own(.visibility): Visibility.allCases.map(\.rawValue)
        case .own(.held): ["yes", "no"]
        case .own(.is): ["held"]
        case .own(.has): presentable
        case .field(let field): field.choices
        case .own(.source), .own(.created), .own(.updated), .own(.ref), .signal, nil: []
        }
    }
}
