import RegistryCore

/// Runs command lines: one definition of each command, for the shell, for scripts and for the prompt.
public final class Shell {
    public let session: Session
    public let commands: [Command]

    /// - Parameter owners: the id of the plugin that brings each command, by the command's name.
    public init(session: Session, commands: [Command], owners: [String: String] = [:]) {
        self.session = session
        self.commands = commands
        session.allCommands = commands
        session.commandOwners = owners
        session.runner = { [weak self] words in try self?.run(words) }
    }

    /// A shell of all commands that an assembly has.
    public convenience init(session: Session, assembly: Assembly) {
        self.init(session: session, commands: assembly.all(Command.self), owners: assembly.owners(of: Command.point))
    }

    /// The command of that name or alias. Throws a problem with the nearest name; a misspelt one is never run.
    public func command(_ name: String) throws -> Command {
        if let command = commands.first(where: { $0.name == name || $0.aliases.contains(name) }) { return command }
        let names = commands.flatMap { [$0.name] + $0.aliases }
        throw Problem(.usage, "there is no such command", value: name, nearest: Nearest.match(name, among: names), next: "help")
    }

    /// What the words of a process's start came to.
    public enum Started {
        case done
        /// There were options at most: a prompt or a script goes on with them.
        case withoutCommand
    }

    /// Runs the words that a process was started with. Options that stand without a command hold for all that
    /// follows. Throws `Problem`s.
    public func start(_ words: [String]) throws -> Started {
        var options = session.options
        let (_, rest) = try Shell.leading(words, into: &options)
        guard rest.isEmpty, !options.help, !options.version else {
            try run(words)
            return .done
        }
        session.options = options
        return .withoutCommand
    }

    /// Runs the words of one command, global options among them. Throws `Problem`s.
    public func run(_ words: [String]) throws {
        let before = session.options, mayMake = session.mayMakeRegistry
        defer {
            session.options = before
            session.mayMakeRegistry = mayMake
        }
        var options = before
        let (lead, rest) = try Shell.leading(words, into: &options)
        guard let name = rest.first else {
            guard options.help || options.version else { return }
            return try command("help").run(options.version ? ["--version"] : [], session)
        }
        let command = try command(name)
        // Which of the options after its name are global, the command's own decide.
        let left = try options.take(from: Array(rest.dropFirst()), except: Set(command.shape.allOptionNames))
        session.options = options
        session.surroundings.machine.isVerbose = options.verbose
        session.mayMakeRegistry = command.makesRegistry
        let arranged = try command.arranged(left)
        if arranged.last == "--help" || lead.contains("--help") || lead.contains("-h") {
            let page = HelpText.page(of: command, words: arranged.filter { $0 != "--help" }, width: session.output.width() ?? 80, ink: session.output.ink)
            return try session.output.result(page)
        }
        try session.allow(command)
        try command.run(arranged, session)
    }

    /// Splits off the options before the command's name, which can only be global ones.
    private static func leading(_ words: [String], into options: inout GlobalOptions) throws -> (lead: [String], rest: [String]) {
        var rest = words[...]
        var lead: [String] = []
        while let word = rest.first, word.hasPrefix("-"), word != "--" {
            let count = GlobalOptions.takingValues.contains(word) ? 2 : 1
            lead += rest.prefix(count)
            rest = rest.dropFirst(count)
        }
        if let unknown = try options.take(from: lead).first(where: { $0 != "--help" && $0 != "-h" }) {
            throw Problem(
                .usage, "there is no such option", value: unknown, allowed: GlobalOptions.names,
                nearest: Nearest.match(unknown, among: GlobalOptions.names), next: "help")
        }
        if lead.contains("-h") { options.help = true }
        return (lead, Array(rest))
    }

    /// Runs one line as it is typed at the prompt or stands in a script; an empty one and a comment do nothing.
    public func run(line: String) throws {
        let words: [Word]
        do {
            words = try Words.split(line)
        } catch {
            throw Problem(
                .usage, "a quotation mark is not closed", at: .init(text: line, range: error.offset..<error.offset + 1),
                next: "close it with \(error.quote)")
        }
        guard !words.isEmpty else { return }
        try run(words.map(\.text))
    }

    /// Prints a problem; returns its exit code.
    public func tell(_ error: any Error, prefix: String = "") -> Int32 {
        let problem = Shell.problem(error)
        for line in ProblemText.lines(problem, width: session.output.messageWidth(), ink: session.output.ink, prefix: prefix) {
            session.output.message(line)
        }
        return ProblemText.exitCode(of: problem.kind)
    }

    /// Any error as a problem. One that is none is a defect of this program or a plugin: a user never sees its
    /// description, only that it happened.
    static func problem(_ error: any Error) -> Problem {
        (error as? Problem) ?? Problem(.unavailable, "something went wrong that this program did not expect; nothing more was saved", value: String(describing: type(of: error)), next: "verify")
    }

    /// Runs lines as a script that stops at the first error.
    ///
    /// - Parameter name: what errors call it: a file's name, or `standard input`.
    /// - Returns: 0, or the exit code of the line that failed.
    public func run(script lines: some Sequence<String>, name: String) -> Int32 {
        session.recent.isKept = true
        for (index, line) in lines.enumerated() {
            do {
                // A byte order mark, as Windows' editors leave one, is no part of the first word.
                try run(line: index == 0 && line.hasPrefix("\u{FEFF}") ? String(line.dropFirst()) : line)
            } catch is Leaving {
                return 0
            } catch {
                return tell(error, prefix: "\(name), line \(index + 1): ")
            }
        }
        return 0
    }

    /// Thrown by `quit`: the prompt and scripts end without an error.
    public struct Leaving: Error {
        public init() {}
    }
}

extension CommandShape {
    /// The names of all its options and of its subcommands'.
    var allOptionNames: [String] { arguments.flatMap(\.names) + subcommands.flatMap(\.allOptionNames) }
}
