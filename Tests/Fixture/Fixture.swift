import Foundation
import RegistryCore
import RegistryShell
import Server
import SQLiteStore
import Standard
import StarterRegistry
import Synchronization

/// A new registry in a folder of its own, for one test: runs command lines as a user would and hands back what they
/// print.
public final class Fixture {
    public let folder: URL
    /// Those of the build; with those that are attached, each shell asks anew.
    public let plugins: [any Plugin]
    private var attached: [any Plugin] = []
    private var databases: [Database] = []
    fileprivate let engine: Engine
    /// What the last command said on standard error, a line each.
    public var messages: [String] { said + told.lines.withLock { $0 } }
    private var said: [String] = []
    private let console: ScriptedConsole
    /// What was asked of the person and said between questions, with what was filled in.
    public var seen: String { console.seen }
    private var printed = ""
    /// What the last shell printed, also where its command failed.
    public var printedSoFar: String { printed }

    /// - Parameters:
    ///   - plugins: the plugins of the build; those that ship when nil.
    ///   - further: plugins beside those that ship; one that ships by now is there once.
    ///   - founding: whether the founding records are there.
    ///   - answers: what a person answers to questions, in order; nobody is there when nil.
    public init(plugins: [any Plugin]? = nil, adding further: [any Plugin] = [], founding: Bool = false, answers: [String]? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "practice-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.plugins = (plugins ?? Standard.plugins).filter { plugin in !further.contains { $0.id == plugin.id } } + further
        console = ScriptedConsole(answers: answers)
        engine = try Engine(in: folder)
        let store = try engine.made()
        let registry = try Registry.found(
            .unnamed, in: store, starter: Fixture.starter, plugins: self.plugins, admin: "admin", account: "admin")
        let admin = try registry.actor(named: "admin", account: "admin")
        try registry.perform([
            .put(PersonChange(name: "lead", role: .lead, login: "lead")), .put(PersonChange(name: "ana", role: .staff, login: "ana")),
            .put(PersonChange(name: "ben", role: .staff, login: "ben")),
        ], as: admin, command: "people")
        if founding { _ = try registry.addFoundingRecords(Fixture.starter.founding, as: admin) }
        try store.close()
    }

