import RegistryCore

/// How an innovation goes at another site, as somebody there says.
struct Adoption: Codable, Equatable, Sendable {
    enum Outcome: String, Codable, Sendable, CaseIterable {
        case trying, worked
        case didNotWork = "did-not-work"
        case stopped
    }

    /// The team, place or organisation that tries it; told apart without regard to case and punctuation.
    var site: String
    var outcome: Outcome
    /// Why, in the person's words; needed where it did not work or was stopped, as that is what others learn from.
    var reason: String?
    /// Since when the site has had it, as a written date: `2024-03`.
    var since: String?
}

/// An adoption by somebody who did not submit the innovation.
///
/// What the same person says later of the same site is a further contribution, and the newest counts: a site keeps
/// its course (tried in March, worked in June), references stay as they are, and taking the last word back brings
/// the one before it back.
struct AdoptionKind: Kind {
    let name = "adoption"
    let letter: Character? = "A"
    let rule = ContributionRule(othersOnly: true)

    static let longestSite = 200, longestReason = 2_000

    func validated(_ adoption: Adoption, _ setting: ContributionSetting) throws -> Adoption {
        var kept = adoption
        kept.site = FieldDefinition.tidied(adoption.site)
        guard !Site.key(kept.site).isEmpty else { throw Problem(.badInput, "an adoption needs a site: the team or place that tries it", value: adoption.site) }
        guard kept.site.count <= AdoptionKind.longestSite else {
            throw Problem(.badInput, "site: has \(kept.site.count) characters, and \(AdoptionKind.longestSite) is the most", value: kept.site)
        }
        if let team = setting.innovation?.fields["team"]?.text, Site.key(team) == Site.key(kept.site) {
            throw Problem(.refused, "an adoption is another site's, and this is the team that it comes from", value: kept.site)
        }
        kept.reason = adoption.reason.map(FieldDefinition.tidiedLines).flatMap { $0.isEmpty ? nil : $0 }
        guard kept.reason?.count ?? 0 <= AdoptionKind.longestReason else {
            throw Problem(.badInput, "reason: has \(kept.reason?.count ?? 0) characters, and \(AdoptionKind.longestReason) is the most")
        }
        if kept.reason == nil, [.didNotWork, .stopped].contains(kept.outcome) {
            throw Problem(.badInput, "what did not work or was stopped needs a reason: it is what the next site learns from", next: "add --reason \"…\"")
        }
        kept.since = try adoption.since.flatMap { try AdoptionKind.since($0, today: setting.today) }
        return kept
    }

    /// A day, a month or a year that has begun.
    private static func since(_ text: String, today: CalendarDate) throws -> String? {
        guard !FieldDefinition.tidied(text).isEmpty else { return nil }
        guard let date = WrittenDate(text, order: .dmy) else {
            throw Problem(.badInput, "since: is not a date", value: text, allowed: ["2024-03-31", "31/03/2024", "March 2024", "2024"])
        }
        guard date.text <= today.description else { throw Problem(.badInput, "since: lies in the future", value: date.text, allowed: ["up to \(today)"]) }
        return date.text
    }

    func texts(of adoption: Adoption) -> [LabelledText] {
        [LabelledText("site", adoption.site)] + (adoption.reason.map { [LabelledText("reason", $0)] } ?? [])
    }

    func searchable(_ adoption: Adoption) -> String { [adoption.site, adoption.reason].compactMap { $0 }.joined(separator: "\n") }
    func summary(of adoption: Adoption) -> String { "adoption at \(adoption.words)" + (adoption.reason.map { ": “\($0)”" } ?? "") }
}

extension Adoption {
    /// “North team: worked, since 2024-03”.
    var words: String { "\(site): \(outcomeWords)" }

    /// The outcome as people read it, with its date.
    var outcomeWords: String { outcome.words + (since.map { ", since \($0)" } ?? "") }
}

extension Adoption.Outcome {
    var words: String {
        switch self {
        case .trying: "trying it"
        case .worked: "worked"
        case .didNotWork: "did not work"
        case .stopped: "stopped"
        }
    }
}

/// Somebody else saw the same: not who said it, and not who submitted the innovation.
struct Confirmation: Codable, Equatable, Sendable {
    /// What they saw, in their words.
    var note: String?
}

struct ConfirmationKind: Kind {
    let name = "adoption-confirmation"
    let onePerAuthor = true
    let rule = ContributionRule(othersOnly: true, subjects: [.contribution])

    func validated(_ confirmation: Confirmation, _ setting: ContributionSetting) throws -> Confirmation {
        guard let adoption = setting.contribution, adoption.kind == "adoption" else {
            throw Problem(.badInput, "only an adoption can be confirmed", value: setting.contribution?.kind, allowed: ["adoption"])
        }
        guard Person.key(adoption.author) != Person.key(setting.author.name) else {
            throw Problem(.refused, "nobody confirms what they said themselves", value: adoption.author, next: "ask somebody else who has seen it")
        }
        let note = confirmation.note.map(FieldDefinition.tidiedLines).flatMap { $0.isEmpty ? nil : $0 }
        guard note?.count ?? 0 <= AdoptionKind.longestReason else {
            throw Problem(.badInput, "note: has \(note?.count ?? 0) characters, and \(AdoptionKind.longestReason) is the most")
        }
        return Confirmation(note: note)
    }

    func texts(of confirmation: Confirmation) -> [LabelledText] { confirmation.note.map { [LabelledText("note", $0)] } ?? [] }
    func searchable(_ confirmation: Confirmation) -> String { confirmation.note ?? "" }
    func summary(of confirmation: Confirmation) -> String { "confirmed an adoption" + (confirmation.note.map { ": “\($0)”" } ?? "") }
}
