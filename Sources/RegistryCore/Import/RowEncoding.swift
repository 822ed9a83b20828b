import Foundation

/// Writes rows as they are stored and digested, without building the values between: at a million rows those would
/// take most of an import's time. The tests hold it against `Innovation.beginnings`.
struct RowEncoding {
    /// Where among those of all rows one's answers stand as canonical JSON, and the digest of them.
    struct Encoded: Sendable {
        fileprivate var json: Range<Int>
        fileprivate var values: Range<Int>
        fileprivate var digest: Range<Int>
    }

    /// The names of all fields that a row can have, in order, and what stands before and behind a value of each.
    private let names: [FieldName]
    private let heads: [[UInt8]]
    private let tails: [[UInt8]]
    /// The answers of all rows, one after the other, and where in them each value stands, by the place of the field among
    /// the names.
    private var json: [UInt8] = []
    private var values: [(field: Int, range: Range<Int>)] = []
    private var contentDigests: [UInt8] = []
    private var payload = BeginningBytes()
    private var digesting = Digesting()
    private var random = RandomBytes()

    /// - Parameter rows: how many there will be, about.
    init(_ names: [FieldName], rows: Int) {
        self.names = names
        heads = names.map { Array("\"\($0)\":".utf8) }
        tails = names.map { Array(",\"property\":\"field.\($0)\"}".utf8) }
        json.reserveCapacity(rows * 1200)
        values.reserveCapacity(rows * names.count)
        contentDigests.reserveCapacity(rows * 16)
    }

    mutating func answers(of record: ImportRecord) -> Encoded {
        let (start, first, digest) = (json.count, values.count, contentDigests.count)
        json.append(UInt8(ascii: "{"))
        for field in record.answers.values.indices {
            guard let value = record.answers.values[field] else { continue }
            if values.count > first { json.append(UInt8(ascii: ",")) }
            json += heads[field]
            let start = json.count
            if case .text(let text) = value { JSONValue.write(text, to: &json) } else { value.json.appendCanonical(to: &json) }
            values.append((field, start..<json.count))
        }
        json.append(UInt8(ascii: "}"))
        digesting.clear()
        digesting.take(json[start...])
        for tag in record.tags { digesting.take(tag) }
        contentDigests += digesting.digest.bytes.prefix(16)
        return Encoded(json: start..<json.count, values: first..<values.count, digest: digest..<contentDigests.count)
    }

    /// 16 bytes of a digest of answers and tags.
    func contentDigest(_ answers: Encoded) -> ArraySlice<UInt8> { contentDigests[answers.digest] }

    /// Gives a row the key by which it is known again: its own; for a row of our own export the innovation's; else one
    /// that its content fixes, with who put it in and when, so that an altered row is a new one.
    mutating func giveKey(to record: inout ImportRecord, _ answers: Encoded) {
        if let own = record.sourceID {
            record.key = own
        } else if record.tellsSource, record.toldSource == nil, let uid = record.uid {
            (record.source, record.key) = (RowKey.ownExports, uid.text)
        } else {
            var digest = contentDigest(answers)
            if record.submitter != nil || record.created != nil {
                digesting.clear()
                digesting.take(digest)
                digesting.take(record.submitter ?? "")
                digesting.take(record.created.map(Moment.text) ?? "")
                digest = digesting.digest.bytes.prefix(16)
            }
            record.key = "content:" + digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }

    /// Appends the row of a new innovation.
    mutating func append(_ record: ImportRecord, _ answers: Encoded, importer: PersonName, at: String, to rows: inout PreparedRows) {
        let uid = (record.tellsSource ? record.uid : nil)?.text ?? UID(random: random.next()).text
        let created = record.created.map(Moment.text) ?? at
        let source = record.tellsSource ? record.toldSource : record.source
        let sourceID = record.tellsSource ? record.sourceID : record.sourceID ?? record.key
        let submitter = record.submitter ?? importer
        rows.begin()
        rows.add(uid)
        rows.add(created)
        rows.add(record.updated.map(Moment.text) ?? at)
        rows.add(source)
        rows.add(sourceID)
        rows.add(record.source)
        rows.add(record.key)
        rows.add(submitter)
        rows.add(record.visibility.rawValue)
        rows.add(record.held)
        rows.add(record.tags.isEmpty ? "" : record.tags.joined(separator: "\n"))
        rows.add(json[answers.json])
        rows.add(contentDigest(answers))
        payload.start()
        for (field, range) in values[answers.values] { payload.add(json[range], tail: tails[field]) }
        payload.end(
            visibility: record.visibility.rawValue, uid: uid, created: created, source: source, sourceID: sourceID, submitter: submitter,
            tags: record.tags, held: record.held)
        let salt = random.next()
        digesting.clear()
        digesting.take(salt)
        digesting.take(payload.bytes)
        rows.add(salt)
        rows.add(digesting.digest.bytes)
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
