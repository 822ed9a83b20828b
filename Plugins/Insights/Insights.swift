import RegistryCore
import RegistryShell

/// What the registry holds in numbers, and how it grows.
public struct InsightsPlugin: Plugin {
    public let id = "insights"
    public let summary = "Counts by stage, area, tag, year and any field, and what needs support, sharing or development"

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        return [Command(StatsCommand.self)]
    }
}
