/// A list's values in one cell of an export: `a, b; c`, a semicolon and a blank between them.
///
/// A semicolon or backslash in a value stands behind a backslash, so that the values come back as they were, commas and
/// all, which in other files separate values too.
public enum ListText {
    /// Stands between values where a format has lists of its own (ASCII's unit separator): what holds it is cut nowhere
    /// else.
    public static let mark: Character = "\u{1F}"

    public static func joined(_ values: [String]) -> String {
        values.map { $0.replacing("\\", with: "\\\\").replacing(";", with: "\\;") }.joined(separator: "; ")
    }

    /// The values of a cell that `joined` made.
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
        cell.contains(mark) ? cell : values(cell).map { $0 + String(mark) }.joined()
    }
}
