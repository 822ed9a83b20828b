import RegistryCore

/// The texts of `help`.
public enum HelpText {
    /// The page of a command, or of the subcommand that the words after its name say: what it is given, then its
    /// examples.
    public static func page(of command: Command, words: [String], width: Int, ink: Ink) -> String {
        var text = tidied(command.help(words, max(40, width)), command.name, width: max(40, width))
        let beginning = ([command.name] + words.filter { !$0.hasPrefix("-") }).joined(separator: " ")
        let examples = command.examples.filter { $0.line == beginning || $0.line.hasPrefix(beginning + " ") }
        guard !examples.isEmpty else { return text }
        text += "\n" + ink(.strong, "EXAMPLES:") + "\n"
        for example in examples {
            text += Wrapping.wrap(example.line, to: max(20, width - 2), hanging: 2).map { "  \($0)\n" }.joined()
            text += Wrapping.wrap(example.note, to: max(20, width - 6)).map { "      \($0)\n" }.joined()
        }
        return text
    }

    /// ArgumentParser's page without what does not hold here (a subcommand's page is `help people add`), and with
    /// the one line that it does not wrap.
    private static func tidied(_ page: String, _ name: String, width: Int) -> String {
        var lines = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).flatMap {
            $0.hasPrefix("USAGE: ") ? Wrapping.wrap($0, to: width, hanging: 7) : [narrowed($0, to: width)]
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        if let last = lines.lastIndex(where: { $0.trimmed.hasPrefix("See '") }) {
            lines.replaceSubrange(last..., with: Wrapping.wrap("help \(name) SUBCOMMAND says more of each.", to: width - 2).map { "  " + $0 })
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A line whose one long word stands too far in for the page, moved out as far as it must.
    private static func narrowed(_ line: String, to width: Int) -> String {
        let surplus = line.displayWidth - width
        guard surplus > 0 else { return line }
        return String(line.dropFirst(min(surplus, line.prefix { $0 == " " }.count)))
    }

    /// What it is, and what one can want of it with the command to type: one screen of 80 columns and 24 lines.
    ///
    /// Tasks whose commands are not in the build are left out.
    ///
    /// - Parameter plain: without the dots between lines, which a screen reader reads out.
    public static func overview(_ commands: [Command], width: Int, ink: Ink, plain: Bool = false) -> String {
        let width = max(20, width)
        let names = Set(commands.flatMap { [$0.name] + $0.aliases })
        let widest = Task.all.map(\.wish.displayWidth).max() ?? 0
        var text = wrapped(about + (names.contains("tour") ? " New here? Type tour." : ""), to: width)
        for heading in Task.Heading.allCases {
            let tasks = Task.all.filter { $0.heading == heading }.compactMap { task -> (wish: String, lines: [String])? in
                let known = task.lines.filter { line in line.split(separator: " ").first.map { names.contains(String($0)) } ?? false }
                return known.isEmpty ? nil : (task.wish, known)
            }
            guard !tasks.isEmpty else { continue }
            text += "\n" + ink(.strong, heading.rawValue) + "\n"
            for task in tasks {
                let typed = task.lines.joined(separator: plain ? ", " : " · ")
                if widest + 4 + typed.displayWidth <= width {
                    text += "  " + Wrapping.pad(task.wish, to: widest) + "  " + typed + "\n"
                } else {
                    text += Wrapping.wrap(task.wish, to: width - 2).map { "  \($0)\n" }.joined()
                    text += Wrapping.wrap(typed, to: width - 4).map { "    \($0)\n" }.joined()
                }
            }
        }
        return text + wrapped("More: " + more.joined(separator: plain ? ", " : " · "), to: width)
    }

    /// The pages of `help` that are about no command.
    public enum Topic: String, CaseIterable {
        case selection, fields, commands, options
    }

    /// All commands with a line each, under what they are for.
    public static func commands(_ commands: [Command]) -> [Block] {
        Command.Group.allCases.flatMap { group -> [Block] in
            let members = commands.filter { $0.group == group }.sorted { $0.name < $1.name }
            return members.isEmpty ? [] : [.heading(group.rawValue), .facts(members.map { Block.Fact($0.name, $0.summary) })]
        }
    }

    /// The options that every command takes.
    public static let options: [Block] = [
        .heading("Options of every command, before or after its name"),
        .facts([
            .init("--registry PATH", "where the registry is; else PRACTICE_REGISTRY, else “registry” in your data folder"),
            .init("--home NAME", "whose it is, where a registry has several homes; for init, of the new one"),
            .init("--as PERSON", "who you are; else PRACTICE_USER, else the person of your system account"),
            .init("--format FORMAT", "table, json, jsonl, csv or markdown"),
            .init("--read-from WHICH", "primary, or standby: then find, show, stats and export ask a server's standby"),
            .init("--yes", "answers every question with yes"),
            .init("--no-input", "asks nothing; what would need an answer is an error"),
            .init("--quiet", "tells nothing of how far it is"),
            .init("--verbose", "shows the logs of attached plugins"),
            .init("--color WHEN", "auto, always or never"),
            .init("--help", "the command's page"),
            .init("--version", "the program's version"),
        ]),
        .heading("Variables that it knows"),
        .facts([
            .init("PRACTICE_PAGER", "what shows results that are longer than the screen; else PAGER, else less. Empty or cat: nothing does"),
            .init("PRACTICE_ACCESSIBLE", "1: no boxes, no bars, nothing is drawn over, every state in words; a pager only where PRACTICE_PAGER names one"),
            .init("NO_COLOR", "any value: no colours"),
            .init("TERM", "dumb: no colours, no pager, nothing is drawn over"),
            .init("VISUAL, EDITOR", "what config edit opens"),
        ]),
    ]

    private static let about =
        "Practice Registry keeps what teams do differently, and the evidence for it, so that what works is found, supported, shared and developed."
    private static let more = ["help COMMAND", "help find", "help fields", "help commands", "help options"]

    private static func wrapped(_ text: String, to width: Int) -> String {
        Wrapping.wrap(text, to: width).map { $0 + "\n" }.joined()
    }
}
