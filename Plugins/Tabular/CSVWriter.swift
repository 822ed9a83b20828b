/// Writes rows as RFC 4180 text in UTF-8, safe to open in a spreadsheet.
///
/// It appends to a buffer that the caller empties as it likes, and holds nothing itself but whether a
/// row was written. What it writes, `CSVReader` reads back byte for byte, its dialect detected.
public struct CSVWriter: Sendable {
    /// What ends a row. Line ends within cells are kept as they are.
    public enum LineEnding: String, CaseIterable, Sendable {
        case lf = "\n"
        case crlf = "\r\n"
    }

    /// How to write; the defaults are commas, LF, no byte order mark, and formulas neutralised.
    public struct Options: Sendable {
        public var dialect: Dialect
        public var lineEnding: LineEnding
        /// A mark in front, without which older Excel takes UTF-8 for Windows-1252.
        public var byteOrderMark: Bool
        /// Whether cells that a spreadsheet would run are made text. See `neutralise`.
        public var neutralises: Bool

        public init(
            dialect: Dialect = .comma, lineEnding: LineEnding = .lf, byteOrderMark: Bool = false,
            neutralises: Bool = true
        ) {
            self.dialect = dialect
            self.lineEnding = lineEnding
            self.byteOrderMark = byteOrderMark
            self.neutralises = neutralises
        }
    }

    private let options: Options
    private var hasWritten = false
    /// Of the row that was begun: how many cells it has, and how many were written.
    private var cells = 0, written = 0
    /// Whether nothing of the row was written but delimiters.
    private var isBlank = true

    public init(options: Options = Options()) {
        self.options = options
    }

    /// Appends one row to `output`, its line end included. A row of no cells is written as one empty cell.
    public mutating func append(_ cells: some Collection<String>, to output: inout [UInt8]) {
        begin(cells.count, to: &output)
        for cell in cells { append(cell.utf8Span.span, to: &output) }
        end(to: &output)
    }

    /// Begins a row of so many cells, of which each is appended then.
    mutating func begin(_ cells: Int, to output: inout [UInt8]) {
        if !hasWritten, options.byteOrderMark { output += TextEncoding.utf8WithBOM.byteOrderMark }
        (self.cells, written, isBlank) = (cells, 0, true)
    }

    /// Appends the next cell of the row that was begun, given as UTF-8.
    mutating func append(_ cell: Span<UInt8>, to output: inout [UInt8]) {
        if written > 0 { output.append(options.dialect.delimiter) }
        written += 1
        guard !cell.isEmpty else { return }
        isBlank = false
        // Detection looks at the first row: a delimiter that is only text must not mislead it there,
        // nor in a file of one column, where no other delimiter would outvote it.
        let isQuoted = needsQuotes(cell, isTelling: !hasWritten || cells < 2)
        if isQuoted { output.append(Self.quote) }
        if options.neutralises, FormulaGuard.applies(to: cell) { output.append(UInt8(ascii: "'")) }
        guard isQuoted else { return output.append(copying: cell) }
        var start = 0
        var at = ByteSearch.control(or: Self.quote, in: cell, from: 0)
        while at < cell.count {
            if cell[at] == Self.quote {
                output.append(copying: cell.extracting(start...at))
                start = at  // the quote again: it is doubled
            }
            at = ByteSearch.control(or: Self.quote, in: cell, from: at + 1)
        }
        output.append(copying: cell.extracting(start...))
        output.append(Self.quote)
    }

    /// Ends the row that was begun.
    mutating func end(to output: inout [UInt8]) {
        // An empty line would be passed over by any reader.
        if cells < 2, isBlank { output += [Self.quote, Self.quote] }
        output += options.lineEnding.rawValue.utf8
        hasWritten = true
    }

    private static let quote = UInt8(ascii: "\"")

    private func needsQuotes(_ text: Span<UInt8>, isTelling: Bool) -> Bool {
        if isTelling, couldMislead(text) { return true }
        let delimiter = options.dialect.delimiter
        var at = ByteSearch.control(or: delimiter, or: Self.quote, in: text, from: 0)
        while at < text.count {
            switch text[at] {
            case delimiter, Self.quote, UInt8(ascii: "\n"), UInt8(ascii: "\r"): return true
            default: at = ByteSearch.control(or: delimiter, or: Self.quote, in: text, from: at + 1)
            }
        }
        return false
    }

    // Whether it could be taken for a mark, for Excel's "sep=" line or for delimiters if it stood bare.
    private func couldMislead(_ text: Span<UInt8>) -> Bool {
        if TextEncoding.begins(text, with: TextEncoding.utf8.byteOrderMark) { return true }
        if TextEncoding.begins(text, with: Array("sep=".utf8)) { return true }
        return text.indices.contains { index in Dialect.candidates.contains { $0.delimiter == text[index] } }
    }
}
