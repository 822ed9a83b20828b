/// Where an innovation can stand, and what must hold before it may move there.
public struct StageDefinition: Sendable {
    public enum Path: String, Sendable, CaseIterable { case forward, aside }

    /// A gate by name, with the parameters that a home gives it.
    public struct GateUse: Sendable {
        public var name: String
        public var parameters: Settings
    }

    public var name: StageName
    public var label: String
    public var meaning: String
    public var path: Path
    /// The stage that a promotion without a name goes to; nil on the last and on those aside.
    public var next: StageName?
    /// Whether `find` shows it when the stage is not asked for.
    public var listed: Bool
    /// Whether it is an outcome, from which nothing is waited for.
    public var ends: Bool
    /// Whether moving here takes a reason.
    public var needsReason: Bool
    public var gates: [GateUse]

    init(_ settings: Settings) throws {
        try settings.only(["name", "label", "meaning", "path", "next", "listed", "ends", "reason", "gates"])
        name = try settings.text("name")
        label = try settings.text("label")
        meaning = try settings.optionalText("meaning") ?? ""
        path = try settings.choice("path")
        next = try settings.optionalText("next")
        listed = try settings.bool("listed", default: true)
        ends = try settings.bool("ends", default: false)
        needsReason = try settings.bool("reason", default: false)
        gates = try settings.items("gates").map {
            GateUse(name: try $0.text("gate"), parameters: $0.without(["gate"]))
        }
    }
}

/// The stages of a home, in their order.
public struct StageDefinitions: Sendable {
    public let all: [StageDefinition]

    /// The names that the registry itself moves things to, so that a home cannot leave them out.
    static let required: [StageName] = [Self.first, Self.withdrawn, Self.merged]
    /// Where a submission stands.
    public static let first: StageName = "submitted"
    /// Where one stands that is back with its submitter; a home may do without it.
    public static let returned: StageName = "returned"
    /// Where an undone or withdrawn submission stands.
    public static let withdrawn: StageName = "withdrawn"
    /// Where one stands whose contributions were moved to another.
    public static let merged: StageName = "merged"

    /// Reads `stages.yaml`.
    public init(yaml: String, file: String = "stages.yaml") throws {
        let settings = try Settings(yaml: yaml, file: file)
        try settings.only(["version", "stages"])
        var all: [StageDefinition] = []
        for item in try settings.items("stages") {
            let stage = try StageDefinition(item)
            guard !all.contains(where: { $0.name == stage.name }) else {
                throw item.problem("the stage “\(stage.name)” stands twice", value: stage.name)
            }
            all.append(stage)
        }
        let names = all.map(\.name)
        for required in Self.required where !names.contains(required) {
            throw settings.problem("the stage “\(required)” cannot be left out: the registry itself moves innovations there")
        }
        for stage in all {
            if let next = stage.next, !names.contains(next) {
                throw settings.problem("the stage “\(stage.name)” goes on to one that is not there", value: next, nearest: Nearest.match(next, among: names))
            }
        }
        self.all = all
    }

    public var names: [StageName] { all.map(\.name) }
    public subscript(name: StageName) -> StageDefinition? { all.first { $0.name == name } }

    /// The definition of that name. Throws a problem with the nearest name.
    public func stage(_ name: StageName) throws -> StageDefinition {
        guard let stage = self[name.lowercased()] else {
            throw Problem.unknown("stage", name, among: names, next: "stages")
        }
        return stage
    }

    /// How far along the forward path a stage stands, from 0; nil for those aside.
    public func rank(of name: StageName) -> Int? { all.filter { $0.path == .forward }.firstIndex { $0.name == name } }
}

/// The tags that a home begins with: any other may be used, these are offered and their synonyms understood.
public struct TagVocabulary: Sendable {
    public struct Tag: Equatable, Sendable {
        public var name: String
        public var meaning: String
        public var synonyms: [String]
    }

    public let all: [Tag]
    /// A synonym, tidied, to the tag that it means.
    private let bySynonym: [String: String]

    /// Reads `tags.yaml`.
    public init(yaml: String, file: String = "tags.yaml") throws {
        let settings = try Settings(yaml: yaml, file: file)
        try settings.only(["version", "tags"])
        all = try settings.items("tags").map { item in
            try item.only(["name", "meaning", "synonyms"])
            let name = try item.text("name")
            guard TagVocabulary.tidied(name) == name else {
                throw item.problem("a tag is lower-case words joined by hyphens", value: name, nearest: TagVocabulary.tidied(name))
            }
            return Tag(name: name, meaning: try item.optionalText("meaning") ?? "", synonyms: try item.texts("synonyms"))
        }
        bySynonym = Dictionary(
            all.flatMap { tag in tag.synonyms.compactMap { synonym in TagVocabulary.tidied(synonym).map { ($0, tag.name) } } }, uniquingKeysWith: { first, _ in first })
    }

    /// The longest tag, in characters.
    public static let longest = 50

    /// A tag as it is kept: lower case, words joined by hyphens; nil when nothing that could be one is left.
    public static func tidied(_ text: String) -> String? {
        let words = text.lowercased().precomposedStringWithCanonicalMapping
            .split(whereSeparator: { $0.isWhitespace || "-_#,;+".contains($0) })
        let tag = words.joined(separator: "-")
        guard (1...longest).contains(tag.count), tag.contains(where: { $0.isLetter || $0.isNumber }),
            tag.allSatisfy({ $0.isLetter || $0.isNumber || "-&'.".contains($0) })
        else { return nil }
        return tag
    }

    /// The tag that a text means: the vocabulary's where a synonym says so, else the text as a tag.
    public func tag(_ text: String) throws -> String {
        guard let tag = TagVocabulary.tidied(text) else {
            throw Problem(.usage, "this cannot be a tag", value: text, allowed: ["lower-case words joined by hyphens, at most \(TagVocabulary.longest) characters"])
        }
        return bySynonym[tag] ?? tag
    }
}
