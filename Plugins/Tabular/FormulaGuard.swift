/// The rule that keeps an exported cell from being run as a formula, and takes that back on import.
///
/// Spreadsheets run a cell that begins with `=`, `+`, `-`, `@`, a tab, CR or LF, or with a full-width
/// form of the first four (OWASP, "CSV Injection"; CWE-1236; ASVS 5.0, 1.2.10). Quoting does not stop
/// them, so such a cell gets an apostrophe in front, which makes it text. Blanks before the first
/// character do not count, since some importers trim them. A plain negative number (`-12.5`: minus,
/// digits, at most one point with digits on both sides) is left alone, as it runs to itself; `+44…`,
/// `-1e5` and `-1+2` are not plain.
///
/// So that it can be taken back exactly, a cell that already is one of these behind apostrophes gets
/// another. Exactly the cells that the rule could have written lose one on import: `'tis` and
/// `''quoted''` are neither touched on the way out nor on the way in.
///
/// What it cannot do: a spreadsheet told to split at another delimiter than the file's may begin a
/// cell in the middle of a text.
enum FormulaGuard {
    private static let apostrophe = UInt8(ascii: "'")

    /// Whether the cell, from `start`, would be run or looks like one that was guarded: it gets an apostrophe.
    static func applies(to cell: Span<UInt8>, from start: Int = 0) -> Bool {
        // Nearly every cell begins with a letter or a digit: answer those at once.
        guard start < cell.count, !isOrdinary(cell[start]) else { return false }
        var at = start
        while at < cell.count, cell[at] == apostrophe { at += 1 }
        return runs(cell, from: at)
    }

    /// Whether the cell's first byte is an apostrophe that this rule put there.
    static func guards(_ cell: Span<UInt8>) -> Bool {
        !cell.isEmpty && cell[0] == apostrophe && applies(to: cell, from: 1)
    }

    private static func isOrdinary(_ byte: UInt8) -> Bool {
        (0x41...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }

    private static func runs(_ cell: Span<UInt8>, from start: Int) -> Bool {
        var at = start
        while at < cell.count {
            if cell[at] == 0x20 {
                at += 1
            } else if at + 1 < cell.count, cell[at] == 0xC2, cell[at + 1] == 0xA0 {  // a no-break space
                at += 2
            } else {
                break
            }
        }
        guard at < cell.count else { return false }
        switch cell[at] {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D:
            return true
        case UInt8(ascii: "-"):
            return at > start || !isPlainNumber(cell, from: at + 1)
        case 0xEF:  // ＋ － ＝ ＠
            return at + 2 < cell.count && cell[at + 1] == 0xBC && [0x8B, 0x8D, 0x9D, 0xA0].contains(cell[at + 2])
        default:
            return false
        }
    }

    // Digits, or digits, a point and digits.
    private static func isPlainNumber(_ cell: Span<UInt8>, from start: Int) -> Bool {
        var (digits, points) = (0, 0)
        for index in start..<cell.count {
            if (0x30...0x39).contains(cell[index]) {
                digits += 1
            } else if cell[index] == UInt8(ascii: "."), digits > 0, points == 0 {
                (digits, points) = (0, 1)
            } else {
                return false
            }
        }
        return digits > 0
    }
}

extension CSVWriter {
    /// The cell as a spreadsheet may safely read it: with an apostrophe in front if it would be run.
    public static func neutralise(_ cell: String) -> String {
        FormulaGuard.applies(to: cell.utf8Span.span) ? "'" + cell : cell
    }
}

extension CSVReader {
    /// The cell as it was before `CSVWriter.neutralise`: `restore(neutralise(cell))` is `cell`, byte for byte.
    public static func restore(_ cell: String) -> String {
        guard FormulaGuard.guards(cell.utf8Span.span) else { return cell }
        // On bytes: an apostrophe and a combining mark are one `Character`, but two of these.
        return String(decoding: cell.utf8.dropFirst(), as: UTF8.self)
    }
}
