/// A word of a command line, as it must be typed to be read back: the rule of `Words` in the shell, for hints of the core too.
public enum CommandWord {
    /// Bare if it can be, else in `"…"`.
    public static func quoted(_ word: String) -> String {
        if isBare(word) { return word }
        var quoted = "\""
        for scalar in word.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        quoted.unicodeScalars.append("\"")
        return quoted
    }

    /// Whether an apostrophe after `previous`, within a word that began without quotes, opens a quote.
    public static func apostropheQuotes(after previous: Unicode.Scalar?) -> Bool { previous == nil || previous == "=" || previous == ":" }

    private static func isBare(_ word: String) -> Bool {
        guard let first = word.unicodeScalars.first, first != "#" else { return false }
        var previous: Unicode.Scalar?
        for scalar in word.unicodeScalars {
            switch scalar {
            case "\\", "\"", "“", "”": return false
            case "'" where apostropheQuotes(after: previous): return false
            case let other where other.properties.isWhitespace: return false
            default: previous = scalar
            }
        }
        return true
    }
}
