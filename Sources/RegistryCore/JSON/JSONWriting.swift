extension JSONValue {
    /// The one text that a value has: members sorted by name, no white space. What digests are taken of.
    public var canonical: String { text(sorted: true, indent: nil) }

    /// One line, members in their own order: a line of JSON Lines.
    public var line: String { text(sorted: false, indent: nil) }

    /// Many lines, indented by two spaces: what `--format json` prints.
    public var pretty: String { text(sorted: false, indent: 2) }

    /// Appends the canonical text as UTF-8.
    public func appendCanonical(to out: inout [UInt8]) { write(to: &out, sorted: true, indent: nil, depth: 0) }

    private func text(sorted: Bool, indent: Int?) -> String {
        var out: [UInt8] = []
        write(to: &out, sorted: sorted, indent: indent, depth: 0)
        return String(decoding: out, as: UTF8.self)
    }

    private func write(to out: inout [UInt8], sorted: Bool, indent: Int?, depth: Int) {
        switch self {
        case .null: out += "null".utf8
        case .bool(let value): out += (value ? "true" : "false").utf8
        // JSON has no infinities (RFC 8259, section 6); null is what every other writer makes of them.
        case .number(let value): out += (value.isFinite ? JSONValue.text(of: value) : "null").utf8
        case .string(let value): JSONValue.write(value, to: &out)
        case .array(let values):
            JSONValue.bracketed("[", "]", values.count, &out, indent, depth) { index, out in
                values[index].write(to: &out, sorted: sorted, indent: indent, depth: depth + 1)
            }
        case .object(let object):
            let members = sorted ? object.members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } : object.members
            JSONValue.bracketed("{", "}", members.count, &out, indent, depth) { index, out in
                JSONValue.write(members[index].name, to: &out)
                out += (indent == nil ? ":" : ": ").utf8
                members[index].value.write(to: &out, sorted: sorted, indent: indent, depth: depth + 1)
            }
        }
    }

    private static func bracketed(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ count: Int, _ out: inout [UInt8], _ indent: Int?, _ depth: Int,
        element: (Int, inout [UInt8]) -> Void
    ) {
        func newLine(_ depth: Int, _ out: inout [UInt8]) {
            guard let indent else { return }
            out.append(0x0A)
            out += repeatElement(0x20, count: indent * depth)
        }
        out.append(UInt8(ascii: open))
        for index in 0..<count {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            newLine(depth + 1, &out)
            element(index, &out)
        }
        if count > 0 { newLine(depth, &out) }
        out.append(UInt8(ascii: close))
    }

    /// Writes a string with the escapes that RFC 8259, section 7, requires, and those that keep a terminal and a
    /// browser safe: DEL, C1 controls, line separators and bidirectional overrides.
    public static func write(_ text: String, to out: inout [UInt8]) {
        var text = text
        text.withUTF8 { write(utf8: $0, to: &out) }
    }

    /// The same for a text as its bytes in UTF-8.
    public static func write(utf8 bytes: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        // Nearly every text needs no escape but for line ends: what lies between is copied whole.
        var copied = 0, at = firstOdd(bytes)
        while at < bytes.count {
            let length = needsEscape(bytes, at)
            guard length > 0 else {
                at += 1
                continue
            }
            out += bytes[copied..<at]
            escape(bytes, at, length, to: &out)
            at += length
            copied = at
        }
        out += bytes[copied..<bytes.count]
        out.append(UInt8(ascii: "\""))
    }

    /// The first byte that might be one of a character to escape, or the end: eight bytes at a time.
    private static func firstOdd(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        let ones: UInt64 = 0x0101_0101_0101_0101, tops: UInt64 = 0x8080_8080_8080_8080
        var at = 0
        while at + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            let quote = word ^ (ones &* 0x22), backslash = word ^ (ones &* 0x5C), delete = word ^ (ones &* 0x7F)
            // A byte below n, or equal to one, borrows from its top bit (“Bit Twiddling Hacks”, “Determine if a word has
            // a byte less than n”); one beyond ASCII has it.
            let odd = (word &- ones &* 0x20) & ~word | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (delete &- ones) & ~delete | word
            if odd & tops != 0 { return at }
            at += 8
        }
        return at
    }

    /// How many bytes the character at a place has, if it is one to escape; else 0.
    @inline(__always)
    private static func needsEscape(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
        let byte = bytes[at]
        if byte >= 0x20, byte < 0x7F { return byte == 0x22 || byte == 0x5C ? 1 : 0 }
        switch byte {
        case 0x00..<0x20, 0x7F: return 1
        // U+0080 to U+009F.
        case 0xC2: return at + 1 < bytes.count && bytes[at + 1] < 0xA0 ? 2 : 0
        // U+2028, U+2029, U+202A to U+202E; U+2066 to U+2069.
        case 0xE2 where at + 2 < bytes.count:
            let (second, third) = (bytes[at + 1], bytes[at + 2])
            return second == 0x80 && (0xA8...0xAE).contains(third) || second == 0x81 && (0xA6...0xA9).contains(third) ? 3 : 0
        default: return 0
        }
    }

    private static func escape(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ length: Int, to out: inout [UInt8]) {
        switch (length, bytes[at]) {
        case (1, 0x22): out += "\\\"".utf8
        case (1, 0x5C): out += "\\\\".utf8
        case (1, 0x0A): out += "\\n".utf8
        case (1, 0x0D): out += "\\r".utf8
        case (1, 0x09): out += "\\t".utf8
        default:
            let value = switch length {
            case 1: Int(bytes[at])
            case 2: Int(bytes[at] & 0x1F) << 6 | Int(bytes[at + 1] & 0x3F)
            default: Int(bytes[at] & 0x0F) << 12 | Int(bytes[at + 1] & 0x3F) << 6 | Int(bytes[at + 2] & 0x3F)
            }
            let digits = String(value, radix: 16)
            out += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
        }
    }
}
