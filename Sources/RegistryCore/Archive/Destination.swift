/// A place for a registry that moves there: its home is not in it yet.
///
/// The choice of an engine is the program's, so an opener makes it of what people name.
public struct Destination {
    /// As `Store.location`.
    public let location: String
    /// Runs its argument in one transaction, with the login by which the engine knows who uses it (nil where it knows none),
    /// and opens what was so made. Nothing is there when it throws, or is killed.
    let fill: ((any StoreWriting, String?) throws -> Void) throws -> any Store

    public init(location: String, fill: @escaping ((any StoreWriting, String?) throws -> Void) throws -> any Store) {
        self.location = location
        self.fill = fill
    }
}
