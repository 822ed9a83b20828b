import Foundation

/// Where in an innovation's answers, which stand as one JSON object, each name and value is.
///
/// What the program wrote is canonical JSON of texts, numbers and lists of texts; anything else is damage. Texts are
/// passed over by `memchr`, which is why there is no look at what stands in them but for whether they are UTF-8.
package struct StoredAnswers {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0

    private let isUTF8: Bool

    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        isUTF8 = (try? UTF8Span(validating: bytes.span)) != nil
    }

    /// Answers that this program encoded just now.
    package init(ours bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        isUTF8 = true
    }

    /// The next name, without its quotes, and where its value stands; nil after the last.
    package mutating func next() throws -> (name: UnsafeBufferPointer<UInt8>, value: Range<Int>)? {
        if at == 0 {
            guard isUTF8, byte == UInt8(ascii: "{") else { throw StoredAnswers.damaged }
            at = 1
            if byte == UInt8(ascii: "}") { at = 2 }
        } else {
            switch byte {
            case UInt8(ascii: ","): at += 1
            case UInt8(ascii: "}"): at += 1
            default: throw StoredAnswers.damaged
            }
        }
        if bytes[at - 1] == UInt8(ascii: "}") {
            guard at == bytes.count else { throw StoredAnswers.damaged }
            return nil
        }
        let start = at
        try passText()
        let name = UnsafeBufferPointer(rebasing: bytes[start + 1..<at - 1])
        guard byte == UInt8(ascii: ":") else { throw StoredAnswers.damaged }
        at += 1
        let value = at
        try passValue()
        return (name, value..<at)
    }

    private static var damaged: Problem { Problem.damaged("answers are not the JSON that they should be") }

    /// 0 behind the end, where none of what is looked for is 0.
    private var byte: UInt8 { at < bytes.count ? bytes[at] : 0 }

    private mutating func passValue() throws {
        switch byte {
        case UInt8(ascii: "\""): try passText()
        case UInt8(ascii: "["):
            at += 1
            if byte == UInt8(ascii: "]") { return at += 1 }
            while true {
                try passText()
                at += 1
                switch at <= bytes.count ? bytes[at - 1] : 0 {
                case UInt8(ascii: ","): continue
                case UInt8(ascii: "]"): return
                default: throw StoredAnswers.damaged
                }
            }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            repeat { at += 1 } while byte &- 0x30 < 10 || [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "-"), UInt8(ascii: "+")].contains(byte)
        default: throw StoredAnswers.damaged
        }
    }

    /// From a text's opening quote to behind its closing one.
    private mutating func passText() throws {
        guard byte == UInt8(ascii: "\""), let start = bytes.baseAddress else { throw StoredAnswers.damaged }
        at += 1
        let first = at
        while let found = memchr(start + at, 0x22, bytes.count - at) {
            at = start.distance(to: UnsafePointer(found.assumingMemoryBound(to: UInt8.self))) + 1
            // A quote behind an odd number of backslashes belongs to the text.
            var backslashes = 0
            while at - 2 - backslashes >= first, bytes[at - 2 - backslashes] == UInt8(ascii: "\\") { backslashes += 1 }
            if backslashes % 2 == 0 { return }
        }
        throw StoredAnswers.damaged
    }
}
