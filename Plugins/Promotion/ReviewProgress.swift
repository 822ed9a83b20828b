import RegistryCore

/// How far a lead has come in the queue: what was decided in this round, what was skipped, and where it was left.
///
/// It is the lead's own mark, as far as an inbox was read is: nobody else's affair, and so in no journal. What was
/// decided stands in the journal by itself.
struct ReviewProgress: Codable, Equatable {
    /// One that was skipped, as it was then: one that has changed since is looked at in its turn again.
    struct Skipped: Codable, Equatable {
        var number: Int
        var version: Int
    }

    /// When the round began. A round ends with nothing left in it, or after a week.
    var begun: String
    var reviewed: [Int] = []
    /// In the order in which they were skipped.
    var skipped: [Skipped] = []
    /// Where the lead stopped.
    var stopped: Int?

    private static let mark = "review"
    private static let longestRound = 7
    /// Marks are small: beyond so many the oldest are let go.
    private static let most = 500

    init(begun: CalendarDate) { self.begun = begun.description }

    /// What is kept of a person; a new round where nothing is, or where it is a week old.
    init(of person: Person, in registry: Registry) throws {
        self.init(begun: registry.today)
        guard let kept = try registry.mark(ReviewProgress.mark, of: person), let json = try? JSONValue(parsing: kept),
            let progress: ReviewProgress = try? json.decoded(), let day = CalendarDate(progress.begun)
        else { return }
        skipped = progress.skipped
        stopped = progress.stopped
        guard registry.today.daysSinceEpoch - day.daysSinceEpoch < ReviewProgress.longestRound else { return }
        (begun, reviewed) = (progress.begun, progress.reviewed)
    }

    func keep(of person: Person, in registry: Registry) throws {
        var kept = self
        kept.reviewed = kept.reviewed.suffix(ReviewProgress.most)
        kept.skipped = kept.skipped.suffix(ReviewProgress.most)
        try registry.setMark(ReviewProgress.mark, of: person, to: try JSONValue(encoding: kept).line)
    }

    mutating func review(_ number: Int) {
        skipped.removeAll { $0.number == number }
        if !reviewed.contains(number) { reviewed.append(number) }
    }

    mutating func skip(_ innovation: Innovation) {
        skipped.removeAll { $0.number == innovation.number }
        skipped.append(Skipped(number: innovation.number, version: innovation.version))
    }

    /// Lets go of what was skipped and waits no more.
    mutating func forget(except waiting: Set<Int>) { skipped.removeAll { !waiting.contains($0.number) } }

    /// Whether it was skipped as it stands.
    func hasSkipped(_ innovation: Innovation) -> Bool { skipped.contains(Skipped(number: innovation.number, version: innovation.version)) }
}
