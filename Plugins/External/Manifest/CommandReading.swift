import RegistryCore
import RegistryShell

extension CommandPart {
    init(_ item: Settings) throws {
        try item.only(["name", "aliases", "group", "summary", "description", "arguments", "options", "subcommands", "default-subcommand", "examples"])
        let group = try item.optionalText("group") ?? "keep"
        guard let known = Command.Group.byWord[group] else {
            let words = Command.Group.allCases.map(\.word)
            throw (item["group"] ?? item).problem("help has no such group", value: group, allowed: words, nearest: Nearest.match(group, among: words))
        }
        let examples = try item.items("examples").map { example in
            try example.only(["line", "note"])
            return Example(try example.text("line"), try example.text("note"))
        }
        outline = CommandOutline(
            name: try item.name(), aliases: try item.texts("aliases"), group: known, summary: try item.text("summary"), examples: examples)
        description = try item.optionalText("description")
        shape = try CommandShape(attached: item, isSubcommand: false)
    }
}

extension Command.Group {
    /// As a manifest names it.
    var word: String {
        switch self {
        case .ideas: "ideas"
        case .judge: "judge"
        case .move: "move"
        case .spread: "spread"
        case .bulk: "bulk"
        case .keep: "keep"
        }
    }

    static let byWord = Dictionary(allCases.map { ($0.word, $0) }) { first, _ in first }
}

extension CommandShape {
    init(attached item: Settings, isSubcommand: Bool) throws {
        let subcommands = try item.items("subcommands").map { sub in
            try sub.only(["name", "summary", "description", "arguments", "options"])
            return try CommandShape(attached: sub, isSubcommand: true)
        }
        let arguments = try item.items("arguments").map { try Argument(attached: $0, isOption: false) }
        let options = try item.items("options").map { try Argument(attached: $0, isOption: true) }
        if let first = subcommands.first, !(arguments + options).isEmpty {
            throw item.problem("a command has subcommands, or arguments and options", value: first.name)
        }
        for (argument, next) in zip(arguments, arguments.dropFirst()) {
            if argument.isRepeating { throw item.problem("an argument that repeats comes last", value: argument.name) }
            if argument.isOptional, !next.isOptional { throw item.problem("an argument that may be left out comes after those that may not", value: argument.name) }
        }
        let names = (arguments + options).map(\.name)
        if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
            throw item.problem("two arguments have the same name", value: names[twice])
        }
        let fallback = try item.optionalText("default-subcommand")
        if let fallback, !subcommands.contains(where: { $0.name == fallback }) {
            throw (item["default-subcommand"] ?? item).problem("there is no such subcommand", value: fallback, allowed: subcommands.map(\.name))
        }
        self.init(
            name: try item.name(), summary: try item.text("summary"), arguments: arguments + options, subcommands: subcommands,
            defaultSubcommand: fallback)
    }
}

extension CommandShape.Argument {
    init(attached item: Settings, isOption: Bool) throws {
        try item.only(["name", "value", "help", "optional", "repeats", "allowed"])
        let name = try item.name()
        let value = try item.optionalText("value")
        if isOption, GlobalOptions.names.contains("--\(name)") { throw item.problem("every command has this option already", value: "--\(name)") }
        self.init(
            form: isOption ? (value == nil ? .flag : .option) : .positional, names: isOption ? ["--\(name)"] : [], value: value ?? name,
            isRepeating: try item.bool("repeats", default: false), isOptional: try isOption || item.bool("optional", default: false),
            allowed: try item.texts("allowed"), summary: try item.optionalText("help") ?? "")
        self.label = name
    }

    /// As the protocol names it.
    var name: String { label.isEmpty ? value : label }
}
