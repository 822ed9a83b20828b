/// A number that contributions give an innovation: `rating.mean`, `adoption.sites`, `evidence.level`.
///
/// A pure function of one innovation's contributions: priors are constants, absent is not 0, and what depends on
/// today's date is a gate. It is stored in the transaction that changed the contributions, so lists sort and filter
/// by it (`find 'rating.mean>=4'`), and gates read it.
///
/// It is called on the thread that saves, while nobody else can save: so it reads what it is given and nothing else.
public protocol Signal: Extension {
    /// As a table heads it: “Rating”. Its `name` is what selections say: `rating.mean`.
    var label: String { get }
    /// The kinds whose contributions it reads.
    var kinds: Set<KindName> { get }
    /// The number, or nil when there is nothing to count. The contributions are those of `kinds` on one
    /// innovation, at least one, oldest first, none withdrawn or held, one an author for kinds that are so;
    /// `contribution.payload(as: Rating.self)` is what somebody gave.
    ///
    /// What is not finite counts as nil. One that throws leaves the number that is stored, and the person is told.
    func value(of contributions: [Contribution]) throws -> Double?
    /// The numbers of up to 2,000 innovations at once, in their order, as many as there are subjects: for a signal to
    /// which each question costs.
    func values(of subjects: [[Contribution]]) throws -> [Double?]
}

extension Signal {
    public func values(of subjects: [[Contribution]]) throws -> [Double?] { try subjects.map { try value(of: $0) } }
    public static var point: String { "signal" }
}
