import RegistryCore

/// A kind of contribution as a manifest describes it; no process is asked about it.
struct AttachedKind: Kind {
    typealias Payload = JSONValue
    let part: KindPart

    var name: String { part.name }
    var letter: Character? { part.letter }
    var onePerAuthor: Bool { part.onePerAuthor }
    var rule: ContributionRule { ContributionRule(role: part.role, othersOnly: part.othersOnly) }

    func validated(_ payload: JSONValue, _ setting: ContributionSetting) throws -> JSONValue { try part.payload.accepted(payload, called: part.name) }

    func texts(of payload: JSONValue) -> [LabelledText] { part.payload.texts(of: payload, called: part.name) }

    func searchable(_ payload: JSONValue) -> String {
        part.searchable.compactMap { payload[$0].map(AttachedKind.words) }.joined(separator: "\n")
    }

    func summary(of payload: JSONValue) -> String {
        part.summary.replacing(#/\{([A-Za-z0-9_.-]+)\}/#) { match in payload[String(match.1)].map(AttachedKind.words) ?? "" }
    }

    /// A member as people read it.
    private static func words(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .array(let values): values.map(words).joined(separator: ", ")
        case .null: ""
        default: value.line
        }
    }
}
