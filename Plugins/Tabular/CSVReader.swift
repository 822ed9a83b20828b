import Foundation

/// Reads a delimited file row by row, in one pass and in memory that does not grow with the file.
///
/// Encoding and delimiter are detected unless forced. The header is read at once; `next` gives the
/// rows after it. A reader is meant to have one owner: copies of one on a file share its position.
///
/// Memory: two pieces of 256 KiB, and the current row, whose size `CSVLimits` bounds.
public struct CSVReader: Sendable {
    /// What to take for granted rather than detect.
    public struct Options: Sendable {
        /// Nil detects. A byte order mark of a forced encoding is passed over.
        public var encoding: TextEncoding?
        /// Nil detects, or obeys a first line such as `sep=;`.
        public var dialect: Dialect?
        /// What stands around cells; nil finds it out.
        public var quote: UInt8?
        public var limits: CSVLimits
        /// Whether cells lose the apostrophe that `CSVWriter.neutralise` gives, as `restore` would.
        public var restoresNeutralised: Bool
        /// Whether reading is to stop; asked again and again.
        public var isStopped: @Sendable () -> Bool = { false }
        /// How much is read at a time, in bytes; tests make it tiny, so that edges fall everywhere.
        var pieceSize = TextStream.pieceSize

        public init(
            encoding: TextEncoding? = nil, dialect: Dialect? = nil, limits: CSVLimits = CSVLimits(),
            restoresNeutralised: Bool = true
        ) {
            self.encoding = encoding
            self.dialect = dialect
            self.limits = limits
            self.restoresNeutralised = restoresNeutralised
        }
    }

    /// What was odd and was read all the same, for the summary.
    public struct Notes: Equatable, Sendable {
        /// How many cells had text after their closing quote; it was kept as text, as Excel does.
        public internal(set) var textAfterQuoteCount = 0
        /// The physical line on which the first such row begins.
        public internal(set) var textAfterQuoteLine: Int?
    }

    /// The column names as they stand, in order; some may be empty, none but empty ones occur twice.
    public private(set) var header: [String] = []
    /// The physical line on which the header begins, from 1.
    public private(set) var headerLine = 1

    /// How cells are separated: as forced, as declared, or as detected.
    public var dialect: Dialect { rows.dialect }
    /// What was odd so far.
    public var notes: Notes { rows.notes }
    /// What the file is read as. Final at the end: a file is UTF-8 until a byte says otherwise.
    public var encoding: TextEncoding { rows.stream.encoding }
    /// How much of the file was read, in bytes as stored.
    public var bytesRead: Int { rows.stream.bytesRead }
    /// How long the file is, in bytes as stored; nil for a pipe.
    public var byteCount: Int? { rows.stream.byteCount }

    private var rows: RowStream
    private var headerText: [UInt8] = []

    /// Opens the file at `path` and reads its header. Throws what `next` throws, and all that ends reading.
    public init(path: String, options: Options = Options()) throws(CSVProblem) {
        try self.init(ByteSource.open(path: path, isStopped: options.isStopped), options)
    }

    /// Reads from an open descriptor, such as standard input (0), and leaves it open.
    public init(fileDescriptor: Int32, options: Options = Options()) throws(CSVProblem) {
        try self.init(ByteSource.lent(fileDescriptor, isStopped: options.isStopped), options)
    }

    /// Reads from memory.
    public init(bytes: [UInt8], options: Options = Options()) throws(CSVProblem) {
        try self.init(.memory(bytes, position: 0), options)
    }

    private init(_ source: ByteSource, _ options: Options) throws(CSVProblem) {
        rows = try RowStream(source, options)
        try readHeader()
    }

    /// The next row, or nil at the end.
    ///
    /// Throws a `CSVProblem`. Unless its `endsReading` is true it concerns one row, already passed,
    /// and the next call goes on after it.
    public mutating func next() throws(CSVProblem) -> CSVRow? {
        guard let row = try rows.next() else { return nil }
        if repeatsHeader(row.cells.text) {
            throw CSVProblem(.repeatedHeader, line: row.line, row: row.number, cells: row.cells)
        }
        return row
    }
}

extension CSVReader {
    private mutating func readHeader() throws(CSVProblem) {
        guard let row = try rows.next() else { throw CSVProblem(.empty) }
        header = Array(row.cells)
        headerLine = row.line
        headerText = row.cells.text
        // Empty names are what trailing delimiters leave; a column without a name cannot clash.
        var (seen, repeated): (Set<String>, [String]) = ([], [])
        for name in header.map({ $0.trimmingCharacters(in: .whitespacesAndNewlines) }) where !name.isEmpty {
            if !seen.insert(name).inserted, !repeated.contains(name) { repeated.append(name) }
        }
        if !repeated.isEmpty {
            throw CSVProblem(.repeatedNames(repeated), line: row.line, row: 0, cells: row.cells)
        }
    }

    // Joined files repeat the header as it stands, and the second file's byte order mark with it.
    private func repeatsHeader(_ text: [UInt8]) -> Bool {
        if text.count == headerText.count { return text == headerText }
        let mark = TextEncoding.utf8.byteOrderMark
        return text.count == headerText.count + mark.count && text.starts(with: mark)
            && text.dropFirst(mark.count).elementsEqual(headerText)
    }
}
