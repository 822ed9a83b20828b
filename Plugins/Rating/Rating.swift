import RegistryCore
import RegistryShell

/// Ratings from 1 to 5: one a person, changeable, never on one's own innovation.
public struct RatingPlugin: Plugin {
    public let id = "rating"
    public let summary = "Ratings from 1 to 5, and the list of the best rated"

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        return [
            RatingKind(), RatingCount(), RatingMean(), RatingAverage(), RatingsGate(), RatingSection(), Command(RateCommand.self),
            Command(TopCommand.self),
        ]
    }
}
