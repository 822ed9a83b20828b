extension StringProtocol {
    /// The columns that the text takes on a terminal, from 0.
    ///
    /// Measure what will be printed: text that passed `visible()`. Control characters count as 0
    /// here, and what they do to a cursor cannot be measured.
    public var displayWidth: Int {
        DisplayWidth.isPrintableASCII(utf8) ? utf8.count : reduce(0) { $0 + $1.displayWidth }
    }
}

extension Character {
    /// The columns that the character, as a reader sees one, takes on a terminal: mostly 1 or 2.
    public var displayWidth: Int { DisplayWidth.columns(of: self) }
}

/// The rules by which text is measured in terminal columns.
///
/// The reference is Python's `wcwidth` 0.7, for terminals differ among themselves and glibc's
/// `wcwidth` knows no sequences. We depart from it where one emoji is spelt with several code
/// points, of which the first is narrow: a heart joined to a flame without a variation selector, a
/// pointing hand with a skin tone. `wcwidth` says 1; a terminal that draws the emoji takes 2, and
/// a column too many looks better than a line that overflows. For the same reason a vowel sign that
/// stands alone takes a column, where `wcwidth` says none.
///
/// Weighed and not taken: swift-displaywidth (it has every symbol from U+2600 to U+27BF wide, the
/// tick and the snowman too, and calls spacing marks nothing), glibc's `wcwidth` (a locale's, a
/// code point at a time).
enum DisplayWidth {
    /// Whether each byte is one column: the quick way for nearly all of what a registry holds.
    static func isPrintableASCII(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }

    /// The columns of one grapheme cluster: those of its first visible code point, and what follows.
    static func columns(of character: Character) -> Int {
        if let byte = character.asciiValue { return byte >= 0x20 && byte < 0x7F ? 1 : 0 }
        let scalars = character.unicodeScalars
        var columns = 0
        var columnsBefore = 0  // those that stand before the base
        var base: Unicode.Scalar?
        var followsVirama = false
        var hasSecondPart = false
        for scalar in scalars {
            let own = DisplayWidth.columns(of: scalar)
            if let base, base.properties.isEmoji, !base.isASCII {
                switch scalar.value {
                case emojiPresentation, joiner: columns = columnsBefore + 2
                default: columns = max(columns, columnsBefore + own)
                }
            } else if scalar.value == emojiPresentation, base?.properties.isEmoji == true {
                columns = columnsBefore + 2  // the keycaps: a digit, U+FE0F, U+20E3
            } else if base != nil, own == 1,
                followsVirama || scalar.properties.generalCategory == .spacingMark
            {
                // A further consonant of an Indic conjunct, or a vowel sign: however many there are,
                // they share one more column.
                if !hasSecondPart { columns += 1 }
                hasSecondPart = true
            } else if own > 0 {
                // The first visible code point; or what an Arabic number sign or a Hangul lead precedes.
                columnsBefore = columns
                columns += own
                base = scalar
                hasSecondPart = false
            }
            if scalar.value != joiner {
                followsVirama = scalar.properties.canonicalCombiningClass == .virama
            }
        }
        return columns
    }

    /// The columns of one code point by itself.
    static func columns(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20..<0x7F, 0xA0..<0x300: return 1  // the soft hyphen, U+00AD, included: terminals draw it
        case 0..<0xA0: return 0
        case 0x0600...0x0605, 0x06DD, 0x070F, 0x0890...0x0891, 0x08E2, 0x110BD, 0x110CD:
            return 1  // number signs and the like: of category "format", yet drawn
        case 0x115F: return 2  // the filler that stands for a leading Hangul consonant
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0  // Hangul vowels and tails join the lead
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator: return 0
        default: break
        }
        if scalar.properties.isDefaultIgnorableCodePoint { return 0 }
        return WideRanges.contains(scalar) ? 2 : 1
    }

    private static let joiner: UInt32 = 0x200D
    private static let emojiPresentation: UInt32 = 0xFE0F
}
