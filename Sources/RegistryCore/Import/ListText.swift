import Foundation

/// A list's values in one cell of an export: `a, b; c`, a semicolon and a blank between them.
///
/// A semicolon or backslash in a value stands behind a backslash, so that the values come back as they were, commas and
/// all, which in other files separate values too.
public enum ListText {
    /// Stands between values where a format has lists of its own (ASCII's unit separator): what holds it is cut nowhere
    /// else.
    public static let mark: Character = "\u{1F}"

    /// Whether the mark is in it; by `memchr`, as every cell of an import is asked.
    static func isMarked(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in bytes.baseAddress.map { memchr($0, 0x1F, bytes.count) != nil } ?? false }
    }

    /// Appends the cell of a list that is given as JSON. Values that are no texts are written as they are.
    public static func append(json: Span<UInt8>, to cell: inout [UInt8]) {
        var isText = false
        var at = 1
        while at < json.count - 1 {
            let byte = json[at], start = cell.count
            if isText, byte == UInt8(ascii: "\\") {
                JSONValue.append(escapeIn: json, &at, to: &cell)
            } else {
                at += 1
                if byte == UInt8(ascii: "\"") {
                    isText.toggle()
                } else if !isText, byte == UInt8(ascii: ",") {
                    cell += "; ".utf8
                    continue
                } else {
                    cell.append(byte)
                }
            }
            if cell.count == start + 1, cell[start] == UInt8(ascii: "\\") || cell[start] == UInt8(ascii: ";") {
                cell.insert(UInt8(ascii: "\\"), at: start)
            }
        }
    }

    /// The values of a cell that `append` made.
    static func values(_ cell: String) -> [String] {
        var values = [""]
        var isEscaped = false
        for scalar in cell.unicodeScalars {
            if isEscaped {
                values[values.count - 1].unicodeScalars.append(scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == ";" {
                values.append("")
            } else {
                values[values.count - 1].unicodeScalars.append(scalar)
            }
        }
        return values
    }

    /// The same cell with the mark behind each value; one that has marks already stays.
    static func marked(_ cell: String) -> String {
        isMarked(cell) ? cell : values(cell).map { $0 + String(mark) }.joined()
    }
}
