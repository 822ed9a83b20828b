import RegistryCore
import RegistryShell

/// Evidence: what somebody saw, counted or read, how strong a lead finds it, and the ladder that it climbs.
public struct EvidencePlugin: Plugin {
    public let id = "evidence"
    public let summary = "Evidence, its assessment by leads, and the ladder that says what takes it further"

    public init() {}

    /// The settings are `evidence.yaml`, which the core has read strictly as the home's scale.
    public func extensions(_ settings: Settings) throws -> [any Extension] {
        [
            EvidenceKind(), AssessmentKind(), EvidenceLevel(), EvidenceCount(), EvidenceWaiting(), EvidenceHarm(), EvidenceLevelGate(), VoiceGate(),
            EvidenceSection(), Command(EvidenceCommand.self), Command(LadderCommand.self),
        ]
    }
}
