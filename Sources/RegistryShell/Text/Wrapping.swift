/// Text fitted to lines of a given number of columns.
///
/// Everything here measures by `displayWidth` and divides text only between what a reader sees as
/// characters. It expects text that is already `visible()`.
public enum Wrapping {
    /// The text in lines of at most `width` columns, broken between words.
    ///
    /// Newlines in the text end a line, and an empty line stays empty; other runs of spaces become
    /// one. A no-break space is no place to break. A word longer than a line, which is also what a
    /// Japanese sentence looks like, begins a line of its own and is broken where the line is full. A
    /// character wider than `width` gives way to `…`, so that no line ever overflows.
    ///
    /// - Parameters:
    ///   - width: in columns; less than 1 counts as 1.
    ///   - hanging: the columns by which every line but the first is indented, if there is room.
    /// - Returns: at least one line; `[""]` for empty text.
    public static func wrap(_ text: String, to width: Int, hanging: Int = 0) -> [String] {
        let width = max(1, width)
        let indent = String(repeating: " ", count: min(max(0, hanging), width - 1))
        var lines: [String] = []
        for paragraph in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            var line = lines.isEmpty ? "" : indent
            var room = width - line.utf8.count  // an indent is ASCII: as many columns as bytes
            var isFresh = true

            func breakLine() {
                lines.append(line)
                line = indent
                room = width - indent.utf8.count
                isFresh = true
            }
            for word in paragraph.split(whereSeparator: isBreak) {
                let columns = word.displayWidth
                if !isFresh, columns >= room { breakLine() }
                if !isFresh {
                    line += " "
                    room -= 1
                }
                if columns <= room {
                    line += word
                    room -= columns
                    isFresh = false
                    continue
                }
                for character in word {
                    if !isFresh, character.displayWidth > room { breakLine() }
                    let fits = character.displayWidth <= room
                    line.append(fits ? character : "…")
                    room -= fits ? character.displayWidth : 1
                    isFresh = false
                }
            }
            lines.append(isFresh ? "" : line)
        }
        return lines
    }

    /// The text if it fits in `width` columns, else as much of its beginning as fits before a `…`.
    public static func cut(_ text: String, to width: Int) -> String {
        guard text.displayWidth > width else { return text }
        guard width > 0 else { return "" }
        var kept = ""
        var room = width - 1
        for character in text {
            room -= character.displayWidth
            if room < 0 { break }
            kept.append(character)
        }
        while kept.last?.isWhitespace == true { kept.removeLast() }
        return kept + "…"
    }

    /// The text with spaces after it, or before it, up to `width` columns; longer text stays as it is.
    public static func pad(_ text: String, to width: Int, alignment: Table.Alignment = .left) -> String {
        let spaces = String(repeating: " ", count: max(0, width - text.displayWidth))
        return alignment == .left ? text + spaces : spaces + text
    }

    /// The columns of the widest word: text cannot be narrower without breaking inside one.
    static func widestWord(in text: String) -> Int {
        text.split(whereSeparator: isBreak).map(\.displayWidth).max() ?? 0
    }

    private static func isBreak(_ character: Character) -> Bool {
        character.isWhitespace && character != "\u{A0}" && character != "\u{202F}"
    }
}
