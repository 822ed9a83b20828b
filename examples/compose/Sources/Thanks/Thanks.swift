import RegistryCore
import RegistryShell

/// A plugin of one's own: `thank P1 "it helped us on Monday"`, kept as a contribution and counted.
public struct ThanksPlugin: Plugin {
    public let id = "thanks"
    public let summary = "Thanks for ideas"

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        return [ThanksKind(), ThanksCount(), Command(ThankCommand.self)]
    }
}

/// What somebody says to whoever put an innovation in.
struct ThankYou: Codable, Sendable {
    var words: String
}

struct ThanksKind: Kind {
    let name = "thanks"
    let onePerAuthor = true
    let rule = ContributionRule(othersOnly: true)

    func texts(of thanks: ThankYou) -> [LabelledText] { [LabelledText("words", thanks.words)] }
    func summary(of thanks: ThankYou) -> String { "said thanks: “\(thanks.words)”" }
}

struct ThanksCount: Signal {
    let name = "thanks.count"
    let label = "Thanks"
    let kinds: Set<KindName> = ["thanks"]
    func value(of contributions: [Contribution]) -> Double? { Double(contributions.count) }
}
