/// Searches text for the few bytes that mean something in a delimited file, eight bytes at a time.
///
/// Looking at each byte costs about four times as much, and most bytes of a long text are none of
/// these. `memchr` looks for one byte only. The method is "determine if a word has a byte less than n"
/// of Bit Twiddling Hacks: its lowest hit is exact, and only the lowest is used.
enum ByteSearch {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The first position from `start` of `wanted`, of `other`, or of any byte below 0x20, or the end of the text.
    ///
    /// Control bytes come as one class because LF, CR and NUL are three of them and others are rare.
    @inline(__always)
    static func control(or wanted: UInt8, or other: UInt8? = nil, in text: Span<UInt8>, from start: Int) -> Int {
        let bytes = text.bytes
        var at = start
        while at &+ 8 <= text.count {
            let word = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self))
            var hits = (word &- ones &* 0x20) & ~word
            hits |= zeros(word ^ ones &* UInt64(wanted))
            if let other { hits |= zeros(word ^ ones &* UInt64(other)) }
            hits &= highs
            if hits != 0 { return at &+ hits.trailingZeroBitCount / 8 }
            at &+= 8
        }
        while at < text.count, text[at] != wanted, text[at] != other, text[at] >= 0x20 { at += 1 }
        return at
    }

    // The high bit of each byte that is zero; higher ones may be wrong.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
}

extension [UInt8] {
    /// Appends the bytes of a span in one copy.
    mutating func append(copying text: Span<UInt8>) {
        text.withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
