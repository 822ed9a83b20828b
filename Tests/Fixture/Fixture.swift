import Foundation
import RegistryCore
import RegistryShell
import SQLiteStore
import Standard
import StarterRegistry

/// A new registry in a folder of its own, for one test: runs command lines as a user would and hands back what they
/// print.
public final class Fixture {
    public let folder: URL
    public let plugins: [any Plugin]
    public let path: String
    /// What the last command said on standard error, a line each.
    public private(set) var messages: [String] = []
    private let console: ScriptedConsole
    /// What was asked of the person and said between questions, with what was filled in.
    public var seen: String { console.seen }
    private var printed = ""
    /// What the last shell printed, also where its command failed.
    public var printedSoFar: String { printed }

    /// - Parameters:
    ///   - plugins: the plugins of the build; those that ship when nil.
    ///   - further: plugins beside those that ship.
    ///   - founding: whether the founding records are there.
    ///   - answers: what a person answers to questions, in order; nobody is there when nil.
    public init(plugins: [any Plugin]? = nil, adding further: [any Plugin] = [], founding: Bool = false, answers: [String]? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "practice-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.plugins = (plugins ?? Standard.plugins) + further
        path = folder.appending(path: "registry").path
        console = ScriptedConsole(answers: answers)
        let store = try SQLiteStore.create(path: path)
        let registry = try Registry.found(
            .unnamed, in: store, starter: Fixture.starter, plugins: self.plugins, admin: "admin", account: "admin")
        let admin = try registry.actor(named: "admin", account: "admin")
        try registry.perform([
            .put(PersonChange(name: "lead", role: .lead)), .put(PersonChange(name: "ana", role: .staff)), .put(PersonChange(name: "ben", role: .staff)),
        ], as: admin, command: "people")
        if founding { _ = try registry.addFoundingRecords(Fixture.starter.founding, as: admin) }
        try store.close()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

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
            surroundings: .init(account: person, variables: [:]), opener: FixtureOpener(self), starter: Fixture.starter, plugins: plugins,
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
    public func registry() throws -> Registry { try Registry(store: SQLiteStore.open(path: path), plugins: plugins) }

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
        messages = []
        var options = GlobalOptions()
        options.person = person
        let output = Output(
            result: { [unowned self] in printed += $0 }, message: { [unowned self] in messages.append($0.hasSuffix("\n") ? String($0.dropLast()) : $0) }, width: { width },
            messageWidth: { width ?? 80 })
        let session = Session(
            surroundings: .init(account: person, variables: [:]), opener: FixtureOpener(self), starter: Fixture.starter,
            plugins: plugins, console: console, output: output, options: options)
        return (Shell(session: session, commands: try Assembly(plugins).all(Command.self)), session)
    }
}

private final class FixtureOpener: Session.Opener {
    private let fixture: Fixture
    init(_ fixture: Fixture) { self.fixture = fixture }

    func location(_ options: GlobalOptions) throws -> String { options.registry ?? fixture.path }

    func open(_ options: GlobalOptions) throws -> Registry {
        try Registry(store: SQLiteStore.open(path: location(options)), plugins: fixture.plugins)
    }

    func make(_ options: GlobalOptions, home: HomeName, admin: String?) throws -> Registry {
        try Registry.found(
            home, in: SQLiteStore.create(path: location(options)), starter: Fixture.starter, plugins: fixture.plugins, admin: admin,
            account: admin ?? "tester")
    }
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
