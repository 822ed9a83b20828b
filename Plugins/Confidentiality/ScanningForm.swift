/// A text as the detectors read it: one byte a character, with the way back to the text's own offsets.
///
/// A plain ASCII text is its own scanning form. In any other, digits of every script and fullwidth
/// or mathematical letters become ASCII, every Unicode space and dash becomes " " or "-", and what
/// shows nothing (zero-width characters, soft hyphens, direction marks, variation selectors,
/// combining marks) is left out, so that "０７７００ 900\u{200B}123" reads as "07700 900123". The
/// classes are those of UAX #44 (General_Category, Numeric_Type, Default_Ignorable_Code_Point).
struct ScanningForm: Sendable {
    let bytes: [UInt8]
    /// From `scan` on, the text's offset is `original + (index - scan)`; empty for plain ASCII.
    private let steps: [Step]

    private struct Step: Sendable {
        let scan: Int
        let original: Int
    }

    init(_ text: String) {
        var text = text
        (bytes, steps) = text.withUTF8 { Self.read($0) }
    }

    /// The offsets in the text's UTF-8 of a range of the scanning form.
    ///
    /// The end takes in whatever was left out after the last byte, so that a mask leaves no
    /// combining mark behind.
    func original(_ range: Range<Int>) -> Range<Int> {
        original(range.lowerBound)..<original(range.upperBound)
    }

    private func original(_ index: Int) -> Int {
        var low = 0
        var high = steps.count
        while low < high {
            let middle = (low + high) / 2
            if steps[middle].scan <= index { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return index }
        return steps[low - 1].original + (index - steps[low - 1].scan)
    }

    private static func read(_ source: UnsafeBufferPointer<UInt8>) -> ([UInt8], [Step]) {
        guard source.contains(where: { $0 >= 0x80 }) else { return (Array(source), []) }
        var bytes: [UInt8] = []
        var steps: [Step] = []
        bytes.reserveCapacity(source.count)
        var at = 0
        while at < source.count {
            let lead = source[at]
            if lead < 0x80 {
                bytes.append(lead)
                at += 1
                continue
            }
            let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
            var value = UInt32(lead & (0x7F >> UInt8(length)))
            for byte in source[at + 1..<min(at + length, source.count)] { value = value << 6 | UInt32(byte & 0x3F) }
            if let byte = plain(value) { bytes.append(byte) }
            at += length
            steps.append(Step(scan: bytes.count, original: at))
        }
        return (bytes, steps)
    }

    /// What a scalar beyond ASCII reads as, or nil when it shows nothing.
    private static func plain(_ value: UInt32) -> UInt8? {
        switch value {
        case 0x2018, 0x2019: return UInt8("'")
        case 0xA3, 0x201C, 0x201D, 0x2026, 0x20AC: return .foreignSymbol
        case 0xB7, 0x2022, 0x2024, 0x2027, 0x3002, 0xFE52: return UInt8(".")
        case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63: return UInt8("-")
        case 0x2044, 0x2215: return UInt8("/")
        case 0xFE6B: return UInt8("@")
        case 0x85, 0x2028, 0x2029: return UInt8("\n")
        case 0x2800, 0x3000: return UInt8(" ")
        case 0xFF01...0xFF5E: return UInt8(truncatingIfNeeded: value &- 0xFEE0)
        case 0x1D400...0x1D6A3:
            let letter = (value - 0x1D400) % 52
            return UInt8(truncatingIfNeeded: letter < 26 ? 0x41 + letter : 0x61 + letter - 26)
        default: return Unicode.Scalar(value).map(byProperties) ?? .foreignSymbol
        }
    }

    private static func byProperties(_ scalar: Unicode.Scalar) -> UInt8? {
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint { return nil }
        switch properties.generalCategory {
        case .decimalNumber: return UInt8(truncatingIfNeeded: 0x30 + Int(properties.numericValue ?? 0))
        case .spaceSeparator: return UInt8(" ")
        case .dashPunctuation: return UInt8("-")
        case .format, .nonspacingMark, .enclosingMark: return nil
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .spacingMark:
            return .foreignLetter
        default: return .foreignSymbol
        }
    }
}
