import ArgumentParser
import Foundation
import RegistryCore

/// A command written as an ArgumentParser type: how the commands that ship are written.
///
/// Its `CommandConfiguration` has the name and the abstract, and its arguments their help. One with subcommands has
/// them there too, each an `ArgumentCommand` of its own.
///
/// Give arguments a `valueName` that says what they are, and completion offers those: `reference`, `tag`, `stage`, `person`,
/// `role`, `field`, `field=value`, `selection`, `channel`, `importer`, `exporter`, `plugin`, `batch`, `command`, `file`, or a
/// kind's name for references of its contributions (`P12.E3`). Give a choice of few words `completion: .list(…)`.
public protocol ArgumentCommand: ParsableCommand {
    /// Its group and its examples.
    static var about: CommandAbout { get }
    /// Does it, with what was typed in the arguments: see `Command.run`.
    func run(_ session: Session) throws
}

extension ArgumentCommand {
    public static var about: CommandAbout { CommandAbout(.keep) }
}

/// What ArgumentParser's configuration has no place for.
public struct CommandAbout: Sendable {
    /// The heading under which `help` lists it.
    public var group: Command.Group
    /// At least one, subcommands' among them.
    public var examples: [Example]
    /// Whether words that begin with one hyphen are arguments: `tag P1 -transport`.
    public var takesHyphenWords: Bool
    /// Whether it makes a registry where there is none yet.
    public var makesRegistry: Bool
    /// Whether a standby, which may be a moment behind, can answer it.
    public var asksStandby: Bool

    public init(_ group: Command.Group, takesHyphenWords: Bool = false, makesRegistry: Bool = false, asksStandby: Bool = false, examples: [Example] = []) {
        self.group = group
        self.examples = examples
        self.takesHyphenWords = takesHyphenWords
        self.makesRegistry = makesRegistry
        self.asksStandby = asksStandby
    }
}

extension Command {
    /// Adapts an ArgumentParser type.
    public init<Arguments: ArgumentCommand>(_ type: Arguments.Type) {
        let configuration = Arguments.configuration
        self.init(
            name: type._commandName, aliases: configuration.aliases, group: Arguments.about.group, summary: configuration.abstract,
            examples: Arguments.about.examples, shape: CommandShape(dumpedBy: Arguments.self), takesHyphenWords: Arguments.about.takesHyphenWords,
            makesRegistry: Arguments.about.makesRegistry, asksStandby: Arguments.about.asksStandby,
            help: { words, width in Arguments.help(for: words, width: width) },
            run: { words, session in try Arguments.parsed(words).run(session) })
    }
}

extension ArgumentCommand {
    fileprivate static func help(for words: [String], width: Int) -> String {
        var type: ParsableCommand.Type = Self.self
        for word in words {
            guard let next = type.configuration.subcommands.first(where: { $0._commandName == word }) else { break }
            type = next
        }
        return helpMessage(for: type, includeHidden: false, columns: width)
    }

    /// The leaf command that the words name. Throws a `Problem` in the parser's words where they are wrong.
    fileprivate static func parsed(_ words: [String]) throws -> any ArgumentCommand {
        let command: ParsableCommand
        do {
            command = try parseAsRoot(words)
        } catch {
            if let problem = error as? Problem { throw problem }
            let said = message(for: error)
            if let refused = refused(said) { throw refused }
            throw Problem(.usage, sentence(said), next: "help \(_commandName)")
        }
        guard let command = command as? any ArgumentCommand else {
            throw Problem(
                .usage, "\(_commandName) needs another word", allowed: configuration.subcommands.map { $0._commandName }, next: "help \(_commandName)")
        }
        return command
    }

    /// What ArgumentParser says of a value that its type does not take, as facts: “The value 'x' is invalid for
    /// '--limit <number>'”.
    private static func refused(_ message: String) -> Problem? {
        guard let match = message.firstMatch(of: #/[Vv]alue '(?<value>.*)' is invalid for '(?<option>--?[^ '=]+)?[ =]?<(?<what>[^>]+)>'/#) else { return nil }
        let what = String(match.what), option = match.option.map(String.init)
        let article = "aeiou".contains(what.prefix(1)) ? "an" : "a"
        let noun = what == "batch" ? "a batch's number" : "\(article) \(what)"
        return Problem(.usage, "\(option ?? _commandName) takes \(noun)", value: String(match.value), next: "help \(_commandName)")
    }

    /// ArgumentParser's first line as a clause: no full stop, lower case where it begins with a word.
    private static func sentence(_ message: String) -> String {
        var line = message.split(separator: "\n").first.map(String.init) ?? message
        if line.hasPrefix("Error: ") { line.removeFirst(7) }
        while line.hasSuffix(".") { line.removeLast() }
        return line.prefix(1).lowercased() + line.dropFirst()
    }
}

extension CommandShape {
    /// Reads the shape from `_dumpHelp()`, whose model is not a product of the package: only the fields that are
    /// needed are mirrored here.
    init(dumpedBy type: ParsableCommand.Type) {
        guard let dump = try? JSONDecoder().decode(Dump.self, from: Data(type._dumpHelp().utf8)) else {
            self.init(name: type._commandName)
            return
        }
        self.init(dump.command)
    }

    private init(_ dump: Dump.Command) {
        self.init(
            name: dump.commandName, summary: dump.abstract ?? "",
            arguments: (dump.arguments ?? []).filter { $0.shouldDisplay && $0.names?.contains { $0.name == "help" } != true }.map(Argument.init),
            subcommands: (dump.subcommands ?? []).filter { $0.commandName != "help" && $0.shouldDisplay }.map(CommandShape.init),
            defaultSubcommand: dump.defaultSubcommand)
    }

    fileprivate struct Dump: Decodable {
        struct Command: Decodable {
            var commandName: String
            var abstract: String?
            var shouldDisplay: Bool
            var subcommands: [Command]?
            var arguments: [Argument]?
            var defaultSubcommand: String?
        }
        /// `completion: .list([…])` of an argument, which says what it takes; other kinds say nothing here.
        struct Completion: Decodable {
            struct List: Decodable { var values: [String] }
            var list: List?
        }
        struct Argument: Decodable {
            struct Name: Decodable {
                var kind: String
                var name: String
            }
            var kind: String
            var shouldDisplay: Bool
            var isOptional: Bool
            var isRepeating: Bool
            var names: [Name]?
            var valueName: String?
            var allValues: [String]?
            var completionKind: Completion?
            var abstract: String?
        }
        var command: Command
    }
}

extension CommandShape.Argument {
    fileprivate init(_ dump: CommandShape.Dump.Argument) {
        self.init(
            form: dump.kind == "positional" ? .positional : dump.kind == "flag" ? .flag : .option,
            names: (dump.names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }, value: dump.valueName ?? "",
            isRepeating: dump.isRepeating, isOptional: dump.isOptional, allowed: dump.allValues ?? dump.completionKind?.list?.values ?? [], summary: dump.abstract ?? "")
    }
}
