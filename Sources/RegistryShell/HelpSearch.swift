import Foundation
import RegistryCore

extension HelpText {
    /// What help knows of some words: a line to type, and what it does.
    public struct Finding: Equatable, Sendable {
        public var line: String
        public var meaning: String
    }

    /// The tasks, commands and examples that have to do with words, the likeliest first, each line once.
    ///
    /// What has all of the words; what has any of them where nothing has all.
    public static func findings(of words: [String], in commands: [Command]) -> [Finding] {
        let asked = words.map(folded).filter { !$0.isEmpty }
        guard !asked.isEmpty else { return [] }
        let entries = entries(of: commands)
        let all = entries.filter { entry in asked.allSatisfy(entry.has) }
        let found = all.isEmpty ? entries.filter { entry in asked.contains(where: entry.has) } : all
        var seen = Set<String>()
        return Array(found.map(\.finding).filter { seen.insert($0.line).inserted }.prefix(12))
    }

    private struct Entry {
        let finding: Finding
        /// The words that it is found by, besides those that people bring from elsewhere for the command.
        let words: [String]
        let command: String

        init(_ line: String, _ meaning: String, also text: String = "") {
            finding = Finding(line: line, meaning: meaning)
            words = "\(line) \(meaning) \(text)".split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map { folded(String($0)) }
            command = String(line.prefix { $0 != " " })
        }

        /// Whether a word of it begins so; “trained” and “training” have “train”, and each other's beginning.
        func has(_ word: String) -> Bool {
            words.contains { $0.hasPrefix(word) } || OtherWords.means(word, command)
        }
    }

    private static func entries(of commands: [Command]) -> [Entry] {
        let names = Set(commands.flatMap { [$0.name] + $0.aliases })
        let tasks = Task.all.flatMap { task in
            task.lines.filter { line in names.contains(String(line.prefix { $0 != " " })) }.map { Entry($0, task.wish) }
        }
        let own = commands.map { command in
            Entry(command.name, command.summary, also: ([command.shape] + command.shape.subcommands).flatMap { shape in
                [shape.name, shape.summary] + shape.arguments.flatMap { $0.names + [$0.summary] }
            }.joined(separator: " "))
        }
        let examples = commands.flatMap(\.examples).map { Entry($0.line, $0.note) }
        return tasks + own + examples
    }

    private static func folded(_ word: String) -> String {
        word.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }
}
