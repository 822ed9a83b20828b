/// What is asked of several at once, one by one: for an engine that is no further away than a call.
extension StoreReading {
    public func innovations(_ numbers: [Int], in home: HomeName) throws -> [Innovation] {
        try numbers.sorted().compactMap { try innovation($0, in: home) }
    }

    public func contributions(on innovations: [Int], in home: HomeName) throws -> [Int: [Contribution]] {
        try innovations.reduce(into: [:]) { $0[$1] = try contributions(on: $1, in: home) }
    }

    public func contributions(about subjects: [Subject], in home: HomeName) throws -> [Contribution] {
        try subjects.flatMap { try contributions(about: $0, in: home) }
    }

    public func contributions(_ uids: [UID], in home: HomeName) throws -> [Contribution] { try uids.compactMap { try contribution($0, in: home) } }

    public func signals(of innovations: [Int], in home: HomeName) throws -> [Int: [SignalName: Double]] {
        try innovations.reduce(into: [:]) { $0[$1] = try signals(of: $1, in: home) }
    }

    public func imported(_ keys: Set<ImportedRecord.Key>, in home: HomeName) throws -> [ImportedRecord] {
        try keys.compactMap { try imported(source: $0.source, key: $0.key, in: home) }
    }

    public func entries(on innovations: [Int], in home: HomeName) throws -> [Int: [Entry]] {
        try innovations.reduce(into: [:]) { $0[$1] = try entries(on: $1, in: home) }
    }

    public func entries(of batches: [UID], in home: HomeName) throws -> [UID: [Entry]] {
        try batches.reduce(into: [:]) { $0[$1] = try entries(of: $1, in: home) }
    }

    /// For an engine that holds a batch's entries anyway.
    public func entries(of batch: UID, before position: Int?, limit: Int, in home: HomeName) throws -> [Entry] {
        Array(try entries(of: batch, in: home).reversed().lazy.filter { $0.position < position ?? .max }.prefix(max(limit, 0)))
    }

    public func eachEntry(of batch: UID, in home: HomeName, _ body: (Entry) throws -> Bool) throws {
        for entry in try entries(of: batch, in: home) where try !body(entry) { return }
    }
}

/// What is changed of several at once, likewise.
extension StoreWriting {
    public func update(_ innovations: [(innovation: Innovation, version: Int)], in home: HomeName) throws {
        for (innovation, version) in innovations { try update(innovation, expecting: version) }
    }

    public func index(_ texts: [(innovation: Int, text: SearchText)], in home: HomeName) throws {
        for (innovation, text) in texts { try index(text, of: innovation, in: home) }
    }

    public func put(_ contributions: [(contribution: Contribution, onePerAuthor: Bool)], in home: HomeName) throws {
        for (contribution, onePerAuthor) in contributions { try put(contribution, onePerAuthor: onePerAuthor) }
    }

    public func set(_ signals: [(innovation: Int, values: [SignalName: Double])], in home: HomeName) throws {
        for (innovation, values) in signals { try set(values, of: innovation, in: home) }
    }

    public func put(_ records: [ImportedRecord], in home: HomeName) throws {
        for record in records { try put(record) }
    }

    public func forgetImports(of innovations: [Int], in home: HomeName) throws {
        for innovation in innovations { try forgetImports(of: innovation, in: home) }
    }
}

/// The entries of batches that are gone through one after the other: those of small ones are asked for many batches at a
/// time, as an engine on another machine takes as long to answer for one.
struct EntriesAhead {
    private let batches: [Batch]
    private let home: HomeName
    private let reader: any StoreReading
    private var known: [UID: [Entry]] = [:]
    private var asksAhead = true

    /// The most that are in memory, and the most batches that they are of.
    private static let most = (entries: 1000, batches: 500)

    init(of batches: [Batch], in home: HomeName, _ reader: any StoreReading) {
        self.batches = batches
        self.home = home
        self.reader = reader
    }

    /// Hands over the entries of the batch at a place, in their order.
    mutating func each(ofBatchAt index: Int, _ body: (Entry) throws -> Void) throws {
        let uid = batches[index].uid
        if known[uid] == nil { try askAhead(from: index) }
        if let entries = known.removeValue(forKey: uid) { return try entries.forEach(body) }
        try reader.eachEntry(of: uid, in: home) { entry in
            try body(entry)
            return true
        }
    }

    private mutating func askAhead(from index: Int) throws {
        guard asksAhead else { return }
        var uids: [UID] = [], room = EntriesAhead.most.entries
        for batch in batches[index...].prefix(EntriesAhead.most.batches) {
            guard batch.count <= room else { break }
            room -= max(batch.count, 0)
            uids.append(batch.uid)
        }
        guard uids.count > 1 else { return }
        do {
            let found = try reader.entries(of: uids, in: home)
            for uid in uids { known[uid] = found[uid] ?? [] }
        } catch let problem as Problem where problem.endsAll {
            throw problem
        } catch {
            // Which of them cannot be read shows when each is asked for alone.
            asksAhead = false
        }
    }
}

extension Problem {
    /// Whether it is about all that is asked, and not about one row.
    var endsAll: Bool { [.interrupted, .busy].contains(kind) }
}
