/// Finds full postcodes, with or without the space: M33 9AA, EC1A 1BB, m339aa.
///
/// Royal Mail's Programmers' Guide to PAF and BS 7666 give six shapes (A9, A99, A9A, AA9, AA99 and
/// AA9A, then 9AA) and GIR 0AA, with C, I, K, M, O and V never in the last two places. A letter
/// after the district is used in central London alone (E1W, N1C, N1P, W1, EC1 to EC4, NW1W, SE1P,
/// SW1, WC1, WC2). The area must be one of those in use, which keeps out references (P12.E3), school
/// stages (KS1) and form numbers. A full postcode is some fifteen homes; a district (M33) is
/// thousands of people and is left alone. After a code such as "N1" and a space, a lower-case "2nd",
/// "3hr" or "4pp" is a word, not the second half.
enum PostcodeDetector {
    /// The full postcodes in the bytes of a scanning form, in order.
    static func detections(in bytes: [UInt8]) -> [Detection] {
        var found: [Detection] = []
        var at = 0
        while at < bytes.count {
            guard bytes[at].isDigit else {
                at += 1
                continue
            }
            if let range = postcode(in: bytes, digitsFrom: at) {
                found.append(Detection(identifier: .postcode, range: range))
                at = range.upperBound
            } else {
                at = bytes.digitsEnd(from: at)
            }
        }
        return found
    }

    /// The postcode whose first digit is at `first`, the start of a run of digits.
    private static func postcode(in bytes: [UInt8], digitsFrom first: Int) -> Range<Int>? {
        if bytes[first] == "0", let range = giro(in: bytes, zeroAt: first) { return range }
        let start = bytes.lettersStart(before: first)
        let before = bytes.byte(at: start - 1)
        guard (1...2).contains(first - start), !before.isDigit, before != "#",
            isArea(bytes[start..<first]) else { return nil }
        let digits = bytes.digitsEnd(from: first)
        let tail = bytes.byte(at: digits)
        if tail.isASCIILetter {
            // M339AA: the last digit of the run opens the second half.
            if (2...3).contains(digits - first), isDistrict(bytes[first..<digits - 1]),
                let end = inwardEnd(in: bytes, at: digits - 1, after: start) { return start..<end }
            guard digits - first == 1, isSubdivided(bytes[start..<first], district: bytes[first], letter: tail) else {
                return nil
            }
            return inwardEnd(in: bytes, at: gapEnd(in: bytes, from: digits + 1), after: start).map { start..<$0 }
        }
        let gap = gapEnd(in: bytes, from: digits)
        guard gap > digits, isDistrict(bytes[first..<digits]) else { return nil }
        return inwardEnd(in: bytes, at: gap, after: start).map { start..<$0 }
    }

    /// The end of the second half (9AA) that stands at `at`, after a first half that starts at `start`.
    private static func inwardEnd(in bytes: [UInt8], at: Int, after start: Int) -> Int? {
        guard at + 2 < bytes.count, bytes[at].isDigit, !bytes.byte(at: at + 3).isAlphanumeric else { return nil }
        let (one, two) = (bytes[at + 1], bytes[at + 2])
        guard one.isASCIILetter, two.isASCIILetter else { return nil }
        let never = "cikmov".utf8
        guard !never.contains(one.lowered), !never.contains(two.lowered) else { return nil }
        if bytes[at - 1].isBlank, isWord(bytes[at...at + 2], afterCapital: bytes[start].isUpper) { return nil }
        return at + 3
    }

    /// Whether 9AA is an ordinal, or after a code in capitals a figure and its unit, in lower case.
    private static func isWord(_ inward: ArraySlice<UInt8>, afterCapital: Bool) -> Bool {
        let ending = Array(inward.dropFirst())
        let ordinal: [UInt8]? = switch inward.first {
        case 0x31: ordinals[0]
        case 0x32: ordinals[1]
        case 0x33: ordinals[2]
        case 0x30: nil
        default: ordinals[3]
        }
        return ending == ordinal || (afterCapital && units.contains(ending))
    }

    /// Up to two blanks, or one hyphen, between the halves.
    private static func gapEnd(in bytes: [UInt8], from start: Int) -> Int {
        if bytes.byte(at: start) == "-" { return start + 1 }
        let end = bytes.blanksEnd(from: start)
        return end - start <= 2 ? end : start
    }

    /// GIR 0AA, Girobank's, the one postcode of no shape.
    private static func giro(in bytes: [UInt8], zeroAt zero: Int) -> Range<Int>? {
        let start = (bytes.byte(at: zero - 1) == " " ? zero - 1 : zero) - 3
        guard bytes.matches(Array("gir".utf8), at: start), bytes.matches(Array("0aa".utf8), at: zero),
            !bytes.byte(at: start - 1).isAlphanumeric, !bytes.byte(at: zero + 3).isAlphanumeric else { return nil }
        return start..<zero + 3
    }

    private static func isDistrict(_ digits: ArraySlice<UInt8>) -> Bool {
        digits.count == 1 || (digits.count == 2 && digits.first != 0x30)
    }

    private static func isSubdivided(_ area: ArraySlice<UInt8>, district: UInt8, letter: UInt8) -> Bool {
        let name = String(decoding: area.map(\.lowered), as: UTF8.self)
        let letter = letter.lowered
        switch name {
        case "e": return district == "1" && letter == "w"
        case "n": return district == "1" && (letter == "c" || letter == "p")
        case "w": return district == "1" && "abcdefghjkpstuw".utf8.contains(letter)
        case "ec": return (0x31...0x34).contains(district) && "abehmnprvwxy".utf8.contains(letter)
        case "wc": return (0x31...0x32).contains(district) && "abehmnprvwxy".utf8.contains(letter)
        case "sw", "se", "nw": return district == "1" && "abehmnprvwxy".utf8.contains(letter)
        default: return false
        }
    }

    private static func isArea(_ letters: ArraySlice<UInt8>) -> Bool {
        guard letters.allSatisfy(\.isASCIILetter) else { return false }
        return areas.contains(letters.reduce(0) { $0 << 8 | Int($1.lowered) })
    }

    /// The 124 areas of Royal Mail, and BF for the forces.
    private static let areas = Set(lowercaseWords("""
        ab|al|b|ba|bb|bd|bf|bh|bl|bn|br|bs|bt|bx|ca|cb|cf|ch|cm|co|cr|ct|cv|cw|da|dd|de|dg|dh|dl|dn|dt|dy|e|ec|\
        eh|en|ex|fk|fy|g|gl|gu|gy|ha|hd|hg|hp|hr|hs|hu|hx|ig|im|ip|iv|je|ka|kt|kw|ky|l|la|ld|le|ll|ln|ls|lu|m|me|\
        mk|ml|n|ne|ng|nn|np|nr|nw|ol|ox|pa|pe|ph|pl|po|pr|rg|rh|rm|s|sa|se|sg|sk|sl|sm|sn|so|sp|sr|ss|st|sw|sy|ta|\
        td|tf|tn|tq|tr|ts|tw|ub|w|wa|wc|wd|wf|wn|wr|ws|wv|yo|ze
        """).map { $0.reduce(0) { $0 << 8 | Int($1) } })

    /// The endings of 1st, 2nd, 3rd and all others.
    private static let ordinals = lowercaseWords("st|nd|rd|th")
    /// Units that follow a figure in lower case, as in "Room N1 2hr" or "Hall W3 4pp".
    private static let units = lowercaseWords("st|nd|rd|th|hr|yr|wd|ft|lb|pp|pt|ph|pw|pn|pa|gb|tb|xl")
}
