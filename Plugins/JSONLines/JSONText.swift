import RegistryCore

/// The values of JSON as texts of cells.
enum JSONText {
    typealias Bytes = UnsafeBufferPointer<UInt8>
    typealias Trouble = RecordParser.Trouble

    /// A value as a cell: a text, a number as it is written, yes or no, nothing; a list's values with a separator
    /// behind each; anything deeper as JSON.
    static func cell(_ bytes: Bytes, _ at: inout Int, depth: Int) throws(Trouble) -> String {
        guard at < bytes.count else { throw Trouble(what: "ends where a value should stand", at: at) }
        switch bytes[at] {
        case UInt8(ascii: "\""): return try string(bytes, &at)
        case UInt8(ascii: "["): return try list(bytes, &at, depth: depth)
        case UInt8(ascii: "{"):
            let start = at
            try pass(bytes, &at, depth: depth)
            return try text(bytes, start, at)
        default: return try scalar(bytes, &at)
        }
    }

    private static func list(_ bytes: Bytes, _ at: inout Int, depth: Int) throws(Trouble) -> String {
        let start = at
        try pass(bytes, &at, depth: depth)
        var inner = start + 1
        var values: [String] = []
        RecordParser.passBlanks(bytes, &inner)
        while bytes[inner] != UInt8(ascii: "]") {
            guard bytes[inner] != UInt8(ascii: "["), bytes[inner] != UInt8(ascii: "{") else { return try text(bytes, start, at) }
            values.append(bytes[inner] == UInt8(ascii: "\"") ? try string(bytes, &inner) : try scalar(bytes, &inner))
            RecordParser.passBlanks(bytes, &inner)
            if bytes[inner] == UInt8(ascii: ",") { inner += 1 }
            RecordParser.passBlanks(bytes, &inner)
        }
        return values.map { $0 + RecordParser.separator }.joined()
    }

