import RegistryCore

/// A word of a command line, as `Words` found it.
public struct Word: Sendable, Equatable {
    /// The word as it is meant: without the quotation marks and backslashes that held it together.
    public let text: String
    /// Where it stands in the line, marks included, in characters from 0.
    public let range: Range<Int>
    /// Whether any of it stood between quotation marks: `"12"` is a word, not a row of the last list.
    public let quoted: Bool
    /// The text with the marks that stood within it, as `area:"Older adults"` has them; nil where there are none, or
    /// the word begins with one.
    public let marked: String?

    public init(text: String, range: Range<Int>, quoted: Bool, marked: String? = nil) {
        self.text = text
        self.range = range
        self.quoted = quoted
        self.marked = marked
    }
}

/// A quotation mark that nothing closes.
public struct UnclosedQuote: Error, Sendable, Equatable {
    /// Where the mark stands in the line, in characters from 0.
    public let offset: Int
    /// The mark: `"`, `'`, or a typographic `“` or `”`.
    public let quote: Character
}

/// The splitting of a command line into words, as a shell does it in its simplest form, but kinder to
/// people who write prose at it.
///
/// - White space separates words; a `#` that starts a word starts a comment.
/// - Between `'…'` everything stands for itself. Between `"…"` too, save `\"` and `\\`.
/// - Elsewhere a backslash makes the next character stand for itself.
/// - An apostrophe inside a word that began without quotes is an apostrophe: don't, carers'. Only
///   directly after `=` or `:` does it quote, so that `--title='Wet days'` and `tag:'wet days'` are
///   one word at the prompt as they are at the shell.
/// - Typographic marks, which phones and word processors type, quote like `"`, and are closed by
///   either of their kind; between straight marks they are text, and straight marks are between them.
public enum Words {
    /// The words of the line.
    ///
    /// - Throws: `UnclosedQuote`.
    public static func split(_ line: String) throws(UnclosedQuote) -> [Word] {
        var scanner = WordScanner(line)
        scanner.scan()
        if let open = scanner.openQuote { throw open }
        return scanner.words
    }

    /// A line up to the cursor, while somebody is still typing it.
    public struct Typing: Sendable, Equatable {
        /// The words that are finished.
        public let words: [Word]
        /// The word at the cursor; empty, with an empty range, after a space or in a comment.
        public let last: Word
        /// The quotation mark that stands open at the cursor, if one does.
        public let openQuote: UnclosedQuote?
        /// Whether the cursor stands in a comment, where nothing is to be completed.
        public let isComment: Bool

        /// Where the word at the cursor starts, its quotation mark included, in characters from 0.
        public var lastStart: Int { last.range.lowerBound }
    }

    /// The words of the part of a line that stands before the cursor; it never fails.
    public static func typing(_ line: String) -> Typing {
        var scanner = WordScanner(line)
        scanner.scan()
        var words = scanner.words
        let end = line.count
        let last = scanner.endsInWord ? words.popLast() : nil
        return Typing(
            words: words,
            last: last ?? Word(text: "", range: end..<end, quoted: false),
            openQuote: scanner.openQuote,
            isComment: scanner.endsInComment)
    }

    /// The word as it must be typed for `split` to return it: bare if it can be, else in `"…"`.
    public static func quote(_ word: String) -> String { CommandWord.quoted(word) }

    /// A word as the system's shell reads it back: in single quotation marks unless no character of it means anything there.
    public static func quoteForShell(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "_-./:@%+,=".unicodeScalars.contains($0)) }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
