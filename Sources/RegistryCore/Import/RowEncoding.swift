import Foundation

/// Writes rows as they are stored and digested, without building the values between: at a million rows those would
/// take most of an import's time. The tests hold it against `Innovation.beginnings`.
struct RowEncoding {
    /// A row's answers as canonical JSON, and where in it each value stands.
    struct Encoded: Sendable {
        var json: [UInt8] = []
        /// By the place of the field among the plan's names.
        var values: [(field: Int, range: Range<Int>)] = []
        var contentDigest: [UInt8] = []
    }

    /// The names of all fields that a row can have, in order, and what stands before and behind a value of each.
    private let names: [FieldName]
    private let heads: [[UInt8]]
    private let tails: [[UInt8]]
    private var payload: [UInt8] = []
    private var digesting = Digesting()
    private var random = RandomBytes()

    init(_ names: [FieldName]) {
        self.names = names
        heads = names.map { Array("\"\($0)\":".utf8) }
        tails = names.map { Array(",\"property\":\"field.\($0)\"}".utf8) }
    }

    mutating func answers(of record: ImportRecord) -> Encoded {
        var answers = Encoded()
        answers.json.reserveCapacity(1200)
        answers.json.append(UInt8(ascii: "{"))
        for field in record.answers.values.indices {
            guard let value = record.answers.values[field] else { continue }
            if answers.json.count > 1 { answers.json.append(UInt8(ascii: ",")) }
            answers.json += heads[field]
            let start = answers.json.count
            if case .text(let text) = value { JSONValue.write(text, to: &answers.json) } else { value.json.appendCanonical(to: &answers.json) }
            answers.values.append((field, start..<answers.json.count))
        }
        answers.json.append(UInt8(ascii: "}"))
        digesting.clear()
        digesting.take(answers.json)
        for tag in record.tags { digesting.take(tag) }
        answers.contentDigest = Array(digesting.digest.bytes.prefix(16))
        return answers
    }

    /// Gives a row the key by which it is known again: its own; for a row of our own export the innovation's; else one
    /// that its content fixes, with who put it in and when, so that an altered row is a new one.
    mutating func giveKey(to record: inout ImportRecord, _ answers: Encoded) {
        if let own = record.sourceID {
            record.key = own
        } else if record.tellsSource, record.toldSource == nil, let uid = record.uid {
            (record.source, record.key) = (RowKey.ownExports, uid.text)
        } else {
            var digest = answers.contentDigest
            if record.submitter != nil || record.created != nil {
                digesting.clear()
                digesting.take(digest)
                digesting.take(record.submitter ?? "")
                digesting.take(record.created.map(Moment.text) ?? "")
                digest = Array(digesting.digest.bytes.prefix(16))
            }
            record.key = "content:" + digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }

    /// The row of a new innovation.
    mutating func row(_ record: ImportRecord, _ answers: Encoded, importer: PersonName, at: String) -> PreparedRow {
        var row = PreparedRow(
            uid: (record.tellsSource ? record.uid : nil)?.text ?? UID(random: random.next()).text, created: record.created.map(Moment.text) ?? at,
            updated: record.updated.map(Moment.text) ?? at, source: record.tellsSource ? record.toldSource : record.source,
            sourceID: record.tellsSource ? record.sourceID : record.sourceID ?? record.key, importedFrom: record.source, key: record.key, submitter: record.submitter ?? importer,
            visibility: record.visibility, held: record.held, tags: record.tags, fields: String(decoding: answers.json, as: UTF8.self),
            contentDigest: answers.contentDigest, salt: random.next(), digest: .nothing)
        row.digest = digest(of: row, answers)
        return row
    }

    /// The digest of the payload that `Innovation.beginnings` would make: its changes in their order, each with its
    /// members in theirs.
    private mutating func digest(of row: PreparedRow, _ answers: Encoded) -> Digest {
        payload.removeAll(keepingCapacity: true)
        payload += "{\"changes\":[".utf8
        for (field, range) in answers.values {
            begin()
            answers.json.withUnsafeBufferPointer { payload += UnsafeBufferPointer(rebasing: $0[range]) }
            payload += tails[field]
        }
        change("stage", StageDefinitions.first)
        change("visibility", row.visibility.rawValue)
        change("uid", row.uid)
        change("created", row.created)
        if let source = row.source { change("source", source) }
        if let sourceID = row.sourceID { change("source_id", sourceID) }
        change("submitter", row.submitter)
        if !row.tags.isEmpty {
            begin()
            JSONValue.array(row.tags.map(JSONValue.string)).appendCanonical(to: &payload)
            end("tags")
        }
        if let held = row.held { change("held", held) }
        payload += "]}".utf8
        digesting.clear()
        digesting.take(row.salt)
        digesting.take(payload)
        return digesting.digest
    }

    private mutating func change(_ property: StaticString, _ value: String) {
        begin()
        JSONValue.write(value, to: &payload)
        end(property)
    }

    private mutating func begin() {
        payload += payload.last == UInt8(ascii: "}") ? ",{\"now\":".utf8 : "{\"now\":".utf8
    }

    private mutating func end(_ property: StaticString) {
        payload += ",\"property\":\"".utf8
        payload += UnsafeBufferPointer(start: property.utf8Start, count: property.utf8CodeUnitCount)
        payload += "\"}".utf8
    }
}

/// The system's random bytes, asked for 16 times 16 at once: a question for each would take as long as all the rest.
struct RandomBytes {
    private var bytes = [UInt8](repeating: 0, count: 256)
    private var at = 256

    mutating func next() -> [UInt8] {
        if at == bytes.count {
            // It gives up to 256 bytes and cannot fail for so many (getentropy(3)); should it, the slower way is as good.
            if getentropy(&bytes, bytes.count) != 0 {
                var system = SystemRandomNumberGenerator()
                for index in bytes.indices { bytes[index] = UInt8.random(in: 0...255, using: &system) }
            }
            at = 0
        }
        at += 16
        return Array(bytes[at - 16..<at])
    }
}
