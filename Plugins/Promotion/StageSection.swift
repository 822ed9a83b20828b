import RegistryCore

/// Where it stands, why, who owns and backs it, and what holds the next step.
struct StageSection: Section {
    let name = "promotion"
    let title = "Stage"
    let order = 10
    let showsOtherHomes = true

    func blocks(for view: PageView) throws -> [Block] {
        let stage = view.registry.configuration.stages[view.innovation.stage]
        var facts = [Block.Fact("Stands at", [view.innovation.stage, stage?.meaning].compactMap { $0 }.joined(separator: ": "))]
        if let review = StageSection.review(view) { facts.append(.init("Lead's word", "\(review.payload.note) (\(review.author), \(review.on))")) }
        for role in NamedRole.allCases {
            if let person = role.person(in: view.contributions) { facts.append(.init(role.rawValue.prefix(1).uppercased() + role.rawValue.dropFirst(), person)) }
        }
        let explanation = try StageSection.explanation(view)
        if let explanation {
            let open = StageSection.open(explanation)
            facts.append(.init("Next", "\(explanation.stage.name)" + (open.isEmpty ? ", when a lead moves it: nothing else holds it" : ", held by:")))
            return [.facts(facts), .list(open.map(\.words))].filter { $0 != .list([]) }
        }
        return [.facts(facts)]
    }

    func json(for view: PageView) throws -> JSONValue? {
        var object: JSONObject = ["name": .string(view.innovation.stage), "meaning": JSONValue(view.registry.configuration.stages[view.innovation.stage]?.meaning)]
        let review = StageSection.review(view)
        object["note"] = JSONValue(review?.payload.note)
        object["by"] = JSONValue(review?.author)
        for role in NamedRole.allCases { object[role.rawValue] = JSONValue(role.person(in: view.contributions)) }
        object["next"] = try StageSection.explanation(view).map { .object($0.json) } ?? .null
        return .object(object)
    }

    /// What holds it, whoever looks: that a lead moves it is so for every step.
    private static func open(_ explanation: Explanation) -> [GateAnswer] { explanation.failing.filter { $0.gate != "lead.review" } }

    /// The last word of a lead on the stage where it stands now.
    private static func review(_ view: PageView) -> (payload: Review, author: PersonName, on: CalendarDate)? {
        guard let last = view.contributions(of: "review").last, let review: Review = try? last.payload(), review.verdict == view.innovation.stage else { return nil }
        return (review, last.author, CalendarDate(last.created))
    }

    /// What the next stage asks; nothing for another home's, for one that stands aside
    /// or at the end, or for a viewer who is no person.
    private static func explanation(_ view: PageView) throws -> Explanation? {
        guard !view.isOfAnotherHome, let here = view.registry.configuration.stages[view.innovation.stage], here.path == .forward, here.next != nil,
            let actor = try? view.registry.actor(named: view.viewer.name, account: view.viewer.name)
        else { return nil }
        return try Explanation(view.innovation, to: nil, view.registry, as: actor)
    }
}
