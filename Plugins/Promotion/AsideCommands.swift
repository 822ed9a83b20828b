import ArgumentParser
import RegistryCore
import RegistryShell

/// A stage aside that has a command of its own, as people say its verb.
protocol Aside {
    static var stage: StageName { get }
    static var command: String { get }
    static var summary: String { get }
    static var examples: [Example] { get }
}

enum Park: Aside {
    static let stage = "parked", command = "park", summary = "Keep an innovation for later, with what it waits for."
    static let examples = [Example("park P1 --reason \"until the new contract begins\"", "keeps P1 for later; `promote P1` takes it up again")]
}

enum Decline: Aside {
    static let stage = "declined", command = "decline", summary = "Take an innovation no further, with a reason that is kept."
    static let examples = [Example("decline P1 --reason \"the law does not allow it\"", "takes P1 no further")]
}

enum Return: Aside {
    static let stage = StageDefinitions.returned, command = "return", summary = "Give an innovation back to its submitter with a question."
    static let examples = [Example("return P1 --reason \"for whom is it?\"", "asks the submitter, who edits P1 and resubmits it")]
}

enum Stop: Aside {
    static let stage = "stopped", command = "stop", summary = "Say that something that was tried has ended; what was learnt is kept."
    static let examples = [Example("stop P1 --reason \"the funding ended in March\"", "P1 was tried and ended")]
}

enum Retire: Aside {
    static let stage = "retired", command = "retire", summary = "Say that an innovation did its work and is no longer needed."
    static let examples = [Example("retire P1 --reason \"the new buses take every wheelchair\"", "P1 is no longer needed")]
}

enum Withdraw: Aside {
    static let stage = StageDefinitions.withdrawn, command = "withdraw", summary = "Take an innovation back: your own until it is triaged, any as a lead."
    static let examples = [Example("withdraw P1", "takes your own innovation back; its number is kept")]
}

/// `park`, `decline`, `return`, `stop`, `retire` and `withdraw`: one command, six verbs.
struct AsideCommand<Verb: Aside>: ArgumentCommand {
    static var configuration: CommandConfiguration { CommandConfiguration(commandName: Verb.command, abstract: Verb.summary) }
    static var about: CommandAbout { CommandAbout(.move, examples: Verb.examples) }

    @Argument(help: ArgumentHelp("Which innovations, as one batch.", valueName: "reference")) var references: [String] = []
    @OptionGroup var bulk: BulkOptions
    @Option(help: ArgumentHelp("Why; it stands on the page.", valueName: "text")) var reason: String?
    @Option(help: ArgumentHelp("Why a text that was warned about must stay.", valueName: "reason")) var keep: String?

    func run(_ session: Session) throws {
        try MoveRequest(references: references, options: bulk, stage: Verb.stage, direction: .any, reason: reason, keep: keep, command: Verb.command).run(session)
    }
}

struct MoveCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Move innovations to any stage, back or aside; `promote` moves them up.")
    static let about = CommandAbout(.move, examples: [
        Example("move P1 triaged --reason \"the owner has left\"", "moves P1 back"),
        Example("move P1 P2 parked --reason \"until spring\"", "moves two aside as one batch"),
        Example("move --where 'stage:submitted area:Carers' parked --reason \"until spring\" --dry-run", "says what that would do to all that a search finds"),
    ])

    @Argument(help: ArgumentHelp("Which innovations, then the stage.", valueName: "reference-or-stage")) var words: [String] = []
    @OptionGroup var bulk: BulkOptions
    @Option(help: ArgumentHelp("Why; it stands on the page.", valueName: "text")) var reason: String?
    @Option(help: ArgumentHelp("Why a text that was warned about must stay.", valueName: "reason")) var keep: String?
    @Option(help: ArgumentHelp("Moves no innovation but the whole registry there: `relocate`.", valueName: "place")) var to: String?

    func run(_ session: Session) throws {
        if let to {
            guard words.isEmpty, bulk.where == nil, session.has(command: "relocate") else {
                throw Problem(.usage, "an innovation moves to a stage, and --to names a place for the whole registry", value: words.first, next: "move P1 parked --reason \"…\"")
            }
            return try session.run(["relocate", "--to", to])
        }
        guard words.count > 1 || bulk.where != nil, let stage = words.last else {
            throw Problem(.usage, "move takes references and then a stage", value: words.first, next: "move P1 parked --reason \"…\"")
        }
        try MoveRequest(references: words.dropLast(), options: bulk, stage: stage, direction: .any, reason: reason, keep: keep, command: "move").run(session)
    }
}

struct ResubmitCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "resubmit", abstract: "Put an innovation that came back to you before a lead again.")
    static let about = CommandAbout(.move, examples: [Example("resubmit P1", "after you answered what was asked, with edit P1")])

    @Argument(help: ArgumentHelp("Which innovations, as one batch.", valueName: "reference")) var references: [String] = []
    @OptionGroup var bulk: BulkOptions
    @Option(help: ArgumentHelp("What you changed, in your words.", valueName: "text")) var reason: String?

    func run(_ session: Session) throws {
        try MoveRequest(
            references: references, options: bulk, stage: StageDefinitions.first, direction: .resubmission, reason: reason, keep: nil, command: "resubmit"
        ).run(session)
    }
}
