// What the detectors ask of the bytes of a scanning form: ASCII, plus the three classes below.

extension UInt8 {
    /// Stands in a scanning form for any letter that is not ASCII, so that "é" still ends no word.
    static let foreignLetter: UInt8 = 0x80
    /// Stands in a scanning form for any other scalar that is not ASCII: a symbol, an emoji.
    static let foreignSymbol: UInt8 = 0x81
    /// Stands where an identifier was found, while the detectors look again at what is left.
    static let taken: UInt8 = 0x82

    var isDigit: Bool { self &- 0x30 < 10 }
    var isUpper: Bool { self &- 0x41 < 26 }
    var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
    var isLetter: Bool { isASCIILetter || self == .foreignLetter }
    var isAlphanumeric: Bool { isDigit || isLetter }
    /// A space, a tab, or the end of a line: identifiers get wrapped.
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
    /// The lower-case form of an ASCII letter; every other byte is itself.
    var lowered: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    init(_ character: Unicode.Scalar) { self = UInt8(truncatingIfNeeded: character.value) }

    static func == (byte: UInt8, character: Unicode.Scalar) -> Bool { UInt32(byte) == character.value }
    static func != (byte: UInt8, character: Unicode.Scalar) -> Bool { UInt32(byte) != character.value }
}

extension [UInt8] {
    /// The byte at `index`, or 0 beyond either end, which is no letter, digit or blank.
    func byte(at index: Int) -> UInt8 { indices.contains(index) ? self[index] : 0 }

    /// The end of the run of digits that starts at `start`.
    func digitsEnd(from start: Int) -> Int {
        var end = start
        while end < count, self[end].isDigit { end += 1 }
        return end
    }

    /// The end of the run of blanks that starts at `start`.
    func blanksEnd(from start: Int) -> Int {
        var end = start
        while end < count, self[end].isBlank { end += 1 }
        return end
    }

    /// The start of the run of letters that ends before `end`.
    func lettersStart(before end: Int) -> Int {
        var start = end
        while start > 0, self[start - 1].isLetter { start -= 1 }
        return start
    }

    /// The end of the gap that may stand inside one number, or `start` when there is none.
    ///
    /// A gap is at most three bytes: blanks around at most one hyphen or full stop (every dash and
    /// space of Unicode has become one of these), with brackets too where the caller says so.
    func gapEnd(from start: Int, brackets: Bool = false) -> Int {
        var end = start
        var marks = 0
        while end < count, end - start < 3 {
            let byte = self[end]
            if byte == "-" || byte == "." {
                marks += 1
                if marks > 1 { return start }
            } else if !byte.isBlank, !(brackets && (byte == "(" || byte == ")")) {
                break
            }
            end += 1
        }
        return end
    }

    /// Whether one of `words` (lower case) stands within `reach` bytes before `end`, not as part of a longer word.
    ///
    /// What stands before a mask is not looked at: the "NHS" of "[NHS number removed]" says nothing
    /// of the number after it.
    func hasWord(_ words: [[UInt8]], within reach: Int, before end: Int) -> Bool {
        var at = end - 1
        while at >= 0, at >= end - reach {
            if matches(Self.maskEnd, at: at) { return false }
            if words.contains(where: { matches($0, at: at) && !byte(at: at + $0.count).isLetter && at + $0.count <= end }),
                !byte(at: at - 1).isLetter {
                return true
            }
            at -= 1
        }
        return false
    }

    /// Whether `word` (lower case) stands at `index`, in any case.
    func matches(_ word: [UInt8], at index: Int) -> Bool {
        guard index >= 0, index + word.count <= count else { return false }
        for (offset, letter) in word.enumerated() where self[index + offset].lowered != letter { return false }
        return true
    }

    /// The last word before `end`, past blanks; empty where something else stands there.
    func word(before end: Int) -> Range<Int> {
        var stop = end
        while stop > 0, self[stop - 1].isBlank { stop -= 1 }
        var start = stop
        while start > 0, self[start - 1].isAlphanumeric { start -= 1 }
        return start..<stop
    }

    private static let maskEnd = Array("removed]".utf8)
}

/// The UTF-8 bytes of each word of a list, ready to be looked for.
func lowercaseWords(_ list: String) -> [[UInt8]] {
    list.split(separator: "|").map { Array($0.utf8) }
}
