import RegistryCore

/// Warns of the word “doubtful”, so that tests see which texts reach the checks.
public struct DoubtPlugin: Plugin {
    public let id = "doubt"
    public let summary = "warns of one word"
    public init() {}
    public func extensions(_ settings: Settings) throws -> [any Extension] { [DoubtCheck()] }
}

struct DoubtCheck: Check {
    let name = "doubt"
    let summary = "warns of one word"

    func examine(_ passages: [Passage], _ setting: CheckSetting) throws -> [[Finding]] {
        passages.map { passage in
            passage.texts.filter { $0.text.contains("doubtful") }.map { Finding(check: name, severity: .warning, label: $0.label, message: "it is doubtful") }
        }
    }
}
