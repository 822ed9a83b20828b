import RegistryCore
import RegistryShell

/// Adoption: who tries an innovation elsewhere, how it went there, and who can confirm it.
public struct AdoptionPlugin: Plugin {
    public let id = "adoption"
    public let summary = "Which other sites try an innovation, where it worked, where it did not, and who confirms it"

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        return [
            AdoptionKind(), ConfirmationKind(), AdoptionSites(), AdoptionWorked(), AdoptionConfirmed(), AdoptionSitesGate(), InUseGate(),
            AdoptionSection(), Command(AdoptCommand.self), Command(AdoptionsCommand.self),
        ]
    }
}
