extension JSONValue {
    /// The one text that a value has: members sorted by name, no white space. What digests are taken of.
    public var canonical: String {
        var out = ""
        write(to: &out, sorted: true, indent: nil, depth: 0)
        return out
    }

    /// One line, members in their own order: a line of JSON Lines.
    public var line: String {
        var out = ""
        write(to: &out, sorted: false, indent: nil, depth: 0)
        return out
    }

    /// Many lines, indented by two spaces: what `--format json` prints.
    public var pretty: String {
        var out = ""
        write(to: &out, sorted: false, indent: 2, depth: 0)
        return out
    }

    private func write(to out: inout String, sorted: Bool, indent: Int?, depth: Int) {
        switch self {
        case .null: out += "null"
        case .bool(let value): out += value ? "true" : "false"
        // JSON has no infinities (RFC 8259, section 6); null is what every other writer makes of them.
        case .number(let value): out += value.isFinite ? JSONValue.text(of: value) : "null"
        case .string(let value): JSONValue.write(value, to: &out)
        case .array(let values):
            JSONValue.bracketed("[", "]", values.count, &out, indent, depth) { index, out in
                values[index].write(to: &out, sorted: sorted, indent: indent, depth: depth + 1)
            }
        case .object(let object):
            let members = sorted ? object.members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } : object.members
            JSONValue.bracketed("{", "}", members.count, &out, indent, depth) { index, out in
                JSONValue.write(members[index].name, to: &out)
                out += indent == nil ? ":" : ": "
                members[index].value.write(to: &out, sorted: sorted, indent: indent, depth: depth + 1)
            }
        }
    }

    private static func bracketed(
        _ open: String, _ close: String, _ count: Int, _ out: inout String, _ indent: Int?, _ depth: Int,
        element: (Int, inout String) -> Void
    ) {
        out += open
        for index in 0..<count {
            if index > 0 { out += "," }
            if let indent { out += "\n" + String(repeating: " ", count: indent * (depth + 1)) }
            element(index, &out)
        }
        if count > 0, let indent { out += "\n" + String(repeating: " ", count: indent * depth) }
        out += close
    }

    /// Writes a string with the escapes that RFC 8259, section 7, requires, and those that keep a terminal and a
    /// browser safe: DEL, C1 controls, line separators and bidirectional overrides.
    private static func write(_ text: String, to out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            default:
                switch scalar.value {
                case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
                    let digits = String(scalar.value, radix: 16)
                    out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                default: out.unicodeScalars.append(scalar)
                }
            }
        }
        out += "\""
    }
}
