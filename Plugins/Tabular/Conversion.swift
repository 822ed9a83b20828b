extension TextEncoding {
    /// Appends `text`, stored in this encoding, to `output` as UTF-8 and returns how many bytes at its
    /// end begin a character that is not complete: 0 to 3, and 0 when `isLast`.
    ///
    /// What is no character becomes bytes that are no UTF-8, in the same number of units, so that
    /// `UTF8Text` finds it and `storedLength` still counts right.
    func convert(_ text: Span<UInt8>, isLast: Bool, into output: inout [UInt8]) -> Int {
        switch self {
        case .utf8, .utf8WithBOM:
            output.append(copying: text)
            return 0
        case .windows1252:
            Self.convertWindows1252(text, into: &output)
            return 0
        case .utf16LittleEndian, .utf16BigEndian:
            return convertUTF16(text, isLast: isLast, into: &output)
        }
    }

    private static func convertWindows1252(_ text: Span<UInt8>, into output: inout [UInt8]) {
        output.reserveCapacity(text.count + text.count / 8)
        var index = 0
        while index < text.count {
            // Most of it is ASCII, which is copied a run at a time.
            let end = UTF8Text.firstBeyondASCII(in: text, from: index)
            output.append(copying: text.extracting(index..<end))
            index = end
            while index < text.count, text[index] >= 0x80 {
                let byte = text[index]
                append(byte < 0xA0 ? UInt32(highWindows1252[Int(byte - 0x80)]) : UInt32(byte), to: &output)
                index += 1
            }
        }
    }

    private func convertUTF16(_ text: Span<UInt8>, isLast: Bool, into output: inout [UInt8]) -> Int {
        let (low, high) = self == .utf16LittleEndian ? (0, 1) : (1, 0)
        var index = 0
        output.reserveCapacity(text.count)
        while index + 2 <= text.count {
            let unit = UInt32(text[index + high]) << 8 | UInt32(text[index + low])
            index += 2
            if unit < 0x80 {  // most of it
                output.append(UInt8(truncatingIfNeeded: unit))
                continue
            }
            guard unit & 0xFC00 == 0xD800 else {
                Self.append(unit, to: &output)
                continue
            }
            guard index + 2 <= text.count else {
                if !isLast { return text.count - index + 2 }
                Self.append(unit, to: &output)
                break
            }
            let next = UInt32(text[index + high]) << 8 | UInt32(text[index + low])
            if next & 0xFC00 == 0xDC00 {
                index += 2
                Self.append(0x1_0000 + (unit & 0x3FF) << 10 + next & 0x3FF, to: &output)
            } else {
                Self.append(unit, to: &output)
            }
        }
        if index < text.count, isLast {
            // Half a unit at the end of the file: 0xFF occurs nowhere in UTF-8.
            output.append(0xFF)
            return 0
        }
        return text.count - index
    }

    // Lone surrogates too are written as three bytes; the check for UTF-8 refuses them.
    private static func append(_ value: UInt32, to output: inout [UInt8]) {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (value >> shift & 0x3F)) }
        switch value {
        case 0..<0x80:
            output.append(UInt8(value))
        case 0x80..<0x800:
            output.append(UInt8(0xC0 | value >> 6))
            output.append(tail(0))
        case 0x800..<0x1_0000:
            output.append(UInt8(0xE0 | value >> 12))
            output.append(tail(6))
            output.append(tail(0))
        default:
            output.append(UInt8(0xF0 | value >> 18 & 0x07))
            output.append(tail(12))
            output.append(tail(6))
            output.append(tail(0))
        }
    }

    // Bytes 0x80 to 0x9F. The five that Microsoft leaves open stand for the control characters of the
    // same number, as in the index of the WHATWG Encoding Standard, so that every byte can be read.
    private static let highWindows1252: [UInt16] = [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
        0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
    ]
}
