import RegistryCore
import RegistryShell

/// Goes through the queue at a terminal: shows one after the other, as it is at that moment, until all were looked at
/// or the lead quits. What was decided and what was skipped is kept after each.
struct ReviewWalk {
    private let queue: ReviewQueue
    private var progress: ReviewProgress
    /// How many were reviewed in this round before, and in this walk.
    private var reviewed: Int
    private let total: Int

    init(queue: ReviewQueue) {
        self.queue = queue
        progress = queue.progress
        reviewed = queue.reviewed?.count ?? 0
        total = queue.reviewed?.total ?? queue.waiting.count + queue.more
    }

    func run(_ session: Session) throws {
        var walk = self
        try walk.go(session)
    }

    private mutating func go(_ session: Session) throws {
        greet(session)
        guard !queue.waiting.isEmpty else { return }
        let before = reviewed
        progress.stopped = nil
        for (index, item) in queue.waiting.enumerated() {
            let number = item.innovation.number
            guard let sighting = try sight(item, session) else { continue }
            let stop = ReviewStop(place: "\(before + index + 1) of \(total).", item: item, days: queue.days(item))
            switch try stop.run(sighting, session) {
            case .decided:
                reviewed += 1
                progress.review(number)
                try keep(session)
                session.notice("\(reviewed) of \(total) reviewed")
            case .skipped(let innovation):
                progress.skip(innovation)
                try keep(session)
            case .gone: continue
            case .quit:
                progress.stopped = number
                try keep(session)
                return tell(session)
            }
        }
        // All that waits was looked at: of what was skipped long ago nothing is left but what waits.
        if queue.more == 0, queue.reviewed != nil {
            progress.forget(except: Set(queue.waiting.map(\.innovation.number)))
            if progress.skipped.isEmpty, reviewed == total { progress = ReviewProgress(begun: try session.registry().today) }
        }
        try keep(session)
        tell(session)
    }

    /// What waits, and what is left out of it.
    private func greet(_ session: Session) {
        let count = queue.waiting.count + queue.more
        if count == 0 {
            session.notice(queue.listing.empty)
        } else {
            session.notice("\(count) \(count == 1 ? "waits" : "wait") for you, oldest first." + (reviewed > 0 ? " \(reviewed) of \(total) reviewed in this round." : ""))
        }
        let skipped = queue.waiting.count { $0.wasSkipped }
        if skipped > 0 { session.notice("\(skipped) that you skipped come\(skipped == 1 ? "s" : "") last.") }
        if let stopped = progress.stopped, queue.waiting.first?.innovation.number == stopped { session.notice("You stopped at \(Reference(stopped)).") }
        if !queue.elsewhere.isEmpty {
            let leads = queue.elsewhere.map { "\($0.count) to \($0.person)" }.joined(separator: ", ")
            session.notice("Left to other leads: \(leads). review --list shows them.")
        }
        if queue.returned > 0 { session.notice("\(queue.returned) \(queue.returned == 1 ? "was" : "were") returned and \(queue.returned == 1 ? "waits for its submitter" : "wait for their submitters").") }
    }

    /// Looks at the next one now; nil, and told, where it waits no more or another lead took it meanwhile.
    private func sight(_ item: ReviewQueue.Waiting, _ session: Session) throws -> Sighting? {
        let reference = item.innovation.reference
        guard let sighting = try Sighting(of: item.innovation.number, session) else {
            let news = try Sighting.news(of: reference, after: queue.batch, session)
            session.notice("\(news.last ?? "\(reference) does not wait any more"), so it is left out.")
            return nil
        }
        let viewer = try session.viewer()
        let assigned = try Assignments(session.registry(), for: viewer)[item.innovation.number]
        if let assigned, assigned.to != item.assigned?.to, Person.key(assigned.to) != Person.key(viewer.name) {
            session.notice("\(assigned.by) assigned \(reference) to \(assigned.to) meanwhile, so it is left out.")
            return nil
        }
        return sighting
    }

    /// A lead's own mark; where somebody writes for long it is kept the next time.
    private func keep(_ session: Session) throws {
        do {
            try progress.keep(of: session.actor().person, in: session.registry())
        } catch let problem as Problem where problem.kind == .busy {
            session.notice("somebody is writing, so what you skipped is not kept yet")
        }
    }

    private func tell(_ session: Session) {
        session.notice("\(reviewed) of \(total) reviewed; " + (reviewed == total ? "nothing waits for you" : "review goes on, review --list shows what waits"))
    }
}
