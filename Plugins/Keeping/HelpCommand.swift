import ArgumentParser
import RegistryCore
import RegistryShell

struct HelpCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "What you can do here, and how each command is used.",
        discussion: "Beside the commands there are pages on: \(HelpText.Topic.allCases.map(\.rawValue).joined(separator: ", ")). Any other word finds the tasks, commands and examples that have to do with it.", aliases: ["?"])
    static let about = CommandAbout(.keep, examples: [
        Example("help", "what people mostly want, with the command to type"),
        Example("help rate", "one command"),
        Example("help people add", "one of its subcommands"),
        Example("help find", "how to find, and how to select"),
        Example("help fields", "what the home asks of an innovation"),
        Example("help travel", "whatever has to do with a word"),
    ])

    @Argument(help: ArgumentHelp("A command and its subcommand, a page, or any word.", valueName: "command")) var words: [String] = []
    @Flag(help: "The program's version.") var version = false

    func run(_ session: Session) throws {
        if version { return try session.report(["practice \(programVersion)"], ["program": "practice", "version": .string(programVersion)]) }
        guard let first = words.first?.lowercased() else { return try overview(session) }
        if let command = session.commands.first(where: { $0.name == first || $0.aliases.contains(first) }) {
            return try show(command, subcommand(of: command), session)
        }
        switch HelpText.Topic(rawValue: first) {
        case .selection: try SelectionHelp.show(session)
        case .fields: try FieldsHelp.show(session)
        case .commands: try session.show(HelpText.commands(session.commands), ["commands": .array(session.commands.map(\.json))])
        case .options: try session.show(HelpText.options, ["options": .array(GlobalOptions.names.map(JSONValue.string))])
        case nil: try search(session)
        }
    }

    /// Words that are neither a command nor a page: whatever has to do with them.
    private func search(_ session: Session) throws {
        let asked = words.joined(separator: " ")
        let findings = HelpText.findings(of: words, in: session.commands)
        guard !findings.isEmpty else {
            let known = session.commands.flatMap { [$0.name] + $0.aliases } + HelpText.Topic.allCases.map(\.rawValue)
            throw Problem(.usage, "there is no help on this", value: asked, nearest: Nearest.match(asked, among: known), next: "help commands")
        }
        try session.show(
            [.heading("What has to do with “\(asked)”"), .facts(findings.map { Block.Fact($0.line, $0.meaning) }), .paragraph("help COMMAND says more of each.")],
            ["words": .string(asked), "findings": .array(findings.map { ["line": .string($0.line), "meaning": .string($0.meaning)] })])
    }

    private func overview(_ session: Session) throws {
        switch session.format {
        case .table, .markdown:
            let output = session.output
            try output.result(HelpText.overview(session.commands, width: output.width() ?? 80, ink: output.ink, plain: output.plain))
        case .json, .jsonl, .csv:
            try session.show(Listing(
                [.init("name", ""), .init("aliases", ""), .init("group", ""), .init("summary", "")],
                rows: session.commands.map { [.string($0.name), .array($0.aliases.map(JSONValue.string)), .string($0.group.rawValue), .string($0.summary)] },
                empty: "this build has no commands"))
        }
    }

    /// The words after the command's name, which must be its subcommands'.
    private func subcommand(of command: Command) throws -> [String] {
        var shape = command.shape
        for word in words.dropFirst() {
            let names = shape.subcommands.map(\.name)
            guard let next = shape.subcommands.first(where: { $0.name == word }) else {
                throw Problem(
                    .usage, names.isEmpty ? "\(shape.name) has no subcommands" : "\(command.name) has no such subcommand", value: word,
                    allowed: names, nearest: Nearest.match(word, among: names), next: "help \(command.name)")
            }
            shape = next
        }
        return Array(words.dropFirst())
    }

    private func show(_ command: Command, _ words: [String], _ session: Session) throws {
        switch session.format {
        case .table, .markdown:
            let output = session.output
            let width = output.width() ?? 80
            try output.result(HelpText.page(of: command, words: words, width: width, ink: output.ink))
            // Whoever asks about finding wants to know what can be asked.
            if command.name == "find" { try output.result("\n" + output.text(of: SelectionHelp.blocks)) }
        case .json, .jsonl, .csv: try session.report([], command.json.object ?? [:])
        }
    }
}

extension Command {
    /// The command for programs.
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "aliases": .array(aliases.map(JSONValue.string)), "group": .string(group.rawValue),
            "summary": .string(summary), "subcommands": .array(shape.subcommands.map { .string($0.name) }),
            "options": .array(shape.arguments.flatMap(\.names).map(JSONValue.string)),
            "examples": .array(examples.map { ["line": .string($0.line), "note": .string($0.note)] }),
        ]
    }
}