    /// A number as it is written; yes, no, or nothing.
    private static func scalar(_ bytes: Bytes, _ at: inout Int) throws(Trouble) -> String {
        for (word, meaning) in [("true", "yes"), ("false", "no"), ("null", "")] where starts(bytes, at, with: word) {
            at += word.utf8.count
            return meaning
        }
        let start = at
        func digits() -> Int {
            let from = at
            while at < bytes.count, bytes[at] &- 0x30 < 10 { at += 1 }
            return at - from
        }
        if at < bytes.count, bytes[at] == UInt8(ascii: "-") { at += 1 }
        let first = at
        let whole = digits()
        var isNumber = whole > 0 && (whole == 1 || bytes[first] != UInt8(ascii: "0"))
        if isNumber, at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            isNumber = digits() > 0
        }
        if isNumber, at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            isNumber = digits() > 0
        }
        guard isNumber else {
            let what = switch start < bytes.count ? bytes[start] : 0 {
            case UInt8(ascii: "'"): "has single quotes, and JSON takes double ones"
            case UInt8(ascii: "/"), UInt8(ascii: "#"): "has a comment, and JSON takes none"
            default: "has something that is no JSON value"
            }
            throw Trouble(what: what, at: start)
        }
        let written = try text(bytes, start, at)
        // A cell takes sums as people write them: without an exponent.
        guard written.contains(where: { "eE".contains($0) }), let number = Double(written), number.isFinite else { return written }
        return JSONValue.text(of: number)
    }

    private static func starts(_ bytes: Bytes, _ at: Int, with word: String) -> Bool {
        at + word.utf8.count <= bytes.count && zip(word.utf8, bytes[at...]).allSatisfy(==)
    }

    private static func text(_ bytes: Bytes, _ start: Int, _ end: Int) throws(Trouble) -> String {
        guard let text = String(validating: bytes[start..<end], as: UTF8.self) else { throw Trouble(what: "is not UTF-8", at: malformed(bytes, start)) }
        return text
    }

    /// The first byte from `start` that belongs to no whole character.
    private static func malformed(_ bytes: Bytes, _ start: Int) -> Int {
        var parser = UTF8.ForwardParser()
        var rest = bytes[start...].makeIterator()
        var at = start
        while case .valid(let scalar) = parser.parseScalar(from: &rest) { at += scalar.count }
        return at
    }

    /// A string, from its opening quote to behind its closing one.
    static func string(_ bytes: Bytes, _ at: inout Int) throws(Trouble) -> String {
        let open = at
        at += 1
        let start = at
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                at += 1
                return try text(bytes, start, at - 1)
            }
            if byte == UInt8(ascii: "\\") { return try escaped(bytes, &at, start, open) }
            guard byte >= 0x20 else {
                throw Trouble(what: byte == 0 ? "holds a NUL byte" : "has a control character in a string that is not escaped", at: at)
            }
            at += 1
        }
        throw Trouble(what: "has a string that is not closed", at: open)
    }

    private static func escaped(_ bytes: Bytes, _ at: inout Int, _ start: Int, _ open: Int) throws(Trouble) -> String {
        var out = Array(bytes[start..<at])
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "\"") {
                guard let text = String(validating: out, as: UTF8.self) else { throw Trouble(what: "is not UTF-8", at: open) }
                return text
            }
            guard byte >= 0x20 else { throw Trouble(what: "has a control character in a string that is not escaped", at: at - 1) }
            guard byte == UInt8(ascii: "\\") else {
                out.append(byte)
                continue
            }
            guard at < bytes.count else { break }
            at += 1
            switch bytes[at - 1] {
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(bytes[at - 1])
            case UInt8(ascii: "u"): out += UTF8.encode(try scalar(ofEscape: bytes, &at)).map { Array($0) } ?? []
            default: throw Trouble(what: "has an escape that JSON does not know", at: at - 2)
            }
        }
        throw Trouble(what: "has a string that is not closed", at: open)
    }

    /// `00e9`, or `d83d\ude42` for what lies beyond the first plane.
    private static func scalar(ofEscape bytes: Bytes, _ at: inout Int) throws(Trouble) -> Unicode.Scalar {
        let start = at - 2
        func unit() -> UInt32? {
            guard at + 4 <= bytes.count, let value = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16), bytes[at] != UInt8(ascii: "+") else { return nil }
            at += 4
            return value
        }
        guard let first = unit() else { throw Trouble(what: "has an escape without four hexadecimal digits", at: start) }
        var value = first
        if (0xD800..<0xDC00).contains(first), starts(bytes, at, with: "\\u") {
            at += 2
            guard let second = unit(), (0xDC00..<0xE000).contains(second) else { throw Trouble(what: "has half of a surrogate pair", at: start) }
            value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        }
        guard value != 0 else { throw Trouble(what: "holds a NUL character", at: start) }
        guard let scalar = Unicode.Scalar(value) else { throw Trouble(what: "has half of a surrogate pair", at: start) }
        return scalar
    }

    /// Passes over a value of any depth up to the limit, without recursion: a file can nest as deep as it is long.
    private static func pass(_ bytes: Bytes, _ at: inout Int, depth: Int) throws(Trouble) {
        var open: [UInt8] = []
        let start = at
        repeat {
            RecordParser.passBlanks(bytes, &at)
            guard at < bytes.count else { throw Trouble(what: "ends within a list or an object", at: start) }
            switch bytes[at] {
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                open.append(bytes[at])
                guard open.count + depth <= RecordParser.deepest else {
                    throw Trouble(what: "is nested deeper than \(RecordParser.deepest) levels", at: at)
                }
                at += 1
                RecordParser.passBlanks(bytes, &at)
                if at < bytes.count, bytes[at] != close(of: open.last) {
                    try passName(bytes, &at, in: open.last)
                    continue
                }
            case UInt8(ascii: "\""): _ = try string(bytes, &at)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): throw Trouble(what: "has a comma or a bracket too many", at: at)
            default: _ = try scalar(bytes, &at)
            }
            // After a value: as many ends as there are, then a comma and the next one.
            RecordParser.passBlanks(bytes, &at)
            while let last = open.last, at < bytes.count, bytes[at] == close(of: last) {
                open.removeLast()
                at += 1
                RecordParser.passBlanks(bytes, &at)
            }
            guard !open.isEmpty else { return }
            guard at < bytes.count, bytes[at] == UInt8(ascii: ",") else {
                throw Trouble(what: at < bytes.count ? "has no comma between two values" : "ends within a list or an object", at: at)
            }
            at += 1
            RecordParser.passBlanks(bytes, &at)
            try passName(bytes, &at, in: open.last)
        } while !open.isEmpty
    }

    private static func close(of open: UInt8?) -> UInt8 { open == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: "}") }

    private static func passName(_ bytes: Bytes, _ at: inout Int, in open: UInt8?) throws(Trouble) {
        guard open == UInt8(ascii: "{") else { return }
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw Trouble(what: "has something else where a member's name should stand", at: at) }
        _ = try string(bytes, &at)
        RecordParser.passBlanks(bytes, &at)
        guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { throw Trouble(what: "has no colon after a member's name", at: at) }
        at += 1
    }
}
