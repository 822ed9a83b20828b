import RegistryCore

/// Proposes what the word at the cursor of a command line may become: commands, options, and values by what they are.
///
/// It knows commands by their shapes alone, so those of a plugin complete like those that ship. Case does not count,
/// and nothing is offered where nothing is known.
public struct ShellCompleter: Completer {
    private let shell: Shell

    public init(_ shell: Shell) { self.shell = shell }

    public func completion(of line: String, at cursor: Int) -> Completion {
        let typed = String(line.prefix(cursor))
        let typing = Words.typing(typed)
        guard !typing.isComment else { return Completion(start: cursor, candidates: []) }
        let word = typing.last.text
        let words = typing.words.map(\.text)
        let command = words.dropFirst(GlobalOptions.leading(words))
        guard let name = command.first else {
            if let last = words.last, let option = GlobalOptions.arguments.first(where: { $0.names.contains(last) && $0.form == .option }) {
                return values(option, after: "", words: words, [], typing, typed)
            }
            return Completion(start: typing.lastStart, candidates: word.hasPrefix("-") ? options(word, nil, given: words) : commands(word))
        }
        guard let known = try? shell.command(name) else { return Completion(start: typing.lastStart, candidates: []) }
        let before = Array(command.dropFirst())
        // What begins with one hyphen is an option where the command has no use of its own for it.
        var place = WordPlace(of: word, after: before, in: known.shape)
        if word == "-", !known.takesHyphenWords, case .value(let argument, _) = place, known.shape.innermost(before).option(argument.names.first ?? "") == nil {
            place = .option(known.shape.innermost(before))
        }
        switch place {
        case .subcommand(let shapes):
            let candidates = shapes.map { Candidate(value: $0.name, note: $0.summary) }.beginning(word)
            return Completion(start: typing.lastStart, candidates: candidates)
        case .option(let shape): return Completion(start: typing.lastStart, candidates: options(word, shape, given: before))
        case .value(let argument, let prefix):
            return values(argument, after: prefix, words: words, known.shape.innermost(before).arguments(in: ShellCompleter.rest(before, known.shape)), typing, typed)
        case .nothing: return Completion(start: typing.lastStart, candidates: [])
        }
    }

    /// The words without those that name subcommands.
    private static func rest(_ words: [String], _ shape: CommandShape) -> ArraySlice<String> {
        guard let next = words.first, let sub = shape.subcommands.first(where: { $0.name == next }) else { return words[...] }
        return rest(Array(words.dropFirst()), sub)
    }

    private func commands(_ word: String) -> [Candidate] {
        let found = Command.Group.allCases.flatMap { group in
            shell.commands.filter { $0.group == group }.sorted { $0.name < $1.name }
                .map { Candidate(value: $0.name, note: $0.summary, group: group.rawValue) }
        }.beginning(word)
        // Another name of a command that is there already would only make the list longer.
        let aliases = shell.commands.filter { command in !found.contains { $0.value == command.name } }.flatMap { command in
            command.aliases.map { Candidate(value: $0, note: "the same as \(command.name)", group: command.group.rawValue) }
        }
        return found + aliases.beginning(word)
    }

    /// The command's own options, then those of every command; without those that stand there already.
    private func options(_ word: String, _ shape: CommandShape?, given: [String]) -> [Candidate] {
        let own = shape?.arguments ?? []
        let names = Set(own.flatMap(\.names))
        let there = Set(given.map { String($0.prefix { $0 != "=" }) })
        func candidates(_ arguments: [CommandShape.Argument], _ group: String) -> [Candidate] {
            arguments.filter { $0.isRepeating || there.isDisjoint(with: $0.names) }.flatMap { argument in
                argument.names.filter { $0.hasPrefix("--") }.map { Candidate(value: $0, note: argument.summary, group: group) }
            }
        }
        let global = GlobalOptions.arguments.filter { names.isDisjoint(with: $0.names) }
        return (candidates(own, "Of \(shape?.name ?? "")") + candidates(global, "Of every command")).beginning(word)
    }

    private func values(
        _ argument: CommandShape.Argument, after prefix: String, words: [String], _ arguments: [String], _ typing: Words.Typing, _ typed: String
    ) -> Completion {
        let values = Values(session: shell.session, commands: shell.commands, words: words, arguments: arguments)
        guard argument.value == "selection", argument.allowed.isEmpty else {
            let candidates = values.matching(argument, word: String(typing.last.text.dropFirst(prefix.count)))
            return Completion(start: typing.lastStart, candidates: prefix.isEmpty ? candidates : candidates.map { $0.after(prefix) })
        }
        let piece = SelectionWord(typing, in: typed, after: prefix)
        let (start, candidates) = SelectionValues(values: values).matching(piece)
        return Completion(start: start, candidates: candidates)
    }
}

extension Candidate {
    /// The same with a text before it.
    func after(_ prefix: String) -> Candidate { Candidate(value: prefix + value, note: note, finished: finished, group: group) }
}

extension [Candidate] {
    /// Those that begin so, without regard to case, each once.
    func beginning(_ word: String) -> [Candidate] {
        var seen = Set<String>()
        let key = word.lowercased()
        return filter { $0.value.lowercased().hasPrefix(key) && seen.insert($0.value).inserted }
    }
}
