import RegistryCore

extension Command {
    /// The words in the order in which ArgumentParser takes them: subcommands, options with their values, `--`,
    /// then the arguments, which may begin with a hyphen where the command takes such words.
    ///
    /// ArgumentParser offers no nearest match, and lets a misspelt option hide behind "missing argument" or be
    /// taken for an argument; so options are known here first. Throws a `Problem` that points at the word.
    public func arranged(_ words: [String]) throws -> [String] {
        var shape = shape
        var rest = words[...]
        var lead: [String] = []
        while let next = rest.first, let sub = shape.subcommands.first(where: { $0.name == next }) {
            lead.append(next)
            shape = sub
            rest = rest.dropFirst()
        }
        if !shape.subcommands.isEmpty {
            let fallback = shape.subcommands.first { $0.name == shape.defaultSubcommand }
            // A word that the default subcommand could not take either is a misspelt subcommand.
            if let word = rest.first, !word.hasPrefix("-"), fallback?.positionals.isEmpty ?? true {
                let names = shape.subcommands.map(\.name)
                throw Problem(
                    .usage, "\(shape.name) does not know this word", value: word, at: Command.place(of: word, in: words, after: name),
                    allowed: names, nearest: Nearest.match(word, among: names), next: "help \(name)")
            }
            guard let fallback else { return words }
            lead.append(fallback.name)
            shape = fallback
        }
        var options: [String] = []
        var arguments: [String] = []
        while let word = rest.popFirst() {
            if word == "--" {
                arguments += rest
                break
            }
            guard word.hasPrefix("-"), word.count > 1 else {
                arguments.append(word)
                continue
            }
            let name = String(word.prefix { $0 != "=" })
            if name == "--help" || name == "-h" { return lead + ["--help"] }
            guard let option = shape.option(name) else {
                if takesHyphenWords && !word.hasPrefix("--") || Double(word) != nil {
                    arguments.append(word)
                    continue
                }
                throw unknown(name, in: words, shape)
            }
            if option.form == .option, name == word || word.dropFirst(name.count) == "=" {
                guard let value = name == word ? rest.popFirst() : "" else {
                    throw Problem(
                        .usage, "\(name) needs a value", at: Command.place(of: name, in: words, after: self.name), allowed: option.allowed,
                        next: "help \(self.name)")
                }
                // A value may begin with a hyphen, which ArgumentParser takes only when it is joined to its option; an
                // empty one, which takes a thing away, only when it is not.
                options += value.isEmpty ? [name, ""] : ["\(name)=\(value)"]
            } else {
                options.append(word)
            }
        }
        try count(arguments, of: shape, in: words, after: lead)
        return lead + options + (arguments.isEmpty ? [] : ["--"] + arguments)
    }

    /// Throws a problem where arguments are missing, or there are more than are taken.
    private func count(_ arguments: [String], of shape: CommandShape, in words: [String], after lead: [String]) throws {
        let taken = shape.positionals
        let named = ([name] + lead).joined(separator: " ")
        if let missing = taken.dropFirst(arguments.count).first(where: { !$0.isOptional }) {
            let example = examples.first { $0.line.hasPrefix(named + " ") }?.line
            throw Problem(
                .usage, "\(named) needs \(Command.article(missing.value))", allowed: missing.allowed, details: missing.summary.isEmpty ? [] : [missing.summary],
                next: example ?? "help \(named)")
        }
        guard arguments.count > taken.count, taken.last?.isRepeating != true else { return }
        let extra = arguments[taken.count]
        let what = switch taken.count {
        case 0: "\(named) takes nothing of this kind"
        case 1: "\(named) takes one \(taken[0].value), and this is one word more"
        default: "\(named) takes \(taken.map(\.value).joined(separator: " and ")), and this is one word more"
        }
        throw Problem(
            .usage, what, value: extra, at: Command.place(of: extra, in: words, after: name),
            details: taken.isEmpty ? [] : ["words that belong together stand in quotes"], next: "help \(named)")
    }

    /// “a reference”, “an order”
    private static func article(_ noun: String) -> String { (noun.first.map { "aeiou".contains($0) } == true ? "an " : "a ") + noun }

    private func unknown(_ name: String, in words: [String], _ shape: CommandShape) -> Problem {
        let known = shape.arguments.flatMap(\.names) + GlobalOptions.names
        return Problem(
            .usage, "\(self.name) has no such option", value: name, at: Command.place(of: name, in: words, after: self.name),
            allowed: shape.arguments.flatMap(\.names), nearest: Nearest.match(name, among: known), next: "help \(self.name)")
    }

    /// Where a word stands in the line, as it would be typed.
    private static func place(of word: String, in words: [String], after name: String) -> Problem.Place {
        var text = name
        var range: Range<Int>?
        for other in words {
            text += " "
            if range == nil, other == word || other.hasPrefix(word + "=") { range = text.count..<text.count + word.count }
            text += Words.quote(other)
        }
        return Problem.Place(text: text, range: range)
    }
}
