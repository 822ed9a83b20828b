import RegistryCore

/// One pass over a command line, which leaves its words and the state at its end.
///
/// It goes by code points, not characters: a combining accent after a quotation mark makes one
/// character with it, and the mark must still count. Places are told in characters all the same.
struct WordScanner {
    private(set) var words: [Word] = []
    /// The quotation mark still open at the end.
    private(set) var openQuote: UnclosedQuote?
    private(set) var endsInComment = false
    /// Whether the last word ran to the end of the line, and so may still be growing.
    private(set) var endsInWord = false

    private let scalars: [(scalar: Unicode.Scalar, offset: Int)]
    private var index = 0

    init(_ line: String) {
        var scalars: [(Unicode.Scalar, Int)] = []
        for (offset, character) in line.enumerated() {
            for scalar in character.unicodeScalars { scalars.append((scalar, offset)) }
        }
        self.scalars = scalars
    }

    mutating func scan() {
        while let scalar = peek {
            if scalar.properties.isWhitespace {
                index += 1
            } else if scalar == "#" {
                endsInComment = true
                return
            } else {
                scanWord()
            }
        }
    }

    private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index].scalar : nil }

    private mutating func scanWord() {
        let start = index
        var text = String.UnicodeScalarView()
        // The same with what stood between marks between "…" still.
        var marked = String.UnicodeScalarView()
        var quoted = false
        var previous: Unicode.Scalar?
        let beganQuoted = peek.map { Self.isQuote($0) } ?? false
        while let scalar = peek, !scalar.properties.isWhitespace {
            let isApostrophe = scalar == "'" && !beganQuoted && !CommandWord.apostropheQuotes(after: previous)
            if Self.isQuote(scalar), !isApostrophe {
                quoted = true
                var inner = String.UnicodeScalarView()
                scanQuote(into: &inner)
                text.append(contentsOf: inner)
                marked.append(contentsOf: "\"\(String(inner).replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"".unicodeScalars)
            } else {
                // A backslash at the very end has nothing to protect and stands for itself.
                if scalar == "\\", index + 1 < scalars.count { index += 1 }
                text.append(scalars[index].scalar)
                marked.append(scalars[index].scalar)
                index += 1
            }
            previous = scalar
        }
        endsInWord = index == scalars.count
        let end = scalars[index - 1].offset + 1
        words.append(Word(
            text: String(text), range: scalars[start].offset..<end, quoted: quoted,
            marked: quoted && !beganQuoted ? String(marked) : nil))
    }

    /// Takes what stands between the mark at `index` and the one that closes it, or the line's end.
    private mutating func scanQuote(into text: inout String.UnicodeScalarView) {
        let opening = scalars[index]
        index += 1
        while let scalar = peek {
            if Self.closes(scalar, opening.scalar) {
                index += 1
                return
            }
            if scalar == "\\", opening.scalar != "'", index + 1 < scalars.count {
                let next = scalars[index + 1].scalar
                if next == "\\" || Self.closes(next, opening.scalar) { index += 1 }
            }
            text.append(scalars[index].scalar)
            index += 1
        }
        openQuote = UnclosedQuote(offset: opening.offset, quote: Character(opening.scalar))
    }

    private static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\"" || scalar == "'" || isTypographic(scalar)
    }

    private static func isTypographic(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "“" || scalar == "”"
    }

    private static func closes(_ scalar: Unicode.Scalar, _ opening: Unicode.Scalar) -> Bool {
        scalar == opening || isTypographic(scalar) && isTypographic(opening)
    }
}
