import RegistryCore

/// A kind of contribution as a manifest describes it; no process is asked about it.
struct AttachedKind: Kind {
    typealias Payload = JSONValue
    let part: KindOutline
    let asking: Asking

    var name: String { part.name }
    var letter: Character? { part.letter }
    var onePerAuthor: Bool { part.onePerAuthor }
    var rule: ContributionRule { ContributionRule(role: part.role, othersOnly: part.othersOnly) }

    private func whole() throws -> KindPart { try asking.manifest().kind(name) }

    func validated(_ payload: JSONValue, _ setting: ContributionSetting) throws -> JSONValue { try whole().payload.accepted(payload, called: name) }

    /// All of it where the manifest cannot be read, so that nothing goes unseen.
    func texts(of payload: JSONValue) -> [LabelledText] {
        (try? whole().payload.texts(of: payload, called: name)) ?? [LabelledText(name, AttachedKind.words(payload))]
    }

    func searchable(_ payload: JSONValue) -> String {
        ((try? whole().searchable) ?? []).compactMap { payload[$0].map(AttachedKind.words) }.joined(separator: "\n")
    }

    func summary(of payload: JSONValue) -> String {
        guard let summary = try? whole().summary else { return "added \(name)" }
        return summary.replacing(#/\{([A-Za-z0-9_.-]+)\}/#) { match in payload[String(match.1)].map(AttachedKind.words) ?? "" }
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
