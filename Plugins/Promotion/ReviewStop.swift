import RegistryCore
import RegistryShell

/// One innovation of the queue before a lead: shown, then asked about until something is decided.
struct ReviewStop {
    enum End {
        case decided
        case skipped(Innovation)
        /// Another lead decided meanwhile.
        case gone
        case quit
    }

    let place: String
    let item: ReviewQueue.Waiting
    let days: Int

    private enum Action { case approve, giveBack, tag, rate, park, clear, page, skip, quit }

    func run(_ sighting: Sighting, _ session: Session) throws -> End {
        var sighting = sighting
        var page = try show(sighting, session)
        while true {
            session.recent.current = sighting.innovation.reference
            let chosen = session.choose(from: choices(sighting, session))
            let reference = sighting.innovation.reference.description
            do {
                switch chosen?.value {
                case .quit, nil: return .quit
                case .skip: return .skipped(sighting.innovation)
                case .page:
                    try session.run(["show", reference])
                    continue
                case .approve, .giveBack, .park:
                    // Looked at again before anything is asked, and once more by the move itself.
                    try refuseChanged(sighting, session)
                    guard let action = chosen?.value, try decide(action, chosen?.rest ?? "", sighting, session) else { continue }
                    return .decided
                case .tag, .rate, .clear:
                    guard let action = chosen?.value, let words = try words(for: action, chosen?.rest ?? "", session) else { continue }
                    try session.run([Self.command(action), reference] + words)
                }
            } catch let problem as Problem where [.refused, .badInput, .notPermitted, .usage, .noInput, .busy].contains(problem.kind) {
                let news = try sighting.meanwhile(session)
                if news.isEmpty { tell(problem, session) }
                guard let next = try again(sighting, news, session) else { return .gone }
                if !news.isEmpty {
                    sighting = next
                    page = try show(sighting, session)
                }
                continue
            }
            // Something was added, and nothing decided yet: what others did meanwhile, then what it changed.
            let news = try sighting.fromOthers(session)
            for line in news { session.notice("\(line).") }
            guard let next = try Sighting(of: sighting.innovation.number, session) else { return news.isEmpty ? .decided : .gone }
            sighting = next
            let before = page
            page = try ReviewPage(sighting.view, session)
            for line in page.news(since: before) { session.notice(line) }
        }
    }

    /// Shows it as it is now.
    private func show(_ sighting: Sighting, _ session: Session) throws -> ReviewPage {
        let page = try ReviewPage(sighting.view, session)
        try session.output.result("\n" + session.output.text(of: page.blocks(place, waiting: item, days: days)))
        return page
    }

    /// Another look, after what somebody else did was told; nil when it waits no more.
    private func again(_ sighting: Sighting, _ news: [String], _ session: Session) throws -> Sighting? {
        let next = try Sighting(of: sighting.innovation.number, session)
        for line in news { session.notice("\(line); nothing of yours was saved. \(next == nil ? "On to the next." : "Look again:")") }
        if next == nil, news.isEmpty { session.notice("\(sighting.innovation.reference) does not wait any more. On to the next.") }
        return next
    }

    private func tell(_ problem: Problem, _ session: Session) {
        for line in ProblemText.lines(problem, width: session.output.messageWidth(), ink: session.output.ink) { session.output.message(line) }
    }

    private func refuseChanged(_ sighting: Sighting, _ session: Session) throws {
        guard try !sighting.meanwhile(session).isEmpty else { return }
        throw Problem(.refused, "\(sighting.innovation.reference) was changed meanwhile")
    }

