import RegistryCore

/// What a person shared and what was shared with them, on the page of an innovation; nobody else's.
struct SharesSection: Section {
    let name = "shares"
    let title = "Shared"
    let order = 60

    func blocks(for view: PageView) throws -> [Block] {
        let lines = try own(view).map { contribution, share in
            let isMine = Person.key(contribution.author) == Person.key(view.viewer.name)
            let who = isMine ? "with \(share.with ?? "the channel \(share.to)")" : "by \(contribution.author)"
            return "\(CalendarDate(contribution.created)) \(who)" + (share.note.map { ": \($0)" } ?? "")
        }
        return lines.isEmpty ? [] : [.list(lines)]
    }

    func json(for view: PageView) throws -> JSONValue? {
        .array(try own(view).map { contribution, share in
            [
                "ref": JSONValue(view.registry.reference(of: contribution)?.description), "by": .string(contribution.author),
                "with": JSONValue(share.with), "to": .string(share.to), "note": JSONValue(share.note), "at": .string(Moment.text(contribution.created)),
            ]
        })
    }

    private func own(_ view: PageView) throws -> [(Contribution, Share)] {
        let me = Person.key(view.viewer.name)
        return try view.contributions(of: "share")
            .filter { Person.key($0.author) == me || $0.addressee.map(Person.key) == me }
            .map { ($0, try $0.payload(as: Share.self)) }
    }
}
