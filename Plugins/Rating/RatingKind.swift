import RegistryCore

/// One person's rating of an innovation.
struct Rating: Codable, Equatable, Sendable {
    /// 1 to 5.
    var stars: Int
    /// Why, in the person's words.
    var why: String?
}

struct RatingKind: Kind {
    let name = "rating"
    let onePerAuthor = true
    let rule = ContributionRule(othersOnly: true)

    func validated(_ rating: Rating, _ setting: ContributionSetting) throws -> Rating {
        guard (1...5).contains(rating.stars) else {
            throw Problem(.badInput, "a rating is a whole number from 1 to 5", value: String(rating.stars), allowed: ["1", "2", "3", "4", "5"])
        }
        return rating
    }

    func texts(of rating: Rating) -> [LabelledText] { rating.why.map { [LabelledText("why", $0)] } ?? [] }
    func searchable(_ rating: Rating) -> String { rating.why ?? "" }
    func summary(of rating: Rating) -> String { "rated it \(rating.stars)" + (rating.why.map { ": “\($0)”" } ?? "") }
}
