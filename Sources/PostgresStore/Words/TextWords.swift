import Foundation
import RegistryCore

/// The words of texts as full text knows them: cut at what is no letter or digit, small, without diacritics, stemmed. The
/// embedded engine makes the same (FTS5's `porter unicode61 remove_diacritics 2`).
enum TextWords {
    /// In their order. A word too long for the server's index is cut, and told from others by its digest.
    static func stems(of text: String) -> [String] {
        var stems: [String] = [], word: [UInt8] = []
        func end() {
            guard !word.isEmpty else { return }
            stems.append(lexeme(Stem(of: word).bytes))
            word.removeAll(keepingCapacity: true)
        }
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                if let byte = small(UInt8(scalar.value)) { word.append(byte) } else { end() }
            } else if isDiacritic(scalar) {
                // It belongs to the letter before it, and is left out with it.
                continue
            } else if isWordPart(scalar) {
                word += folded(scalar).utf8
            } else {
                end()
            }
        }
        end()
        return stems
    }

    /// A letter or digit in small letters; nil for others.
    private static func small(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
        default: nil
        }
    }

    /// A combining sign that Western scripts write over, under or through a letter; a bit each from U+0300.
    private static func isDiacritic(_ scalar: Unicode.Scalar) -> Bool {
        guard (0x300...0x331).contains(scalar.value) else { return false }
        return UInt64(0x0003_61F8_0802_9FDF) & (1 << UInt64(scalar.value - 0x300)) != 0
    }

    /// Whether FTS5 does not know a sign: it has Unicode 6.1, of 2012, and takes what came later for letters that have no
    /// small form, a mark of direction (U+2066) as well as a letter.
    private static func isLater(_ facts: Unicode.Scalar.Properties) -> Bool {
        guard let age = facts.age else { return true }
        return (age.major, age.minor) > (6, 1) || facts.generalCategory == .unassigned
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        let facts = scalar.properties
        if scalar.value >= 0x10000 {
            // The embedded engine hands over only letters and numbers of these; most are pictures.
            guard facts.isAlphabetic || facts.numericType != nil else { return false }
        } else if scalar.value >= 0xFFFE {
            return false
        }
        if isLater(facts) { return true }
        switch scalar.value {
        // Marks by then.
        case 0x19B0...0x19C0, 0x19C8...0x19C9, 0x1CF2...0x1CF3: return false
        // Letters by then.
        case 0x1885...0x1886: return true
        default: break
        }
        return switch facts.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber, .otherNumber, .privateUse: true
        default: false
        }
    }

    /// A letter in small letters, a Latin one without its diacritics.
    private static func folded(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "ς": return "σ"
        case "ſ", "ẛ": return "s"
        case "µ": return "μ"
        case "ϐ": return "β"
        case "ϑ": return "θ"
        case "ϕ": return "φ"
        case "ϖ": return "π"
        case "ϰ": return "κ"
        case "ϱ": return "ρ"
        case "ϵ": return "ε"
        case "\u{1FBE}": return "ι"
        case "\u{212B}": return "a"
        // Cherokee had one size then.
        case "\u{13A0}"..."\u{13F4}": return String(scalar)
        default: break
        }
        if isLater(scalar.properties) { return String(scalar) }
        let small = scalar.properties.lowercaseMapping
        guard scalar.value < 0x250 || (0x1E00..<0x1F00).contains(scalar.value), small != "ǡ" else { return small }
        var letters = String.UnicodeScalarView()
        for part in small.decomposedStringWithCanonicalMapping.unicodeScalars where !isDiacritic(part) { letters.append(part) }
        return letters.count == 1 && letters.allSatisfy(\.isASCII) ? String(letters) : small
    }

    /// The server's index takes words of up to 2 kB.
    private static let longest = 500

    private static func lexeme(_ bytes: [UInt8]) -> String {
        guard bytes.count > longest else { return String(decoding: bytes, as: UTF8.self) }
        return String(decoding: bytes.prefix(longest), as: UTF8.self) + Digest.of([bytes]).description
    }
}

extension WordQuestion {
    /// In the form that `tsquery` reads: every word is quoted in it, so that none can be syntax. Nil for words of which
    /// full text makes none.
    var query: String? {
        switch self {
        case .word(let word, let prefix): WordQuestion.phrase(TextWords.stems(of: word), prefix: prefix)
        case .phrase(let words): WordQuestion.phrase(TextWords.stems(of: words.joined(separator: " ")), prefix: false)
        case .all(let parts): WordQuestion.joined(parts, "&")
        case .any(let parts): WordQuestion.joined(parts, "|")
        case .without(let there, let absent): there.query.map { "(\($0) & !\(WordQuestion.joined(absent, "|") ?? "''"))" }
        case .nothing: nil
        }
    }

    private static func joined(_ parts: [WordQuestion], _ sign: String) -> String? {
        let texts = parts.compactMap(\.query)
        return texts.isEmpty ? nil : "(" + texts.joined(separator: " \(sign) ") + ")"
    }

    /// Words that follow one another.
    private static func phrase(_ stems: [String], prefix: Bool) -> String? {
        guard !stems.isEmpty else { return nil }
        return "(" + stems.map(TextVectors.quoted).joined(separator: " <-> ") + (prefix ? ":*" : "") + ")"
    }
}
