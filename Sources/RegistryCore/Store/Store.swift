import Foundation

/// The system's folder for temporary files.
func temporaryFolder() -> String {
    let folder = FileManager.default.temporaryDirectory.path
    return folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
}

/// An engine that keeps registries: SQLite in a file, PostgreSQL for a county.
///
/// A store knows rows, keys, visibility and full text; it decides nothing. Rules, permissions, checks and the
/// making of the journal's digests are the registry's. Its operations are those of the domain, so that every
/// engine answers the same contract. Everything blocks; errors are `Problem`s (`busy`, `unavailable`,
/// `inputOutput`), never an engine's own.
public protocol Store: AnyObject, Sendable {
    /// What people call it by: a path, or a server without its password.
    var location: String { get }

    /// Runs reads that see one consistent state.
    func read<Value>(_ body: (any StoreReading) throws -> Value) throws -> Value

    /// Runs reads and writes as one transaction: all of it is kept, through a power cut, or none. It may run
    /// `body` again when the engine asks for a retry, so `body` changes nothing but through its argument.
    /// Waits a bounded time for other writers, then throws `busy`.
    func write<Value>(_ body: (any StoreWriting) throws -> Value) throws -> Value

    /// As `write`, for rows by the million: it may take more memory (some 200 MB), and lets others wait for longer.
    func writeMany<Value>(_ body: (any StoreWriting) throws -> Value) throws -> Value

    /// What makes full text of many innovations before they are stored, so that another core does it; nil where the
    /// engine makes it as it stores.
    func gatherText() throws -> (any TextGathering)?

    /// A folder for temporary files as large as an import.
    var scratchFolder: String { get }

    /// The login by which the engine knows who uses the store; nil where it knows none, as of a file. Where there is one it
    /// is who acts, and several homes share the store.
    var login: String? { get }

    /// The login that connected, whoever is acted as; nil where the engine knows none.
    var account: String? { get }

    /// Whether batches are made at the same time: then their numbers have gaps, and seals come after them.
    var writesAtOnce: Bool { get }

    /// Whether a person can have that login: where the engine knows logins, it must be one.
    func knows(login: String) throws -> Bool

    /// Acts by another login from now on; nil: by the one that connected. Throws `notPermitted` unless the engine lets this one.
    func act(as login: String?) throws

    /// Whether reads are answered by a standby from now on, where there is one; what was written through this store is read
    /// all the same.
    func readsFromStandby(_ wanted: Bool)

    /// Lets go of the engine. The store is not used afterwards.
    func close() throws
}

/// What can be asked of a store. Each look-up by number, source or uid is unfiltered unless it takes a viewer:
/// the registry filters before anybody sees it.
public protocol StoreReading {
    func homes() throws -> [HomeName]
    /// The home's current documents, by name.
    func documents(of home: HomeName) throws -> [Configuration.Document]

    /// A person by name, without regard to case.
    func person(_ name: PersonName, in home: HomeName) throws -> Person?
    /// The person whose account it is.
    func person(account: String, in home: HomeName) throws -> Person?
    /// Everybody, by name.
    func people(of home: HomeName) throws -> [Person]
    /// Those any of whose names begins so, by name; at most `limit`.
    func people(of home: HomeName, beginning: String, limit: Int) throws -> [Person]

