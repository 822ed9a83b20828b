/// A number that contributions give an innovation: `rating.mean`, `adoption.sites`, `evidence.level`.
///
/// A pure function of one innovation's contributions: priors are constants, absent is not 0, and what depends on
/// today's date is a gate. It is stored in the transaction that changed the contributions, so lists sort and filter
/// by it.
public protocol Signal: Extension {
    /// As a table heads it: “Rating”.
    var label: String { get }
    /// The kinds whose contributions it reads.
    var kinds: Set<KindName> { get }
    /// The number, or nil when there is nothing to count. The contributions are those of `kinds` on one
    /// innovation, oldest first, none withdrawn, one an author for kinds that are so.
    func value(of contributions: [Contribution]) -> Double?
}

extension Signal {
    public static var point: String { "signal" }
}
