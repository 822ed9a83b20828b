/// The rows of a file, the header among them as row 0: the text stream and the row scanner put together.
///
/// It keeps what of a row lies in earlier pieces, and finds the place of what is wrong only when
/// something is: the line, the cell and the byte cost nothing while all is well.
struct RowStream: Sendable {
    let dialect: Dialect
    private(set) var stream: TextStream
    private(set) var notes = CSVReader.Notes()

    private let restores: Bool
    private var scanner: RowScanner
    private var position: Int
    private var isAtEnd = false
    // The number of the row that comes next.
    private var number = 0
    // The part of the current row that lay in earlier pieces, where it began in the file, and where
    // in the row malformed text was found.
    private var carry: [UInt8] = []
    private var carryStart = 0
    private var malformed: Int?
    // The next malformed byte of the current piece; its end when there is none.
    private var malformedInPiece = 0

    /// Reads the first piece and settles the dialect. Throws `.notText` and `.unreadable`.
    init(_ source: ByteSource, _ options: CSVReader.Options) throws(CSVProblem) {
        let stream = try TextStream(source, forced: options.encoding, pieceSize: options.pieceSize)
        let head = stream.piece.span.extracting(stream.range)
        let declared = Dialect.declared(in: head)
        var dialect = options.dialect ?? declared?.dialect ?? Dialect.detected(in: head, isWhole: stream.isAtEnd)
        if let quote = options.quote {
            dialect.quote = quote
        } else if dialect.isSingleQuoted(head) {
            dialect.quote = UInt8(ascii: "'")
        }
        self.stream = stream
        self.dialect = dialect
        scanner = RowScanner(dialect: dialect, limits: options.limits)
        restores = options.restoresNeutralised
        position = stream.range.lowerBound + (declared?.length ?? 0)
        seekMalformed(from: position)
    }

    /// The next row, or nil at the end. Throws what is wrong with it, having passed it.
    mutating func next() throws(CSVProblem) -> CSVRow? {
        while !isAtEnd {
            if let end = scan() {
                position = scanner.position
                noteMalformed(upTo: end, carried: scanner.carried)
                return try takeRow(upTo: end)
            }
            carryOn()
            isAtEnd = true  // unless another piece comes; so it stays if reading fails
            if try stream.advance() {
                isAtEnd = false
                position = 0
                seekMalformed(from: 0)
            } else if scanner.finish() {
                return try takeRow(upTo: nil)
            }
        }
        return nil
    }

    // A local holds the piece: a span of a stored property would lock the whole of `self`.
    private mutating func scan() -> Int? {
        let piece = stream.piece
        return scanner.scan(piece.span.extracting(first: stream.range.upperBound), from: position)
    }

    // Keeps the part of an unfinished row that the current piece holds.
    private mutating func carryOn() {
        let (start, end) = (scanner.pieceStart, stream.range.upperBound)
        let carriedBefore = scanner.carried - (end - start)
        noteMalformed(upTo: end, carried: carriedBefore)
        if carriedBefore == 0 { carryStart = stream.offset(of: start) }
        if scanner.excess == nil { carry += stream.piece[start..<end] } else { carry = [] }
    }

    private mutating func takeRow(upTo end: Int?) throws(CSVProblem) -> CSVRow {
        var text: [UInt8] = []
        swap(&text, &carry)
        if let end {
            let part = stream.piece[scanner.pieceStart..<end]
            if text.isEmpty { text = Array(part) } else if scanner.excess == nil { text += part }
        }
        let problem = problem(in: text)
        if scanner.textAfterQuoteCount > notes.textAfterQuoteCount {
            notes.textAfterQuoteCount = scanner.textAfterQuoteCount
            notes.textAfterQuoteLine = notes.textAfterQuoteLine ?? scanner.rowLine
        }
        let line = scanner.rowLine
        let isTooLong = scanner.excess != nil
        let cells = CSVCells(text: text, marks: scanner.takeMarks(), restores: restores, quote: dialect.quote)
        malformed = nil
        defer { number += 1 }
        if var problem {
            if !isTooLong { problem.cells = cells }
            throw problem
        }
        return CSVRow(number: number, line: line, cells: cells)
    }
}

// Problems of a row: found while it is scanned, located only when there is one.
extension RowStream {
    private func problem(in text: [UInt8]) -> CSVProblem? {
        let start = scanner.carried > 0 ? carryStart : nil
        if isAtEnd, scanner.isInQuotes {
            let count = scanner.marks.count
            let quote = count < 2 ? 0 : Int(scanner.marks[count - 2] & RowScanner.Mark.position) + 1
            // Of a row that was too long to keep only the line is known.
            let isKept = scanner.excess == nil
            return CSVProblem(
                .unclosedQuote, line: scanner.quoteLine, row: number, column: isKept ? count : nil,
                byte: isKept ? place(of: quote, in: text, start) : nil)
        }
        if let excess = scanner.excess {
            let byte = start ?? stream.offset(of: scanner.pieceStart)
            let column = scanner.marks.count + 1
            return CSVProblem(excess, line: scanner.rowLine, row: number, column: column, byte: byte)
        }
        let (nul, malformed) = (scanner.nul ?? .max, malformed ?? .max)
        let bad = min(nul, malformed)
        guard bad < .max else { return nil }
        return CSVProblem(
            nul < malformed ? .nul : .malformedText(stream.encoding),
            line: scanner.rowLine + Self.lineEnds(in: text.prefix(bad)), row: number,
            column: 1 + scanner.marks.count { Int($0 & RowScanner.Mark.position) < bad },
            byte: place(of: bad, in: text, start))
    }

    // A place in the row as a place in the file, in bytes; `start` is where the row begins if not in this piece.
    private func place(of index: Int, in text: [UInt8], _ start: Int?) -> Int {
        let before = text.span.extracting(first: index)
        return (start ?? stream.offset(of: scanner.pieceStart)) + stream.encoding.storedLength(of: before)
    }

    private static func lineEnds(in text: ArraySlice<UInt8>) -> Int {
        var (count, followsCR) = (0, false)
        for byte in text {
            if byte == 0x0D || (byte == 0x0A && !followsCR) { count += 1 }
            followsCR = byte == 0x0D
        }
        return count
    }

    private mutating func noteMalformed(upTo end: Int, carried: Int) {
        guard malformedInPiece < end else { return }
        if malformed == nil { malformed = malformedInPiece - scanner.pieceStart + carried }
        seekMalformed(from: end)
    }

    private mutating func seekMalformed(from start: Int) {
        let end = stream.range.upperBound
        let piece = stream.piece
        let text = piece.span.extracting(first: end)
        // Every byte is a character of Windows-1252.
        malformedInPiece = stream.encoding == .windows1252 ? end : UTF8Text.firstMalformed(in: text, from: start) ?? end
    }
}
