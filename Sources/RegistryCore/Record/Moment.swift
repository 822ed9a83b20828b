import Foundation

/// Dates and times as the registry writes and reads them: UTC, ISO 8601, milliseconds.
public enum Moment {
    /// `2026-11-22T09:30:00.000Z`: 24 characters, so that texts sort as times do. Years 1 to 9999.
    public static func text(_ date: Date) -> String {
        let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded())
        let (days, inDay) = divided(milliseconds, by: 86_400_000)
        let day = CalendarDate(daysSinceEpoch: days)
        let (hour, rest) = divided(inDay, by: 3_600_000)
        let (minute, rest2) = divided(rest, by: 60_000)
        let (second, milli) = divided(rest2, by: 1000)
        return "\(day)T\(pad(hour, 2)):\(pad(minute, 2)):\(pad(second, 2)).\(pad(milli, 3))Z"
    }

    /// Reads `text(_:)`'s form, and it without milliseconds; nil for anything else.
    public static func date(_ text: String) -> Date? {
        if let date = whole(text) { return date }
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard let first = parts.first, let day = CalendarDate(String(first)) else { return nil }
        var seconds = 0.0
        if parts.count == 2 {
            let clock = parts[1].hasSuffix("Z") ? parts[1].dropLast() : parts[1]
            let numbers = clock.split(separator: ":", omittingEmptySubsequences: false)
            guard (2...3).contains(numbers.count), let hour = Int(numbers[0]), (0...23).contains(hour),
                let minute = Int(numbers[1]), (0...59).contains(minute)
            else { return nil }
            let second = numbers.count == 3 ? Double(numbers[2]) : 0
            guard let second, (0..<61).contains(second) else { return nil }
            seconds = Double(hour * 3600 + minute * 60) + second
        } else if parts.count > 2 {
            return nil
        }
        return Date(timeIntervalSince1970: Double(day.daysSinceEpoch) * 86_400 + seconds)
    }

    /// Reads the form that is stored, byte by byte, as rows are read by the thousand; nil for any other.
    private static func whole(_ text: String) -> Date? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count == 24, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
                bytes[19] == UInt8(ascii: "."), bytes[23] == UInt8(ascii: "Z"), bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-")
            else { return nil }
            func number(_ range: Range<Int>) -> Int? {
                var number = 0
                for byte in bytes[range] {
                    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                    number = number * 10 + Int(byte - UInt8(ascii: "0"))
                }
                return number
            }
            guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13), hour < 24,
                let minute = number(14..<16), minute < 60, let second = number(17..<19), second < 61, let milli = number(20..<23),
                let date = CalendarDate(year: year, month: month, day: day)
            else { return nil }
            let seconds = Double(hour * 3600 + minute * 60) + Double(second * 1000 + milli) / 1000
            return Date(timeIntervalSince1970: Double(date.daysSinceEpoch) * 86_400 + seconds)
        }
    }

    /// The moment cut to the milliseconds that `text` keeps, so that what is stored equals what was given.
    public static func cut(_ date: Date) -> Date {
        Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1000).rounded() / 1000)
    }
}

private func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private func divided(_ number: Int, by divisor: Int) -> (Int, Int) {
    let quotient = number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor)
    return (quotient, number - quotient * divisor)
}

/// A day of the Gregorian calendar, without a time or a zone: `2016-01-31`.
public struct CalendarDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Nil when there is no such day, or its year is not 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDate.days(in: month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `2016-01-31`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day that many days after 1970-01-01, which may be negative. (Howard Hinnant's civil-from-days.)
    public init(daysSinceEpoch days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The UTC day of a moment.
    public init(_ date: Date) {
        self.init(daysSinceEpoch: Int((date.timeIntervalSince1970 / 86_400).rounded(.down)))
    }

    public var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    public var description: String { "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))" }
    public static func < (a: CalendarDate, b: CalendarDate) -> Bool { a.daysSinceEpoch < b.daysSinceEpoch }
}
