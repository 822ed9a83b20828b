import ArgumentParser
import RegistryCore
import RegistryShell

struct ReviewCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "What waits for a lead, oldest first; at a terminal, one after the other.",
        discussion: """
            Submitted and returned innovations and those that are held, never your own. At a terminal each is shown, and you \
            approve, return or skip it; what you decide is saved at once.
            """)
    static let about = CommandAbout(.move, examples: [
        Example("review --list", "the queue, with how long each waits and how many gates are open"),
        Example("review 'area:Carers'", "goes through these at a terminal"),
    ])

    @Argument(help: ArgumentHelp("Only these; `help find` says how.", valueName: "selection")) var selection: [String] = []
    @Flag(help: "List the queue and ask nothing.") var list = false
    @Option(help: ArgumentHelp("How many at most.", valueName: "number")) var limit = 20

    func run(_ session: Session) throws {
        let queue = try ReviewQueue(session, selection: SelectionArgument.text(of: selection), limit: max(1, limit))
        if !list, session.canAsk, session.format == .table { return try ReviewWalk(queue: queue).run(session) }
        try session.show(queue.listing)
        if queue.more > 0 { session.notice("\(queue.more) more wait: review --list --limit \(queue.waiting.count + queue.more)") }
    }
}

/// Goes through the queue at a terminal: show, then approve, return, skip or quit.
struct ReviewWalk {
    let queue: ReviewQueue

    private enum Choice { case approve, giveBack, skip, quit }

    func run(_ session: Session) throws {
        guard !queue.waiting.isEmpty else { return session.notice(queue.listing.empty) }
        var decided = 0
        for (index, item) in queue.waiting.enumerated() {
            try show(item, "\(index + 1) of \(queue.waiting.count + queue.more)", session)
            switch try decide(item.innovation, session) {
            case .approve, .giveBack: decided += 1
            case .skip: continue
            case .quit: return tell(decided, session)
            }
        }
        tell(decided, session)
    }

    private func tell(_ decided: Int, _ session: Session) {
        session.notice("\(decided) decided; review --list shows what still waits")
    }

    /// The page as its sections show it, and how long it has waited.
    private func show(_ item: ReviewQueue.Waiting, _ place: String, _ session: Session) throws {
        let view = try session.registry().page(item.innovation.number, for: session.viewer())
        let days = queue.days(item)
        var blocks: [Block] = [
            .heading("\(item.innovation.reference)  \(item.innovation.title)"),
            .paragraph("\(place); put in by \(item.innovation.submitter), \(item.innovation.stage) for \(days) day\(days == 1 ? "" : "s")"),
        ]
        if let held = item.innovation.held { blocks.append(.paragraph("Held: \(held)")) }
        for section in view.registry.assembly.sections {
            let content = try section.blocks(for: view)
            if !content.isEmpty, section.order != 0 { blocks.append(.heading(section.title)) }
            blocks += content
        }
        try session.output.result("\n" + session.output.text(of: blocks))
        session.recent.current = item.innovation.reference
    }

    /// Asks until something is decided. What a gate or a check refuses is told, and asked again.
    private func decide(_ innovation: Innovation, _ session: Session) throws -> Choice {
        while true {
            guard let choice = try choice(session) else { continue }
            do {
                switch choice {
                case .approve: try move(innovation, to: session.registry().nextStage(of: innovation), reason: nil, session)
                case .giveBack:
                    guard let question = try question(innovation, session) else { continue }
                    try move(innovation, to: session.registry().configuration.stages.stage(StageDefinitions.returned), reason: question, session)
                case .skip, .quit: break
                }
                return choice
            } catch let problem as Problem where [.refused, .badInput, .notPermitted].contains(problem.kind) {
                for line in ProblemText.lines(problem, width: session.output.messageWidth(), ink: session.output.ink) { session.output.message(line) }
            }
        }
    }

    private func choice(_ session: Session) throws -> Choice? {
        switch session.console.ask("[a]pprove, [r]eturn, [s]kip, [q]uit: ", prefill: "", completer: nil, remember: false) {
        case .line(let answer):
            switch answer.lowercased().split(whereSeparator: \.isWhitespace).first {
            case "a", "approve": return .approve
            case "r", "return": return .giveBack
            case "s", "skip", nil: return .skip
            case "q", "quit": return .quit
            default:
                session.console.write("Please answer a, r, s or q.\n")
                return nil
            }
        case .interrupted, .endOfInput: return .quit
        }
    }

    /// What the submitter is asked; nil when the lead thinks better of it.
    private func question(_ innovation: Innovation, _ session: Session) throws -> String? {
        switch session.console.ask("What should \(innovation.submitter) answer? ", prefill: "", completer: nil, remember: false) {
        case .line(let text) where text.contains(where: { !$0.isWhitespace }): return text
        case .line, .interrupted, .endOfInput: return nil
        }
    }

    private func move(_ innovation: Innovation, to stage: StageDefinition, reason: String?, _ session: Session) throws {
        let operations = try ReasonedMove(innovation: innovation, stage: stage, reason: reason).operations(by: session.actor().person)
        let outcome = try session.perform(operations, command: "review")
        try MoveReport(outcome: outcome, asked: [innovation]).tell(session)
    }
}
