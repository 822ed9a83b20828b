import RegistryCore

/// Proposes what the word at the cursor of a command line may become: commands, options, and values by what they are.
///
/// It knows commands by their shapes alone, so those of a plugin complete like those that ship.
public struct ShellCompleter: Completer {
    private let shell: Shell

    public init(_ shell: Shell) { self.shell = shell }

    public func completion(of line: String, at cursor: Int) -> Completion {
        let typed = String(line.prefix(cursor))
        let typing = Words.typing(typed)
        guard !typing.isComment else { return Completion(start: cursor, candidates: []) }
        let word = typing.last.text
        let before = typing.words.filter { $0.range.upperBound <= typing.lastStart && $0 != typing.last }.map(\.text)
        let words = Array(before.drop { $0.hasPrefix("-") })
        guard let name = words.first, let command = try? shell.command(name) else {
            return Completion(start: typing.lastStart, candidates: words.isEmpty ? commands(word) : [])
        }
        let place = WordPlace(of: word, after: Array(words.dropFirst()), in: command.shape)
        var start = typing.lastStart
        let candidates: [Candidate]
        switch place {
        case .subcommand(let shapes):
            candidates = shapes.filter { $0.name.hasPrefix(word) }.map { Candidate(value: $0.name, note: $0.summary) }
        case .option(let shape): candidates = options(word, shape)
        case .value(let argument, let prefix):
            var values = Values(session: shell.session, commands: shell.commands).matching(argument, word: String(word.dropFirst(prefix.count)))
            start += values.offset
            if !prefix.isEmpty { values.candidates = values.candidates.map { Candidate(value: prefix + $0.value, note: $0.note, finished: $0.finished) } }
            candidates = values.candidates
        case .nothing: candidates = []
        }
        return Completion(start: start, candidates: candidates)
    }

    private func commands(_ word: String) -> [Candidate] {
        shell.commands.filter { $0.name.hasPrefix(word) }.sorted { $0.name < $1.name }.map { Candidate(value: $0.name, note: $0.summary) }
    }

    private func options(_ word: String, _ shape: CommandShape) -> [Candidate] {
        let own = shape.arguments.flatMap { argument in argument.names.map { Candidate(value: $0, note: argument.summary) } }
        let global = GlobalOptions.names.map { Candidate(value: $0, note: "for every command") }
        return (own + global).filter { $0.value.hasPrefix(word) && $0.value.hasPrefix("--") }
    }
}

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
        if !shape.subcommands.isEmpty, words.isEmpty {
            if shape.subcommands.contains(where: { $0.name.hasPrefix(word) }) || shape.defaultSubcommand == nil {
                self = .subcommand(shape.subcommands)
                return
            }
        }
        if let fallback = shape.subcommands.first(where: { $0.name == shape.defaultSubcommand }) { shape = fallback }
        if let last = words.last, let option = shape.option(last), option.form == .option {
            self = .value(option, prefix: "")
        } else if word.hasPrefix("--"), let equals = word.firstIndex(of: "="), let option = shape.option(String(word[..<equals])) {
            self = .value(option, prefix: String(word[...equals]))
        } else if word.hasPrefix("--") {
            self = .option(shape)
        } else {
            var count = 0
            var rest = words
            while let next = rest.popFirst() {
                if let option = shape.option(next) {
                    if option.form == .option { rest = rest.dropFirst() }
                } else if !next.hasPrefix("--") {
                    count += 1
                }
            }
            let positionals = shape.positionals
            if positionals.indices.contains(count) {
                self = .value(positionals[count], prefix: "")
            } else if let last = positionals.last, last.isRepeating {
                self = .value(last, prefix: "")
            } else {
                self = .nothing
            }
        }
    }
}
