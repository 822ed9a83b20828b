import RegistryCore

/// The texts of `help`.
public enum HelpText {
    /// One command's page: what ArgumentParser says of it, then its examples.
    public static func page(of command: Command, words: [String], width: Int, ink: Ink) -> String {
        var text = command.help(words, max(40, width))
        if !text.hasSuffix("\n") { text += "\n" }
        guard !command.examples.isEmpty else { return text }
        text += "\n" + ink(.strong, "EXAMPLES") + "\n"
        for example in command.examples {
            text += "  " + example.line + "\n"
            text += Wrapping.wrap(example.note, to: max(20, width - 6)).map { "      \($0)\n" }.joined()
        }
        return text
    }

    /// All commands under what they are for; fits one screen of 80 columns.
    public static func overview(_ commands: [Command], width: Int, ink: Ink) -> String {
        var text = ""
        for group in Command.Group.allCases {
            let members = commands.filter { $0.group == group }.sorted { $0.name < $1.name }
            guard !members.isEmpty else { continue }
            text += ink(.strong, group.rawValue) + "\n"
            text += Wrapping.wrap(members.map(\.name).joined(separator: "  "), to: max(20, width - 2)).map { "  \($0)\n" }.joined()
        }
        return text
    }
}
