import RegistryCore

/// A piece of evidence with what the leads made of it.
struct EvidenceItem {
    let contribution: Contribution
    let evidence: Evidence
    /// The newest assessment, and who made it; nil while it waits for one.
    let assessment: Assessment?
    let assessor: PersonName?
    /// The home whose name its reference carries; nil for one's own.
    var home: HomeName?

    /// The evidence of a page, oldest first.
    static func all(in view: PageView) -> [EvidenceItem] {
        all(in: view.contributions).map { item in
            var item = item
            item.home = view.isOfAnotherHome ? view.innovation.home : nil
            return item
        }
    }

    /// The evidence among contributions, oldest first. Assessments of evidence that is not there (its author took it
    /// back) are left out, and so is what does not have its kind's shape.
    static func all(in contributions: [Contribution]) -> [EvidenceItem] {
        var newest: [UID: Contribution] = [:]
        for assessment in contributions where assessment.kind == "assessment" {
            guard case .contribution(let uid) = assessment.subject else { continue }
            if let other = newest[uid], (other.updated, other.uid) > (assessment.updated, assessment.uid) { continue }
            newest[uid] = assessment
        }
        // What one batch brought has one moment; its ordinals tell it apart.
        let evidence = contributions.filter { $0.kind == "evidence" }.sorted { ($0.created, $0.ordinal ?? 0) < ($1.created, $1.ordinal ?? 0) }
        return evidence.compactMap { contribution in
            guard let evidence: Evidence = try? contribution.payload() else { return nil }
            let assessing = newest[contribution.uid]
            return EvidenceItem(
                contribution: contribution, evidence: evidence, assessment: assessing.flatMap { try? $0.payload() }, assessor: assessing?.author)
        }
    }

    var isHearsay: Bool { evidence.kind == EvidenceTerms.hearsay }
    /// Whether a lead has still to say how strong it is. What was only heard waits for nobody.
    var isWaiting: Bool { assessment == nil && !isHearsay }
    var flags: [String] { assessment?.flags ?? [] }

    /// What it gives the level: its assessed strength if it points to something better, 0 if it does not, and nil
    /// when it does not count at all.
    var counted: Int? {
        guard let assessment, !isHearsay else { return nil }
        return EvidenceTerms.raising.contains(evidence.direction) ? assessment.strength : 0
    }

    /// `P12.E3`, by the innovation that it was made about.
    var reference: Reference? {
        guard let ordinal = contribution.ordinal, case .innovation(let number) = contribution.origin else { return nil }
        return Reference(number, home: home, contribution: .init(letter: "E", number: ordinal))
    }
    /// Its reference, or what it is where nobody gave it one.
    var label: String { reference?.description ?? evidence.kind }
}
