import RegistryCore
import RegistryShell

/// Looking after a registry: made, its people and configuration, what was done to it, and whether it is whole.
public struct KeepingPlugin: Plugin {
    public let id = "keeping"
    public let summary = "Look after a registry: its people, configuration and journal, and help"
    public let isIndispensable = true

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        return [
            Command(InitCommand.self), Command(PeopleCommand.self), Command(ConfigCommand.self),
            Command(JournalCommand.self), Command(BatchesCommand.self), Command(VerifyCommand.self), Command(UndoCommand.self),
            Command(HelpCommand.self), Command(RunCommand.self), Command(QuitCommand.self),
        ]
    }
}

extension Session {
    /// A command as it is typed here: alone at the prompt and in a script, after the program's name at a shell.
    func typed(_ line: String) -> String {
        guard !recent.isKept else { return line }
        return (["practice"] + (options.registry.map { ["--registry", Words.quoteForShell($0)] } ?? []) + [line]).joined(separator: " ")
    }
}

/// How many rows a list may have. Throws a usage problem below 1.
func checked(limit: Int, of command: String) throws -> Int {
    guard limit > 0 else { throw Problem(.usage, "--limit is at least 1", value: String(limit), next: "\(command) --limit 20") }
    return limit
}

extension Array where Element == String {
    /// The first of them, and how many more there are.
    func capped(at most: Int) -> [String] {
        count <= most ? self : Array(prefix(most)) + ["and \(count - most) more"]
    }
}

/// “1 entry”, “3 entries”.
func counted(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }
