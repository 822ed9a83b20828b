import ArgumentParser
import RegistryCore
import RegistryShell

struct DisablePlugin: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Leave a plugin out of this registry; what was saved by it stays readable. An admin's.")

    @Argument(help: ArgumentHelp("Which plugin.", valueName: "plugin")) var id: String

    func run(_ session: Session) throws {
        let registry = try session.registryOfAnAdmin("disable a plugin")
        let plugin = try session.plugin(id, in: registry)
        guard !plugin.isIndispensable else {
            throw Problem(.refused, "this plugin cannot be disabled: nothing could enable it again, or look after the registry", value: id)
        }
        var choices = registry.configuration.plugins
        let isSo = choices.disabled.contains(id)
        if !isSo { choices.disabled.append(id) }
        try session.choose(choices, "\(id) is disabled in this registry. What was saved by it stays readable; plugins enable \(id) takes it in again.", id, isSo: isSo)
        if !isSo { session.tellOfGates(of: id, in: registry) }
    }
}

struct EnablePlugin: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "enable", abstract: "Take a plugin in again that was disabled. An admin's.")

    @Argument(help: ArgumentHelp("Which plugin.", valueName: "plugin")) var id: String

    func run(_ session: Session) throws {
        let registry = try session.registryOfAnAdmin("enable a plugin")
        var choices = registry.configuration.plugins
        let isSo = !choices.disabled.contains(id)
        if isSo { _ = try session.plugin(id, in: registry) }
        choices.disabled.removeAll { $0 == id }
        try session.choose(choices, "\(id) is enabled in this registry.", id, isSo: isSo)
    }
}

extension Session {
    /// A plugin of this build, those that are left out here among them.
    func plugin(_ id: String, in registry: Registry) throws -> any Plugin {
        let plugins = registry.assembly.plugins
        guard let plugin = plugins.first(where: { $0.id == id }) else {
            throw Problem.unknown("plugin", id, among: plugins.map(\.id), kind: .noInput, next: "plugins")
        }
        return plugin
    }

    /// Keeps which plugins the home has, and tells.
    fileprivate func choose(_ choices: PluginChoices, _ sentence: String, _ id: String, isSo: Bool) throws {
        guard !isSo else { return try report(["\(id) is so already; nothing was changed."], ["plugin": .string(id), "changed": false]) }
        let outcome = try perform([.configure(name: PluginChoices.document, text: choices.yaml)], command: "plugins")
        try reopen()
        try report([sentence], ["plugin": .string(id), "changed": true, "batch": JSONValue(outcome.batch.map { Double($0.number) })])
    }
}
