import ArgumentParser
import RegistryCore
import RegistryShell

struct RateCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate", abstract: "Rate somebody else's innovation from 1 to 5; rate again to change it.")
    static let about = CommandAbout(.judge, examples: [
        Example("rate P1 4", "gives P1 a 4"),
        Example("rate P1 2 --why \"did not survive the first wet day\"", "says why as well"),
        Example("rate P1 --retract", "takes your rating back"),
    ])

    @Argument(help: ArgumentHelp("Which innovation.", valueName: "reference")) var reference: String
    @Argument(help: ArgumentHelp("1 (not for us) to 5 (everybody should).", valueName: "stars"), completion: .list(["1", "2", "3", "4", "5"])) var stars: String?
    @Option(help: ArgumentHelp("Why, in your words.", valueName: "text")) var why: String?
    @Option(help: ArgumentHelp("Why a text that was warned about must stay.", valueName: "reason")) var keep: String?
    @Flag(help: "Take your rating back.") var retract = false

    func run(_ session: Session) throws {
        let innovation = try session.innovation(reference)
        if retract { return try takeBack(innovation, session) }
        guard let stars else { throw Problem(.usage, "a rating is missing", allowed: ["1", "2", "3", "4", "5"], next: "rate \(innovation.reference) 4") }
        guard let whole = Int(stars), (1...5).contains(whole) else {
            throw Problem(.usage, "a rating is a whole number from 1 to 5", value: stars, allowed: ["1", "2", "3", "4", "5"], next: "rate \(innovation.reference) 4")
        }
        let new = try NewContribution(kind: "rating", about: innovation.subject, Rating(stars: whole, why: why))
        let outcome = try session.perform([.contribute(new)], command: "rate", keeping: keep)
        let signals = try session.registry().page(innovation.number, for: session.viewer()).signals
        let count = (signals["rating.count"] ?? 0).count
        let average = ((signals["rating.average"] ?? 0) * 10).rounded() / 10
        let said = outcome.batch == nil ? "You rate \(innovation.reference) \(whole) already" : "You rate \(innovation.reference) \(whole)"
        try session.report(
            ["\(said): it has \(JSONValue.text(of: average)) of 5 from \(count) \(count == 1 ? "person" : "people")."],
            [
                "ref": .string(innovation.reference.description), "stars": JSONValue(whole), "count": JSONValue(count),
                "average": JSONValue(average), "mean": JSONValue(signals["rating.mean"]), "batch": JSONValue(outcome.batch.map { Double($0.number) }),
            ])
    }

    private func takeBack(_ innovation: Innovation, _ session: Session) throws {
        let viewer = try session.viewer()
        let own = try session.registry().page(innovation.number, for: viewer).contributions(of: "rating")
            .first { Person.key($0.author) == Person.key(viewer.name) }
        guard let own else {
            throw Problem(.refused, "you have not rated this", value: innovation.reference.description, next: "rate \(innovation.reference) 4")
        }
        try session.perform([.retract(own.uid)], command: "rate")
        try session.report(["Your rating of \(innovation.reference) is taken back."], ["ref": .string(innovation.reference.description), "stars": .null])
    }
}

struct TopCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "top", abstract: "The best rated, those that many rated well before those that one did.")
    static let about = CommandAbout(.judge, examples: [Example("top 'area:Carers' --limit 5", "the five best rated for carers")])

    @Argument(help: ArgumentHelp("Only these; `help find` says how.", valueName: "selection")) var selection: [String] = []
    @Option(help: ArgumentHelp("How many at most.", valueName: "number")) var limit = 10

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let viewer = try session.viewer()
        let selection = try registry.selection(SelectionArgument.text(of: selection), for: viewer)
        let rated = Condition.all([selection.condition, .signal("rating.count", .atLeast, 1)])
        let found = try registry.find(registry.query(rated, for: viewer, order: .signal("rating.mean"), descending: true, limit: limit))
        try session.show(Listing(
            [.init("ref", "Ref"), .init("title", "Title", wraps: true), .init("stage", "Stage"), .init("average", "Average"), .init("count", "Ratings"), .init("mean", "")],
            rows: found.map { row in
                [
                    .string(row.innovation.reference.description), .string(row.innovation.title), .string(row.innovation.stage),
                    JSONValue(row.signals["rating.average"]), JSONValue(row.signals["rating.count"]), JSONValue(row.signals["rating.mean"]),
                ]
            }, references: found.map(\.innovation.reference), empty: "nothing of this is rated yet"))
    }
}
