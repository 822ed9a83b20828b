import Foundation

/// Which comes first when a date is written with numbers alone.
public enum DateOrder: String, Sendable, CaseIterable {
    case dmy, mdy, ymd
}

/// Why an answer is not one that its field takes.
public struct FieldProblem: Error, Equatable, Sendable {
    public var field: FieldName
    /// One clause, without the value: “is not a date”.
    public var what: String
    public var value: String
    public var allowed: [String] = []
    public var nearest: String?

    /// As a problem for a person who gave the answer as a word of a command.
    public func problem(kind: Problem.Kind = .badInput, at place: Problem.Place? = nil) -> Problem {
        Problem(kind, "\(field): \(what)", value: value, at: place, allowed: allowed, nearest: nearest)
    }
}

extension FieldDefinition {
    /// The value that a text stands for, or nil when the text is empty: one validator for the form, for options
    /// and for imports.
    ///
    /// - Parameters:
    ///   - dates: which number of `01/02/2024` is the day; four digits first always mean the year.
    ///   - separator: what stands between the values of a list; a comma or semicolon when nil.
    public func value(of text: String, dates: DateOrder = .dmy, separator: String? = nil) throws(FieldProblem) -> FieldValue? {
        var text = text
        // A list of a format that has lists, for a field that takes one text.
        if type != .list, ListText.isMarked(text) { text = text.split(separator: ListText.mark).joined(separator: ", ") }
        text = type == .longText || type == .list ? FieldDefinition.tidiedLines(text) : FieldDefinition.tidied(text)
        guard !text.isEmpty, !FieldDefinition.isInvisible(text) else { return nil }
        switch type {
        case .text, .longText:
            try fits(text)
            return .text(text)
        case .date:
            guard let date = WrittenDate(text, order: dates) else {
                // Both readings of 04/05/2024 are dates; 04/13/2024 shows which the file means.
                let other: DateOrder = dates == .mdy ? .dmy : .mdy
                let hint = WrittenDate(text, order: other) == nil ? "" : " with the \(dates == .mdy ? "month" : "day") first; --dates \(other.rawValue) reads it"
                throw FieldProblem(
                    field: name, what: "is not a date" + hint, value: text,
                    allowed: ["2024-03-31", dates == .mdy ? "03/31/2024" : "31/03/2024", "March 2024", "2024"])
            }
            return .text(date.text)
        case .number: return .number(try number(text))
        case .choice: return .text(try choice(text))
        case .list:
            let parts = FieldDefinition.listed(text)
                ?? (ListText.isMarked(text) ? text.split(separator: ListText.mark).map(String.init) : separator.map { text.components(separatedBy: $0) })
                ?? text.split(whereSeparator: { ",;\n".contains($0) }).map(String.init)
            var values: [String] = []
            for part in parts.map(FieldDefinition.tidied) where !part.isEmpty {
                let value = try choice(part)
                if !values.contains(value) { values.append(value) }
            }
            return values.isEmpty ? nil : .list(values)
        }
    }

    /// The value that a JSON value stands for: text, a number, a list of texts, or null for none.
    public func value(of json: JSONValue, dates: DateOrder = .ymd) throws(FieldProblem) -> FieldValue? {
        switch json {
        case .null: return nil
        case .string(let text): return try value(of: text, dates: dates)
        case .number(let number): return try value(of: JSONValue.text(of: number), dates: dates)
        case .array(let values) where type == .list && values.allSatisfy({ $0.string != nil }):
            return try value(of: values.compactMap(\.string).map { $0 + String(ListText.mark) }.joined())
        default: throw FieldProblem(field: name, what: "is not \(type == .list ? "a list of texts" : "a text or a number")", value: json.line)
        }
    }

    /// The values of a JSON array of texts, as a list that holds commas is written where there is only one cell.
    private static func listed(_ text: String) -> [String]? {
        guard text.hasPrefix("[\""), text.hasSuffix("]"), let values = try? JSONValue(parsing: text).array else { return nil }
        let texts = values.compactMap(\.string)
        return texts.count == values.count ? texts : nil
    }

