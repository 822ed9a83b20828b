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
        let assigned: Assignments.Given?
        let wasSkipped: Bool
    }

    /// Which of those that wait are meant.
    enum Part {
        /// All, those returned to their submitters and those of other leads too.
        case all
        /// Those that wait for a lead and that no other lead has.
        case open
        /// Those that wait for a lead and were assigned to this one.
        case mine
    }

    /// Oldest first; those that the lead has skipped come last.
    let waiting: [Waiting]
    /// How many wait beside these.
    let more: Int
    /// Who has how many of those that this part leaves out.
    let elsewhere: [(person: PersonName, count: Int)]
    /// How many were returned, and wait for their submitters, of those that this part leaves out.
    let returned: Int
    let progress: ReviewProgress
    /// How many this lead has reviewed in this round, and of how many; nil where only some were asked for.
    let reviewed: (count: Int, total: Int)?
    /// The last batch before the queue was read.
    let batch: Int
    private let today: CalendarDate

    /// - Parameters:
    ///   - selection: only these.
    ///   - limit: how many at most.
    init(_ session: Session, _ part: Part, selection: String, limit: Int) throws {
        let registry = try session.registry()
        let actor = try session.actor()
        try ReviewQueue.require(actor)
        let viewer = actor.viewer
        batch = try registry.batches(limit: 1).first?.number ?? 0
        today = registry.today
        let progress = try ReviewProgress(of: actor.person, in: registry)
        self.progress = progress
        let assignments = try Assignments(registry, for: viewer)
        let mine = assignments.numbers { Person.key($0) == Person.key(viewer.name) }
        let others = assignments.numbers { Person.key($0) != Person.key(viewer.name) }
        let wanted = Condition.all([try registry.selection(selection, for: viewer).condition, .not(.submitter(viewer.name))])
        func count(_ condition: Condition) throws -> Int { try registry.count(registry.query(condition, for: viewer)) }

        let open = Condition.all([wanted, ReviewQueue.forLeads, .not(.numbers(others))])
        let condition: Condition = switch part {
        case .all: .all([wanted, ReviewQueue.standing])
        case .open: open
        case .mine: .all([wanted, ReviewQueue.forLeads, .numbers(mine)])
        }
        let skipped = try ReviewQueue.skipped(condition, progress, registry, viewer)
        let last: Condition = .numbers(Set(skipped.map(\.number)))
        let first = try registry.find(registry.query(.all([condition, .not(last)]), for: viewer, order: .created, limit: limit)).map(\.innovation)
        let found = (first + skipped).prefix(limit)
        waiting = try found.map { innovation in
            Waiting(
                innovation: innovation, since: try ReviewQueue.since(innovation, registry, viewer),
                failing: ReviewQueue.waitsForStage(innovation) ? try Explanation(innovation, to: nil, registry, as: actor).failing.count : nil,
                assigned: assignments[innovation.number], wasSkipped: progress.hasSkipped(innovation))
        }
        let total = try count(condition)
        more = total - found.count
        elsewhere = part == .open ? try ReviewQueue.elsewhere(.all([wanted, ReviewQueue.forLeads, .numbers(others)]), assignments, registry, viewer) : []
        returned = part == .open ? try count(.all([wanted, .stage(StageDefinitions.returned), .not(.held)])) : 0
        guard selection.trimmed.isEmpty, part != .mine else {
            reviewed = nil
            return
        }
        let done = progress.reviewed.count - (try count(.all([open, .numbers(Set(progress.reviewed))])))
        reviewed = (done, done + (part == .open ? total : try count(open)))
    }

    /// All that a lead is shown as waiting, and what of it waits for a lead rather than for its submitter.
    private static let standing = Condition.any([.stage(StageDefinitions.first), .stage(StageDefinitions.returned), .held])
    private static let forLeads = Condition.any([.stage(StageDefinitions.first), .held])

    /// Throws for staff.
    static func require(_ actor: Actor) throws {
        guard actor.person.role < .lead else { return }
        throw Problem(.notPermitted, "\(actor.person.name) is \(actor.person.role.rawValue) here, and only a lead reviews", next: "ask a lead, or act as one with --as")
    }

    /// Whether an innovation is in a queue at all.
    static func waits(_ innovation: Innovation, _ registry: Registry, _ viewer: Viewer) throws -> Bool {
        try registry.count(registry.query(.all([.number(innovation.number...innovation.number), standing]), for: viewer)) > 0
    }

    /// Whether it waits for its next stage, and not only for what is held to be cleared.
    static func waitsForStage(_ innovation: Innovation) -> Bool { [StageDefinitions.first, StageDefinitions.returned].contains(innovation.stage) }

    /// Those that were skipped and have not changed since, in the order in which they were skipped.
    private static func skipped(_ condition: Condition, _ progress: ReviewProgress, _ registry: Registry, _ viewer: Viewer) throws -> [Innovation] {
        let numbers = progress.skipped.map(\.number)
        guard !numbers.isEmpty else { return [] }
        let found = try registry.find(registry.query(.all([condition, .numbers(Set(numbers))]), for: viewer)).map(\.innovation)
        let byNumber = Dictionary(found.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        return numbers.compactMap { byNumber[$0] }.filter(progress.hasSkipped)
    }

    private static func elsewhere(_ condition: Condition, _ assignments: Assignments, _ registry: Registry, _ viewer: Viewer) throws -> [(PersonName, Int)] {
        var counts: [PersonName: Int] = [:]
        try registry.each(registry.query(condition, for: viewer)) { found in
            if let person = assignments[found.innovation.number]?.to { counts[person, default: 0] += 1 }
        }
        return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
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
                .init("waits_for", "Waits for"), .init("assigned", "Assigned to"), .init("held", "Held", wraps: true), .init("since", ""),
                .init("submitter", ""), .init("assigned_by", ""), .init("assigned_on", ""), .init("skipped", ""),
            ],
            rows: waiting.map { item in
                let innovation = item.innovation
                return [
                    .string(innovation.reference.description), .string(innovation.title), .string(innovation.stage), JSONValue(days(item)),
                    JSONValue(item.failing.map(Double.init)),
                    .string(innovation.stage == StageDefinitions.returned && innovation.held == nil ? innovation.submitter : "a lead"),
                    JSONValue(item.assigned?.to), JSONValue(innovation.held), .string(item.since.description), .string(innovation.submitter),
                    JSONValue(item.assigned?.by), JSONValue(item.assigned?.on.description), .bool(item.wasSkipped),
                ]
            }, references: waiting.map(\.innovation.reference), empty: "nothing waits for you; what you put in yourself waits for another lead")
    }
}

extension Condition {
    /// Any of these innovations. Neighbours become ranges, and the rest groups: an engine bounds how deep a condition may
    /// be (SQLite: 1,000).
    static func numbers(_ numbers: Set<Int>) -> Condition {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers.sorted() {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        let most = 100
        return .any(stride(from: 0, to: ranges.count, by: most).map { start in
            .any(ranges[start..<min(start + most, ranges.count)].map(Condition.number))
        })
    }
}
