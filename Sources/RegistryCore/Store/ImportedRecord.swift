/// What an import last brought for one row, so that the next run can compare three ways.
public struct ImportedRecord: Equatable, Sendable {
    public var home: HomeName
    public var source: String
    /// The row's `source_id`, or a digest of its content where it has none.
    public var key: String
    public var innovation: Int
    /// The fields as they were imported.
    public var fields: Fields
    public var tags: [String]

    public init(home: HomeName, source: String, key: String, innovation: Int, fields: Fields, tags: [String]) {
        self.home = home
        self.source = source
        self.key = key
        self.innovation = innovation
        self.fields = fields
        self.tags = tags
    }
}

extension ImportedRecord {
    /// By what a row is known again in a home.
    public struct Key: Hashable, Sendable {
        public var source: String
        public var key: String

        public init(source: String, key: String) {
            self.source = source
            self.key = key
        }
    }

    public var recordKey: Key { Key(source: source, key: key) }

    /// 16 bytes of a digest of fields and tags: equal exactly when the row is.
    public var digest: [UInt8] { ImportedMark.digest(of: fields, tags) }
}

/// Whose row it is, and whether it is as it was.
public struct ImportedMark: Equatable, Sendable {
    public var innovation: Int
    public var digest: [UInt8]

    public init(innovation: Int, digest: [UInt8]) {
        self.innovation = innovation
        self.digest = digest
    }

    static func digest(of fields: Fields, _ tags: [String]) -> [UInt8] {
        let answers = JSONValue.object(JSONObject(fields.map { ($0.key, $0.value.json) })).canonical
        return digest(ofCanonical: Array(answers.utf8), tags)
    }

    /// - Parameter answers: the fields as canonical JSON.
    static func digest(ofCanonical answers: [UInt8], _ tags: [String]) -> [UInt8] {
        Array(Digest.of([answers] + tags.map { Array($0.utf8) }).bytes.prefix(16))
    }
}
