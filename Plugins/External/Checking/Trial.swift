import RegistryCore

/// One thing that a plugin's contract asks, and whether it holds.
struct Trial: Sendable {
    /// What is tried: “handshake”, “check shouting”.
    var subject: String
    /// What must hold, as a clause.
    var what: String
    /// How it does not; nil when it holds.
    var failure: String?

    var json: JSONValue { ["subject": .string(subject), "what": .string(what), "holds": .bool(failure == nil), "failure": JSONValue(failure)] }
}
