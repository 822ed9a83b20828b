import RegistryCore

/// What stands at a place of a command line, by the command's shape.
enum WordPlace: Equatable {
    case subcommand([CommandShape])
    case option(CommandShape)
    /// A value, with what of the word stands before it (`--stage=`).
    case value(CommandShape.Argument, prefix: String)
    case nothing

    init(of word: String, after words: [String], in shape: CommandShape) {
        var shape = shape
        var words = words[...]
        while let next = words.first, let sub = shape.subcommands.first(where: { $0.name == next }) {
            shape = sub
            words = words.dropFirst()
        }
        let isAfterDashes = words.contains("--")
        if !shape.subcommands.isEmpty, !words.contains(where: { !$0.hasPrefix("-") }), !word.hasPrefix("-") {
            let isBegun = shape.subcommands.contains { $0.name.lowercased().hasPrefix(word.lowercased()) }
            if isBegun || shape.defaultSubcommand == nil, words.last.flatMap(shape.taking) == nil {
                self = .subcommand(shape.subcommands)
                return
            }
        }
        if let fallback = shape.subcommands.first(where: { $0.name == shape.defaultSubcommand }) { shape = fallback }
        if !isAfterDashes, let last = words.last, let option = shape.taking(last) {
            self = .value(option, prefix: "")
        } else if !isAfterDashes, word.hasPrefix("--") {
            guard let equals = word.firstIndex(of: "=") else {
                self = .option(shape)
                return
            }
            self = shape.taking(String(word[..<equals])).map { .value($0, prefix: String(word[...equals])) } ?? .nothing
        } else {
            self = WordPlace.argument(after: words, in: shape)
        }
    }

    /// The argument that comes after those that stand there already.
    private static func argument(after words: ArraySlice<String>, in shape: CommandShape) -> WordPlace {
        let count = shape.arguments(in: words).count
        let positionals = shape.positionals
        if positionals.indices.contains(count) { return .value(positionals[count], prefix: "") }
        if let last = positionals.last, last.isRepeating { return .value(last, prefix: "") }
        return .nothing
    }
}

extension CommandShape {
    /// The option of that name that takes a value: the command's own, else one of every command.
    func taking(_ name: String) -> Argument? {
        let option = option(name) ?? GlobalOptions.arguments.first { $0.names.contains(name) }
        return option?.form == .option ? option : nil
    }

    /// The words that are arguments, without options and their values.
    func arguments(in words: ArraySlice<String>) -> [String] {
        var found: [String] = []
        var rest = words
        while let next = rest.popFirst() {
            if next == "--" { return found + rest }
            if taking(next) != nil {
                rest = rest.dropFirst()
            } else if !next.hasPrefix("--"), option(next) == nil {
                found.append(next)
            }
        }
        return found
    }

    /// The shape of the subcommand that the words name, as far as they name one.
    func innermost(_ words: [String]) -> CommandShape {
        guard let next = words.first, let sub = subcommands.first(where: { $0.name == next }) else {
            return subcommands.first { $0.name == defaultSubcommand } ?? self
        }
        return sub.innermost(Array(words.dropFirst()))
    }
}

extension GlobalOptions {
    /// How many words stand before the command's name: options of every command, with their values.
    static func leading(_ words: [String]) -> Int {
        var count = 0
        while count < words.count, words[count].hasPrefix("-") { count += takingValues.contains(words[count]) ? 2 : 1 }
        return min(count, words.count)
    }

    /// The options of every command, as completion knows a command's own.
    static let arguments: [CommandShape.Argument] = [
        .init(form: .option, names: ["--registry"], value: "file", summary: "where the registry is"),
        .init(form: .option, names: ["--home"], value: "home", summary: "whose it is, where there are several"),
        .init(form: .option, names: ["--as"], value: "person", summary: "who you are"),
        .init(form: .option, names: ["--format"], value: "format", allowed: Format.allCases.map(\.rawValue), summary: "how results are printed"),
        .init(form: .option, names: ["--read-from"], value: "which", allowed: ReadFrom.allCases.map(\.rawValue), summary: "which server answers"),
        .init(form: .flag, names: ["--yes"], summary: "answers every question with yes"),
        .init(form: .flag, names: ["--no-input"], summary: "asks nothing"),
        .init(form: .flag, names: ["--quiet"], summary: "tells nothing of how far it is"),
        .init(form: .option, names: ["--color"], value: "when", allowed: ColourChoice.allCases.map(\.rawValue), summary: "whether there are colours"),
        .init(form: .flag, names: ["--help"], summary: "the command's page"),
        .init(form: .flag, names: ["--version"], summary: "the program's version"),
    ]
}
