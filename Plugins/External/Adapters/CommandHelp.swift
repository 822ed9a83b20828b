import RegistryCore
import RegistryShell

/// The help of a plugin's command, from its manifest, as that of any other command looks.
struct CommandHelp {
    private let part: CommandPart
    private let manifest: Manifest
    private let shape: CommandShape
    /// The words before the arguments.
    private let name: String

    /// - Parameter words: those after the command's name, of which a subcommand's may be the first.
    init(_ command: String, of manifest: Manifest, words: [String]) throws {
        let part = try manifest.command(command)
        self.part = part
        self.manifest = manifest
        let sub = words.first.flatMap { word in part.shape.subcommands.first { $0.name == word } }
        shape = sub ?? part.shape
        name = [part.name, sub?.name].compactMap { $0 }.joined(separator: " ")
    }

    func text(width: Int) -> String {
        var lines = Wrapping.wrap("OVERVIEW: \(shape.summary)".visible(), to: width)
        if shape == part.shape, let description = part.description { lines += [""] + Wrapping.wrap(description.visible(), to: width) }
        lines += ["", "USAGE: " + usage]
        let positionals = shape.positionals, options = shape.arguments.filter { $0.form != .positional }
        lines += table("ARGUMENTS:", positionals.map { ("<\($0.name)>", $0) }, width)
        let help = CommandShape.Argument(form: .flag, names: ["-h", "--help"], summary: "Show help information.")
        lines += table("OPTIONS:", (options + [help]).map { ($0.names.joined(separator: ", ") + ($0.form == .option ? " <\($0.value)>" : ""), $0) }, width)
        if !shape.subcommands.isEmpty {
            lines += table("SUBCOMMANDS:", shape.subcommands.map { sub in
                let mark = sub.name == shape.defaultSubcommand ? " (default)" : ""
                return (sub.name + mark, CommandShape.Argument(form: .positional, summary: sub.summary))
            }, width)
        }
        lines += [""] + Wrapping.wrap("Of the plugin \(manifest.id) \(manifest.version), which is attached to this machine.".visible(), to: width)
        return lines.joined(separator: "\n") + "\n"
    }

    private var usage: String {
        var words = [name]
        if !shape.subcommands.isEmpty { words.append("<subcommand>") }
        for argument in shape.arguments {
            var word = argument.form == .positional ? "<\(argument.name)>" : argument.names[0] + (argument.form == .option ? " <\(argument.value)>" : "")
            if argument.isRepeating { word += " …" }
            words.append(argument.isOptional ? "[\(word)]" : word)
        }
        return words.joined(separator: " ").visible()
    }

    /// A heading with a line each, what it means beside it where there is room.
    private func table(_ heading: String, _ rows: [(String, CommandShape.Argument)], _ width: Int) -> [String] {
        guard !rows.isEmpty else { return [] }
        let indent = 26
        return ["", heading] + rows.flatMap { word, argument -> [String] in
            let allowed = argument.allowed.isEmpty ? "" : " (\(argument.allowed.joined(separator: ", ")))"
            let meaning = Wrapping.wrap((argument.summary + allowed).visible(), to: max(20, width - indent))
            let lead = "  " + word.visible()
            guard lead.displayWidth < indent - 1, let first = meaning.first else { return [lead] + meaning.map { String(repeating: " ", count: indent) + $0 } }
            return [Wrapping.pad(lead, to: indent) + first] + meaning.dropFirst().map { String(repeating: " ", count: indent) + $0 }
        }
    }
}
