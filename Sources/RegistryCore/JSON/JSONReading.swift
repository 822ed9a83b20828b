/// Why a text is not JSON, and at which byte.
public struct JSONProblem: Error, Equatable, Sendable {
    public var what: String
    /// Bytes from the start of the text.
    public var offset: Int
}

extension JSONValue {
    /// The deepest nesting that is read; deeper is a problem, not a stack overflow.
    public static let deepest = 512

    /// Reads one JSON text (RFC 8259). Throws `JSONProblem`.
    ///
    /// Hand-written because payloads are read by the hundred thousand: Foundation's decoder took 11.8 s for the
    /// million lines on which this kind of reader takes about 2.
    public init(parsing text: String) throws(JSONProblem) {
        try self.init(parsing: Array(text.utf8))
    }

    /// Reads one JSON text from UTF-8 bytes. Throws `JSONProblem`.
    public init(parsing bytes: [UInt8]) throws(JSONProblem) {
        var reader = JSONReader(bytes: bytes)
        self = try reader.document()
    }
}

private struct JSONReader {
    let bytes: [UInt8]
    var at = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSONProblem) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard at == bytes.count else { throw problem("something stands after the JSON value") }
        return value
    }

    private func problem(_ what: String) -> JSONProblem { JSONProblem(what: what, offset: at) }
    private var here: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipSpace() {
        // What the registry writes has none.
        while at < bytes.count, bytes[at] <= 0x20, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
    }

    private mutating func value(depth: Int) throws(JSONProblem) -> JSONValue {
        guard depth < JSONValue.deepest else { throw problem("nested deeper than \(JSONValue.deepest) levels") }
        skipSpace()
        switch here {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw problem("the text ends where a value should stand")
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONProblem) -> JSONValue {
        guard bytes[at...].starts(with: word.utf8) else { throw problem("not a JSON value") }
        at += word.utf8.count
        return value
    }

    private mutating func array(depth: Int) throws(JSONProblem) -> JSONValue {
        at += 1
        var values: [JSONValue] = []
        skipSpace()
        if here == UInt8(ascii: "]") {
            at += 1
            return .array([])
        }
        while true {
            values.append(try value(depth: depth + 1))
            if try endsAfterComma(UInt8(ascii: "]")) { return .array(values) }
        }
    }

    private mutating func object(depth: Int) throws(JSONProblem) -> JSONValue {
        at += 1
        var object = JSONObject()
        var seen = Set<String>()
        skipSpace()
        if here == UInt8(ascii: "}") {
            at += 1
            return .object(object)
        }
        while true {
            skipSpace()
            guard here == UInt8(ascii: "\"") else { throw problem("a member's name in quotes should stand here") }
            let name = try string()
            skipSpace()
            guard here == UInt8(ascii: ":") else { throw problem("a colon should stand after a member's name") }
            at += 1
            // Of few members comparing each is cheaper than a set, and nearly all objects have few.
            let isNew: Bool
            if object.members.count < 16 {
                isNew = !object.members.contains { $0.name == name }
            } else {
                if seen.isEmpty { seen = Set(object.names) }
                isNew = seen.insert(name).inserted
            }
            guard isNew else { throw problem("the member “\(name)” stands twice") }
            object.append(name, try value(depth: depth + 1))
            if try endsAfterComma(UInt8(ascii: "}")) { return .object(object) }
        }
    }

    /// Steps over a comma (false) or the closing bracket (true).
    private mutating func endsAfterComma(_ close: UInt8) throws(JSONProblem) -> Bool {
        skipSpace()
        guard let byte = here, byte == close || byte == UInt8(ascii: ",") else {
            throw problem("a comma or “\(Character(Unicode.Scalar(close)))” should stand here")
        }
        at += 1
        return byte == close
    }

    private mutating func number() throws(JSONProblem) -> JSONValue {
        let start = at
        func digits() -> Int {
            var end = at
            while end < bytes.count, (0x30...0x39).contains(bytes[end]) { end += 1 }
            return end - at
        }
        if here == UInt8(ascii: "-") { at += 1 }
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[at] != UInt8(ascii: "0") else { throw problem("not a JSON value") }
        at += whole
        if here == UInt8(ascii: ".") {
            at += 1
            let decimals = digits()
            guard decimals > 0 else { throw problem("a digit should stand after the point") }
            at += decimals
        }
        if here == UInt8(ascii: "e") || here == UInt8(ascii: "E") {
            at += 1
            if here == UInt8(ascii: "+") || here == UInt8(ascii: "-") { at += 1 }
            let exponent = digits()
            guard exponent > 0 else { throw problem("a digit should stand in the exponent") }
            at += exponent
        }
        guard let number = Double(String(decoding: bytes[start..<at], as: UTF8.self)), number.isFinite else {
            throw problem("a number too large")
        }
        return .number(number)
    }

    private mutating func string() throws(JSONProblem) -> String {
        at += 1
        let start = at
        at = endOfRun()
        guard here != UInt8(ascii: "\"") else {
            let text = try utf8(start..<at)
            at += 1
            return text
        }
        var text = try utf8(start..<at)
        while true {
            switch here {
            case UInt8(ascii: "\""):
                at += 1
                return text
            case UInt8(ascii: "\\"):
                at += 1
                text.unicodeScalars.append(try escape())
            case nil: throw problem("a string is not closed")
            case .some(..<0x20): throw problem("a control character stands in a string")
            default:
                let run = at
                at = endOfRun()
                text += try utf8(run..<at)
            }
        }
    }

    /// Where the bytes end that stand for themselves in a string.
    private func endOfRun() -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            var end = at
            while end < bytes.count, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\"), bytes[end] >= 0x20 { end += 1 }
            return end
        }
    }

    private func utf8(_ range: Range<Int>) throws(JSONProblem) -> String {
        let text = bytes.withUnsafeBufferPointer { String(validating: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
        guard let text else {
            throw JSONProblem(what: "bytes that are not UTF-8", offset: range.lowerBound)
        }
        return text
    }

    private mutating func escape() throws(JSONProblem) -> Unicode.Scalar {
        guard let byte = here else { throw problem("a string is not closed") }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let high = try unit()
            if let scalar = Unicode.Scalar(high) { return scalar }
            guard bytes[at...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]), high < 0xDC00 else {
                throw problem("half of a surrogate pair")
            }
            at += 2
            let low = try unit()
            guard (0xDC00..<0xE000).contains(low),
                let scalar = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
            else { throw problem("half of a surrogate pair") }
            return scalar
        default: throw problem("an unknown escape")
        }
    }

    private mutating func unit() throws(JSONProblem) -> UInt32 {
        guard at + 4 <= bytes.count, let unit = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16),
            bytes[at] != UInt8(ascii: "+"), bytes[at] != UInt8(ascii: "-")
        else { throw problem("four hexadecimal digits should stand here") }
        at += 4
        return unit
    }
}
