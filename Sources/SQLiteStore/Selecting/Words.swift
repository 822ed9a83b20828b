import RegistryCore

/// A question to full text in FTS5's own syntax.
///
/// Every text that a person wrote stands in quotes in it, with its own quotes doubled: so none of it can be syntax
/// (https://www.sqlite.org/fts5.html, section 3.1), neither `NEAR` nor `title:` nor `*`.
extension WordQuestion {
    /// Nil for words of which full text makes none.
    var expression: String? {
        switch self {
        case .word(let word, let prefix): WordQuestion.quoted(word) + (prefix ? " *" : "")
        case .phrase(let words): WordQuestion.quoted(words.joined(separator: " "))
        case .all(let parts): WordQuestion.joined(parts, "AND")
        case .any(let parts): WordQuestion.joined(parts, "OR")
        case .without(let there, let absent): there.expression.map { "(\($0) NOT \(WordQuestion.joined(absent, "OR")))" }
        case .nothing: nil
        }
    }

    private static func joined(_ parts: [WordQuestion], _ sign: String) -> String {
        let texts = parts.compactMap(\.expression)
        return texts.count == 1 ? texts[0] : "(" + texts.joined(separator: " \(sign) ") + ")"
    }

    /// A text as one string of FTS5's.
    static func quoted(_ text: String) -> String {
        "\"" + FullText.readable(text).replacing("\"", with: "\"\"") + "\""
    }
}
