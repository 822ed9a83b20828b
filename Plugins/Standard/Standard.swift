import RatingPlugin
import RegistryCore

/// The plugins that ship: the one list of them.
public enum Standard {
    public static let plugins: [any Plugin] = [
        RatingPlugin(),
    ]
}