    func innovation(_ number: Int, in home: HomeName) throws -> Innovation?
    /// Those of several that are there, by number.
    func innovations(_ numbers: [Int], in home: HomeName) throws -> [Innovation]
    func innovation(source: String, sourceID: String, in home: HomeName) throws -> Innovation?
    func find(_ query: Query) throws -> [Found]
    /// Hands over each innovation in turn, without holding all of them.
    func each(_ query: Query, _ body: (Found) throws -> Void) throws
    /// Hands over the same as records of an export, in blocks of some hundred; `body` changes nothing here.
    func eachRecord(_ query: Query, of columns: [ExportColumn], _ body: (RecordBlock) throws -> Void) throws
    func count(_ query: Query) throws -> Int
    /// How many innovations of the query have each value of a property, most first, ties by value. An absent
    /// value is the empty text. A list's and the tags' values count one by one. Order, limit and offset are ignored.
    func tally(_ property: TallyProperty, _ query: Query) throws -> [Tally]
    /// Numbers and titles of the viewer's home.
    func titles(_ query: TitleQuery) throws -> [Titled]
    /// The tags of the viewer's home that begin so, each with how many of the listed innovations have it; none that the
    /// viewer sees on no innovation. In no order.
    func tagCounts(beginning: String, for viewer: Viewer, unlisted: [StageName]) throws -> [Tally]
    /// How many innovations the home has, about and as of the last minutes where there are very many.
    func documentCount(in home: HomeName) throws -> Int
    /// In how many innovations of the home each word stands, by its stem: 0 for none.
    func documentCounts(of words: [String], in home: HomeName) throws -> [Int]

    /// On one innovation, directly or through another contribution, oldest first; those withdrawn come along.
    func contributions(on innovation: Int, in home: HomeName) throws -> [Contribution]
    /// The same on each of several, by its number; those that have none may be absent.
    func contributions(on innovations: [Int], in home: HomeName) throws -> [Int: [Contribution]]
    func contributions(about subject: Subject, in home: HomeName) throws -> [Contribution]
    /// The same about each of several, one subject after the other.
    func contributions(about subjects: [Subject], in home: HomeName) throws -> [Contribution]
    func contribution(_ uid: UID, in home: HomeName) throws -> Contribution?
    /// Those of several that are there, in no order.
    func contributions(_ uids: [UID], in home: HomeName) throws -> [Contribution]
    /// `P12.E3`: by the innovation of its origin, its kinds and its ordinal.
    func contribution(originally innovation: Int, kinds: [KindName], ordinal: Int, in home: HomeName) throws -> Contribution?
    /// The one that an author has of a kind with this origin; those withdrawn come along.
    func contribution(of kind: KindName, by author: PersonName, origin: Subject, in home: HomeName) throws -> Contribution?
    /// Of those kinds, to or by somebody (nil: anybody), newest first, at most `limit`; not those withdrawn.
    func contributions(
        of kinds: [KindName], by author: PersonName?, addressedTo addressee: PersonName?, in home: HomeName, limit: Int?
    ) throws -> [Contribution]

    /// All of a home, by uid, without holding them; those withdrawn and held come along.
    func eachContribution(in home: HomeName, _ body: (Contribution) throws -> Void) throws

    func signals(of innovation: Int, in home: HomeName) throws -> [SignalName: Double]
    /// The same of each of several, by its number; those that have none may be absent.
    func signals(of innovations: [Int], in home: HomeName) throws -> [Int: [SignalName: Double]]

    /// On one innovation, oldest first.
    func entries(on innovation: Int, in home: HomeName) throws -> [Entry]
    /// The same on each of several, by its number; those that have none may be absent.
    func entries(on innovations: [Int], in home: HomeName) throws -> [Int: [Entry]]
    func entries(of batch: UID, in home: HomeName) throws -> [Entry]
    /// The same from its end, the last first: those before a position when one is given, at most `limit`.
    func entries(of batch: UID, before position: Int?, limit: Int, in home: HomeName) throws -> [Entry]
    /// The same of each of several; those that have none may be absent.
    func entries(of batches: [UID], in home: HomeName) throws -> [UID: [Entry]]
    /// Hands over a batch's entries in their order, without holding all of them, as long as `body` says to go on.
    func eachEntry(of batch: UID, in home: HomeName, _ body: (Entry) throws -> Bool) throws
    /// Newest first, at most `limit`; those before a number when one is given.
    func batches(of home: HomeName, by person: PersonName?, before number: Int?, limit: Int?) throws -> [Batch]
    func batch(_ number: Int, in home: HomeName) throws -> Batch?
    func batch(uid: UID, in home: HomeName) throws -> Batch?
    /// Entries whose batch is later than a number, oldest first, with their batch; at most `limit`.
    func news(after batch: Int, in home: HomeName, limit: Int?) throws -> [(batch: Batch, entry: Entry)]
    /// What of the journal no batch leads to.
    func strays(in home: HomeName) throws -> Strays
    func seals(of home: HomeName) throws -> [Seal]
    func lastSeal(of home: HomeName) throws -> Seal?

