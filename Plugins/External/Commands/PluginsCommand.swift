import ArgumentParser
import RegistryCore
import RegistryShell

struct PluginsCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins", abstract: "What this build is made of, and plugins in other languages: attach, check and write them.",
        discussion: "An attached plugin is a folder with a plugin.yaml and a program in any language; docs/plugin-protocol.md says how they speak.",
        subcommands: [ListPlugins.self, AttachPlugin.self, DetachPlugin.self, EnablePlugin.self, DisablePlugin.self, CheckPlugin.self, NewPlugin.self],
        defaultSubcommand: ListPlugins.self, aliases: ["plugin"])
    static let about = CommandAbout(.keep, examples: [
        Example("plugins", "every plugin, what it adds, and what it costs at the start"),
        Example("plugins keeping", "what one of them adds, each with a line, and how it is configured"),
        Example("plugins disable similarity", "leaves one out of this registry; what was saved by it stays"),
        Example("plugins new thanks --in python", "writes a plugin that works, with a test, into the folder thanks"),
        Example("plugins check thanks", "holds it against the protocol"),
        Example("plugins attach thanks", "shows what it asks for, and lets it in"),
    ])

    /// Never runs: the subcommands do.
    func run(_ session: Session) throws {}
}

struct ListPlugins: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Every plugin, or all about one.")

    @Argument(help: ArgumentHelp("Which plugin.", valueName: "plugin")) var words: [String] = []

    func run(_ session: Session) throws {
        let all = try KnownPlugin.all(session)
        guard let id = words.first else { return try list(all, session) }
        let subcommands = PluginsCommand.configuration.subcommands.map { $0._commandName }
        guard words.count == 1, let plugin = all.first(where: { $0.id == id }) else {
            throw Problem(
                words.count == 1 ? .noInput : .usage, words.count == 1 ? "there is no plugin of that name" : "plugins does not know this word", value: id,
                allowed: words.count == 1 ? all.map(\.id) : subcommands, nearest: Nearest.match(id, among: all.map(\.id) + subcommands), next: "plugins")
        }
        let page = PluginPage(plugin, session)
        try session.show(page.blocks, page.json)
    }

    private func list(_ plugins: [KnownPlugin], _ session: Session) throws {
        let forPeople = [.table, .markdown].contains(session.format)
        try session.show(Listing(
            [.init("id", "Plugin"), .init("version", "Version"), .init("from", "From", wraps: true), .init("state", ""), .init("summary", "")]
                + [.init("contributes", "Adds", wraps: true), .init("start_up_ms", "Start-up, ms")],
            rows: plugins.map { plugin in
                let from = plugin.origin + (forPeople && plugin.state != "here" ? ", \(plugin.state)" : "")
                return [
                    .string(plugin.id), .string(plugin.version), .string(from), .string(plugin.state), .string(plugin.summary),
                    forPeople ? .string(plugin.adds) : plugin.contributes, JSONValue(plugin.milliseconds),
                ]
            }, empty: "this build has no plugins"))
    }
}
