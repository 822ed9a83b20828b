import RegistryCore

/// Where evidence stands on the scale, and what takes it to the next rung, in words.
struct Rung {
    let scale: EvidenceScale
    /// The level, or nil while nothing is assessed.
    let level: Int?

    init(_ signals: [SignalName: Double], _ scale: EvidenceScale) {
        self.scale = scale
        level = signals["evidence.level"]?.count
    }

    /// The level that it stands at. With nothing assessed it is described, as every innovation is.
    var here: EvidenceScale.Level? { scale.levels.last { $0.level <= level ?? 0 } }
    var next: EvidenceScale.Level? { here.flatMap { here in scale.levels.first { $0.level == here.level + 1 } } }

    /// “at 1 (coherent account); a count of the same thing before and after takes it to 2 (positive change)”.
    var words: String {
        guard let here else { return "there is no scale" }
        let stands = level == nil ? "nothing is assessed yet, so it is at \(here.level) (\(here.label))" : "at \(here.level) (\(here.label))"
        guard let next, let takes = here.next else { return "\(stands), the last rung" }
        return "\(stands); \(takes) takes it to \(next.level) (\(next.label))"
    }

    var json: JSONValue {
        guard let next, let takes = here?.next else { return .null }
        return ["level": JSONValue(next.level), "label": .string(next.label), "takes": .string(takes)]
    }
}
