import ArgumentParser
import RegistryCore
import RegistryShell

struct ReviewCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "What waits for a lead, oldest first; at a terminal, one after the other.",
        discussion: """
            Submitted innovations and those that are held, never your own. At a terminal each is shown with what is like it, what \
            checks find in it and what holds it; you approve, return, tag, rate, park or skip it, and what you decide is saved \
            at once. What you skip comes last the next time. What another lead has is left to them.
            """,
        subcommands: [ReviewQueueCommand.self, AssignReviews.self], defaultSubcommand: ReviewQueueCommand.self)
    static let about = CommandAbout(.move, examples: [
        Example("review --list", "the queue, with how long each waits, how many gates are open and who has it"),
        Example("review 'area:Carers'", "goes through these at a terminal"),
        Example("review --mine", "goes through those that were assigned to you"),
        Example("review assign P8 --to me", "takes one on; `--to nobody` gives it back"),
        Example("review assign --where 'stage:submitted area:Carers' --to lead --dry-run", "what assigning all of these would do"),
    ])

    func run(_ session: Session) throws { throw Problem(.usage, "review needs another word", allowed: ["walk", "assign"], next: "help review") }
}

struct ReviewQueueCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "walk", abstract: "Go through the queue at a terminal; elsewhere, list it.")

    @Argument(help: ArgumentHelp("Only these; `help find` says how.", valueName: "selection")) var selection: [String] = []
    @Flag(help: "List the queue and ask nothing.") var list = false
    @Flag(help: "Only what was assigned to you.") var mine = false
    @Option(help: ArgumentHelp("How many at most.", valueName: "number")) var limit = 20

    func run(_ session: Session) throws {
        let selection = SelectionArgument.text(of: selection)
        let walks = !list && session.canAsk && session.format == .table
        let queue = try ReviewQueue(session, mine ? .mine : walks ? .open : .all, selection: selection, limit: max(1, limit))
        if walks { return try ReviewWalk(queue: queue).run(session) }
        try session.show(queue.listing)
        if queue.more > 0 {
            let words = ["review"] + (selection.isEmpty ? [] : [Words.quote(selection)]) + (mine ? ["--mine"] : []) + ["--list"]
            session.notice("\(queue.more) more wait: \(words.joined(separator: " ")) --limit \(queue.waiting.count + queue.more)")
        }
        if let (count, total) = queue.reviewed, count > 0 { session.notice("\(count) of \(total) reviewed") }
    }
}
