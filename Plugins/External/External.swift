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
            return try Pin.all(on: machine).compactMap { pin in
                do {
                    return try AttachedPlugin(pin, on: machine)
                } catch let problem as Problem {
                    machine.tell("the plugin “\(pin.id)” is left out: \(problem.what)" + (problem.value.map { ": “\($0)”" } ?? ""))
                    return nil
                }
            }
        } catch {
            if let problem = error as? Problem { machine.tell(problem.what + (problem.value.map { ": “\($0)”" } ?? "")) }
            return []
        }
    }
}
