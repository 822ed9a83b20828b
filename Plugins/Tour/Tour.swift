import RegistryCore
import RegistryShell

/// A first look round, in a registry of its own.
public struct TourPlugin: Plugin {
    public let id = "tour"
    public let summary = "Walks a newcomer through a registry of its own in three minutes"

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        return [Command(TourCommand.self)]
    }
}
