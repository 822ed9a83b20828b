import RegistryCore

/// What a command runs with: the registry, who is there, where results go, and what was listed last.
///
/// One lives as long as a prompt, or as one command of the shell.
public final class Session {
    /// What the process knows of its surroundings; given, so that tests give their own.
    public struct Surroundings: Sendable {
        /// The system's account.
        public var account: String
        public var variables: [String: String]
        /// The machine as attached plugins know it, and whether running work is to stop: as `Console.interrupted`, for work
        /// on any thread.
        public var machine: Machine

        public init(account: String, variables: [String: String], machine: Machine? = nil) {
            self.account = account
            self.variables = variables
            self.machine = machine ?? Machine(variables: variables)
        }
    }

    /// Opens, makes and finds out about the registry that options name: the choice of a store is the program's.
    public protocol Opener: AnyObject {
        /// Where the registry of these options is or would be.
        func location(_ options: GlobalOptions) throws -> String
        /// Opens it with plugins. Throws `noInput` when it is not there.
        func open(_ options: GlobalOptions, plugins: [any Plugin]) throws -> Registry
        /// Whether a first write makes the one that these options name.
        func makesOnFirstWrite(_ options: GlobalOptions) -> Bool
        /// Makes a new one with a home. Throws `cannotCreate` when something is there.
        ///
        /// - Parameter distributed: whether homes are shared out among the servers of a cluster.
        func make(_ options: GlobalOptions, plugins: [any Plugin], home: HomeName, admin: String?, distributed: Bool) throws -> Registry
        /// A place to which a registry can move, named as `--registry` names one.
        func destination(_ place: String) throws -> Destination
    }

    public let surroundings: Surroundings
    public let opener: any Opener
    public let starter: Starter
    public let console: any Console
    public let output: Output
    public internal(set) var options: GlobalOptions
    /// The commands of this build, and the ids of the plugins that bring them.
    var allCommands: [Command] = []
    var commandOwners: [String: String] = [:]
    /// Every plugin of this build, and those that are attached to this machine.
    public internal(set) var plugins: [any Plugin]
    public var recent = Recent()
    private var opened: (location: String, home: String?, registry: Registry)?
    /// What was told of plugins that are left out.
    var told: Set<String> = []
    /// Whether the command that runs may make the registry.
    var mayMakeRegistry = false
    /// Whether a standby is to answer the command that runs.
    var asksStandby = false
    /// Runs the words of a command; the shell's.
    var runner: (([String]) throws -> Void)?
    /// What runs scripts.
    weak var shell: Shell?
    /// How many scripts run one another at the moment.
    var scriptDepth = 0

    public init(
        surroundings: Surroundings, opener: any Opener, starter: Starter, plugins: [any Plugin], console: any Console,
        output: Output, options: GlobalOptions
    ) {
        self.surroundings = surroundings
        self.opener = opener
        self.starter = starter
        self.plugins = plugins
        self.console = console
        self.output = output
        self.options = options
    }

    /// The registry; opened once, and made when the first write is what runs.
    public func registry() throws -> Registry {
        let location = try opener.location(options)
        if let opened, opened.location == location, opened.home == options.home {
            opened.registry.readsFromStandby(asksStandby)
            return opened.registry
        }
        try close()
        let registry: Registry
        do {
            registry = try opener.open(options, plugins: plugins)
        } catch let problem as Problem where problem.kind == .noInput && mayMakeRegistry && opener.makesOnFirstWrite(options) {
            registry = try makeOrOpen(location)
        }
        opened = (location, options.home, registry)
        registry.readsFromStandby(asksStandby)
        tellOfLeftOut(registry.assembly)
        return registry
    }

    /// Makes the registry that a first write finds missing; another process may make it in the same instant.
    private func makeOrOpen(_ location: String) throws -> Registry {
        let registry: Registry
        do {
            registry = try opener.make(options, plugins: plugins, home: try homeName() ?? .unnamed, admin: name, distributed: false)
        } catch let problem as Problem where problem.kind == .cannotCreate {
            guard let made = try? opener.open(options, plugins: plugins) else { throw problem }
            return made
        }
        notice("made a new registry at \(location); \(try actor(in: registry).person.name) is its admin")
        return registry
    }

    /// Makes a registry, for `init`.
    public func makeRegistry(home: HomeName, distributed: Bool = false) throws -> Registry {
        try close()
        let registry = try opener.make(options, plugins: plugins, home: home, admin: name, distributed: distributed)
        opened = (try opener.location(options), options.home, registry)
        return registry
    }

    /// Whether a batch was made, and so may have been kept, since this was last asked.
    func tookBatchMade() -> Bool { opened?.registry.tookBatchMade() ?? false }

    /// Forgets the open registry, so that the next use reads its configuration anew.
    public func reopen() throws { try close() }

    /// Lets go of the open registry, at the end of a process or of a registry's turn.
    public func close() throws {
        defer { opened = nil }
        try opened?.registry.close()
    }

    public func homeName() throws -> HomeName? { try options.homeName() }

    /// The name that was given for who acts: `--as`, else `PRACTICE_USER`.
    private var name: String? {
        options.person ?? surroundings.variables["PRACTICE_USER"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Who acts.
    public func actor() throws -> Actor { try actor(in: registry()) }

    private func actor(in registry: Registry) throws -> Actor { try registry.actor(named: name, account: surroundings.account) }

    public func viewer() throws -> Viewer { try actor().viewer }

    /// Does operations as one batch, and tells the person what there is to tell beside the result.
    @discardableResult
    public func perform(_ operations: [Operation], command: String, keeping reason: String? = nil) throws -> Outcome {
        let outcome = try registry().perform(operations, as: actor(), command: command, keeping: reason)
        for note in outcome.notes { notice(note.message) }
        if outcome.contributions.contains(where: { $0.held != nil && !$0.withdrawn }) {
            notice("what you added is held: only you and the leads see it until a lead clears it")
        }
        for line in outcome.notices { notice(line) }
        return outcome
    }

    /// Whether this build has a command of that name: a plugin need not be there.
    public func has(command name: String) -> Bool { commands.contains { $0.name == name } }

    /// Runs another command, as if its words had been typed. A plugin reaches another's work only by the words that a
    /// person would use; `has(command:)` says whether they mean anything in this build.
    public func run(_ words: [String]) throws {
        guard let runner else { throw Problem(.usage, "there is no shell to run this", value: words.first) }
        try runner(words)
    }

    /// Asks a yes-or-no question whose default is no. `--yes` answers it; without a person to answer, it is an
    /// error that names `--yes`.
    public func confirm(_ question: String) throws -> Bool {
        if options.yes { return true }
        guard canAsk else {
            throw Problem(.usage, "this needs a yes: \(question)", next: "add --yes")
        }
        while true {
            switch console.ask("\(question) [y/N] ", prefill: "", completer: nil, remember: false) {
            case .line(let answer):
                switch answer.lowercased().split(whereSeparator: \.isWhitespace).first {
                case "y", "yes": return true
                case nil, "n", "no": return false
                default: console.write("Please answer y or n.\n")
                }
            case .interrupted: throw Problem(.interrupted, "stopped; nothing was saved")
            case .endOfInput: return false
            }
        }
    }

    /// Whether there is a person to ask.
    public var canAsk: Bool { console.isInteractive && !options.noInput }
}

extension Session.Opener {
    public func makesOnFirstWrite(_ options: GlobalOptions) -> Bool { true }
}