    deinit {
        end()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Ends what plugins run beside the tests.
    public func end() {
        for plugin in attached { plugin.end() }
    }

    /// The machine as attached plugins know it: one of the test's own.
    private lazy var machine = Machine(
        variables: ["XDG_DATA_HOME": folder.appending(path: "data").path], isStopped: { [stopping] in stopping.isAsked },
        tell: { [told] line in told.lines.withLock { $0.append(line) } })
    /// Asks running work to stop, as Ctrl-C does.
    public let stopping = Stop()
    private let told = Told()

    /// All plugins, with those that are attached now.
    public func allPlugins() -> [any Plugin] {
        end()
        let all = plugins.withAttached(to: machine)
        attached = Array(all[plugins.count...])
        return all
    }

    /// What the last commands asked a person and wrote beside their questions.
    public var asked: String { console.seen }

    /// Called before each answer of the person, with how many were given already: for what others do meanwhile.
    public var beforeAnswer: ((Int) -> Void)? {
        get { console.beforeAnswer }
        set { console.beforeAnswer = newValue }
    }

    /// Runs one command line as somebody else at another terminal, while a command of this one runs.
    public func aside(_ line: String, as person: String) throws {
        var options = GlobalOptions()
        options.person = person
        let session = Session(
            surroundings: .init(account: person, variables: [:]), opener: FixtureOpener(self, person), starter: Fixture.starter, plugins: plugins,
            console: ScriptedConsole(answers: nil), output: Output(result: { _ in }, message: { _ in }), options: options)
        try Shell(session: session, commands: try Assembly(plugins).all(Command.self)).run(line: line)
        try session.close()
    }

    /// What the files in `registry/` say.
    public static var starter: Starter {
        Starter(
            documents: ["fields": StarterFiles.fields, "stages": StarterFiles.stages, "evidence": StarterFiles.evidence, "tags": StarterFiles.tags],
            founding: StarterFiles.founding)
    }

    /// The registry, opened afresh.
    public func registry() throws -> Registry { try Registry(store: engine.opened(), plugins: allPlugins()) }

    /// The address of a database on the tests' server in which nothing is, for a login. It goes with the fixture.
    public func emptyDatabase(as login: String = "admin") throws -> String {
        let database = try Database(on: Server.shared.get())
        databases.append(database)
        return try database.address(as: login, makesRegistry: true)
    }

    /// Makes a login of a server's, which admins name only when it is there.
    public func make(login: String) throws { if Engine.isServer { try Server.shared.get().make(login: login) } }

    /// Opens what `--registry` names.
    public static func open(_ location: String) throws -> any Store { try Engine.open(location) }
    public static func destination(_ place: String) throws -> Destination { try Engine.destination(place) }

    /// All that is kept, as it lies there.
    public func bytes() throws -> Data { try engine.bytes() }

    /// Somebody of the registry who acts.
    public func actor(_ name: String) throws -> Actor { try registry().actor(named: name, account: name) }

    /// Runs one command line and returns what it printed. Throws what it throws; `messages` has what it told.
    @discardableResult
    public func run(_ line: String, as person: String = "admin", width: Int? = nil) throws -> String {
        let (shell, _) = try shell(as: person, width: width)
        try shell.run(line: line)
        return printed
    }

    /// Runs one command line that must fail, and returns its problem; nil when it did not fail.
    public func problem(_ line: String, as person: String = "admin") throws -> Problem? {
        do {
            try run(line, as: person)
            return nil
        } catch let problem as Problem {
            return problem
        }
    }

    /// Runs one command with `--format json` and returns what it printed, as JSON.
    public func json(_ line: String, as person: String = "admin") throws -> JSONValue {
        try JSONValue(parsing: run(line + " --format json", as: person))
    }

    /// A shell with this registry, whose output `run` collects.
    public func shell(as person: String = "admin", width: Int? = nil) throws -> (Shell, Session) {
        printed = ""
        said = []
        told.lines.withLock { $0 = [] }
        var options = GlobalOptions()
        options.person = person
        let plugins = allPlugins()
        let output = Output(
            result: { [unowned self] in printed += $0 }, message: { [unowned self] in said.append($0.hasSuffix("\n") ? String($0.dropLast()) : $0) }, width: { width },
            messageWidth: { width ?? 80 })
        let session = Session(
            surroundings: .init(account: person, variables: [:], machine: machine), opener: FixtureOpener(self, person), starter: Fixture.starter,
            plugins: plugins, console: console, output: output, options: options)
        return (Shell(session: session, assembly: try Assembly(plugins)), session)
    }
}

private final class FixtureOpener: Session.Opener {
    private let fixture: Fixture
    /// Who sits there.
    private let person: String
    init(_ fixture: Fixture, _ person: String) {
        self.fixture = fixture
        self.person = person
    }

    func location(_ options: GlobalOptions) throws -> String { try options.registry ?? fixture.engine.location(for: person) }

    func open(_ options: GlobalOptions, plugins: [any Plugin]) throws -> Registry {
        try Registry(store: Engine.open(location(options)), home: options.homeName(), plugins: plugins)
    }

    func destination(_ place: String) throws -> Destination { try Engine.destination(place) }

    func make(_ options: GlobalOptions, plugins: [any Plugin], home: HomeName, admin: String?, distributed: Bool) throws -> Registry {
        try Registry.found(
            home, in: SQLiteStore.create(path: location(options)), starter: Fixture.starter, plugins: plugins, admin: admin,
            account: admin ?? "tester")
    }
}

/// What attached plugins had told.
private final class Told: Sendable {
    let lines = Mutex<[String]>([])
}

/// A Ctrl-C that a test presses.
public final class Stop: Sendable {
    private let asked = Atomic<Bool>(false)
    public func ask() { asked.store(true, ordering: .relaxed) }
    var isAsked: Bool { asked.exchange(false, ordering: .relaxed) }
}

/// A person whose answers are known beforehand.
public final class ScriptedConsole: Console {
    private var answers: [String]?
    /// What was asked and written.
    public private(set) var seen = ""
    public var beforeAnswer: ((Int) -> Void)?
    private var given = 0

    public init(answers: [String]?) { self.answers = answers }

    public var isInteractive: Bool { answers != nil }
    public var width: Int { 80 }

    public func ask(_ prompt: String, prefill: String, completer: (any Completer)?, remember: Bool) -> Answer {
        seen += prompt + prefill + "\n"
        beforeAnswer?(given)
        given += 1
        guard let answer = answers?.first else { return .endOfInput }
        answers?.removeFirst()
        switch answer {
        case "^C": return .interrupted
        case "^D": return .endOfInput
        // Enter alone takes what is filled in.
        case "^M": return .line(prefill)
        default: return .line(answer)
        }
    }

    public func write(_ text: String) { seen += text }
    public func interrupted() -> Bool { false }
}
