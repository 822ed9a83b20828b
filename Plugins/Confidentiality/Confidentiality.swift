import RegistryCore
import RegistryShell

/// Keeps citizens' identities out: looks for identifiers in every text before it is stored.
///
/// What is certain to identify somebody blocks, what may be a colleague's warns; a home sets which in its document
/// `confidentiality`.
public struct ConfidentialityPlugin: Plugin {
    public let id = "confidentiality"
    public let summary = "Finds NHS and National Insurance numbers, dates of birth, telephone numbers, e-mail addresses and postcodes"

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        let policy = try Policy(settings)
        return [
            ConfidentialityCheck(policy: policy), ConfidentialityGate(policy: policy), ClearanceKind(), Command(CheckCommand.self),
            Command(ClearCommand.self), Command(HeldCommand.self),
        ]
    }
}
