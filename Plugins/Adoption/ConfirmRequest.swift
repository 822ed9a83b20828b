import RegistryCore
import RegistryShell

/// `adopt P1.A1 --confirm`: somebody else has seen what was said of a site.
struct ConfirmRequest {
    let word: String
    let note: String?
    let keep: String?

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let viewer = try session.viewer()
        let reference = try session.reference(word)
        guard reference.contribution != nil else {
            throw Problem(.usage, "this names an innovation; which adoption do you confirm?", value: word, allowed: ["P1.A1"], next: "adoptions \(reference)")
        }
        let contribution = try registry.contribution(reference, for: viewer)
        guard contribution.kind == "adoption", let number = contribution.innovation else {
            throw Problem(.usage, "this is no adoption, but of the kind \(contribution.kind)", value: word, allowed: ["P1.A1"], next: "adoptions P\(reference.number)")
        }
        let account = Site.all(in: try registry.page(number, for: viewer).contributions).flatMap(\.accounts)
            .first { account in (account.earlier + [account.last]).contains { $0.contribution.uid == contribution.uid } }
        if let account, account.last.contribution.uid != contribution.uid {
            throw Problem(.refused, "\(account.author) has said more of \(account.adoption.site) since", value: word, next: "adopt \(account.label) --confirm")
        }
        let label = account?.label ?? word
        let confirmation = try NewContribution(kind: "adoption-confirmation", about: .contribution(contribution.uid), Confirmation(note: note))
        let outcome = try session.perform([.contribute(confirmation)], command: "adopt", keeping: keep)
        let confirmed = try session.adoptionSignals(of: number).map { Int($0["adoption.confirmed"] ?? 0) }
        let held = "\(Reference(number)) is held now: its submitter and the leads see it, until a lead has cleared it."
        let words = try contribution.payload(as: Adoption.self).words
        try session.report(
            [
                outcome.batch == nil ? "You confirm \(label) already." : "You confirm \(label), \(words).",
                confirmed.map { "\(Reference(number)) worked, and is confirmed, at \($0) other site\($0 == 1 ? "" : "s")." } ?? held,
            ],
            [
                "ref": .string(label), "innovation": .string(Reference(number).description), "confirmed": JSONValue(confirmed.map(Double.init)),
                "batch": JSONValue(outcome.batch.map { Double($0.number) }),
            ])
    }
}
