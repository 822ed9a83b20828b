import RegistryCore
import Standard

/// A program that asks less than this one: what it writes fits the journal, and only somebody who judges it anew can tell.
public enum Forger {
    /// Without the check that keeps identities out.
    public static let unchecked: [any Plugin] = Standard.plugins.filter { $0.id != "confidentiality" }
    /// Whose gates let everything pass.
    public static let ungated: [any Plugin] =
        Standard.plugins.filter { !["promotion", "evidence", "rating", "adoption", "confidentiality"].contains($0.id) } + [OpenGates()]
}

private struct OpenGates: Plugin {
    let id = "open-gates"
    let summary = "lets everything pass"

    func extensions(_ settings: Settings) -> [any Extension] {
        [
            "lead.review", "fields.present", "tags.present", "owner.named", "sponsor.named", "cost.known", "evidence.level", "voice.heard", "ratings",
            "adoption.sites", "adoption.in_use", "confidentiality.clear",
        ].map(OpenGate.init)
    }
}

private struct OpenGate: Gate {
    let name: String
    let summary = "lets everything pass"
    func accept(_ parameters: Settings) {}
    func verdict(on move: Move, parameters: Settings) -> Verdict { .met("so be it") }
}
