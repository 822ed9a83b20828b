import RegistryCore

/// Looks at every text that would be stored: titles, answers, tags, notes, reasons.
struct ConfidentialityCheck: Check {
    let name = "confidentiality"
    let summary = "finds what can tell who a citizen is, before it is stored"
    let policy: Policy

    func examine(_ passages: [Passage], _ setting: CheckSetting) throws -> [[Finding]] {
        let wanted = policy.wanted
        return passages.map { passage in passage.texts.flatMap { findings(in: $0, wanted) } }
    }

    private func findings(in text: LabelledText, _ wanted: Set<Identifier>) -> [Finding] {
        Detector.detections(in: text.text, of: wanted).compactMap { detection in
            guard let severity = policy.severity(of: detection.identifier) else { return nil }
            return Finding(
                check: name, severity: severity, label: text.label, range: detection.range,
                message: "this looks like \(detection.identifier.label) (\(detection.hint(in: text.text)))",
                replacement: detection.identifier.replacement)
        }
    }
}

extension Identifier {
    /// What may stand in its place.
    var replacement: String { "[\(noun) removed]" }
}

extension Detection {
    /// Enough to find it by in one's own text, and too little to tell anybody: its first two characters.
    func hint(in text: String) -> String {
        let bytes = Array(text.utf8)
        guard range.upperBound <= bytes.count else { return "…" }
        return String(decoding: bytes[range], as: UTF8.self).prefix(2) + "…"
    }
}
