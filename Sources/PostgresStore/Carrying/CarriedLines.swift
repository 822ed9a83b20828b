import RegistryCore

/// Rows on their way through `COPY`, in its text form: a line each, a tab between columns, `\N` where there is nothing.
/// Each value stands as it would be bound to a statement, whatever its type.
struct CarriedLines {
    private(set) var bytes: [UInt8] = []
    private var isFirst = true

    /// The values of a row's next columns. Throws what no server can keep.
    mutating func add(_ values: (any SQLValue)?...) throws {
        for value in values {
            if !isFirst { bytes.append(UInt8(ascii: "\t")) }
            isFirst = false
            if let text = try value?.sqlValue.checked() { append(text) } else { bytes += "\\N".utf8 }
        }
    }

    mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isFirst = true
    }

    /// What was added so far was sent.
    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            // Nearly all texts have nothing to escape, and are copied in one piece.
            guard utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 < 0x20 }) else { return bytes += utf8 }
            for byte in utf8 {
                switch byte {
                case UInt8(ascii: "\\"): bytes += "\\\\".utf8
                case UInt8(ascii: "\t"): bytes += "\\t".utf8
                case UInt8(ascii: "\n"): bytes += "\\n".utf8
                case UInt8(ascii: "\r"): bytes += "\\r".utf8
                default: bytes.append(byte)
                }
            }
        }
    }
}
