/// Values one after the other, as they stand in temporary files: numbers in eight bytes, texts and bytes behind their
/// lengths.
struct Writing {
    var bytes: [UInt8] = []

    mutating func number(_ value: Int) { withUnsafeBytes(of: value) { bytes += $0 } }

    mutating func text(_ text: String) {
        number(text.utf8.count)
        bytes += text.utf8
    }

    mutating func text(_ text: String?) {
        number(text == nil ? 0 : 1)
        if let text { self.text(text) }
    }

    mutating func texts(_ texts: [String]) {
        number(texts.count)
        for text in texts { self.text(text) }
    }

    mutating func put(_ record: ImportRecord) {
        text(record.file)
        number(record.row)
        number(record.line)
        text(record.source)
        text(record.sourceID)
        text(record.key)
        number(record.innovation ?? 0)
        text(JSONValue.object(JSONObject(record.fields.map { ($0.key, $0.value.json) })).canonical)
        texts(record.tags)
        text(record.submitter)
        text(record.created.map(Moment.text))
        text(record.updated.map(Moment.text))
        text(record.held)
        number(record.tellsSource ? 1 : 0)
        texts(record.warned.sorted())
    }
}

struct Reading {
    let bytes: [UInt8]
    private var at = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { at >= bytes.count }

    private mutating func take(_ count: Int) throws -> Range<Int> {
        guard count >= 0, bytes.count - at >= count else {
            throw Problem(.inputOutput, "a temporary file of the import was cut; nothing was saved")
        }
        at += count
        return at - count..<at
    }

    mutating func number() throws -> Int {
        let range = try take(8)
        return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: range.lowerBound, as: Int.self) }
    }

    mutating func text() throws -> String {
        let range = try take(try number())
        return bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    mutating func optionalText() throws -> String? { try number() == 0 ? nil : try text() }

    mutating func texts() throws -> [String] {
        var texts: [String] = []
        for _ in 0..<(try number()) { texts.append(try text()) }
        return texts
    }

    mutating func record() throws -> ImportRecord {
        var record = ImportRecord(file: try text(), row: try number(), line: try number(), cells: [], columns: [:], source: try text(), key: "", answers: Answers([:]), tags: [])
        record.sourceID = try optionalText()
        record.key = try text()
        record.innovation = try number()
        var fields: Fields = [:]
        for (name, value) in try JSONValue(parsing: try text()).object?.members ?? [] { fields[name] = FieldValue(json: value) }
        record.answers = Answers(fields)
        record.tags = try texts()
        record.submitter = try optionalText()
        record.created = try optionalText().flatMap(Moment.date)
        record.updated = try optionalText().flatMap(Moment.date)
        record.held = try optionalText()
        record.tellsSource = try number() == 1
        record.warned = Set(try texts())
        return record
    }
}
