import RegistryShell

/// How the word at the cursor is quoted, by the rules of `Words`, so that completion can rewrite it.
struct Quoting {
    /// The line before the word, without a quotation mark that the word itself starts with.
    let head: String
    /// What was typed of the word, as it is meant: without marks and backslashes.
    let typed: String
    /// The mark that is open where the word starts: before it in the line, or its own.
    private let open: Character?
    /// Whether that mark is the word's own, and so to be written again with it.
    private let isOwn: Bool
    /// Whether there is no quoting at all, as in somebody's text.
    private let isText: Bool

    /// Takes a line up to the cursor as a text, in which the word starts at an offset in Characters.
    init(text line: String, from start: Int) {
        head = String(line.prefix(start))
        typed = String(line.dropFirst(start))
        (open, isOwn, isText) = (nil, false, true)
    }

    /// Reads a line up to the cursor, in which the word starts at an offset in Characters: at its
    /// quotation mark or just behind it, as the completer likes.
    init(_ line: String, from start: Int) {
        var before = String(line.prefix(start))
        if let quote = Words.typing(before).openQuote, quote.offset == before.count - 1 { before.removeLast() }
        let outer = Words.typing(before).openQuote?.quote
        let word = line.dropFirst(before.count)
        let first = word.first.map { before + String($0) }
        let own = outer == nil ? first.flatMap { Words.typing($0).openQuote?.quote } : nil
        head = before
        open = outer ?? own
        isOwn = own != nil
        isText = false

        let whole = Words.typing(line).last
        if whole.range.lowerBound > before.count {
            typed = String(word)  // it spans several words: then it is what it looks like
        } else {
            // The word may have begun before (`tag:bus`): then that part is not asked for.
            let begun = whole.range.lowerBound == before.count ? 0 : Words.typing(before).last.text.unicodeScalars.count
            typed = String(whole.text.unicodeScalars.dropFirst(begun))
        }
    }

    /// A value as it stands in the line, and the mark that is to close it when it is finished.
    func written(_ value: String) -> (text: String, closing: Character?) {
        if isText { return (value, nil) }
        guard let open, !(isOwn && open == "'" && value.contains("'")) else {
            let quoted = Words.quote(value)
            if quoted == value, open == nil { return (value, nil) }
            return ("\"" + Self.escaped(value, inside: "\""), "\"")
        }
        return ((isOwn ? String(open) : "") + Self.escaped(value, inside: open), Self.closing(open))
    }

    private static func escaped(_ value: String, inside quote: Character) -> String {
        var text = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            if quote == "'" {
                // Nothing escapes between these: leave, write one, come back.
                text.append(contentsOf: scalar == "'" ? "'\\''".unicodeScalars : String(scalar).unicodeScalars)
                continue
            }
            if scalar == "\\" || closing(Character(scalar)) == closing(quote) { text.append("\\") }
            text.append(scalar)
        }
        return String(text)
    }

    /// The mark that closes another: typographic ones come in two shapes.
    static func closing(_ mark: Character) -> Character { mark == "“" ? "”" : mark }
}
