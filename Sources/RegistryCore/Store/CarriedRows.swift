/// Rows on their way from one registry into another, where none of them is yet: some hundred at a time, taken in as they
/// are. Nothing in them is looked into, but for what an engine's own keys and policies refuse.
public struct CarriedRows {
    public let home: HomeName
    public var people: [Person] = []
    public var innovations: [Innovation] = []
    /// What full text finds innovations by: those that come along, or that came before.
    public var texts: [(innovation: Int, text: SearchText)] = []
    /// The signals of innovations that have none yet.
    public var signals: [(innovation: Int, values: [SignalName: Double])] = []
    public var contributions: [(contribution: Contribution, onePerAuthor: Bool)] = []
    /// Each with its batch's number.
    public var entries: [(batch: Int, entry: Entry)] = []
    /// Batches whose entries came before, or come along.
    public var batches: [Batch] = []
    public var seals: [Seal] = []
    public var imported: [ImportedRecord] = []

    public init(home: HomeName) { self.home = home }
}

extension StoreWriting {
    /// One by one, for an engine that is no further away than a call.
    public func insert(_ rows: CarriedRows) throws {
        for person in rows.people { try put(person) }
        for innovation in rows.innovations { try insert(innovation) }
        for (innovation, text) in rows.texts { try index(text, of: innovation, in: rows.home) }
        for (innovation, values) in rows.signals { try set(values, of: innovation, in: rows.home) }
        for (contribution, onePerAuthor) in rows.contributions { try put(contribution, onePerAuthor: onePerAuthor) }
        for (batch, entry) in rows.entries { try append([entry], toBatch: batch, in: rows.home) }
        for batch in rows.batches { try append(batch, []) }
        for seal in rows.seals { try append(seal) }
        for record in rows.imported { try put(record) }
    }
}

/// Takes rows one by one, and hands them to a registry in blocks.
final class Carrier {
    private let writer: any StoreWriting
    private let home: HomeName
    private var rows: CarriedRows
    private var count = 0
    /// Those that no seal covered by now, in their order, with their heads.
    private var batches: [UID] = []
    private(set) var unsealed: [UID: Digest] = [:]
    private var lastSeal: (number: Int, digest: Digest)?

    /// What a server takes in with as many statements as one row.
    static let mostInBlock = 1000

    init(to writer: any StoreWriting, home: HomeName) {
        self.writer = writer
        self.home = home
        rows = CarriedRows(home: home)
    }

    /// Adds what belongs to one row.
    func take(_ body: (inout CarriedRows) -> Void) throws {
        body(&rows)
        count += 1
        if count >= Carrier.mostInBlock { try finish() }
    }

    func take(_ batch: Batch) throws {
        batches.append(batch.uid)
        unsealed[batch.uid] = batch.head
        try take { $0.batches.append(batch) }
    }

    func take(_ seal: Seal) throws {
        for uid in seal.batches { unsealed[uid] = nil }
        lastSeal = (seal.number, seal.digest)
        try take { $0.seals.append(seal) }
    }

    /// Seals what no seal covers that came: on a server batches wait for theirs, and nobody's turn to make it comes here.
    func sealRest() throws {
        let rest = batches.compactMap { uid in unsealed[uid].map { (uid: uid, head: $0) } }
        guard !rest.isEmpty else { return }
        try take(Seal(home: home, after: lastSeal, covering: rest))
    }

    /// Hands over what is left: called before anything is asked of the registry, and at the end.
    func finish() throws {
        guard count > 0 else { return }
        try writer.insert(rows)
        rows = CarriedRows(home: home)
        count = 0
    }
}