    func drafts(of owner: PersonName, in home: HomeName) throws -> [SavedDraft]
    /// A person's own mark, unjournaled: how far an inbox was read.
    func mark(_ name: String, of owner: PersonName, in home: HomeName) throws -> String?
    /// Hands over everybody's drafts, by uid, for a registry that moves: those that the engine lets its login read.
    func eachDraft(in home: HomeName, _ body: (SavedDraft) throws -> Void) throws
    /// Hands over everybody's marks alike, by owner and name: the owner by the key of his name, the name, and the value.
    func eachMark(in home: HomeName, _ body: (PersonName, String, String) throws -> Void) throws
    func imported(source: String, key: String, in home: HomeName) throws -> ImportedRecord?
    /// Those of several that are there, in no order.
    func imported(_ keys: Set<ImportedRecord.Key>, in home: HomeName) throws -> [ImportedRecord]
    /// The same for many keys, in their order, and only what tells whether a row changed.
    func importedMarks(source: String, keys: [String], in home: HomeName) throws -> [ImportedMark?]
    /// Changes whenever an import from that source is kept.
    func importCount(from source: String, in home: HomeName) throws -> Int
    /// Hands over all that imports last brought, by source and key.
    func eachImported(in home: HomeName, _ body: (ImportedRecord) throws -> Void) throws
    /// Hands over the key and the innovation of every row that was imported from a source, by key.
    func eachImported(from source: String, in home: HomeName, _ body: (String, Int) throws -> Void) throws

    /// Those innovations that full text finds by other words than these, or not at all.
    func foundOtherwise(_ texts: [(innovation: Int, text: SearchText)], in home: HomeName) throws -> [Int]

    /// What the engine itself finds wrong with its file or tables, a line each; none when it is whole.
    func damage() throws -> [String]
}

/// What can be changed in a store, within one transaction.
public protocol StoreWriting: StoreReading {
    func create(home: HomeName, at now: Date) throws
    /// Keeps the rules of kinds, where the engine itself refuses what they refuse.
    func keep(_ rules: [KindRule], in home: HomeName) throws
    /// Takes out all that a home has but its name and people's drafts: before an archive takes its place.
    func empty(_ home: HomeName) throws
    /// Keeps a document; earlier versions stay readable in the journal.
    func put(_ document: Configuration.Document, in home: HomeName) throws
    /// Adds or replaces a person by name.
    func put(_ person: Person) throws

    /// A number that no innovation of the home has had or will have; an ordinal likewise, for a kind on an
    /// innovation.
    func reserveNumber(in home: HomeName) throws -> Int
    /// So many such numbers, rising.
    func reserveNumbers(_ count: Int, in home: HomeName) throws -> [Int]
    func reserveOrdinal(of kind: KindName, on innovation: Int, in home: HomeName) throws -> Int

