/// One piece of a selection, with the characters that it stands on.
struct SelectionToken: Equatable {
    enum Kind: Equatable {
        /// A word without the punctuation around it, and without the `*` that makes it a beginning of words.
        case word(String, prefix: Bool)
        case quoted(String, closed: Bool)
        case term(SelectionTerm)
        /// `<`, `>` or `=` with no name before it.
        case orphan
        case minus, or, and, open, close
    }

    var kind: Kind
    var range: Range<Int>
}

/// A name compared with a value, as it was written: `area:"Care leavers"`.
struct SelectionTerm: Equatable {
    struct Value: Equatable {
        var text: String
        var quoted: Bool
        /// False when the closing quote is missing.
        var closed: Bool
        /// With its quotes.
        var range: Range<Int>
    }

    var name: String
    var nameRange: Range<Int>
    var comparison: Condition.Comparison
    var comparisonRange: Range<Int>
    /// Nil when none follows.
    var value: Value?
}
