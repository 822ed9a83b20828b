/// An innovation that an import brings, at the first stage, ready to be stored as it is: nothing in it is looked into again.
public struct PreparedRow: Sendable {
    /// Its place among the texts that were gathered, from 0; those of rows that turn out to be here leave gaps.
    public var ordinal = 0
    public var number = 0
    /// As texts, as they stand in the journal: the uid and moments of 24 characters.
    public var uid: String
    public var created: String
    public var updated: String
    /// What the innovation keeps of where it came from.
    public var source: String?
    public var sourceID: String?
    /// What the row is known again by, and in which source.
    public var importedFrom: String
    public var key: String
    public var submitter: PersonName
    public var visibility: Visibility
    public var held: String?
    public var tags: [String]
    /// The answers as canonical JSON.
    public var fields: String
    /// 16 bytes of a digest of answers and tags.
    public var contentDigest: [UInt8]
    /// Its entry: the payload's salt and digest, the place in the batch, the link.
    public var salt: [UInt8]
    public var digest: Digest
    public var position = 0
    public var link = Digest.nothing
}

/// Takes many innovations in, on any thread and before the write, to make full text of their answers and tags.
public protocol TextGathering: AnyObject, Sendable {
    /// The next rows, in the order of their ordinals.
    func add(_ rows: PreparedRows) throws
    /// There are no more; what can be done before they are stored is done now.
    func finish() throws
}

extension Store {
    public var login: String? { nil }
    public var account: String? { login }
    public var writesAtOnce: Bool { false }
    public func knows(login: String) throws -> Bool { true }
    public func act(as login: String?) throws {}
    public func readsFromStandby(_ wanted: Bool) {}
    /// Where temporary files go: the system's folder, where the engine has none of its own.
    public var scratchFolder: String { temporaryFolder() }
    /// Nil where the engine makes full text as it stores.
    public func gatherText() throws -> (any TextGathering)? { nil }
    public func writeMany<Value>(_ body: (any StoreWriting) throws -> Value) throws -> Value { try write(body) }
}

extension StoreReading {
    /// For an engine with one writer at a time: any batch may have been an import.
    public func importCount(from source: String, in home: HomeName) throws -> Int {
        try batches(of: home, by: nil, before: nil, limit: 1).first?.number ?? 0
    }
}

extension StoreWriting {
    public func holdImports(from source: String, in home: HomeName) throws -> Int { try importCount(from: source, in: home) }
    /// For an engine that has one writer at a time.
    public func holdUndoing(in home: HomeName) throws {}

    /// For an engine to which nobody but the program appends.
    public func begin(_ batch: Batch) throws {}

    public func batchesToSeal(_ batch: Batch?, in home: HomeName) throws -> [Batch] { batch.map { [$0] } ?? [] }

    /// One by one, for an engine without a faster way.
    public func insert(_ rows: PreparedRows, toBatch number: Int, in home: HomeName) throws {
        for place in rows.indices {
            let row = try rows.row(place)
            let innovation = try row.innovation(in: home)
            try insert(innovation)
            try index(SearchText(innovation), of: innovation.number, in: home)
            try put(ImportedRecord(
                home: home, source: row.importedFrom, key: row.key, innovation: row.number, fields: innovation.fields, tags: row.tags))
            let payload = Entry.Payload(changes: innovation.beginnings, salt: row.salt)
            try append(
                [Entry(
                    home: home, batch: innovation.uid, position: row.position, action: .imported, subject: innovation.subject,
                    innovation: row.number, payload: payload, digest: row.digest, link: row.link)],
                toBatch: number, in: home)
        }
    }

    public func indexReady(_ gathered: any TextGathering) throws {}
    public func index(_ gathered: any TextGathering, goOn: () throws -> Void) throws {}
}

extension PreparedRow {
    /// The row of an innovation as it begins, its entry the only one of its batch.
    public init(_ innovation: Innovation, key: String, ordinal: Int, salt: [UInt8] = Entry.Payload.newSalt()) {
        let fields = JSONValue.object(JSONObject(innovation.fields.map { ($0.key, $0.value.json) })).canonical
        self.init(
            uid: innovation.uid.text, created: Moment.text(innovation.created), updated: Moment.text(innovation.updated),
            source: innovation.source, sourceID: innovation.sourceID, importedFrom: innovation.source ?? "", key: key, submitter: innovation.submitter,
            visibility: innovation.visibility, held: innovation.held, tags: innovation.tags, fields: fields,
            contentDigest: ImportedMark.digest(of: innovation.fields, innovation.tags), salt: salt,
            digest: Entry.Payload(changes: innovation.beginnings, salt: salt).digest)
        (self.ordinal, number, position) = (ordinal, innovation.number, ordinal + 1)
    }

    /// The innovation that it becomes. Throws `inputOutput` when the row is not what was prepared.
    public func innovation(in home: HomeName) throws -> Innovation {
        guard let uid = UID(uid), let created = Moment.date(created), let updated = Moment.date(updated),
            let members = try JSONValue(parsing: fields).object?.members
        else { throw Problem(.inputOutput, "a prepared row was damaged; nothing was saved") }
        var answers: Fields = [:]
        for member in members { answers[member.name] = FieldValue(json: member.value) }
        return Innovation(
            home: home, number: number, uid: uid, source: source, sourceID: sourceID, submitter: submitter,
            stage: StageDefinitions.first, visibility: visibility, held: held, created: created, updated: updated, fields: answers, tags: tags)
    }
}
