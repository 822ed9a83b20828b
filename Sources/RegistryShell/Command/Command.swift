import RegistryCore
import Synchronization

/// A command of the registry as a value: its words, its help, and what it runs.
///
/// Most are made from an ArgumentParser type, `Command(RateCommand.self)`: see `ArgumentCommand`. The shell, scripts and
/// the prompt see no difference between those and others.
///
/// Commands are there before a registry is, and are the same for all: what a home has set for its plugin, a command reads
/// while it runs (`session.registry().configuration.settings(of:)`).
public struct Command: Extension, ClaimsNames {
    public static var point: String { "command" }

    /// The word that is typed: `rate`. No other command has it, nor as an alias.
    public let name: String
    /// Further words for it.
    public let aliases: [String]
    /// The heading under which `help` lists it.
    public let group: Group
    /// One line, as `help` lists it.
    public let summary: String
    /// Lines that can be typed as they stand, shown in its help. There is at least one, and a test runs them all.
    public let examples: [Example]
    /// Its arguments, options and subcommands: what completion and nearest matches know. Found out on first use, as most
    /// commands are never typed in one session.
    public var shape: CommandShape { lateShape.value }
    private let lateShape: Late<CommandShape>
    /// Whether words that begin with one hyphen are its arguments where they are no options (`tag P1 -x`).
    public let takesHyphenWords: Bool
    /// Whether it makes a registry where there is none yet: the first write does.
    public let makesRegistry: Bool
    /// Whether a standby, which may be a moment behind, can answer it where `--read-from standby` is given.
    public let asksStandby: Bool
    /// The whole help but the examples, to a width in columns. The words are those after the name: a subcommand's.
    public let help: @Sendable (_ words: [String], _ width: Int) -> String
    /// Runs it with the words after its name: subcommand, options, `--`, arguments. Misspelt options and missing arguments
    /// are told before.
    ///
    /// Called on the main thread, one command at a time. It throws `Problem`s, which become a message and the exit code
    /// of their kind; what it saved before stays saved. Anything else that is thrown is told as a defect.
    public let run: @Sendable (_ words: [String], _ session: Session) throws -> Void

    /// A command that is no ArgumentParser type.
    public init(
        name: String, aliases: [String] = [], group: Group, summary: String, examples: [Example] = [], shape: @escaping @autoclosure @Sendable () -> CommandShape,
        takesHyphenWords: Bool = false, makesRegistry: Bool = false, asksStandby: Bool = false,
        help: @escaping @Sendable ([String], Int) -> String, run: @escaping @Sendable ([String], Session) throws -> Void
    ) {
        self.name = name
        self.aliases = aliases
        self.group = group
        self.summary = summary
        self.examples = examples
        lateShape = Late(shape)
        self.takesHyphenWords = takesHyphenWords
        self.makesRegistry = makesRegistry
        self.asksStandby = asksStandby
        self.help = help
        self.run = run
    }

    /// What a command is for, in the order in which `help` lists them.
    public enum Group: String, Sendable, CaseIterable {
        /// As `submit` and `find`.
        case ideas = "Put in and find"
        /// As `rate` and `comment`.
        case judge = "Say what you know of one"
        /// As `review` and `promote`.
        case move = "Review and promote"
        /// As `share` and `follow`.
        case spread = "Share and develop"
        /// As `import` and `export`.
        case bulk = "Bring in and take out"
        /// As `people` and `undo`.
        case keep = "Look after the registry"
    }
}

/// A value that is made when it is first asked for.
private final class Late<Value: Sendable>: Sendable {
    private let make: @Sendable () -> Value
    private let made = Mutex<Value?>(nil)

    init(_ make: @escaping @Sendable () -> Value) { self.make = make }

    var value: Value {
        made.withLock { made in
            if let made { return made }
            let value = make()
            made = value
            return value
        }
    }
}

/// A command line that is shown in help and run as a test.
public struct Example: Sendable, Equatable {
    /// As it is typed at the prompt: `rate P1 4`. It works on a registry with the founding records.
    public var line: String
    /// What it does, as a clause.
    public var note: String
    public init(_ line: String, _ note: String) {
        self.line = line
        self.note = note
    }
}

/// The arguments, options and subcommands of a command.
public struct CommandShape: Sendable, Equatable {
    /// One of its words: what stands alone, an option with its value, or a flag.
    public struct Argument: Sendable, Equatable {
        /// How it is given.
        public enum Form: Sendable { case positional, option, flag }
        /// How it is given.
        public var form: Form
        /// `--limit`; empty for positional ones.
        public var names: [String]
        /// What its value is, in the registry's words, so that completion knows what to offer: `reference`.
        public var value: String
        /// Whether it may stand several times.
        public var isRepeating: Bool
        /// Whether it may be left out.
        public var isOptional: Bool
        /// The values that it takes, when they are few.
        public var allowed: [String]
        /// A sentence for help.
        public var summary: String
        /// What it is called where that is not its value: the two arguments of `move FROM TO` are both references.
        public var label = ""

        public init(
            form: Form, names: [String] = [], value: String = "", isRepeating: Bool = false, isOptional: Bool = false,
            allowed: [String] = [], summary: String = ""
        ) {
            self.form = form
            self.names = names
            self.value = value
            self.isRepeating = isRepeating
            self.isOptional = isOptional
            self.allowed = allowed
            self.summary = summary
        }
    }

    /// The command's or the subcommand's own word.
    public var name: String
    /// One line.
    public var summary: String
    /// In the order in which they are typed.
    public var arguments: [Argument]
    /// Those that have one, have no arguments of their own.
    public var subcommands: [CommandShape]
    /// The subcommand that is meant when none is typed.
    public var defaultSubcommand: String?

    public init(
        name: String, summary: String = "", arguments: [Argument] = [], subcommands: [CommandShape] = [], defaultSubcommand: String? = nil
    ) {
        self.name = name
        self.summary = summary
        self.arguments = arguments
        self.subcommands = subcommands
        self.defaultSubcommand = defaultSubcommand
    }

    /// The option of that name: `--limit`.
    public func option(_ name: String) -> Argument? { arguments.first { $0.names.contains(name) } }
    /// Those that are given by where they stand.
    public var positionals: [Argument] { arguments.filter { $0.form == .positional } }
}
