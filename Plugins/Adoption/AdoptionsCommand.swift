import ArgumentParser
import RegistryCore
import RegistryShell

struct AdoptionsCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "adoptions", abstract: "Which sites try an innovation and how it went there; all that you may see, newest first.")
    static let about = CommandAbout(.judge, examples: [
        Example("adoptions P1", "the sites of P1"),
        Example("adoptions --outcome did-not-work", "what did not work anywhere, with the reasons"),
    ])

    @Argument(help: ArgumentHelp("Which innovation; all when left out.", valueName: "reference")) var reference: String?
    @Option(help: ArgumentHelp("Only those: trying, worked, did-not-work, stopped.", valueName: "outcome")) var outcome: String?
    @Option(help: ArgumentHelp("How many at most.", valueName: "number")) var limit: Int?

    func run(_ session: Session) throws {
        let wanted = try outcome.map(AdoptionsCommand.outcome)
        let registry = try session.registry()
        let viewer = try session.viewer()
        let number = try reference.map { try session.innovation($0).number }
        let contributions = try number.map { try registry.page($0, for: viewer).contributions }
            ?? registry.contributions(of: ["adoption", "adoption-confirmation"], for: viewer).reversed()
        let all = AdoptionsCommand.accounts(in: contributions).filter { wanted == nil || $0.account.adoption.outcome == wanted }
        let shown = Array(all.prefix(limit.map { max(0, $0) } ?? all.count))
        var titles: [Int: String] = [:]
        for innovation in Set(shown.map(\.innovation)) where number == nil { titles[innovation] = try registry.innovation(innovation, for: viewer).title }
        try session.show(listing(shown, titles: titles))
        if shown.count < all.count { session.notice("\(all.count - shown.count) more: leave --limit out to see them") }
    }

    private static func outcome(_ word: String) throws -> Adoption.Outcome {
        guard let outcome = Adoption.Outcome(rawValue: word.lowercased()) else {
            throw Problem.unknown("outcome", word, among: Adoption.Outcome.allCases.map(\.rawValue), next: "help adoptions")
        }
        return outcome
    }

    /// What everybody says of each site, newest first.
    private static func accounts(in contributions: [Contribution]) -> [(innovation: Int, account: Account)] {
        Dictionary(grouping: contributions, by: { $0.innovation ?? 0 })
            .flatMap { innovation, own in Site.all(in: own).flatMap(\.accounts).map { (innovation, $0) } }
            .sorted { ($0.1.last.contribution.created, $0.1.last.contribution.uid) > ($1.1.last.contribution.created, $1.1.last.contribution.uid) }
    }

    private func listing(_ rows: [(innovation: Int, account: Account)], titles: [Int: String]) -> Listing {
        Listing(
            [
                .init("ref", "Ref"), .init("title", titles.isEmpty ? "" : "Title", wraps: true), .init("site", "Site", wraps: true),
                .init("said", "How it went", wraps: true), .init("reason", "Reason", wraps: true), .init("by", "By"),
                .init("confirmed_by", "Confirmed by"), .init("outcome", ""), .init("since", ""), .init("innovation", ""),
            ],
            rows: rows.map { row in
                [
                    .string(row.account.label), JSONValue(titles[row.innovation]), .string(row.account.adoption.site), .string(row.account.adoption.outcomeWords),
                    JSONValue(row.account.adoption.reason), .string(row.account.author), .array(row.account.confirmers.map(JSONValue.string)),
                    .string(row.account.adoption.outcome.rawValue), JSONValue(row.account.adoption.since), .string(Reference(row.innovation).description),
                ]
            }, references: rows.compactMap(\.account.last.contribution.adoptionReference), empty: "no other site has said anything yet: adopt P1 --site \"North team\"")
    }
}
