/// Some hundred entries that an undo goes through, with what it reads and changes on their account: asked for together, and
/// changed together once it is through, so that a batch of any size takes little memory and a server is seldom asked.
///
/// What was changed is read from here as it has become. All of it is in the store only after `finish`.
final class UndoBlock {
    private let entries: [Entry]
    private let writer: any StoreWriting
    private let home: HomeName
    private var innovations: [Int: Innovation] = [:]
    private var contributions: [UID: Contribution] = [:]
    /// Asked for with the first that is wanted.
    private var contributionsOn: [Int: [Contribution]]?
    private var imported: [ImportedRecord.Key: ImportedRecord]?
    /// Under which keys each innovation was or is imported.
    private var keys: [Int: Set<ImportedRecord.Key>] = [:]

    /// What is to be written of each innovation and contribution: those that change more than once stand in several rounds, as
    /// each version follows the one before.
    private var innovationRounds: [[(innovation: Innovation, version: Int)]] = []
    private var contributionRounds: [[(contribution: Contribution, onePerAuthor: Bool)]] = []
    private var timesChanged: [Subject: Int] = [:]
    /// What is to be written of imports, in its order.
    private var importChanges: [ImportChange] = []
    private enum ImportChange {
        case put([ImportedRecord.Key: ImportedRecord])
        case forget([Int])
    }

    /// So many entries are held in memory, and with them what they are about.
    static let most = 500

    init(_ entries: [Entry], in home: HomeName, _ writer: any StoreWriting) throws {
        self.entries = entries
        self.writer = writer
        self.home = home
        var seen: Set<Subject> = [], numbers: [Int] = [], uids: [UID] = []
        for entry in entries where entry.payload != nil && seen.insert(entry.subject).inserted {
            switch entry.subject {
            case .innovation(let number): numbers.append(number)
            case .contribution(let uid): uids.append(uid)
            case .person, .configuration, .home: break
            }
        }
        // In the order of the undo, and those that are held first: whoever undoes the same waits at the first that both want.
        if !numbers.isEmpty { for one in try writer.innovations(numbers, in: home) { innovations[one.number] = one } }
        if !uids.isEmpty { for one in try writer.contributions(uids, in: home) { contributions[one.uid] = one } }
    }

    func innovation(_ number: Int) -> Innovation? { innovations[number] }
    func contribution(_ uid: UID) -> Contribution? { contributions[uid] }

    /// On one of the innovations.
    func contributions(on number: Int) throws -> [Contribution] {
        if contributionsOn == nil {
            try writeContributions()
            contributionsOn = try writer.contributions(on: innovations.keys.sorted(), in: home)
        }
        return contributionsOn?[number] ?? []
    }

    /// What was last imported under a key that the entries or their innovations name.
    func imported(_ key: ImportedRecord.Key) throws -> ImportedRecord? {
        if let imported { return imported[key] }
        var keys: Set<ImportedRecord.Key> = []
        for entry in entries {
            for change in entry.payload?.changes ?? [] where change.property == "imported" { keys.formUnion([change.was, change.now].compactMap { $0?.recordKey }) }
            if case .innovation(let number) = entry.subject, let key = innovations[number]?.recordKey { keys.insert(key) }
        }
        try writeImports()
        let records = try writer.imported(keys, in: home)
        for record in records { self.keys[record.innovation, default: []].insert(record.recordKey) }
        let found = Dictionary(records.map { ($0.recordKey, $0) }) { $1 }
        imported = found
        return found[key]
    }

    func update(_ innovation: Innovation, expecting version: Int) {
        innovations[innovation.number] = innovation
        innovationRounds.append((innovation, version), round: nextRound(of: innovation.subject))
    }

    func put(_ contribution: Contribution, onePerAuthor: Bool) {
        contributions[contribution.uid] = contribution
        if let number = contribution.innovation, let index = contributionsOn?[number]?.firstIndex(where: { $0.uid == contribution.uid }) {
            contributionsOn?[number]?[index] = contribution
        }
        contributionRounds.append((contribution, onePerAuthor), round: nextRound(of: .contribution(contribution.uid)))
    }

    func put(_ record: ImportedRecord) {
        imported?[record.recordKey] = record
        keys[record.innovation, default: []].insert(record.recordKey)
        if case .put(var records)? = importChanges.last {
            importChanges.removeLast()
            records[record.recordKey] = record
            importChanges.append(.put(records))
        } else {
            importChanges.append(.put([record.recordKey: record]))
        }
    }

    func forgetImports(of number: Int) {
        for key in keys[number] ?? [] where imported?[key]?.innovation == number { imported?[key] = nil }
        if case .forget(var numbers)? = importChanges.last {
            importChanges.removeLast()
            numbers.append(number)
            importChanges.append(.forget(numbers))
        } else {
            importChanges.append(.forget([number]))
        }
    }

    /// Writes what is not written yet.
    func finish() throws {
        // Before the innovations: what an engine derives from one as it is, it then stores when that changes.
        try writeImports()
        for round in innovationRounds { try writer.update(round, in: home) }
        innovationRounds = []
        try writeContributions()
        timesChanged = [:]
    }

    private func writeImports() throws {
        for change in importChanges {
            switch change {
            case .put(let records): try writer.put(records.values.sorted { ($0.source, $0.key) < ($1.source, $1.key) }, in: home)
            case .forget(let numbers): try writer.forgetImports(of: numbers, in: home)
            }
        }
        importChanges = []
    }

    private func writeContributions() throws {
        for round in contributionRounds { try writer.put(round, in: home) }
        contributionRounds = []
        timesChanged = timesChanged.filter { if case .contribution = $0.key { false } else { true } }
    }

    private func nextRound(of subject: Subject) -> Int {
        defer { timesChanged[subject, default: 0] += 1 }
        return timesChanged[subject] ?? 0
    }
}

extension Array {
    /// Adds something to the array at a place, which is the next at most.
    fileprivate mutating func append<One>(_ one: One, round: Int) where Element == [One] {
        if round < count { self[round].append(one) } else { append([one]) }
    }
}

extension Innovation {
    /// By what an import knows it.
    var recordKey: ImportedRecord.Key? {
        guard let source, let sourceID else { return nil }
        return ImportedRecord.Key(source: source, key: sourceID)
    }
}

extension JSONValue {
    /// The key of what was imported, as the journal keeps it.
    fileprivate var recordKey: ImportedRecord.Key? {
        guard let source = self["source"]?.string, let key = self["key"]?.string else { return nil }
        return ImportedRecord.Key(source: source, key: key)
    }
}
