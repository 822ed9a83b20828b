/// What `verify` looked at, and what it found to be otherwise than the journal says.
public struct Verification: Equatable, Sendable {
    /// A line each, naming the batch and entry, innovation, contribution, person or document; no value of a record
    /// stands in them. At most `mostTroubles`.
    public private(set) var troubles: [String] = []
    /// How many troubles there are beyond those lines.
    public private(set) var further = 0
    public internal(set) var batches = 0
    public internal(set) var entries = 0
    public internal(set) var innovations = 0
    public internal(set) var contributions = 0
    /// Entries whose payload was erased: their digests still stand in the chain.
    public internal(set) var redacted = 0

    /// The most lines that are kept: a registry that is wholly damaged would fill the memory with them.
    public static let mostTroubles = 1000

    /// Whether nothing is wrong.
    public var isWhole: Bool { troubles.isEmpty }

    /// How many troubles there are.
    var count: Int { troubles.count + further }

    mutating func add(_ trouble: String) {
        if troubles.count < Verification.mostTroubles { troubles.append(trouble) } else { further += 1 }
    }
}
