/// Finds dates of birth: a whole date that a word such as "DOB" or "born" stands close to.
///
/// No standard says how near; 25 bytes take in "born in Salford on" and not the next sentence. A
/// date without such a word is a meeting, an award, a deadline, and is left alone; so are ages, and
/// what makes it a group's ("born between", "born on or after 1 September 2012", as in funded
/// childcare) or an organisation's ("the project was born on", "our 10th birthday").
enum DateOfBirthDetector {
    /// How far after the word its date may start, in bytes.
    private static let reach = 25

    /// The dates of birth in the bytes of a scanning form, in order.
    static func detections(in bytes: [UInt8]) -> [Detection] {
        var found: [Detection] = []
        var at = 0
        while at < bytes.count {
            guard Word.mayOpen(bytes[at]), !bytes.byte(at: at - 1).isLetter, let word = Word(in: bytes, at: at) else {
                at += 1
                continue
            }
            at = word.range.upperBound
            if word.isLabel, let range = dateBefore(word, in: bytes) {
                found.append(Detection(identifier: .dateOfBirth, range: range))
            }
            if !word.isOfOrganisation(in: bytes), let range = dateAfter(word, in: bytes) {
                found.append(Detection(identifier: .dateOfBirth, range: range))
                at = range.upperBound
            }
        }
        return found
    }

    /// A word that makes the date after it a date of birth.
    private struct Word {
        let range: Range<Int>
        /// Whether it is a form's label, after which even 12031987 is a date.
        let isLabel: Bool
        private let isAbbreviation: Bool

        /// Whether any of the words starts with `byte`.
        static func mayOpen(_ byte: UInt8) -> Bool {
            switch byte | 0x20 {
            case 0x62, 0x64, 0x67, 0x73: true  // b, d, g, s
            default: false
            }
        }

        /// The word that starts at `at`, which is the start of a word.
        init?(in bytes: [UInt8], at: Int) {
            if let end = labels.lazy.compactMap({ spelled($0, in: bytes, at: at) }).first {
                (range, isLabel, isAbbreviation) = (at..<end, true, false)
            } else if let end = verbs.lazy.compactMap({ spelled($0, in: bytes, at: at) }).first {
                (range, isLabel, isAbbreviation) = (at..<end, false, false)
            } else if bytes[at].lowered == "b", bytes.byte(at: at + 1) == "." || bytes.byte(at: at - 1) == "(",
                !bytes.byte(at: at + 1).isAlphanumeric {
                (range, isLabel, isAbbreviation) = (at..<at + 1, false, true)
            } else {
                return nil
            }
        }

        var isVerb: Bool { !isLabel && !isAbbreviation }

        /// How far the date may be: "b." must stand right before it.
        var reach: Int { isAbbreviation ? 3 : DateOfBirthDetector.reach }

        /// Whether what was born, or has the birthday, is a project or "us".
        func isOfOrganisation(in bytes: [UInt8]) -> Bool {
            guard isVerb else { return false }
            var subject = bytes.word(before: range.lowerBound)
            let ordinal = bytes[subject].first?.isDigit == true
            if ordinal || helpers.contains(bytes[subject].map(\.lowered)) { subject = bytes.word(before: subject.lowerBound) }
            return organisations.contains(bytes[subject].map(\.lowered))
        }
    }

    /// The first date that starts within reach after `word`, with nothing between that parts them.
    private static func dateAfter(_ word: Word, in bytes: [UInt8]) -> Range<Int>? {
        let start = word.range.upperBound
        for at in start..<max(start, min(start + word.reach + 1, bytes.count)) {
            if let end = WrittenDate.end(in: bytes, from: at, compact: word.isLabel) {
                return bytes.hasWord(partings, within: at - start, before: at) ? nil : at..<end
            }
            if bytes[at] == .taken { return nil }
            // A sentence's end; a full stop right after an abbreviation belongs to it ("D.O.B. 12/3/87").
            let ends = bytes[at] == "." || bytes[at] == "!" || bytes[at] == "?"
            if ends, at > start || word.isVerb, bytes.byte(at: at + 1).isBlank { return nil }
            if bytes[at] == "]", at > start { return nil }
        }
        return nil
    }

    /// The date that ends right before a label: "12/03/1987 (DOB)".
    private static func dateBefore(_ word: Word, in bytes: [UInt8]) -> Range<Int>? {
        let stop = word.range.lowerBound
        for at in max(0, stop - 24)..<stop {
            guard let end = WrittenDate.end(in: bytes, from: at, compact: false), end <= stop, stop - end <= 3 else { continue }
            return bytes[end..<stop].allSatisfy { $0.isBlank || $0 == "(" || $0 == "-" || $0 == "[" } ? at..<end : nil
        }
        return nil
    }

    /// The end of `phrase` at `at`, in any case, where a space of it stands for up to two blanks or marks, or none.
    private static func spelled(_ phrase: [UInt8], in bytes: [UInt8], at: Int) -> Int? {
        var end = at
        for letter in phrase {
            if letter == " " {
                let limit = end + 2
                while end < limit, bytes.byte(at: end).isBlank || ".-_/'".utf8.contains(bytes.byte(at: end)) { end += 1 }
            } else {
                guard bytes.byte(at: end).lowered == letter else { return nil }
                end += 1
            }
        }
        if bytes.byte(at: end) == "s" { end += 1 }
        return bytes.byte(at: end).isLetter || bytes.matches(maskEnd, at: end) ? nil : end
    }

    /// What follows "date of birth" in a mask, where it is no label of the date after it.
    private static let maskEnd = Array(" removed]".utf8)
    private static let labels = lowercaseWords("d o b|date of birth|dates of birth|birth date|dyddiad geni")
    private static let verbs = lowercaseWords("born|birthday|b day|stillborn|ganwyd")
    private static let partings = lowercaseWords("between|after|before|since|from|until|by")
    private static let helpers = lowercaseWords("was|were|is|first|second|third|fourth|fifth|tenth")
    private static let organisations = lowercaseWords("""
        idea|project|service|scheme|group|charity|programme|team|club|network|partnership|pilot|initiative|\
        organisation|company|its|our
        """)
}
