import RegistryCore

/// Assessed evidence is strong enough: `{least: 2}`.
struct EvidenceLevelGate: Gate {
    let name = "evidence.level"
    let summary = "assessed evidence is strong enough"

    func accept(_ parameters: Settings) throws {
        try parameters.only(["least"])
        guard let least = try parameters.whole("least") else { throw parameters.problem("“least” is missing") }
        guard least >= 0 else { throw parameters.problem("“least” is 0 or more", value: String(least)) }
    }

    func verdict(on move: Move, parameters: Settings) throws -> Verdict {
        let least = try parameters.whole("least") ?? 0
        let scale = move.configuration.evidence
        let level = move.signals["evidence.level"]?.count
        let wanted = "\(least)" + (scale.levels.first { $0.level == least }.map { " (\($0.label))" } ?? "")
        if let level, level >= least { return .met("its evidence is at \(level), and \(wanted) is asked") }
        let stands = level.map { "its evidence is at \($0)" } ?? "none of its evidence is assessed"
        let ready = EvidenceItem.all(in: move.contributions).filter { $0.isWaiting && $0.evidence.strength >= least }
        if let first = ready.first {
            return .missing("\(stands), and \(wanted) is needed; \(first.label) waits to be assessed", next: "evidence assess \(first.label) --strength \(first.evidence.strength)")
        }
        let takes = scale.levels.first { $0.level == least - 1 }?.next.map { ": \($0)" } ?? ""
        return .missing("\(stands), and \(wanted) is needed\(takes)", next: "evidence add \(move.innovation.reference) --strength \(least)")
    }
}

/// The people whom it is for were heard.
///
/// Either is enough: evidence of the kind “lived experience”, assessed or not and whatever it points to, as it is
/// their own voice and not a measurement; or an answer to “How people who use it shaped it”. The lead who moves the
/// innovation has read both, which `lead.review` asks for.
struct VoiceGate: Gate {
    static let field: FieldName = "coproduction"

    let name = "voice.heard"
    let summary = "the people whom it is for were heard"

    func verdict(on move: Move, parameters: Settings) throws -> Verdict {
        let voices = EvidenceItem.all(in: move.contributions).filter { $0.evidence.kind == EvidenceTerms.livedExperience }
        if let voice = voices.first { return .met("the people whom it is for were heard: \(voice.label)") }
        if move.innovation.fields[VoiceGate.field] != nil { return .met("it says how the people whom it is for shaped it") }
        return .missing(
            "nobody whom it is for was heard yet", next: "evidence add \(move.innovation.reference) --kind \(EvidenceTerms.livedExperience)")
    }
}
