import RegistryCore

/// How strong a lead finds a piece of evidence, whatever it was said to be.
struct Assessment: Codable, Equatable, Sendable {
    /// A level of the scale; only this one counts.
    var strength: Int
    /// Why, in the lead's words.
    var note: String?
    /// Names of flags in `evidence.yaml`: `no-benefit`, `harm`. They stand beside the level and never lower it.
    var flags: [String]

    init(strength: Int, note: String? = nil, flags: [String] = []) {
        self.strength = strength
        self.note = note
        self.flags = flags
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        strength = try container.decode(Int.self, forKey: .strength)
        note = try container.decodeIfPresent(String.self, forKey: .note)
        flags = try container.decodeIfPresent([String].self, forKey: .flags) ?? []
    }
}

/// A lead's assessment of evidence on somebody else's innovation; a second one of the same lead replaces the first,
/// and where two leads differ the newest counts.
struct AssessmentKind: Kind {
    let name = "assessment"
    let onePerAuthor = true
    let rule = ContributionRule(role: .lead, othersOnly: true, subjects: [.contribution])

    func validated(_ assessment: Assessment, _ setting: ContributionSetting) throws -> Assessment {
        guard let subject = setting.contribution, subject.kind == "evidence" else {
            throw Problem(.badInput, "only evidence can be assessed", value: setting.contribution?.kind, allowed: ["evidence"])
        }
        let scale = setting.configuration.evidence
        var kept = assessment
        kept.strength = try scale.level(assessment.strength, .badInput).level
        if kept.strength != 0, try subject.payload(as: Evidence.self).kind == EvidenceTerms.hearsay {
            throw Problem(.badInput, "what was only heard has strength 0", value: String(kept.strength), allowed: ["0"], next: "go and look; then it is an observation")
        }
        let flags = Set(try assessment.flags.map { try scale.flag($0, .badInput).name })
        kept.flags = scale.flags.map(\.name).filter(flags.contains)
        kept.note = assessment.note.map(FieldDefinition.tidiedLines).flatMap { $0.isEmpty ? nil : $0 }
        guard kept.note?.count ?? 0 <= EvidenceKind.longestText else {
            throw Problem(.badInput, "note: has \(kept.note?.count ?? 0) characters, and \(EvidenceKind.longestText) is the most")
        }
        return kept
    }

    func texts(of assessment: Assessment) -> [LabelledText] { assessment.note.map { [LabelledText("note", $0)] } ?? [] }

    func summary(of assessment: Assessment) -> String {
        "assessed evidence at \(assessment.strength)" + (assessment.flags.isEmpty ? "" : ", flagged \(assessment.flags.joined(separator: ", "))")
            + (assessment.note.map { ": “\($0)”" } ?? "")
    }
}
