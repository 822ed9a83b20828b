import RegistryCore

/// A store as it would be had somebody changed its journal: it answers as another does, but for batches, entries and
/// seals, which pass through what a test makes of them. Nil leaves one out.
final class AlteredStore: Store {
    let base: any Store
    let batch: @Sendable (Batch) -> Batch?
    let entry: @Sendable (Entry) -> Entry?
    let seals: @Sendable ([Seal]) -> [Seal]
    /// Why the engine answers nothing any more.
    let silence: @Sendable () -> Problem?

    init(
        _ base: any Store, batch: @escaping @Sendable (Batch) -> Batch? = { $0 }, entry: @escaping @Sendable (Entry) -> Entry? = { $0 },
        seals: @escaping @Sendable ([Seal]) -> [Seal] = { $0 }, silence: @escaping @Sendable () -> Problem? = { nil }
    ) {
        self.base = base
        self.batch = batch
        self.entry = entry
        self.seals = seals
        self.silence = silence
    }

    var location: String { base.location }
    var login: String? { base.login }
    var writesAtOnce: Bool { base.writesAtOnce }
    func read<Value>(_ body: (any StoreReading) throws -> Value) throws -> Value {
        try base.read { try body(AlteredReading(base: $0, store: self)) }
    }
    func write<Value>(_ body: (any StoreWriting) throws -> Value) throws -> Value { try base.write(body) }
    func writeMany<Value>(_ body: (any StoreWriting) throws -> Value) throws -> Value { try base.writeMany(body) }
    func gatherText() throws -> (any TextGathering)? { try base.gatherText() }
    var scratchFolder: String { base.scratchFolder }
    func close() throws { try base.close() }
}

private struct AlteredReading: StoreReading {
    let base: any StoreReading
    let store: AlteredStore

    private func answering() throws -> AlteredReading {
        if let silence = store.silence() { throw silence }
        return self
    }

    func entries(on innovation: Int, in home: HomeName) throws -> [Entry] { try answering().base.entries(on: innovation, in: home).compactMap(store.entry) }
    func entries(of batch: UID, in home: HomeName) throws -> [Entry] { try base.entries(of: batch, in: home).compactMap(store.entry) }
    func batches(of home: HomeName, by person: PersonName?, before number: Int?, limit: Int?) throws -> [Batch] {
        try base.batches(of: home, by: person, before: number, limit: limit).compactMap(store.batch)
    }
    func batch(_ number: Int, in home: HomeName) throws -> Batch? { try base.batch(number, in: home).flatMap(store.batch) }
    func batch(uid: UID, in home: HomeName) throws -> Batch? { try base.batch(uid: uid, in: home).flatMap(store.batch) }
    func strays(in home: HomeName) throws -> Strays { try base.strays(in: home) }
    func seals(of home: HomeName) throws -> [Seal] { store.seals(try base.seals(of: home)) }

    func eachDraft(in home: HomeName, _ body: (SavedDraft) throws -> Void) throws { try base.eachDraft(in: home, body) }
    func eachMark(in home: HomeName, _ body: (PersonName, String, String) throws -> Void) throws { try base.eachMark(in: home, body) }

    func homes() throws -> [HomeName] { try answering().base.homes() }
    func documents(of home: HomeName) throws -> [Configuration.Document] { try base.documents(of: home) }
    func person(_ name: PersonName, in home: HomeName) throws -> Person? { try base.person(name, in: home) }
    func person(account: String, in home: HomeName) throws -> Person? { try base.person(account: account, in: home) }
    func people(of home: HomeName) throws -> [Person] { try base.people(of: home) }
    func innovation(_ number: Int, in home: HomeName) throws -> Innovation? { try base.innovation(number, in: home) }
    func innovation(source: String, sourceID: String, in home: HomeName) throws -> Innovation? {
        try base.innovation(source: source, sourceID: sourceID, in: home)
    }
    func find(_ query: Query) throws -> [Found] { try base.find(query) }
    func each(_ query: Query, _ body: (Found) throws -> Void) throws { try base.each(query, body) }
    func count(_ query: Query) throws -> Int { try base.count(query) }
    func tally(_ property: TallyProperty, _ query: Query) throws -> [Tally] { try base.tally(property, query) }
    func documentCount(in home: HomeName) throws -> Int { try base.documentCount(in: home) }
    func documentCounts(of words: [String], in home: HomeName) throws -> [Int] { try base.documentCounts(of: words, in: home) }
    func foundOtherwise(_ texts: [(innovation: Int, text: SearchText)], in home: HomeName) throws -> [Int] { try base.foundOtherwise(texts, in: home) }
    func contributions(on innovation: Int, in home: HomeName) throws -> [Contribution] { try base.contributions(on: innovation, in: home) }
    func contributions(about subject: Subject, in home: HomeName) throws -> [Contribution] { try base.contributions(about: subject, in: home) }
    func contribution(_ uid: UID, in home: HomeName) throws -> Contribution? { try base.contribution(uid, in: home) }
    func contribution(originally innovation: Int, kinds: [KindName], ordinal: Int, in home: HomeName) throws -> Contribution? {
        try base.contribution(originally: innovation, kinds: kinds, ordinal: ordinal, in: home)
    }
    func contribution(of kind: KindName, by author: PersonName, origin: Subject, in home: HomeName) throws -> Contribution? {
        try base.contribution(of: kind, by: author, origin: origin, in: home)
    }
    func contributions(
        of kinds: [KindName], by author: PersonName?, addressedTo addressee: PersonName?, in home: HomeName, limit: Int?
    ) throws -> [Contribution] {
        try base.contributions(of: kinds, by: author, addressedTo: addressee, in: home, limit: limit)
    }
    func signals(of innovation: Int, in home: HomeName) throws -> [SignalName: Double] { try base.signals(of: innovation, in: home) }
    func news(after batch: Int, in home: HomeName, limit: Int?) throws -> [(batch: Batch, entry: Entry)] {
        try base.news(after: batch, in: home, limit: limit)
    }
    func lastSeal(of home: HomeName) throws -> Seal? { try base.lastSeal(of: home) }
    func drafts(of owner: PersonName, in home: HomeName) throws -> [SavedDraft] { try base.drafts(of: owner, in: home) }
    func mark(_ name: String, of owner: PersonName, in home: HomeName) throws -> String? { try base.mark(name, of: owner, in: home) }
    func eachImported(in home: HomeName, _ body: (ImportedRecord) throws -> Void) throws { try base.eachImported(in: home, body) }
    func eachContribution(in home: HomeName, _ body: (Contribution) throws -> Void) throws { try base.eachContribution(in: home, body) }
    func eachImported(from source: String, in home: HomeName, _ body: (String, Int) throws -> Void) throws {
        try base.eachImported(from: source, in: home, body)
    }
    func importedMarks(source: String, keys: [String], in home: HomeName) throws -> [ImportedMark?] {
        try base.importedMarks(source: source, keys: keys, in: home)
    }
    func imported(source: String, key: String, in home: HomeName) throws -> ImportedRecord? {
        try base.imported(source: source, key: key, in: home)
    }
    func damage() throws -> [String] { try base.damage() }
}