    /// Adds an innovation with its tags.
    func insert(_ innovation: Innovation) throws
    /// Replaces an innovation and its tags. Throws `refused` when its stored version is not `version`.
    func update(_ innovation: Innovation, expecting version: Int) throws
    /// The same of each of several, which each stand there once.
    func update(_ innovations: [(innovation: Innovation, version: Int)], in home: HomeName) throws
    /// Sets what full text finds an innovation by.
    func index(_ text: SearchText, of innovation: Int, in home: HomeName) throws
    /// The same of each of several, which each stand there once.
    func index(_ texts: [(innovation: Int, text: SearchText)], in home: HomeName) throws
    /// Adds or replaces a contribution by its uid. Where `onePerAuthor`, a second one of the same origin, kind and
    /// author is refused by the engine's own key.
    func put(_ contribution: Contribution, onePerAuthor: Bool) throws
    /// The same of each of several, which each stand there once.
    func put(_ contributions: [(contribution: Contribution, onePerAuthor: Bool)], in home: HomeName) throws
    /// Replaces all signals of an innovation.
    func set(_ signals: [SignalName: Double], of innovation: Int, in home: HomeName) throws
    /// The same of each of several, which each stand there once.
    func set(_ signals: [(innovation: Int, values: [SignalName: Double])], in home: HomeName) throws

    /// Appends a batch (its number reserved by `reserveBatchNumber`) with its entries, the last of them where it was begun.
    func append(_ batch: Batch, _ entries: [Entry]) throws
    /// Says that a batch is being made, before anything is appended to it; it is appended last, when its count and head are known.
    func begin(_ batch: Batch) throws
    /// Appends entries of a batch that was begun.
    func append(_ entries: [Entry], toBatch number: Int, in home: HomeName) throws
    func reserveBatchNumber(in home: HomeName) throws -> Int
    func append(_ seal: Seal) throws
    /// The batches that a seal is to cover now, in the order of their numbers: a batch that was just appended, or, where
    /// batches are made at the same time, those that no seal covers and before which none is still being made. None while
    /// somebody else seals.
    func batchesToSeal(_ batch: Batch?, in home: HomeName) throws -> [Batch]
    /// Erases payloads and salts; their digests and links stay.
    func erasePayloads(of entries: [(batch: UID, position: Int)], in home: HomeName) throws

    func put(_ draft: SavedDraft) throws
    func deleteDraft(_ uid: UID, of owner: PersonName, in home: HomeName) throws
    func setMark(_ name: String, of owner: PersonName, in home: HomeName, to value: String) throws
    /// Adds or replaces by source and key.
    func put(_ record: ImportedRecord) throws
    /// The same of each of several, whose keys each stand there once.
    func put(_ records: [ImportedRecord], in home: HomeName) throws
    /// Forgets what was imported as an innovation, so that a later import takes it afresh.
    func forgetImports(of innovation: Int, in home: HomeName) throws
    /// The same of each of several.
    func forgetImports(of innovations: [Int], in home: HomeName) throws

    /// The same as `importCount`, as of now: until the transaction ends nobody else imports from that source.
    func holdImports(from source: String, in home: HomeName) throws -> Int
    /// Keeps others from taking batches back until the transaction ends, so that none is taken back twice.
    func holdUndoing(in home: HomeName) throws
    /// Adds rows of a registry that moves here or is restored.
    func insert(_ rows: CarriedRows) throws
    /// Adds innovations that an import brings, each with its entry and its mark for the next import.
    func insert(_ rows: PreparedRows, toBatch number: Int, in home: HomeName) throws
    /// Full text of those that were so inserted and whose texts have been gathered by now: called now and then meanwhile, for an
    /// engine that gains by it.
    func indexReady(_ gathered: any TextGathering) throws
    /// Full text of all rows that were so inserted in this transaction, whose texts were gathered before: called once,
    /// at the end, with nothing that changes full text after it. `goOn` is called now and then, and throws to stop.
    func index(_ gathered: any TextGathering, goOn: () throws -> Void) throws
}

/// What `tally` counts by.
public enum TallyProperty: Equatable, Sendable {
    case field(FieldName)
    case stage, tag, submitter, source, visibility
    /// The submitter's team.
    case team
    /// Year of creation: `2026`.
    case year
}

/// A value and how many have it.
public struct Tally: Equatable, Sendable {
    public var value: String
    public var count: Int
    public init(value: String, count: Int) {
        self.value = value
        self.count = count
    }
}
