import RegistryCore

/// What somebody saw, counted or read: anybody may add it, to their own innovation too.
struct EvidenceKind: Kind {
    let name = "evidence"
    let letter: Character? = "E"

    /// The longest finding, and the longest of the other texts, in characters.
    static let longestFinding = 20_000, longestText = 500

    func validated(_ evidence: Evidence, _ setting: ContributionSetting) throws -> Evidence {
        let scale = setting.configuration.evidence
        var kept = evidence
        kept.kind = try scale.kind(evidence.kind, .badInput).name
        kept.direction = try scale.direction(evidence.direction, .badInput).name
        kept.strength = try scale.level(evidence.strength, .badInput).level
        if kept.kind == EvidenceTerms.hearsay, kept.strength != 0 {
            throw Problem(.badInput, "what was only heard has strength 0", value: String(kept.strength), allowed: ["0"], next: "go and look; then it is an observation")
        }
        kept.finding = FieldDefinition.tidiedLines(evidence.finding)
        guard !kept.finding.isEmpty else { throw Problem(.badInput, "evidence needs a finding: what was seen, counted or read") }
        guard kept.finding.count <= EvidenceKind.longestFinding else { throw EvidenceKind.tooLong("finding", kept.finding, EvidenceKind.longestFinding) }
        for (label, path) in EvidenceKind.shortTexts { kept[keyPath: path] = try EvidenceKind.line(kept[keyPath: path], label) }
        kept.observed = try evidence.observed.flatMap { try EvidenceKind.observed($0, today: setting.today) }
        return kept
    }

    /// The texts of one line, in the order in which they are shown. A computed list, as key paths are not Sendable.
    static var shortTexts: [(label: String, path: WritableKeyPath<Evidence, String?>)] {
        [
            ("measure", \.measure), ("baseline", \.baseline), ("result", \.result), ("sample", \.sample), ("period", \.period),
            ("source", \.source),
        ]
    }

    private static func line(_ text: String?, _ label: String) throws -> String? {
        guard let tidied = text.map(FieldDefinition.tidied), !tidied.isEmpty else { return nil }
        guard tidied.count <= longestText else { throw tooLong(label, tidied, longestText) }
        return tidied
    }

    private static func tooLong(_ label: String, _ text: String, _ most: Int) -> Problem {
        Problem(.badInput, "\(label): has \(text.count) characters, and \(most) is the most", value: text)
    }

    /// When it was seen: a day, a month or a year that has begun.
    private static func observed(_ text: String, today: CalendarDate) throws -> String? {
        guard !FieldDefinition.tidied(text).isEmpty else { return nil }
        guard let date = WrittenDate(text, order: .dmy) else {
            throw Problem(.badInput, "observed: is not a date", value: text, allowed: ["2024-03-31", "31/03/2024", "March 2024", "2024"])
        }
        // A written date's beginning sorts before every day within it, so `2026` is not in the future in 2026.
        guard date.text <= today.description else { throw Problem(.badInput, "observed: lies in the future", value: date.text, allowed: ["up to \(today)"]) }
        return date.text
    }

    func texts(of evidence: Evidence) -> [LabelledText] {
        [LabelledText("finding", evidence.finding)]
            + EvidenceKind.shortTexts.compactMap { label, path in evidence[keyPath: path].map { LabelledText(label, $0) } }
    }

    func searchable(_ evidence: Evidence) -> String { texts(of: evidence).map(\.text).joined(separator: "\n") }

    func summary(of evidence: Evidence) -> String {
        "added evidence (\(evidence.kind), strength \(evidence.strength), \(evidence.direction)): “\(evidence.finding)”"
    }
}
