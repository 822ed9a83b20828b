/// Finds NHS numbers: ten digits, grouped 3-3-4 (or 3-7, 6-4) or not at all, the last of which checks the others.
///
/// The check digit is the NHS Data Dictionary's (attribute NHS NUMBER): the first nine digits
/// weighted 10 to 2, modulo 11; a remainder that would need the digit 10 is never issued. The same
/// sum serves the Scottish CHI number (DDMMYY first) and the Northern Irish Health and Care number.
/// One random number in eleven passes it, so only ranges in use count without a word such as
/// "NHS" before: CHI 01 01 to 31 12, Northern Ireland 32 to 39, England, Wales and Man 40 to 49 and
/// 60 to 79, Ireland's health identifier 80 to 85, and 90 to 99, where the test numbers are (ranges
/// as the nhs-number project of the UK Faculty of Clinical Informatics collates them). An ISBN-10
/// has the same check digit: a number that is called one is left alone.
enum NHSNumberDetector {
    /// The NHS numbers in the bytes of a scanning form, in order.
    static func detections(in bytes: [UInt8]) -> [Detection] {
        var found: [Detection] = []
        var at = 0
        while at < bytes.count {
            guard bytes[at].isDigit else {
                at += 1
                continue
            }
            if let end = numberEnd(in: bytes, from: at) {
                found.append(Detection(identifier: .nhsNumber, range: at..<end))
                at = end
            } else {
                at = bytes.digitsEnd(from: at)
            }
        }
        return found
    }

    /// The end of the NHS number that starts at `start`, which is the start of a run of digits.
    private static func numberEnd(in bytes: [UInt8], from start: Int) -> Int? {
        guard let (end, shape) = tenDigits(in: bytes, from: start) else { return nil }
        let usual = [0xA, 0x334, 0x37, 0x64].contains(shape)
        let before = bytes.byte(at: start - 1)
        let decimal = before == "." && bytes.byte(at: start - 2).isDigit
        if usual, !before.isLetter, !decimal, passes(bytes[start..<end], anyRange: false),
            !bytes.hasWord(books, within: 16, before: start) {
            return end
        }
        guard passes(bytes[start..<end], anyRange: true), bytes.hasWord(naming, within: 28, before: start) else { return nil }
        return end
    }

    /// Ten digits in whole groups, and the sizes of the groups as the digits of a hexadecimal number.
    ///
    /// Nil when a group straddles the tenth digit.
    private static func tenDigits(in bytes: [UInt8], from start: Int) -> (end: Int, shape: Int)? {
        var shape = 0
        var total = 0
        var at = start
        while true {
            let end = bytes.digitsEnd(from: at)
            guard end > at, total + end - at <= 10 else { return nil }
            shape = shape << 4 | (end - at)
            total += end - at
            if total == 10 { return (end, shape) }
            at = bytes.gapEnd(from: end)
        }
    }

    /// Whether the digits of `number` carry a right check digit and lie in a range in use.
    private static func passes(_ number: ArraySlice<UInt8>, anyRange: Bool) -> Bool {
        var sum = 0
        var weight = 10
        var value = 0
        var same = true
        var first: UInt8?
        for digit in number where digit.isDigit {
            let figure = Int(digit &- 0x30)
            if let first, first != digit { same = false }
            first = first ?? digit
            sum += figure * weight
            weight -= 1
            value = value * 10 + figure
        }
        return !same && sum % 11 == 0 && (anyRange || isInUse(value))
    }

    private static func isInUse(_ number: Int) -> Bool {
        let (day, month) = (number / 100_000_000, number / 1_000_000 % 100)
        switch day {
        case 1...31: return (1...12).contains(month)
        case 32...49, 60...85, 90...99: return true
        default: return false
        }
    }

    private static let books = lowercaseWords("isbn")
    private static let naming = lowercaseWords("nhs|nhsno|nhsnumber|chi|h&c|hcn")
}
