/// Rows in the text form of `COPY`: a line each, a tab between columns, `\N` where there is nothing.
struct CopyText {
    private(set) var bytes: [UInt8] = []
    private var isFirst = true

    var count: Int { bytes.count }

    mutating func add(_ text: String) {
        separate()
        append(text)
    }

    mutating func add(_ text: String?) {
        guard let text else {
            separate()
            bytes += "\\N".utf8
            return
        }
        add(text)
    }

    mutating func add(_ number: Int) {
        separate()
        bytes += String(number).utf8
    }

    /// A value as it would be bound to a statement.
    mutating func add(_ value: some SQLValue) throws { add(try value.sqlValue.checked()) }

    mutating func end() {
        bytes.append(0x0A)
        isFirst = true
    }

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    private mutating func separate() {
        if !isFirst { bytes.append(0x09) }
        isFirst = false
    }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            // Nearly all texts have nothing to escape, and are copied in one piece.
            guard utf8.contains(where: { $0 == 0x5C || $0 < 0x20 }) else { return bytes += utf8 }
            for byte in utf8 {
                switch byte {
                case 0x5C: bytes += "\\\\".utf8
                case 0x09: bytes += "\\t".utf8
                case 0x0A: bytes += "\\n".utf8
                case 0x0D: bytes += "\\r".utf8
                default: bytes.append(byte)
                }
            }
        }
    }
}
