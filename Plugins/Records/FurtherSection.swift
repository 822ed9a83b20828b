import RegistryCore

/// Contributions whose kind no plugin here has, as when it is disabled or on another machine: what was saved stays
/// readable, member by member.
struct FurtherSection: Section {
    let name = "further"
    let title = "Of plugins that are not here"
    let order = 1000
    let showsOtherHomes = true

    func blocks(for view: PageView) throws -> [Block] {
        let lines = contributions(view).map { "\($0.kind), by \($0.author) on \(CalendarDate($0.created)): \(FurtherSection.words($0.payload))" }
        return lines.isEmpty ? [] : [.list(lines)]
    }

    func json(for view: PageView) throws -> JSONValue? {
        let contributions = contributions(view)
        guard !contributions.isEmpty else { return nil }
        return .array(contributions.map {
            ["kind": .string($0.kind), "author": .string($0.author), "at": .string(Moment.text($0.created)), "payload": $0.payload]
        })
    }

    private func contributions(_ view: PageView) -> [Contribution] {
        view.contributions.filter { view.registry.assembly.kind($0.kind) == nil }
    }

    /// “words: good day, loudness: 2”.
    private static func words(_ value: JSONValue) -> String {
        switch value {
        case .object(let object): object.members.map { "\($0.name): \(words($0.value))" }.joined(separator: ", ")
        case .array(let values): values.map(words).joined(separator: "; ")
        case .string(let text): text
        default: value.line
        }
    }
}
