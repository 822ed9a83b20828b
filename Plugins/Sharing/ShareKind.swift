import RegistryCore

/// An innovation that somebody pointed out to somebody else, or sent somewhere.
struct Share: Codable, Equatable, Sendable {
    /// Who receives it; nil when it went to a channel that has no receivers.
    var with: PersonName?
    /// The channel: `inbox`, `file`. Where exactly it went (a path, an address) is nobody else's affair.
    var to: String
    /// What the sender says to it.
    var note: String?
}

struct ShareKind: Kind {
    let name = "share"
    let letter: Character? = "S"

    func validated(_ share: Share, _ setting: ContributionSetting) throws -> Share {
        guard let receiver = share.with else { return share }
        guard Person.key(receiver) != Person.key(setting.author.name) else {
            throw Problem(.usage, "\(setting.author.name) is yourself: share it with somebody else", value: receiver, next: "follow P…, to hear what becomes of it")
        }
        return share
    }

    func texts(of share: Share) -> [LabelledText] { share.note.map { [LabelledText("note", $0)] } ?? [] }
    /// Without the note: a history is read by everybody, a note is for one.
    func summary(of share: Share) -> String { share.with.map { "shared it with \($0)" } ?? "shared it (\(share.to))" }
    func addressee(of share: Share) -> PersonName? { share.with }
}

/// That somebody wants to hear what becomes of an innovation. It says nothing more.
struct Follow: Codable, Equatable, Sendable {}

struct FollowKind: Kind {
    let name = "follow"
    let onePerAuthor = true

    func summary(of follow: Follow) -> String { "follows it" }
}
