/// The rules of well-formed UTF-8, on bytes (The Unicode Standard, table 3-7).
enum UTF8Text {
    /// What stands at a position: a character of so many bytes, a bad byte, or one cut off by the end.
    enum Found: Equatable {
        case character(Int)
        case malformed
        case cutOff
    }

    static func character(in text: Span<UInt8>, at index: Int) -> Found {
        let lead = text[index]
        // The second byte is where overlong forms, surrogates and values over U+10FFFF show.
        let (count, second): (Int, ClosedRange<UInt8>)
        switch lead {
        case 0x00...0x7F: return .character(1)
        case 0xC2...0xDF: (count, second) = (2, 0x80...0xBF)
        case 0xE0: (count, second) = (3, 0xA0...0xBF)
        case 0xED: (count, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (count, second) = (3, 0x80...0xBF)
        case 0xF0: (count, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (count, second) = (4, 0x80...0xBF)
        case 0xF4: (count, second) = (4, 0x80...0x8F)
        default: return .malformed
        }
        for place in 1..<count {
            guard index + place < text.count else { return .cutOff }
            let expected = place == 1 ? second : 0x80...0xBF
            guard expected.contains(text[index + place]) else { return .malformed }
        }
        return .character(count)
    }

    /// The first byte from `start` that is not ASCII, or the end. Eight bytes at a time.
    static func firstBeyondASCII(in text: Span<UInt8>, from start: Int) -> Int {
        let bytes = text.bytes
        var index = start
        while index &+ 8 <= text.count {
            let word = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
            let high = word & 0x8080_8080_8080_8080
            if high != 0 { return index &+ high.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < text.count, text[index] < 0x80 { index += 1 }
        return index
    }

    /// The first byte from `start` that belongs to no whole character; nil when all is well.
    static func firstMalformed(in text: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while true {
            index = firstBeyondASCII(in: text, from: index)
            guard index < text.count else { return nil }
            guard case .character(let count) = character(in: text, at: index) else { return index }
            index += count
        }
    }

    /// How many bytes at the end begin a character that the next piece must complete: 0 to 3.
    static func cutOffCount(in text: Span<UInt8>) -> Int {
        for back in 1...3 where back <= text.count {
            let index = text.count - back
            if text[index] & 0xC0 == 0x80 { continue }
            return character(in: text, at: index) == .cutOff ? back : 0
        }
        return 0
    }

    /// How many characters beyond ASCII are well formed, and how many bytes are not part of any.
    static func census(of text: Span<UInt8>) -> (characters: Int, malformed: Int) {
        var (characters, malformed, index) = (0, 0, 0)
        while true {
            index = firstBeyondASCII(in: text, from: index)
            guard index < text.count else { return (characters, malformed) }
            if case .character(let count) = character(in: text, at: index) {
                characters += 1
                index += count
            } else {
                malformed += 1
                index += 1
            }
        }
    }
}
