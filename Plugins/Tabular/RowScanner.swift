/// Finds where cells and rows end in UTF-8 text that comes in pieces, and keeps nothing of the text.
///
/// The grammar is RFC 4180's, read as spreadsheets read it: a row ends at LF, CR or CRLF outside
/// quotes; a quote opens a cell only as its first byte and is text elsewhere; what follows a closing
/// quote is text; empty lines are passed over. Delimiter, quote and line ends are ASCII, so no byte
/// of another character can be mistaken for them (RFC 3629, 1).
struct RowScanner: Sendable {
    /// Where a cell ends within its row's text (the low bits) and how it was written (two flags).
    enum Mark {
        static let quoted: UInt32 = 1 << 31
        /// The text between the quotes is not the cell's text as it stands: `""`, or text after it.
        static let altered: UInt32 = 1 << 30
        static let position: UInt32 = altered - 1
    }

    private enum Place { case cellStart, plain, quoted, quoteInQuoted }

    private let quote: UInt8
    private static let lf = UInt8(ascii: "\n")
    private static let cr = UInt8(ascii: "\r")

    let delimiter: UInt8
    let limits: CSVLimits

    /// The physical line of the scanner's position, from 1.
    private(set) var line = 1
    /// The line on which the row begins.
    private(set) var rowLine = 1
    /// The line on which the last quote opened.
    private(set) var quoteLine = 1
    /// One mark for each cell of the row so far.
    private(set) var marks: [UInt32] = []
    /// Where the cell that was being read begins, within its row.
    private(set) var cellStart = 0
    /// How much of the row lay in earlier pieces, in bytes.
    private(set) var carried = 0
    /// Where in the current piece the row begins: 0 when it began in an earlier one.
    private(set) var pieceStart = 0
    /// Where in the current piece scanning goes on after a row.
    private(set) var position = 0
    /// The first zero byte of the row, counted from its start.
    private(set) var nul: Int?
    /// The limit that the row broke; its text need not be kept then.
    private(set) var excess: CSVProblem.Reason?
    /// How many cells so far went on after their closing quote.
    private(set) var textAfterQuoteCount = 0

    private var place = Place.cellStart
    private var flags: UInt32 = 0
    private var followsCR = false

    init(dialect: Dialect, limits: CSVLimits) {
        delimiter = dialect.delimiter
        quote = dialect.quote
        self.limits = limits
    }

    var isInQuotes: Bool { place == .quoted }

    /// Scans a piece from `start`: where the row ends in it, or nil when the row goes on in the next.
    mutating func scan(_ text: Span<UInt8>, from start: Int) -> Int? {
        var at = start
        if carried == 0, marks.isEmpty, place == .cellStart { at = passBlankLines(in: text, from: start) }
        pieceStart = at
        // Positions in the row are positions in the piece plus this.
        let shift = carried - at
        while at < text.count {
            switch place {
            case .cellStart:
                if text[at] == quote {
                    (place, flags, quoteLine) = (.quoted, Mark.quoted, line)
                    at += 1
                } else {
                    place = .plain
                }
            case .plain:
                at = ByteSearch.control(or: delimiter, in: text, from: at)
                guard at < text.count else { break }
                let byte = text[at]
                if byte == delimiter {
                    endCell(at: at + shift)
                    place = .cellStart
                } else if byte == Self.lf || byte == Self.cr {
                    endCell(at: at + shift)
                    endRow(at: at + shift, byte)
                    position = at + 1
                    return at
                } else if byte == 0, nul == nil {
                    nul = at + shift
                }
                at += 1
            case .quoted:
                at = ByteSearch.control(or: quote, in: text, from: at)
                guard at < text.count else { break }
                switch text[at] {
                case quote: place = .quoteInQuoted
                case Self.cr: line += 1
                case Self.lf: if !(at > 0 ? text[at - 1] == Self.cr : followsCR) { line += 1 }
                case 0: if nul == nil { nul = at + shift }
                default: break
                }
                at += 1
            case .quoteInQuoted:
                let byte = text[at]
                if byte == quote {
                    (place, flags) = (.quoted, flags | Mark.altered)
                    at += 1
                } else {
                    place = .plain
                    if byte == delimiter || byte == Self.lf || byte == Self.cr { continue }
                    flags |= Mark.altered
                    textAfterQuoteCount += 1
                }
            }
        }
        suspend(in: text, from: start, shift: shift)
        return nil
    }

    /// Ends the last row at the end of the text; false when there was none left.
    mutating func finish() -> Bool {
        guard carried > 0 || !marks.isEmpty || place != .cellStart else { return false }
        if place == .quoted { flags |= Mark.altered }
        let end = carried
        endCell(at: end)
        if end > limits.rowBytes, excess == nil { excess = .rowTooLong(limit: limits.rowBytes) }
        return true
    }

    /// Hands over the marks of the row that ended and makes ready for the next.
    mutating func takeMarks() -> [UInt32] {
        var next: [UInt32] = []
        next.reserveCapacity(marks.count)
        swap(&next, &marks)
        (carried, cellStart, nul, excess, place, flags) = (0, 0, nil, nil, .cellStart, 0)
        return next
    }

    private mutating func endCell(at end: Int) {
        if excess == nil {
            if end - cellStart > limits.cellBytes {
                excess = .cellTooLong(limit: limits.cellBytes)
            } else if marks.count >= limits.columns {
                excess = .tooManyColumns(limit: limits.columns)
            } else {
                marks.append(UInt32(truncatingIfNeeded: end) & Mark.position | flags)
            }
        }
        cellStart = end + 1
        flags = 0
    }

    private mutating func endRow(at end: Int, _ byte: UInt8) {
        if end > limits.rowBytes, excess == nil { excess = .rowTooLong(limit: limits.rowBytes) }
        line += 1
        followsCR = byte == Self.cr
    }

    private mutating func passBlankLines(in text: Span<UInt8>, from start: Int) -> Int {
        var at = start
        while at < text.count, text[at] == Self.lf || text[at] == Self.cr {
            // The LF of a CRLF ends no line of its own.
            if text[at] == Self.cr || !followsCR { line += 1 }
            followsCR = text[at] == Self.cr
            at += 1
        }
        if at < text.count { followsCR = false }
        rowLine = line
        return at
    }

    private mutating func suspend(in text: Span<UInt8>, from start: Int, shift: Int) {
        guard text.count > start else { return }
        followsCR = text[text.count - 1] == Self.cr
        carried = text.count + shift
        if excess == nil, carried - cellStart > limits.cellBytes { excess = .cellTooLong(limit: limits.cellBytes) }
        if excess == nil, carried > limits.rowBytes { excess = .rowTooLong(limit: limits.rowBytes) }
    }
}
