import RegistryCore
import RegistryShell

/// Many innovations at once: brought in from files, and taken out into files, in whatever formats plugins bring.
public struct ExchangePlugin: Plugin {
    public let id = "exchange"
    public let summary = "Import and export, in every format that a plugin brings"

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        return [Command(ImportCommand.self), Command(ExportCommand.self), Command(RestoreCommand.self), Command(RelocateCommand.self)]
    }
}
