import RegistryCore
import RegistryShell

/// What waits for a lead: submitted and returned innovations, and those that are held; never the lead's own.
struct ReviewQueue {
    struct Waiting {
        let innovation: Innovation
        /// Since when it has stood where it stands.
        let since: CalendarDate
        /// Gates that hold it from its next stage; nil where no next stage is waited for.
        let failing: Int?
    }

    /// Oldest first.
    let waiting: [Waiting]
    /// How many wait beside these.
    let more: Int
    private let today: CalendarDate

    /// - Parameters:
    ///   - selection: only these.
    ///   - limit: how many at most; nil for all.
    init(_ session: Session, selection: String, limit: Int?) throws {
        let registry = try session.registry()
        let actor = try session.actor()
        guard actor.person.role >= .lead else {
            throw Problem(.notPermitted, "\(actor.person.name) is \(actor.person.role.rawValue) here, and only a lead reviews", next: "ask a lead, or act as one with --as")
        }
        let viewer = actor.viewer
        let wanted = try registry.selection(selection, for: viewer).condition
        let stages: Condition = .any([.stage(StageDefinitions.first), .stage(StageDefinitions.returned), .held])
        let condition = Condition.all([wanted, stages, .not(.submitter(viewer.name))])
        let found = try registry.find(registry.query(condition, for: viewer, order: .created, limit: limit)).map(\.innovation)
        waiting = try found.map { innovation in
            let waitsForStage = [StageDefinitions.first, StageDefinitions.returned].contains(innovation.stage)
            return Waiting(
                innovation: innovation, since: try ReviewQueue.since(innovation, registry, viewer),
                failing: waitsForStage ? try Explanation(innovation, to: nil, registry, as: actor).failing.count : nil)
        }
        more = limit == nil ? 0 : try registry.count(registry.query(condition, for: viewer)) - found.count
        today = registry.today
    }

    /// The day of its last move, or the day on which it came into the registry; an import may name an earlier one.
    private static func since(_ innovation: Innovation, _ registry: Registry, _ viewer: Viewer) throws -> CalendarDate {
        let history = try registry.history(of: innovation.number, for: viewer)
        let move = history.last { line in line.entry.payload?.changes.contains { $0.property == "stage" } ?? false }
        return CalendarDate(move?.batch.at ?? history.first?.batch.at ?? innovation.created)
    }

    func days(_ item: Waiting) -> Int { today.daysSinceEpoch - item.since.daysSinceEpoch }

    var listing: Listing {
        Listing(
            [
                .init("ref", "Ref"), .init("title", "Title", wraps: true), .init("stage", "Stage"), .init("days", "Days"), .init("gates", "Gates open"),
                .init("waits_for", "Waits for"), .init("held", "Held", wraps: true), .init("since", ""), .init("submitter", ""),
            ],
            rows: waiting.map { item in
                let innovation = item.innovation
                return [
                    .string(innovation.reference.description), .string(innovation.title), .string(innovation.stage), JSONValue(days(item)),
                    JSONValue(item.failing.map(Double.init)),
                    .string(innovation.stage == StageDefinitions.returned && innovation.held == nil ? innovation.submitter : "a lead"),
                    JSONValue(innovation.held), .string(item.since.description), .string(innovation.submitter),
                ]
            }, references: waiting.map(\.innovation.reference), empty: "nothing waits for you; what you put in yourself waits for another lead")
    }
}
