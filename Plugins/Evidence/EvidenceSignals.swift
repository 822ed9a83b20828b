import RegistryCore

/// How strong its evidence is: the highest assessed strength of what points to something better.
///
/// Absent while nothing is assessed. 0 when what was assessed shows no change or a change for the worse: that says
/// something, but never raises the level. What a level asks beside strength (that the cost is known, from 4) is in
/// the meaning of the home's scale, by which the lead assesses; the number is not second-guessed here.
struct EvidenceLevel: Signal {
    let name = "evidence.level"
    let label = "Level"
    let kinds: Set<KindName> = ["evidence", "assessment"]

    func value(of contributions: [Contribution]) -> Double? {
        EvidenceItem.all(in: contributions).compactMap(\.counted).max().map(Double.init)
    }
}

/// How much evidence there is, assessed or not, whatever its direction.
struct EvidenceCount: Signal {
    let name = "evidence.count"
    let label = "Evidence"
    let kinds: Set<KindName> = ["evidence"]

    func value(of contributions: [Contribution]) -> Double? { contributions.isEmpty ? nil : Double(contributions.count) }
}

/// How much evidence waits for a lead's assessment: `find 'evidence.waiting>=1'` is the leads' pile.
struct EvidenceWaiting: Signal {
    let name = "evidence.waiting"
    let label = "To assess"
    let kinds: Set<KindName> = ["evidence", "assessment"]

    func value(of contributions: [Contribution]) -> Double? {
        let items = EvidenceItem.all(in: contributions)
        return items.isEmpty ? nil : Double(items.count(where: \.isWaiting))
    }
}

/// In how many pieces of evidence a lead saw harm; absent when in none, as nobody looked for it everywhere.
struct EvidenceHarm: Signal {
    let name = "evidence.harm"
    let label = "Harm seen"
    let kinds: Set<KindName> = ["evidence", "assessment"]

    func value(of contributions: [Contribution]) -> Double? {
        let seen = EvidenceItem.all(in: contributions).count { $0.flags.contains(EvidenceTerms.harm) }
        return seen == 0 ? nil : Double(seen)
    }
}
