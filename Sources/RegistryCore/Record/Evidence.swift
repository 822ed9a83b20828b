/// What somebody saw, counted or read that bears on an innovation: the payload of the kind `evidence`.
///
/// Strength, direction, cost and local relevance are four axes, never one score.
public struct Evidence: Codable, Equatable, Sendable {
    /// A kind of `evidence.yaml`: `observation`.
    public var kind: String
    /// A level of the scale, 0 to 5 by the Nesta standards.
    public var strength: Int
    /// A direction of `evidence.yaml`: `better`.
    public var direction: String
    public var finding: String
    public var measure: String?
    public var baseline: String?
    public var result: String?
    public var sample: String?
    public var period: String?
    public var source: String?
    /// When it was seen, as a written date: `2016-01`.
    public var observed: String?

    public init(
        kind: String, strength: Int, direction: String, finding: String, measure: String? = nil, baseline: String? = nil,
        result: String? = nil, sample: String? = nil, period: String? = nil, source: String? = nil, observed: String? = nil
    ) {
        self.kind = kind
        self.strength = strength
        self.direction = direction
        self.finding = finding
        self.measure = measure
        self.baseline = baseline
        self.result = result
        self.sample = sample
        self.period = period
        self.source = source
        self.observed = observed
    }
}

/// How a home grades evidence: `evidence.yaml`, versioned data with the Nesta standards as its default.
public struct EvidenceScale: Sendable {
    public struct Term: Equatable, Sendable {
        public var name: String
        public var label: String
        public var meaning: String
    }

    public struct Level: Equatable, Sendable {
        public var level: Int
        public var label: String
        public var meaning: String
        /// What takes it to the next level; nil on the last.
        public var next: String?
    }

    public let scale: String
    public let kinds: [Term]
    public let directions: [Term]
    public let flags: [Term]
    public let levels: [Level]

    /// Reads `evidence.yaml`.
    public init(yaml: String, file: String = "evidence.yaml") throws {
        let settings = try Settings(yaml: yaml, file: file)
        try settings.only(["version", "kinds", "strength", "directions", "flags"])
        func terms(_ key: String, _ meaning: String) throws -> [Term] {
            try settings.items(key).map {
                try $0.only(["name", "label", meaning])
                return Term(name: try $0.text("name"), label: try $0.text("label"), meaning: try $0.optionalText(meaning) ?? "")
            }
        }
        kinds = try terms("kinds", "meaning")
        directions = try terms("directions", "meaning")
        flags = try terms("flags", "when")
        guard let strength = settings["strength"] else { throw settings.problem("“strength” is missing") }
        try strength.only(["name", "version", "levels"])
        scale = try strength.text("name")
        levels = try strength.items("levels").map {
            try $0.only(["level", "label", "meaning", "next"])
            guard let level = try $0.whole("level") else { throw $0.problem("“level” is missing") }
            return Level(
                level: level, label: try $0.text("label"), meaning: try $0.optionalText("meaning") ?? "",
                next: try $0.optionalText("next"))
        }
        guard !kinds.isEmpty, !directions.isEmpty, levels.map(\.level) == Array(0..<levels.count), !levels.isEmpty else {
            throw settings.problem("kinds, directions and levels counted from 0 are needed")
        }
    }
}