    private func fits(_ text: String) throws(FieldProblem) {
        // A text has no more characters than bytes, and counting characters takes time.
        if text.utf8.count <= most { return }
        let count = text.count
        guard count <= most else {
            throw FieldProblem(field: name, what: "has \(count) characters, and \(most) is the most", value: text)
        }
    }

    private func choice(_ text: String) throws(FieldProblem) -> String {
        try fits(text)
        if choices.contains(text) { return text }
        if let exact = choices.first(where: { $0.compare(text, options: [.caseInsensitive, .diacriticInsensitive]) == .orderedSame }) {
            return exact
        }
        guard open else {
            throw FieldProblem(
                field: name, what: "is not one of the values that it takes", value: text, allowed: choices,
                nearest: Nearest.match(text, among: choices))
        }
        return text
    }

    private func number(_ text: String) throws(FieldProblem) -> Double {
        // People write sums of money as “£1,200”; the pound sign and the thousands' commas mean nothing here.
        var digits = text.replacingOccurrences(of: " ", with: "")
        if digits.hasPrefix("£") { digits.removeFirst() }
        let grouped = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)[0].split(separator: ",", omittingEmptySubsequences: false)
        if grouped.count > 1, grouped.dropFirst().allSatisfy({ $0.count == 3 }) { digits = digits.replacingOccurrences(of: ",", with: "") }
        // `Double` also takes words (inf, nan), hexadecimal digits and exponents; the last only as our own exports have them.
        guard let number = Double(digits), number.isFinite, digits.allSatisfy({ $0.isASCII && !$0.isLetter }) || JSONValue.text(of: number) == digits else {
            throw FieldProblem(field: name, what: "is not a number", value: text, allowed: ["1200", "1200.50", "£1,200"])
        }
        // What a binary number of 64 bits keeps of every decimal one (IEEE 754: 15 digits), or it would change in silence.
        let mantissa = digits.prefix { !"eE".contains($0) }.filter(\.isNumber).drop { $0 == "0" }
        guard mantissa.count <= 15 || JSONValue.text(of: number) == digits else {
            throw FieldProblem(field: name, what: "has more than the 15 digits that a number keeps", value: text)
        }
        if let minimum, number < minimum {
            throw FieldProblem(field: name, what: "is below \(JSONValue.text(of: minimum))", value: text)
        }
        return number
    }

    /// One line: white space trimmed, inner line ends and runs of blanks made one blank.
    public static func tidied(_ text: String) -> String {
        if isTidy(text, lines: false) { return text }
        let composed = text.precomposedStringWithCanonicalMapping
        return composed.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Whether nothing in a text can be seen, as in one zero-width space.
    private static func isInvisible(_ text: String) -> Bool {
        if let first = text.utf8.first, first > 0x20, first < 0x7F { return false }
        return text.utf8.count <= 64 && text.unicodeScalars.allSatisfy { $0.value >= 0x80 && $0.properties.isDefaultIgnorableCodePoint || $0.properties.isWhitespace }
    }

    /// Whether an ASCII text is tidy as it is, as most cells of a file are: seen from its bytes alone.
    private static func isTidy(_ text: String, lines: Bool) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var before: UInt8 = 0x20
            for byte in bytes[passPlain(bytes, lines: lines, &before)...] {
                if byte > 0x20 {
                    if byte >= 0x7F { return false }
                } else if byte == 0x20 {
                    if !lines, before == 0x20 { return false }
                } else {
                    guard lines, byte == 0x0A, before > 0x20 || before == 0x0A else { return false }
                }
                before = byte
            }
            guard let first = bytes.first else { return true }
            return first > 0x20 && before > 0x20
        }
    }

    /// Passes over bytes in which there is nothing but letters, signs and single blanks, eight at a time: where it stops,
    /// and the byte before that.
    private static func passPlain(_ bytes: UnsafeBufferPointer<UInt8>, lines: Bool, _ before: inout UInt8) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        let ones: UInt64 = 0x0101_0101_0101_0101, tops: UInt64 = 0x8080_8080_8080_8080, rests: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        var at = 0
        // Whether the byte before is a blank, in the place of the lowest byte's top bit.
        var blankBefore: UInt64 = lines ? 0 : 0x80
        while at + 8 <= raw.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            // A top bit for what is below a blank, is DEL, or is beyond ASCII (“Bit Twiddling Hacks”, “Determine if a word
            // has a byte less than n”); and exactly one for each blank.
            let odd = ((word &- ones &* 0x20) & ~word | (word &+ ones) | word) & tops
            let others = word ^ (ones &* 0x20)
            let blanks = lines ? 0 : ~(((others & rests) &+ rests) | others) & tops
            if odd != 0 || blanks & (blanks << 8 | blankBefore) != 0 { break }
            blankBefore = blanks >> 56
            at += 8
        }
        if at > 0 { before = raw[at - 1] }
        return at
    }

    /// Several lines: line ends made one kind, blanks at line ends and around the whole taken off.
    public static func tidiedLines(_ text: String) -> String {
        if isTidy(text, lines: true) { return text }
        let lines = text.precomposedStringWithCanonicalMapping.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let trimmed = lines.map { line in
            var line = line
            while let last = line.last, last.isWhitespace { line.removeLast() }
            return line
        }
        return trimmed.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// A date as people write it: a day, a month, or only a year; kept as `2016-01-31`, `2016-01` or `2016`.
public struct WrittenDate: Equatable, Sendable {
    public let text: String

    public init?(_ written: String, order: DateOrder) {
        // A time after the date, as forms' exports have it, is left off.
        let day = written.split(separator: written.contains("T") ? "T" : " ", omittingEmptySubsequences: true)
        if day.count == 2, day[1].contains(":"), let date = WrittenDate(String(day[0]), order: order) {
            self = date
            return
        }
        let parts = written.lowercased().split(whereSeparator: { "-/. ,".contains($0) }).map(String.init)
        let months = parts.indices.filter { WrittenDate.month(parts[$0]) != nil }
        switch (parts.count, months.first) {
        case (1, nil):
            guard let year = WrittenDate.year(parts[0]), parts[0].count == 4 else { return nil }
            text = WrittenDate.padded(year, 4)
        case (2, let place?):
            guard let year = WrittenDate.year(parts[1 - place]), let month = WrittenDate.month(parts[place]) else { return nil }
            text = "\(WrittenDate.padded(year, 4))-\(WrittenDate.padded(month, 2))"
        case (2, nil):
            let (year, month) = parts[0].count == 4 ? (parts[0], parts[1]) : (parts[1], parts[0])
            guard year.count == 4, let year = WrittenDate.year(year), let month = Int(month), (1...12).contains(month) else { return nil }
            text = "\(WrittenDate.padded(year, 4))-\(WrittenDate.padded(month, 2))"
        case (3, let place):
            guard let date = WrittenDate.day(parts, monthAt: place, order: order) else { return nil }
            text = date.description
        default: return nil
        }
    }

    private static func day(_ parts: [String], monthAt place: Int?, order: DateOrder) -> CalendarDate? {
        let year: String, month: String, day: String
        if parts[0].count == 4 {
            (year, month, day) = (parts[0], parts[1], parts[2])
        } else if let place {
            (year, month, day) = (parts[2], parts[place], parts[place == 0 ? 1 : 0])
        } else {
            (year, month, day) = order == .mdy ? (parts[2], parts[0], parts[1]) : (parts[2], parts[1], parts[0])
        }
        let digits = day.prefix(while: \.isNumber)
        guard ["", "st", "nd", "rd", "th"].contains(day.dropFirst(digits.count)), digits.count <= 2,
            let year = self.year(year), let month = self.month(month) ?? (month.count <= 2 ? Int(month) : nil), let day = Int(digits)
        else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }

    /// Two digits mean this century up to 49 and the last one from 50, as spreadsheets read them.
    private static func year(_ text: String) -> Int? {
        guard let year = Int(text), year >= 0, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        switch text.count {
        case 2: return year < 50 ? 2000 + year : 1900 + year
        case 4: return (1000...9999).contains(year) ? year : nil
        default: return nil
        }
    }

    private static func month(_ text: String) -> Int? {
        guard text.count >= 3, text.allSatisfy(\.isLetter) else { return nil }
        return names.firstIndex { $0 == text || $0.prefix(3) == text || (text == "sept" && $0 == "september") }.map { $0 + 1 }
    }

    private static let names = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
