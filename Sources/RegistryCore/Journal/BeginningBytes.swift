/// The payload of an innovation's first entry, written without building the values between: what `Innovation.beginnings`
/// would make.
package struct BeginningBytes {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Writes that of a row of an import. Throws when its answers are not the JSON that they should be.
    package mutating func write(_ row: PreparedRows.Row, _ memory: PreparedRows.Memory) throws {
        start()
        if let fields = memory.part(.fields, of: row) {
            var answers = StoredAnswers(ours: fields)
            while let (name, value) = try answers.next() {
                begin()
                bytes += fields[value]
                bytes += ",\"property\":\"field.".utf8
                bytes += name
                bytes += "\"}".utf8
            }
        }
        let tags = memory.text(.tags, of: row) ?? ""
        end(
            visibility: memory.text(.visibility, of: row) ?? "", uid: memory.text(.uid, of: row) ?? "", created: memory.text(.created, of: row) ?? "",
            source: memory.text(.source, of: row), sourceID: memory.text(.sourceID, of: row), submitter: memory.text(.submitter, of: row) ?? "",
            tags: tags.isEmpty ? [] : tags.split(separator: "\n").map(String.init), held: memory.text(.held, of: row))
    }

    mutating func start() {
        bytes.removeAll(keepingCapacity: true)
        bytes += "{\"changes\":[".utf8
    }

    /// Appends an answer: its value as canonical JSON, and what stands behind it.
    mutating func add(_ value: ArraySlice<UInt8>, tail: [UInt8]) {
        begin()
        bytes += value
        bytes += tail
    }

    /// Appends all that comes behind the answers.
    mutating func end(
        visibility: String, uid: String, created: String, source: String?, sourceID: String?, submitter: String, tags: [String], held: String?
    ) {
        change("stage", StageDefinitions.first)
        change("visibility", visibility)
        change("uid", uid)
        change("created", created)
        if let source { change("source", source) }
        if let sourceID { change("source_id", sourceID) }
        change("submitter", submitter)
        if !tags.isEmpty {
            begin()
            JSONValue.array(tags.map(JSONValue.string)).appendCanonical(to: &bytes)
            end("tags")
        }
        if let held { change("held", held) }
        bytes += "]}".utf8
    }

    private mutating func change(_ property: StaticString, _ value: String) {
        begin()
        JSONValue.write(value, to: &bytes)
        end(property)
    }

    private mutating func begin() {
        bytes += bytes.last == UInt8(ascii: "}") ? ",{\"now\":".utf8 : "{\"now\":".utf8
    }

    private mutating func end(_ property: StaticString) {
        bytes += ",\"property\":\"".utf8
        bytes += UnsafeBufferPointer(start: property.utf8Start, count: property.utf8CodeUnitCount)
        bytes += "\"}".utf8
    }
}
