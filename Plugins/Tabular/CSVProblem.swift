/// What is wrong with a delimited file or one of its rows, as facts: which, where, and what to do next.
///
/// The reader never prints. Whoever catches this adds the file's name and chooses the exit code.
/// Where `endsReading` is false only one row was lost: `next()` may be called again and goes on with
/// the row after it, so that every bad row of a file can be reported.
public struct CSVProblem: Error, Equatable, Sendable {
    /// What happened. Limits are those that were in force, in bytes or columns.
    public enum Reason: Equatable, Sendable {
        /// No such file, no permission, a failing disk: `code` is the system's `errno`.
        case unreadable(code: Int32)
        /// The person asked that it stop.
        case stopped
        /// The path or descriptor is a folder.
        case directory
        /// Nothing in it: no bytes, or only blank lines.
        case empty
        /// It begins like another kind of file, which `looksLike` names.
        case notText(looksLike: String)
        /// The header names these columns more than once, compared without the blanks around them.
        case repeatedNames([String])
        /// The header comes again as a row, as when two files were joined.
        case repeatedHeader
        /// A quote was opened and the file ended before it was closed.
        case unclosedQuote
        /// A byte (in UTF-16, a character) of value zero.
        case nul
        /// Bytes that are not `encoding`.
        case malformedText(TextEncoding)
        /// A cell longer than `limit` bytes of UTF-8, its quotes included.
        case cellTooLong(limit: Int)
        /// A row longer than `limit` bytes of UTF-8.
        case rowTooLong(limit: Int)
        /// A row of more cells than `limit`.
        case tooManyColumns(limit: Int)
    }

    public let reason: Reason
    /// The physical line, from 1: where a quote opened, where a bad byte stands, else where the row begins.
    public var line: Int?
    /// The row, 1 being the first after the header and 0 the header itself.
    public var row: Int?
    /// The cell within its row, from 1.
    public var column: Int?
    /// The position in the file, in bytes as stored, from 0.
    public var byte: Int?
    /// The row as far as it could be read, for the rejects; nil when it was too long to keep.
    public var cells: CSVCells?

    init(
        _ reason: Reason, line: Int? = nil, row: Int? = nil, column: Int? = nil, byte: Int? = nil,
        cells: CSVCells? = nil
    ) {
        self.reason = reason
        self.line = line
        self.row = row
        self.column = column
        self.byte = byte
        self.cells = cells
    }

    /// Whether nothing can be read after it: true for what concerns the whole file.
    public var endsReading: Bool {
        switch reason {
        case .unreadable, .stopped, .directory, .empty, .notText, .repeatedNames, .unclosedQuote: true
        case .repeatedHeader, .nul, .malformedText, .cellTooLong, .rowTooLong, .tooManyColumns: row == 0
        }
    }
}

extension CSVProblem {
    /// The problem in words, without the place: one clause, no capital, no full stop.
    ///
    /// Column names in it are as the file has them: escape them before they reach a terminal.
    public var fact: String {
        switch reason {
        case .unreadable(let code): "it cannot be read: \(Self.words(for: code))"
        case .stopped: "stopped; nothing was saved"
        case .directory: "it is a folder, not a file"
        case .empty: "it is empty"
        case .notText("JSON"): "it looks like JSON, not like a table"
        case .notText(let other): "it is \(other), not text"
        case .repeatedNames(let names):
            "the header names \(names.map { "“\($0)”" }.joined(separator: ", ")) more than once"
        case .repeatedHeader: "the header comes again"
        case .unclosedQuote: "a quote opens here and is never closed"
        case .nul: "it holds a zero byte (NUL)"
        case .malformedText(let encoding): "it is not valid \(encoding.rawValue)"
        case .cellTooLong(let limit): "a cell is longer than \(limit) bytes"
        case .rowTooLong(let limit): "the row is longer than \(limit) bytes"
        case .tooManyColumns(let limit): "the row has more than \(limit) cells"
        }
    }

    /// What the person can do about it, as one clause; nil when the fact says it all.
    public var hint: String? {
        switch reason {
        case .unreadable, .stopped, .empty: nil
        case .directory: "name a file in it"
        case .notText("JSON"): "--from json reads an array of objects, --from jsonl an object a line"
        case .notText: "save it as CSV first"
        case .repeatedNames: "give each column a name of its own"
        case .repeatedHeader: "take the line out; files can also be given one after the other"
        case .unclosedQuote: "close it, or double it (\"\") if it is part of the text"
        case .nul: "take the byte out, or name the encoding if the file is UTF-16"
        case .malformedText: "mend the byte, or name the encoding that the file was saved in"
        case .cellTooLong, .rowTooLong, .tooManyColumns: "look for a quote that is not closed, or the wrong delimiter"
        }
    }
}
