/// A word without its English endings, by Porter's algorithm (M. F. Porter, An algorithm for suffix stripping, Program
/// 14(3), 1980) in the form that SQLite's full text has it, so that both engines find and rank alike.
///
/// Bytes that are no ASCII letter count as consonants, and words of fewer than 3 or more than 64 bytes stay as they are.
struct Stem {
    private(set) var bytes: [UInt8]

    init(of word: [UInt8]) {
        bytes = word
        guard (3...64).contains(word.count) else { return }
        dropPlural()
        dropTense()
        if ends("y"), hasVowel(count - 1) { bytes[count - 1] = UInt8(ascii: "i") }
        replaceFirst(of: Stem.second)
        replaceFirst(of: Stem.third)
        dropLast()
        if ends("e") {
            let measure = measure(count - 1)
            if measure > 1 || measure == 1 && !endsShort(count - 1) { bytes.removeLast() }
        }
        if ends("ll"), measure(count - 1) > 1 { bytes.removeLast() }
    }

    private var count: Int { bytes.count }

    private func ends(_ suffix: StaticString) -> Bool {
        let length = suffix.utf8CodeUnitCount
        guard count >= length else { return false }
        for index in 0..<length where bytes[count - length + index] != suffix.utf8Start[index] { return false }
        return true
    }

    /// Whether a letter is a vowel, by whether the one before it is a consonant.
    private static func isVowel(_ byte: UInt8, afterConsonant: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"): true
        case UInt8(ascii: "y"): afterConsonant
        default: false
        }
    }

    /// Whether each of the first letters is a consonant.
    private func consonants(_ length: Int) -> [Bool] {
        var all: [Bool] = [], before = false
        all.reserveCapacity(length)
        for byte in bytes.prefix(length) {
            before = !Stem.isVowel(byte, afterConsonant: before)
            all.append(before)
        }
        return all
    }

    /// How many times a consonant follows a vowel among the first letters: Porter's m.
    private func measure(_ length: Int) -> Int {
        let consonants = consonants(length)
        return zip(consonants, consonants.dropFirst()).count { !$0 && $1 }
    }

    /// A y counts as one wherever it is not first.
    private func hasVowel(_ length: Int) -> Bool {
        bytes.prefix(length).enumerated().contains { Stem.isVowel($1, afterConsonant: $0 > 0) }
    }

    /// Whether the first letters end by consonant, vowel, consonant, the last not w, x or y.
    private func endsShort(_ length: Int) -> Bool {
        guard length >= 3, ![UInt8(ascii: "w"), UInt8(ascii: "x"), UInt8(ascii: "y")].contains(bytes[length - 1]) else { return false }
        return consonants(length).suffix(3) == [true, false, true]
    }

    private mutating func dropPlural() {
        guard ends("s") else { return }
        if bytes[count - 2] == UInt8(ascii: "e") {
            let isLong = count > 4 && ends("sses") || count > 3 && ends("ies")
            bytes.removeLast(isLong ? 2 : 1)
        } else if !ends("ss") {
            bytes.removeLast()
        }
    }

    private mutating func dropTense() {
        if ends("eed"), count > 3 {
            if measure(count - 3) > 0 { bytes.removeLast() }
        } else if ends("ed"), hasVowel(count - 2) {
            bytes.removeLast(2)
            mendTense()
        } else if ends("ing"), count > 3, hasVowel(count - 3) {
            bytes.removeLast(3)
            mendTense()
        }
    }

    private mutating func mendTense() {
        guard let last = bytes.last else { return }
        if count > 2, ends("at") || ends("bl") || ends("iz") {
            bytes.append(UInt8(ascii: "e"))
        } else if count > 1, bytes[count - 2] == last, !Stem.isVowel(last, afterConsonant: false), ![UInt8(ascii: "l"), UInt8(ascii: "s"), UInt8(ascii: "z")].contains(last) {
            bytes.removeLast()
        } else if measure(count) == 1, endsShort(count) {
            bytes.append(UInt8(ascii: "e"))
        }
    }

    private typealias Ending = (suffix: StaticString, other: StaticString)

    private static let second: [Ending] = [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("logi", "log"), ("bli", "ble"), ("alli", "al"),
        ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"),
        ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"),
    ]

    private static let third: [Ending] = [
        ("ical", "ic"), ("ness", ""), ("icate", "ic"), ("iciti", "ic"), ("ful", ""), ("ative", ""), ("alize", "al"),
    ]

    /// Replaces the first ending that the word has and that is shorter than it, where a syllable stands before it.
    private mutating func replaceFirst(of endings: [Ending]) {
        guard let ending = endings.first(where: { count > $0.suffix.utf8CodeUnitCount && ends($0.suffix) }) else { return }
        let length = ending.suffix.utf8CodeUnitCount
        guard measure(count - length) > 0 else { return }
        bytes.removeLast(length)
        bytes += UnsafeBufferPointer(start: ending.other.utf8Start, count: ending.other.utf8CodeUnitCount)
    }

    private static let last: [StaticString] = [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize",
    ]

    private mutating func dropLast() {
        guard let ending = Stem.last.first(where: { count > $0.utf8CodeUnitCount && ends($0) }) else { return }
        let rest = count - ending.utf8CodeUnitCount
        guard measure(rest) > 1 else { return }
        if ends("ion"), ![UInt8(ascii: "s"), UInt8(ascii: "t")].contains(bytes[rest - 1]) { return }
        bytes.removeLast(count - rest)
    }
}
