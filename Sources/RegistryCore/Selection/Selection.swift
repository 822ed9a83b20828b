/// Which innovations somebody means, in words: the one language of `find` and of every command that works on many.
///
/// ```
/// wet day               both words, anywhere, by their stems
/// wheel*                a beginning of words
/// "wet day"             words that stand next to each other
/// P12 P20-P25           innovations by reference; side by side they are alternatives
/// tag:bus stage:promising by:me by:"Amina Khan" source:forms visibility:team is:held
/// area:"Care leavers"   a choice; team:north looks inside a text, team=north compares the whole
/// started:2016          within that year, month or day; < <= > >= for dates, numbers, signals and stages
/// rating.mean>=4        a signal
/// has:lessons           a field that has an answer, a signal that has a value
/// -tag:bus -(a or b)    not these
/// a b or c              a and b, or else c
/// ```
///
/// Case does not count. Quotes take away a word's other meanings: `"or"`, `"P45"`. An empty selection means everything.
public struct Selection: Sendable {
    /// As it was written.
    public let text: String
    public let condition: Condition
    /// The words and phrases that are looked for, in order, repeats kept; a beginning of words keeps its `*`. What
    /// is excluded, and what names a field, is not among them.
    public let words: [String]

    /// The longest selection, in characters.
    public static let longest = 10_000

    /// Reads a selection. Throws a `Problem` of kind `usage` that points at the characters in question.
    public init(_ text: String, vocabulary: SelectionVocabulary) throws {
        guard text.count <= Selection.longest else {
            throw Problem(
                .usage, "a selection has at most \(Selection.longest) characters, and this one has \(text.count)", next: "help find")
        }
        var parser = SelectionParser(text, vocabulary: vocabulary)
        self.text = text
        condition = try parser.parse()
        words = parser.words
    }

    /// A value so written that a selection reads it as this one value: after `field:`, or as words to find.
    public static func quoted(_ value: String) -> String {
        let isPlain = value.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_"
        }
        let isReference = value.lowercased().hasPrefix("p") && value.contains(where: \.isNumber)
        if isPlain, let first = value.first, first != "-", !isReference, !["or", "and", "me"].contains(value.lowercased()) {
            return value
        }
        let escaped = value.flatMap { $0 == "\\" || SelectionLexer.isQuote($0) ? ["\\", $0] : [$0] }
        let quoted: [Character] = ["\""] + escaped + ["\""]
        // A value that begins with a combining mark would swallow its quote, and be read as more than a value.
        return Array(String(quoted)) == quoted ? String(quoted) : "\"\u{200B}" + String(escaped) + "\u{200B}\""
    }

    /// What is being typed at a place in a selection.
    public enum Expectation: Equatable, Sendable {
        /// A word, or the name of a field.
        case word
        /// A value of this field, whose name is as it was typed.
        case value(of: String)
    }

    /// What the characters before the cursor ask for next, and where the piece begins that a completion replaces:
    /// its opening quote included, a `-` or `(` before it not. For any text, however broken.
    ///
    /// - Parameter cursor: characters before it; what stands after it is not looked at.
    public static func completing(_ text: String, cursor: Int) -> (start: Int, expects: Expectation) {
        let characters = Array(text.prefix(max(0, cursor)))
        let end = characters.count
        guard let last = SelectionLexer.tokens(of: characters).last else { return (end, .word) }
        switch last.kind {
        case .term(let term):
            guard let value = term.value else { return (end, .value(of: term.name)) }
            return value.range.upperBound == end ? (value.range.lowerBound, .value(of: term.name)) : (end, .word)
        case .word, .or, .and: return (last.range.upperBound == end ? last.range.lowerBound : end, .word)
        case .quoted(_, let closed): return (closed ? end : last.range.lowerBound, .word)
        case .orphan, .minus, .open, .close: return (end, .word)
        }
    }
}
