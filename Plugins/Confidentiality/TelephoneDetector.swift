/// Finds the telephone numbers that can be a person's: UK landlines and mobiles, and numbers abroad.
///
/// Ofcom's National Telephone Numbering Plan: after the 0, +44, 0044 or (0) come ten digits (nine in
/// forty old area codes): 1 and 2 geographic, 56 internet telephony, 7 mobile, personal and pager. 03,
/// 08 and 09 are left alone: non-geographic numbers are sold as a service, so they are a helpline's
/// or an organisation's (0300, 0800, 0808, 0845), and a registry of practice is full of them. So
/// are short codes (999, 111, 101) and numbers without an area code. An office's landline is found: it
/// cannot be told from a citizen's. Other countries' numbers count with a + (ITU-T E.164, at most
/// fifteen digits).
enum TelephoneDetector {
    /// The telephone numbers in the bytes of a scanning form, in order.
    static func detections(in bytes: [UInt8]) -> [Detection] {
        var found: [Detection] = []
        var dialled = DialledDigits()
        var at = 0
        while at < bytes.count {
            let plus = bytes[at] == "+"
            guard plus || bytes[at].isDigit else {
                at += 1
                continue
            }
            if plus || mayStart(in: bytes, at: at), dialled.read(bytes, from: plus ? at + 1 : at),
                let count = numberLength(dialled, plus: plus, in: bytes, at: at) {
                var range = at..<dialled.end(of: count)
                if bytes.byte(at: at - 1) == "(", bytes[range].contains(UInt8(")")) { range = at - 1..<range.upperBound }
                range = range.lowerBound..<extensionEnd(in: bytes, from: range.upperBound)
                found.append(Detection(identifier: .telephone, range: range))
                at = range.upperBound
            } else {
                at = plus ? at + 1 : bytes.digitsEnd(from: at)
            }
        }
        return found
    }

    /// Cheap refusals: a number starts 0, 44 or, where Excel dropped its 0, 7, and follows no decimal point.
    private static func mayStart(in bytes: [UInt8], at: Int) -> Bool {
        let before = bytes.byte(at: at - 1)
        if before == ".", bytes.byte(at: at - 2).isDigit { return false }
        switch UInt32(bytes[at]) {
        case 0x30, 0x37: return true
        case 0x34: return bytes.byte(at: at + 1) == "4"
        default: return false
        }
    }

    /// How many of the digits make up a telephone number; nil when they make none.
    private static func numberLength(_ dialled: DialledDigits, plus: Bool, in bytes: [UInt8], at: Int) -> Int? {
        let digits = dialled.digits
        var national = 0
        if digits.starts(with: [4, 4]), plus || digits.dropFirst(2).first == 7 {
            national = 2
        } else if plus {
            return digits.first == 0 ? nil : dialled.wholeLength(in: 10...15)
        } else if digits.starts(with: [0, 0, 4, 4]) {
            national = 4
        } else if digits.first == 7 {
            let named = dialled.ends(after: 10) && bytes.hasWord(naming, within: 20, before: at)
            return named && dialled.isGroupedLikeATelephone(0..<10) ? 10 : nil
        }
        // After a country code the trunk 0 is optional: +44 (0)161, +44 161, +44 0161.
        if digits.dropFirst(national).first == 0 { national += 1 } else if national == 0 { return nil }
        // Ten digits, or nine and then no more.
        let length = dialled.ends(after: national + 10) ? 10 : digits.count - national
        guard length == 9 || length == 10, isPersonal(digits[national..<national + length]),
            dialled.isGroupedLikeATelephone((national == 1 ? 0 : national)..<national + length),
            !isFlanked(in: bytes, at, dialled.end(of: national + length)) else { return nil }
        return national + length
    }

    /// Whether the plan gives such a number (without its 0) to people: see the type's comment.
    private static func isPersonal(_ number: ArraySlice<UInt8>) -> Bool {
        let code = number.prefix(4).reduce(0) { $0 * 10 + Int($1) }
        switch (number.first, number.count) {
        case (1, 9): return shortAreas.contains(code)
        case (1, 10): return code >= 1100
        case (2, 10): return [20, 23, 24, 28, 29].contains(code / 100)
        case (5, 10): return code / 100 == 56
        case (7, 10): return true
        default: return false
        }
    }

    /// Whether letters touch both ends, as in a digest or a serial number.
    private static func isFlanked(in bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
        bytes.byte(at: start - 1).isLetter && bytes.byte(at: end).isLetter
    }

    /// The end of "ext. 12", "x12" or "#12" after a number, or `start` when there is none.
    private static func extensionEnd(in bytes: [UInt8], from start: Int) -> Int {
        var at = bytes.blanksEnd(from: start)
        if bytes.byte(at: at) == "," { at = bytes.blanksEnd(from: at + 1) }
        guard let word = extensions.first(where: { bytes.matches($0, at: at) }) else { return start }
        at += word.count
        if bytes.byte(at: at) == "." || bytes.byte(at: at) == ":" { at += 1 }
        at = bytes.blanksEnd(from: at)
        let end = bytes.digitsEnd(from: at)
        return (1...6).contains(end - at) && !bytes.byte(at: end).isLetter ? end : start
    }

    private static let extensions = lowercaseWords("extension|extn|ext|x|#")
    private static let naming = lowercaseWords("tel|telephone|phone|mobile|mob|ring|call|text|whatsapp")

    /// The area codes where some numbers have nine digits after the 0 (1697 stands for 016977, Brampton).
    private static let shortAreas: Set<Int> = [
        1204, 1208, 1254, 1276, 1297, 1298, 1363, 1364, 1384, 1386, 1404, 1420, 1460, 1461, 1480, 1488, 1524,
        1527, 1562, 1566, 1606, 1629, 1635, 1647, 1659, 1695, 1697, 1726, 1744, 1750, 1768, 1827, 1837, 1884,
        1900, 1905, 1935, 1946, 1949, 1963, 1995,
    ]
}
