/// A terminal's screen: what a program wrote, as rows of text.
///
/// It knows what Readline, tables and pagers write at `TERM=xterm` or `vt100`: cursor moves, erasing,
/// inserting and deleting, scrolling, deferred wrapping; colours and titles are read and dropped.
/// Python's pyte does more; Swift has no such library, and tests need no more than this.
struct Screen {
    private(set) var rows: Int
    private(set) var columns: Int
    /// The cursor, from 0; `column == columns` while a wrap is due.
    private(set) var row = 0
    private(set) var column = 0
    /// One grapheme a cell; "" behind a wide one.
    private var cells: [[String]]
    private var saved = (row: 0, column: 0)
    private var state = State.text
    private var pending: [UInt8] = []
    private var scalar: [UInt8] = []

    private enum State { case text, escape, charset, control, string, stringEscape }

    init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    /// The rows, without the spaces at their ends.
    var text: [String] {
        cells.map { row in
            let text = row.joined()
            return String(text[..<(text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex)])
        }
    }

    /// Changes the size as xterm does: nothing reflows; rows go off at the top to keep the cursor's.
    mutating func resize(rows: Int, columns: Int) {
        let lost = max(row - rows + 1, 0)
        cells = (0..<rows).map { index in
            let old = index + lost < cells.count ? cells[index + lost] : []
            return Array(old.prefix(columns)) + Array(repeating: " ", count: max(columns - old.count, 0))
        }
        (self.rows, self.columns) = (rows, columns)
        row -= lost
        column = min(column, columns - 1)
    }

    mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { feed(byte) }
    }

    private mutating func feed(_ byte: UInt8) {
        switch state {
        case .text: text(byte)
        case .escape: escape(byte)
        case .charset: state = .text
        case .control:
            if (0x40...0x7E).contains(byte) {
                state = .text
                control(byte)
            } else {
                pending.append(byte)
            }
        case .string:  // OSC, DCS: up to BEL or ESC \
            if byte == 0x07 { state = .text } else if byte == 0x1B { state = .stringEscape }
        case .stringEscape: state = byte == 0x5C ? .text : .string
        }
    }

    private mutating func text(_ byte: UInt8) {
        switch byte {
        case 0x1B: state = .escape
        case 0x08: column = max(min(column, columns - 1) - 1, 0)
        case 0x09: column = min((column / 8 + 1) * 8, columns - 1)
        case 0x0A, 0x0B, 0x0C: lineFeed()
        case 0x0D: column = 0
        case 0..<0x20, 0x7F: break
        default:
            scalar.append(byte)
            let length = scalar[0] < 0x80 ? 1 : scalar[0] < 0xE0 ? 2 : scalar[0] < 0xF0 ? 3 : 4
            guard scalar.count == length else { return }
            for scalar in String(decoding: scalar, as: UTF8.self).unicodeScalars { put(scalar) }
            scalar = []
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = Self.width(scalar)
        if width == 0 {
            // An accent or a joiner belongs to the cell before, or the one before that behind a wide one.
            var cell = max(column - 1, 0)
            if cells[row][cell].isEmpty, cell > 0 { cell -= 1 }
            cells[row][cell].unicodeScalars.append(scalar)
            return
        }
        if column + width > columns {
            column = 0
            lineFeed()
        }
        cells[row][column] = String(scalar)
        if width == 2 { cells[row][column + 1] = "" }
        column += width
    }

    private mutating func lineFeed() {
        if row + 1 < rows { row += 1 } else { scroll(from: 0, by: 1) }
    }

    /// Moves the rows from one on up (or down, by less than 0); empty ones come in.
    private mutating func scroll(from top: Int, by count: Int) {
        let empty = Array(repeating: " ", count: columns)
        for _ in 0..<min(abs(count), rows) {
            if count > 0 {
                cells.remove(at: top)
                cells.append(empty)
            } else {
                cells.removeLast()
                cells.insert(empty, at: top)
            }
        }
    }

    private mutating func escape(_ byte: UInt8) {
        state = .text
        switch UnicodeScalar(byte) {
        case "[": (state, pending) = (.control, [])
        case "]", "P", "X", "^", "_": state = .string
        case "(", ")", "*", "+", "#", "%", " ": state = .charset
        case "7": saved = (row, column)
        case "8": (row, column) = (min(saved.row, rows - 1), min(saved.column, columns))
        case "D": lineFeed()
        case "E":
            column = 0
            lineFeed()
        case "M": if row > 0 { row -= 1 } else { scroll(from: 0, by: -1) }
        case "c": self = Screen(rows: rows, columns: columns)
        default: break
        }
    }

    private mutating func control(_ final: UInt8) {
        guard pending.first.map({ !(0x3C...0x3F).contains($0) }) ?? true else { return }  // private modes
        let numbers = String(decoding: pending, as: UTF8.self).split(separator: ";", omittingEmptySubsequences: false)
            .map { Int($0) ?? 0 }
        let first = max(numbers.first ?? 1, 1)
        let mode = numbers.first ?? 0
        let at = min(column, columns - 1)
        switch UnicodeScalar(final) {
        case "A": row = max(row - first, 0)
        case "B", "e": row = min(row + first, rows - 1)
        case "C", "a": column = min(at + first, columns - 1)
        case "D": column = max(at - first, 0)
        case "G", "`": column = min(first, columns) - 1
        case "d": row = min(first, rows) - 1
        case "H", "f":
            row = min(first, rows) - 1
            column = min(max(numbers.count > 1 ? numbers[1] : 1, 1), columns) - 1
        case "J":
            erase(row, mode == 0 ? at..<columns : mode == 1 ? 0..<at + 1 : 0..<columns)
            for other in 0..<rows where mode == 0 ? other > row : mode == 1 ? other < row : other != row {
                erase(other, 0..<columns)
            }
        case "K": erase(row, mode == 0 ? at..<columns : mode == 1 ? 0..<at + 1 : 0..<columns)
        case "P", "X", "@": shift(UnicodeScalar(final), at: at, by: min(first, columns - at))
        case "L": scroll(from: row, by: -first)
        case "M": scroll(from: row, by: first)
        case "S": scroll(from: 0, by: first)
        case "T": scroll(from: 0, by: -first)
        default: break
        }
    }

    private mutating func erase(_ row: Int, _ range: Range<Int>) {
        for column in range { cells[row][column] = " " }
    }

    /// Deletes, blanks or inserts cells at the cursor.
    private mutating func shift(_ command: Unicode.Scalar, at: Int, by count: Int) {
        let empty = Array(repeating: " ", count: count)
        if command != "@" { cells[row].removeSubrange(at..<at + count) }
        if command == "P" { cells[row] += empty } else { cells[row].insert(contentsOf: empty, at: at) }
        cells[row] = Array(cells[row].prefix(columns))
    }

    /// The columns of a scalar as wcwidth(3) has it in a UTF-8 locale, which the test need not have.
    static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD: return 2
        default: return 1
        }
    }
}
