import RegistryCore

/// Tells who changed something how many people follow it.
struct FollowsObserver: Observer {
    let name = "follows"
    let summary = "says how many people follow what was changed"

    /// Up to this many innovations are looked at one by one; beyond, all follows of the home are read at once.
    private static let few = 50

    func committed(_ news: News) throws -> [String] {
        let numbers = Set(news.entries.filter(Newsworthy.isNews).compactMap(\.innovation))
        guard !numbers.isEmpty else { return [] }
        let registry = news.registry
        let viewer = Viewer(news.person)
        let follows = numbers.count <= FollowsObserver.few
            ? try numbers.sorted().flatMap { try registry.page($0, for: viewer).contributions(of: "follow") }
            : try registry.contributions(of: ["follow"], for: viewer).filter { $0.innovation.map(numbers.contains) ?? false }
        let seen = follows.filter { follow in
            guard Person.key(follow.author) != Person.key(news.person.name), let number = follow.innovation else { return false }
            return (try? registry.innovation(number, for: Viewer(registry.person(follow.author)))) != nil
        }
        let people = Set(seen.map { Person.key($0.author) }).count
        guard people > 0 else { return [] }
        let followed = Set(seen.compactMap(\.innovation)).sorted().map { Reference($0).description }
        let what = followed.count > 3 ? "\(followed.count) of these" : followed.joined(separator: ", ")
        return [people == 1 ? "1 person follows \(what) and finds this in their inbox" : "\(people) people follow \(what) and find this in their inbox"]
    }
}

/// Which changes are news to those who submitted or follow an innovation.
enum Newsworthy {
    /// Stage moves, answers that changed, what was cleared or merged, and whatever somebody adds; not tags, shares and
    /// follows.
    static func isNews(_ entry: Entry) -> Bool {
        let changes = entry.payload?.changes ?? []
        switch entry.action {
        case .moved, .revised, .cleared, .merged: return true
        case .contributed:
            // Without a new payload it is only there again, as a follow is that was ended before.
            guard changes.contains(where: { $0.property == "payload" }) else { return false }
            let kind = changes.first { $0.property == "kind" }?.now?.string
            return kind != "share" && kind != "follow"
        default: return false
        }
    }

    /// Whether a change made an innovation visible to people who did not see it before.
    static func uncovers(_ entry: Entry) -> Bool {
        guard entry.action != .cleared else { return true }
        return entry.payload?.changes.contains { $0.property == "visibility" && ["me", "team"].contains($0.was?.string) } ?? false
    }
}
