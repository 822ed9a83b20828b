import RegistryCore
import RegistryShell

/// The words of a plugin's command, read as its manifest says.
struct TypedWords {
    var subcommand: String?
    var arguments: JSONObject = [:]
    var options: JSONObject = [:]

    /// - Parameters:
    ///   - words: as `Command.arranged` leaves them: subcommand, options, `--`, arguments.
    ///   - command: the command's name.
    init(_ words: [String], of shape: CommandShape, command: String) throws {
        var shape = shape
        var rest = words[...]
        if !shape.subcommands.isEmpty {
            guard let name = rest.popFirst(), let sub = shape.subcommands.first(where: { $0.name == name }) else {
                throw Problem(.usage, "\(command) needs another word", allowed: shape.subcommands.map(\.name), next: "help \(command)")
            }
            subcommand = name
            shape = sub
        }
        while let word = rest.popFirst(), word != "--" {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let option = shape.option(parts[0]) else { throw Problem(.usage, "\(command) has no such option", value: word, next: "help \(command)") }
            if option.form == .flag {
                guard parts.count == 1 else { throw Problem(.usage, "\(parts[0]) takes no value", value: parts[1], next: "help \(command)") }
                options[option.name] = true
                continue
            }
            guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else { throw Problem(.usage, "\(parts[0]) needs a value", next: "help \(command)") }
            let text = JSONValue.string(try TypedWords.allowed(value, by: option, parts[0]))
            options[option.name] = option.isRepeating ? .array((options[option.name]?.array ?? []) + [text]) : text
        }
        try take(rest, shape.positionals, command)
    }

    private mutating func take(_ words: ArraySlice<String>, _ positionals: [CommandShape.Argument], _ command: String) throws {
        var words = words
        for argument in positionals {
            if argument.isRepeating {
                guard argument.isOptional || !words.isEmpty else { throw TypedWords.missing(argument, command) }
                arguments[argument.name] = .array(try words.map { .string(try TypedWords.allowed($0, by: argument, argument.name)) })
                words = []
            } else if let word = words.popFirst() {
                arguments[argument.name] = .string(try TypedWords.allowed(word, by: argument, argument.name))
            } else if !argument.isOptional {
                throw TypedWords.missing(argument, command)
            }
        }
        if let word = words.first { throw Problem(.usage, "\(command) does not know what to do with this word", value: word, next: "help \(command)") }
    }

    private static func missing(_ argument: CommandShape.Argument, _ command: String) -> Problem {
        Problem(.usage, "missing: \(argument.name)" + (argument.summary.isEmpty ? "" : ", \(argument.summary.prefix(1).lowercased() + argument.summary.dropFirst())"), next: "help \(command)")
    }

    private static func allowed(_ value: String, by argument: CommandShape.Argument, _ name: String) throws -> String {
        guard argument.allowed.isEmpty || argument.allowed.contains(value) else {
            throw Problem(.usage, "\(name) does not take this", value: value, allowed: argument.allowed, nearest: Nearest.match(value, among: argument.allowed))
        }
        return value
    }
}
