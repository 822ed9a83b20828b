import RegistryCore

/// Nothing in it tells who somebody is: it is not held, and a fresh look at its answers finds nothing, or nothing
/// that a lead has not cleared. What blocks cannot be cleared.
struct ConfidentialityGate: Gate {
    let name = "confidentiality.clear"
    let summary = "not held, and nothing in its answers that may identify somebody"
    let policy: Policy

    func verdict(on move: Move, parameters: Settings) throws -> Verdict {
        let reference = move.innovation.reference
        guard move.innovation.held == nil else {
            return .missing("it is held, until a lead has looked at what may identify somebody", next: "clear \(reference)")
        }
        let blocking = policy.found(in: move.innovation, atLeast: .block)
        guard blocking.isEmpty else {
            return .missing("in its answers stands \(ConfidentialityGate.words(blocking))", next: "edit \(reference)")
        }
        let found = policy.found(in: move.innovation, atLeast: .warning)
        let cleared = try move.contributions.last { $0.kind == "clearance" }?.payload(as: Clearance.self)
        guard found.isEmpty || cleared?.covers(found) ?? false else {
            return .missing("in its answers stands \(ConfidentialityGate.words(found))", next: "edit \(reference), or clear \(reference)")
        }
        return .met(found.isEmpty ? "nothing in it looks like an identifier" : "a lead has cleared what looks like an identifier")
    }

    /// “what looks like an e-mail address (contact), a telephone number (how)”.
    static func words(_ found: [Clearance.Found]) -> String {
        "what looks like " + found.map { "\($0.identifier.label) (\($0.label))" }.joined(separator: ", ")
    }
}