    /// What may be chosen here: another plugin's action only where this build has its command.
    private func choices(_ sighting: Sighting, _ session: Session) -> [Choice<Action>] {
        var choices: [Choice<Action>] = []
        if ReviewQueue.waitsForStage(sighting.innovation) { choices.append(Choice("approve", "moves it to its next stage, if every gate holds", .approve)) }
        choices.append(Choice("return", "gives it back with a question: return for whom is it?", .giveBack))
        if session.has(command: "tag") { choices.append(Choice("tag", "adds and takes away tags: tag +transport -bus", .tag)) }
        if session.has(command: "rate") { choices.append(Choice("rate", letter: "e", "rates it from 1 to 5: rate 4 --why \"cheap\"", .rate)) }
        choices.append(Choice("park", "keeps it for later, with a reason: park until spring", .park))
        let isHeld = sighting.innovation.held != nil || sighting.view.contributions.contains { $0.held != nil }
        if isHeld, session.has(command: "clear") { choices.append(Choice("clear", "says that what may identify somebody may stay", .clear)) }
        if session.has(command: "show") { choices.append(Choice("page", letter: "g", "reads the whole page", .page)) }
        choices.append(Choice("skip", "leaves it as it is; it comes last the next time", .skip))
        choices.append(Choice("quit", "ends; what was decided is saved", .quit))
        return choices
    }

    private static func command(_ action: Action) -> String {
        switch action {
        case .tag: "tag"
        case .rate: "rate"
        default: "clear"
        }
    }

    /// A word as a change of tags. A reference is none: what is on the screen, and no more, is tagged.
    private static func tag(_ word: String) throws -> String {
        if word.hasPrefix("+") || word.hasPrefix("-") { return word }
        let first = word.split(separator: "-").first.map(String.init) ?? word
        guard Reference(first) == nil, Int(first) == nil, word != "." else {
            throw Problem(.usage, "here the innovation on the screen is tagged, and no other", value: word, allowed: ["+TAG", "-TAG"], next: "quit, and tag \(word) +TAG")
        }
        return "+" + word
    }

    /// The words behind another plugin's command; nil when the lead thinks better of it.
    private func words(for action: Action, _ rest: String, _ session: Session) throws -> [String]? {
        switch action {
        case .tag: return try (rest.isEmpty ? ask("Which tags, such as +transport -bus? ", session).map(Self.split) : Self.split(rest))?.map(Self.tag)
        case .rate: return try rest.isEmpty ? ask("How good is it, from 1 to 5? ", session).map(Self.split) : Self.split(rest)
        default:
            if rest.hasPrefix("--") { return try Self.split(rest) }
            return try (rest.isEmpty ? ask("Why may it stay? ", session) : rest).map { ["--reason", $0] }
        }
    }

    private static func split(_ text: String) throws -> [String] {
        do {
            return try Words.split(text).map(\.text)
        } catch {
            throw Problem(.usage, "a quotation mark is not closed", at: .init(text: text, range: error.offset..<error.offset + 1), next: "close it with \(error.quote)")
        }
    }

    /// Moves it, only as it was shown. False when the lead thinks better of it.
    private func decide(_ action: Action, _ rest: String, _ sighting: Sighting, _ session: Session) throws -> Bool {
        let innovation = sighting.innovation
        let registry = try session.registry()
        let stages = registry.configuration.stages
        switch action {
        case .giveBack:
            guard let question = rest.isEmpty ? ask("What should \(innovation.submitter) answer? ", session) : rest else { return false }
            try move(innovation, to: stages.stage(StageDefinitions.returned), reason: question, session)
        case .park:
            guard let reason = rest.isEmpty ? ask("What does it wait for? ", session) : rest else { return false }
            try move(innovation, to: stages.stage(Park.stage), reason: reason, session)
        default: try move(innovation, to: registry.nextStage(of: innovation), reason: rest.isEmpty ? nil : rest, session)
        }
        return true
    }

    private func ask(_ question: String, _ session: Session) -> String? {
        guard case .line(let text) = session.console.ask(question, prefill: "", completer: nil, remember: false), !text.trimmed.isEmpty else { return nil }
        return text.trimmed
    }

    private func move(_ innovation: Innovation, to stage: StageDefinition, reason: String?, _ session: Session) throws {
        let operations = try ReasonedMove(innovation: innovation, stage: stage, reason: reason, version: innovation.version).operations(by: session.actor().person)
        let outcome = try session.perform(operations, command: "review")
        try MoveReport(outcome: outcome, asked: [innovation]).tell(session)
    }
}
