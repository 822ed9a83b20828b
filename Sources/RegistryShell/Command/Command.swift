import RegistryCore
import Synchronization

/// A command of the registry as a value: its words, its help, and what it runs. The shell, scripts and the prompt
/// see no difference between those that come from an ArgumentParser type and those that come from elsewhere.
public struct Command: Extension, ClaimsNames {
    public static var point: String { "command" }

    public let name: String
    public let aliases: [String]
    /// The heading under which `help` lists it.
    public let group: Group
    /// One line.
    public let summary: String
    public let examples: [Example]
    /// Its arguments, options and subcommands: what completion and nearest matches know. Found out on first use, as most
    /// commands are never typed in one session.
    public var shape: CommandShape { lateShape.value }
    private let lateShape: Late<CommandShape>
    /// Whether words that begin with one hyphen are its arguments where they are no options (`tag P1 -x`).
    public let takesHyphenWords: Bool
    /// Whether it makes a registry where there is none yet: the first write does.
    public let makesRegistry: Bool
    /// The whole help, to a width in columns.
    public let help: @Sendable (_ words: [String], _ width: Int) -> String
    /// Runs it with the words after its name, options first. Throws `Problem`s.
    public let run: @Sendable (_ words: [String], _ session: Session) throws -> Void

    public init(
        name: String, aliases: [String] = [], group: Group, summary: String, examples: [Example] = [], shape: @escaping @autoclosure @Sendable () -> CommandShape,
        takesHyphenWords: Bool = false, makesRegistry: Bool = false,
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
        self.help = help
        self.run = run
    }

    /// What a command is for, in the order in which `help` lists them.
    public enum Group: String, Sendable, CaseIterable {
        case ideas = "Put in and find"
        case judge = "Say what you know of one"
        case move = "Review and promote"
        case spread = "Share and develop"
        case bulk = "Bring in and take out"
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
    public struct Argument: Sendable, Equatable {
        public enum Form: Sendable { case positional, option, flag }
        public var form: Form
        /// `--limit`; empty for positional ones.
        public var names: [String]
        /// What its value is, in the registry's words, so that completion knows what to offer: `reference`.
        public var value: String
        public var isRepeating: Bool
        public var isOptional: Bool
        /// The values that it takes, when they are few.
        public var allowed: [String]
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

    public var name: String
    public var summary: String
    public var arguments: [Argument]
    public var subcommands: [CommandShape]
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

    public func option(_ name: String) -> Argument? { arguments.first { $0.names.contains(name) } }
    public var positionals: [Argument] { arguments.filter { $0.form == .positional } }
}
