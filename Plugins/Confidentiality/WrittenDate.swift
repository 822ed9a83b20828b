/// Reads a date as people in the UK write one: 12/03/1987, 12.3.87, 12th of March 1987, March 12, 1987, 1987-03-12.
///
/// Day first (BS ISO 8601's year first as well); month first only where it cannot be the day. A
/// year of two digits counts, a date without a year does not. Month names are English or Welsh,
/// whole or cut to three letters and more.
enum WrittenDate {
    /// The end of the date that starts at `start`, or nil when none does.
    ///
    /// `compact` admits dates without separators (12031987, 120387), which only a label can tell from other numbers.
    static func end(in bytes: [UInt8], from start: Int, compact: Bool) -> Int? {
        let before = bytes.byte(at: start - 1)
        if bytes.byte(at: start).isASCIILetter { return before.isLetter ? nil : monthFirst(in: bytes, from: start) }
        guard bytes.byte(at: start).isDigit, !before.isDigit else { return nil }
        let end = bytes.digitsEnd(from: start)
        guard end - start <= 8 else { return nil }
        let value = number(bytes[start..<end])
        switch end - start {
        case 1, 2: return dayFirst(in: bytes, from: end, first: value)
        case 4: return isYear(value) ? yearFirst(in: bytes, from: end) : nil
        case 6 where compact: return isDay(value / 10_000, value / 100 % 100) ? end : nil
        case 8 where compact:
            let ordinary = isDay(value / 1_000_000, value / 10_000 % 100) && isYear(value % 10_000)
            return ordinary || (isYear(value / 10_000) && isDay(value % 100, value / 100 % 100)) ? end : nil
        default: return nil
        }
    }

    /// 12/03/1987, 12 3 87, 12th of March 1987, from after the first figure.
    private static func dayFirst(in bytes: [UInt8], from end: Int, first: Int) -> Int? {
        if let (mark, at) = separator(in: bytes, from: end), let (second, next) = shortNumber(in: bytes, from: at),
            let (again, last) = separator(in: bytes, from: next), again == mark,
            isDay(first, second) || isDay(second, first) {
            return yearEnd(in: bytes, from: last)
        }
        var at = end
        if ordinals.contains(where: { bytes.matches($0, at: at) && !bytes.byte(at: at + 2).isLetter }) { at += 2 }
        at = loose(in: bytes, from: at)
        if bytes.matches(of, at: at), bytes.byte(at: at + 2).isBlank { at = bytes.blanksEnd(from: at + 2) }
        guard (1...31).contains(first), let after = monthEnd(in: bytes, from: at) else { return nil }
        return yearEnd(in: bytes, from: loose(in: bytes, from: after))
    }

    /// 1987-03-12, from after the year.
    private static func yearFirst(in bytes: [UInt8], from end: Int) -> Int? {
        guard let (mark, at) = separator(in: bytes, from: end), let (month, next) = shortNumber(in: bytes, from: at),
            let (again, last) = separator(in: bytes, from: next), again == mark,
            let (day, close) = shortNumber(in: bytes, from: last), isDay(day, month) else { return nil }
        return close
    }

    /// March 12th, 1987.
    private static func monthFirst(in bytes: [UInt8], from start: Int) -> Int? {
        guard let after = monthEnd(in: bytes, from: start),
            let (day, next) = shortNumber(in: bytes, from: loose(in: bytes, from: after)),
            (1...31).contains(day) else { return nil }
        let ordinal = ordinals.contains { bytes.matches($0, at: next) } ? next + 2 : next
        let year = loose(in: bytes, from: ordinal)
        return year > ordinal ? yearEnd(in: bytes, from: year) : nil
    }

    /// The end of a year of four or two digits ('87 too), which no digit and no ":" (a time) follows.
    private static func yearEnd(in bytes: [UInt8], from start: Int) -> Int? {
        let first = bytes.byte(at: start) == "'" ? start + 1 : start
        let end = bytes.digitsEnd(from: first)
        guard bytes.byte(at: end) != ":" else { return nil }
        return end - first == 2 || (end - first == 4 && isYear(number(bytes[first..<end]))) ? end : nil
    }

    /// The end of a month's name, whole or cut short.
    private static func monthEnd(in bytes: [UInt8], from start: Int) -> Int? {
        var end = start
        while bytes.byte(at: end).isLetter, end - start <= 10 { end += 1 }
        let length = end - start
        guard length >= 3, length <= 10 else { return nil }
        for month in months where month.count >= length && month[0] == bytes[start].lowered {
            if (1..<length).allSatisfy({ month[$0] == bytes[start + $0].lowered }) { return end }
        }
        return nil
    }

    /// A number of one or two digits, and its end.
    private static func shortNumber(in bytes: [UInt8], from start: Int) -> (value: Int, end: Int)? {
        let end = bytes.digitsEnd(from: start)
        return (1...2).contains(end - start) ? (number(bytes[start..<end]), end) : nil
    }

    /// One of / - . or a blank, with blanks around it, and its end.
    private static func separator(in bytes: [UInt8], from start: Int) -> (mark: UInt8, end: Int)? {
        let at = bytes.blanksEnd(from: start)
        let mark = bytes.byte(at: at)
        if "/-.\\".utf8.contains(mark) { return (mark, bytes.blanksEnd(from: at + 1)) }
        return at > start ? (UInt8(" "), at) : nil
    }

    /// The end of any blanks, commas, full stops and hyphens.
    private static func loose(in bytes: [UInt8], from start: Int) -> Int {
        var at = start
        while at - start < 4, bytes.byte(at: at).isBlank || ",.-/".utf8.contains(bytes.byte(at: at)) { at += 1 }
        return at
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1 &- 0x30) } }
    private static func isDay(_ day: Int, _ month: Int) -> Bool { (1...31).contains(day) && (1...12).contains(month) }
    private static func isYear(_ year: Int) -> Bool { (1850...2099).contains(year) }

    private static let of = Array("of".utf8)
    private static let ordinals = lowercaseWords("st|nd|rd|th")
    private static let months = lowercaseWords("""
        january|february|march|april|may|june|july|august|september|sept|october|november|december|\
        ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr
        """)
}
