import RegistryCore
import RegistryShell

/// Plugins that are programs of their own, in any language: attached, held to what was approved, and asked by messages.
public struct ExternalPlugin: Plugin, PluginBringing {
    public let id = "external"
    public let summary = "Plugins in any language: attach, check and write them; and what this build is made of"
    /// `plugins enable` is its own.
    public let isIndispensable = true

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        return [Command(PluginsCommand.self)]
    }

    public func plugins(on machine: Machine) -> [any Plugin] {
        do {
            return try Pin.all(on: machine).map { AttachedPlugin($0, on: machine) }
        } catch {
            if let problem = error as? Problem { machine.tell(problem.what + (problem.value.map { ": “\($0)”" } ?? "")) }
            return []
        }
    }

    public func wayTo(_ point: String, ending: String, on machine: Machine) -> String? {
        func handles(_ outline: Outline) -> Bool {
            (point == "importer" ? outline.importers : outline.exporters).contains { $0.endings.contains(ending) || $0.name == ending }
        }
        let attached = ((try? Pin.all(on: machine)) ?? []).first { handles($0.outline) }.map { "plugins attach \(Words.quote($0.folder))" }
        return (attached ?? InstalledPlugin.all(on: machine).first { handles($0.outline) }?.way).map { $0 + ", as an admin" }
    }
}
