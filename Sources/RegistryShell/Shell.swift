import Foundation
import RegistryCore

/// Runs command lines: one definition of each command, for the shell, for scripts and for the prompt.
public final class Shell {
    public let session: Session
    public private(set) var commands: [Command] = []

    /// - Parameter owners: the id of the plugin that brings each command, by the command's name.
    public init(session: Session, commands: [Command], owners: [String: String] = [:]) {
        self.session = session
        take(commands, owners)
        session.runner = { [weak self] words in try self?.run(words) }
        session.shell = self
    }

    /// A shell of all commands that an assembly has.
    public convenience init(session: Session, assembly: Assembly) {
        self.init(session: session, commands: assembly.all(Command.self), owners: assembly.owners(of: Command.point))
    }

    private func take(_ commands: [Command], _ owners: [String: String]) {
        self.commands = commands
        session.allCommands = commands
        session.commandOwners = owners
    }

    /// Takes the commands of another assembly in the place of those that are here.
    func take(_ assembly: Assembly) { take(assembly.all(Command.self), assembly.owners(of: Command.point)) }

    /// The command of that name or alias. Throws a problem with the nearest name; a misspelt one is never run.
    public func command(_ name: String) throws -> Command {
        if let command = commands.first(where: { $0.name == name || $0.aliases.contains(name) }) { return command }
        let names = commands.flatMap { [$0.name] + $0.aliases }
        let nearest = OtherWords.command(name, among: names) ?? Nearest.match(name, among: names)
        throw Problem(.usage, "there is no such command", value: name, nearest: nearest, next: nearest.map { "help \($0)" } ?? "help")
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
            try tellingWhatIsSaved { try run(words) }
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
            let help = try command("help")
            return try session.output.paged { try help.run(options.version ? ["--version"] : [], session) }
        }
        let command = try command(name)
        // Which of the options after its name are global, the command's own decide.
        let left = try options.take(from: Array(rest.dropFirst()), except: Set(command.shape.allOptionNames))
        session.options = options
        session.surroundings.machine.isVerbose = options.verbose
        session.mayMakeRegistry = command.makesRegistry
        session.asksStandby = command.asksStandby && options.readFrom == .standby
        let current = session.recent.current
        do {
            try pointing(at: rest) { try run(command, command.arranged(left), lead) }
        } catch {
            // What was refused showed nothing: `.` stays what was shown last.
            session.recent.current = current
            throw error
        }
    }

    private func run(_ command: Command, _ arranged: [String], _ lead: [String]) throws {
        if arranged.last == "--help" || lead.contains("--help") || lead.contains("-h") {
            let page = HelpText.page(of: command, words: arranged.filter { $0 != "--help" }, width: session.output.width() ?? 80, ink: session.output.ink)
            return try session.output.paged { try session.output.result(page) }
        }
        try session.allow(command)
        try session.output.paged(unless: session.options.noInput) { try command.run(arranged, session) }
    }

    /// Has a problem whose value stands in the line point at it, so that whoever knows only the value need not know the
    /// line.
    private func pointing(at words: [String], _ work: () throws -> Void) throws {
        do {
            try work()
        } catch var problem as Problem where problem.place == nil && [.usage, .noInput, .badInput].contains(problem.kind) {
            if let value = problem.value { problem.place = Shell.place(of: value, in: words) }
            throw problem
        }
    }

    /// Where a value stands in a line as it would be typed: a word of its own, or at either side of an equals sign.
    private static func place(of value: String, in words: [String]) -> Problem.Place? {
        var text = ""
        var range: Range<Int>?
        for (index, word) in words.enumerated() {
            let typed = Words.quote(word)
            if index > 0, range == nil, !value.isEmpty, typed == word {
                let start = text.count + 1, end = start + word.count
                if word == value || word.hasSuffix("=" + value) { range = end - value.count..<end }
                if word.hasPrefix(value + "=") { range = start..<start + value.count }
            }
            text += (index == 0 ? "" : " ") + typed
        }
        return range.map { Problem.Place(text: text, range: $0) }
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
        try tellingWhatIsSaved { try run(meant(words)) }
    }

    /// Runs a command; where it is stopped after it had saved something, the problem says so. A command may save, and
    /// be stopped while it looks up what to tell of it.
    private func tellingWhatIsSaved(_ body: () throws -> Void) throws {
        let start = Moment.cut(Date())
        _ = session.tookBatchMade()
        do {
            try body()
        } catch var problem as Problem where problem.kind == .interrupted {
            // The same Ctrl-C would stop this question too.
            _ = session.console.interrupted()
            // A server that hangs is not asked, where there is nothing to ask for.
            guard session.tookBatchMade(), let person = try? session.actor().person, let batch = try? session.registry().batches(by: person.name, limit: 1).first,
                batch.at >= start
            else {
                if problem.what == "stopped" { problem.what += "; nothing was saved" }
                throw problem
            }
            problem.what = "stopped, after batch \(batch.number) was saved"
            problem.next = "journal --batch \(batch.number), or undo"
            throw problem
        }
    }

    /// The words of a line as commands get them from a shell that knows what they are.
    ///
    /// In a selection the quotation marks within a word are part of it: `find area:"Older adults"` means what it looks
    /// like, though a word's own marks are taken away. Where a file is asked for, `~/` is the person's folder.
    private func meant(_ words: [Word]) -> [String] {
        let texts = words.map(\.text)
        let name = GlobalOptions.leading(texts)
        guard words.contains(where: { $0.marked != nil || $0.text.hasPrefix("~/") }), name < texts.count, let command = try? command(texts[name])
        else { return texts }
        return words.indices.map { index in
            guard index > name,
                case .value(let argument, let prefix) = WordPlace(of: texts[index], after: Array(texts[(name + 1)..<index]), in: command.shape),
                prefix.isEmpty
            else { return texts[index] }
            switch argument.value {
            case "selection": return words[index].marked ?? texts[index]
            case "file" where texts[index].hasPrefix("~/"): return texts[index].inHomeFolder
            default: return texts[index]
            }
        }
    }

    /// Prints a problem, unless it was told already; returns its exit code.
    public func tell(_ error: any Error, prefix: String = "") -> Int32 {
        if let told = error as? Told { return told.code }
        let problem = Shell.problem(error)
        for line in session.output.lines(of: problem, prefix: prefix) { session.output.message(line) }
        return ProblemText.exitCode(of: problem.kind)
    }

    /// Any error as a problem. One that is none is a defect of this program or a plugin: a user never sees its
    /// description, only that it happened.
    static func problem(_ error: any Error) -> Problem {
        (error as? Problem) ?? Problem(.unavailable, "something went wrong that this program did not expect; nothing more was saved", value: String(describing: type(of: error)), next: "verify")
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
