import RegistryCore

/// What people think of it, on its page.
struct RatingSection: Section {
    let name = "ratings"
    let title = "Ratings"
    let order = 30
    let showsOtherHomes = true

    func blocks(for view: PageView) throws -> [Block] {
        let ratings = view.contributions(of: "rating")
        guard !ratings.isEmpty else { return [] }
        let average = ((view.signals["rating.average"] ?? 0) * 10).rounded() / 10
        let people = ratings.count == 1 ? "1 person" : "\(ratings.count) people"
        return [
            .paragraph("\(JSONValue.text(of: average)) of 5, from \(people)"),
            .list(try ratings.compactMap { contribution in
                let rating = try contribution.payload(as: Rating.self)
                return rating.why.map { "\(contribution.author): \(rating.stars), \($0)" }
            }),
        ].filter { $0 != .list([]) }
    }

    func json(for view: PageView) throws -> JSONValue? {
        .array(try view.contributions(of: "rating").map { contribution in
            let rating = try contribution.payload(as: Rating.self)
            return ["author": .string(contribution.author), "stars": JSONValue(rating.stars), "why": JSONValue(rating.why)]
        })
    }
}
