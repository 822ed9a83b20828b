/// Reads a file format as a stream of rows.
///
/// It only reads: which column is which field, what is a duplicate and what may not come in is the core's part, the
/// same for every format. `import --from NAME` chooses it, or the ending of the file's name.
public protocol Importer: Extension {
    /// One line for `plugins`.
    var summary: String { get }
    /// File name endings by which it is chosen, in lower case, without the dot: `csv`. No other importer has them.
    var extensions: [String] { get }
    /// What `import --option NAME=VALUE` may name, beside the options of `import` itself.
    var optionNames: [String] { get }
    /// Opens a source and reads as far as its columns. Called once a file, on the thread of the command, which also
    /// takes the rows.
    ///
    /// - Parameters:
    ///   - source: a file, or standard input, which cannot be read twice.
    ///   - options: what was given of `optionNames`, and of `encoding`, `delimiter` and `quote`, which are options of
    ///     `import` itself.
    ///   - isStopped: whether the person asked that it stop; to be asked at least five times a second while it
    ///     waits for a pipe or reads on and on, and then `interrupted` is thrown.
    /// - Throws: `Problem`s of kind `noInput`, `badInput` and `inputOutput` that say line and row.
    func rows(of source: ImportSource, options: [String: String], isStopped: @escaping @Sendable () -> Bool) throws -> any RowSource
}

extension Importer {
    public static var point: String { "importer" }
    public var optionNames: [String] { [] }
}

/// Where an import reads from.
public enum ImportSource: Equatable, Sendable {
    /// A file, by its path.
    case file(String)
    /// What is piped into the program.
    case standardInput

    /// As messages call it.
    public var name: String {
        switch self {
        case .file(let path): path
        case .standardInput: "standard input"
        }
    }
}

/// The rows of a source, one by one: nothing needs the whole file in memory.
///
/// It is let go of at the end of the import, also of one that was stopped: what it holds open it closes then.
public protocol RowSource: AnyObject {
    /// The columns' headings, in order. More may come while rows are read, as records of some formats differ in their
    /// members; a row has as many cells as there are columns when it is read.
    var columns: [String] { get }
    /// What was detected, for the summary: “UTF-8, separated by commas”.
    var detected: String { get }
    /// How much of the source was read, 0 to 1, for the progress that a person sees; nil when nobody knows how long it
    /// is.
    var fraction: Double? { get }
    /// The next row, or nil at the end.
    ///
    /// A row that is broken in itself is returned with its `trouble`: it is handed back with the other bad ones, and the
    /// import goes on. What is thrown ends the import, and nothing is saved.
    func next() throws -> SourceRow?
}

extension RowSource {
    public var fraction: Double? { nil }
}

/// One data row of a source. One of several cells with nothing in any is skipped.
public struct SourceRow: Equatable, Sendable {
    /// From 1, without the heading.
    public var row: Int
    /// The physical line where it begins, from 1, so that an editor finds it.
    public var line: Int
    /// One per column, as text; fewer or more are the row's trouble.
    public var cells: [String]
    /// Why it cannot be used, when the format already knows: one clause.
    public var trouble: String?
    /// The row as it stands in the file, where it could not be cut into cells: it is handed back so.
    public var raw: String?

    public init(row: Int, line: Int, cells: [String], trouble: String? = nil, raw: String? = nil) {
        self.raw = raw
        self.row = row
        self.line = line
        self.cells = cells
        self.trouble = trouble
    }
}

extension SourceRow {
    /// Whether no cell has anything in it: spreadsheets leave such rows at the end.
    var isBlank: Bool { trouble == nil && cells.count > 1 && cells.allSatisfy { $0.utf8.allSatisfy { $0 == 0x20 } } }
}

/// Writes a file format as a stream of records.
///
/// Values are data: what a reader of the format would run, such as a formula in a spreadsheet, the exporter makes
/// harmless. `export --to NAME` chooses it, or the ending of the file's name.
public protocol Exporter: Extension {
    /// One line for `plugins`.
    var summary: String { get }
    /// File name endings by which it is chosen, in lower case, without the dot. No other exporter has them.
    var extensions: [String] { get }
    /// Begins an export, and writes what stands before the first record. Called once an export, on the thread of the
    /// command, which also hands over the records.
    ///
    /// - Parameters:
    ///   - columns: what the registry keeps of an innovation, then the home's fields, then the signals.
    ///   - sink: a file, which takes the place of an older one only when the export is whole, or standard output.
    func records(of columns: [ExportColumn], into sink: any ByteSink) throws -> any RecordSink
}

extension Exporter {
    public static var point: String { "exporter" }
}

/// A column of an export: a field, a signal, or what the registry itself keeps.
public struct ExportColumn: Equatable, Sendable {
    /// For programs: `setup_cost`, `rating.mean`, `ref`.
    public var name: String
    /// For people: “Cost to set up”.
    public var label: String
    public init(name: String, label: String) {
        self.name = name
        self.label = label
    }
}

/// Where an export's bytes go.
public protocol ByteSink: AnyObject {
    /// Appends a text. Throws a `Problem` of kind `inputOutput`, which is to be left to pass.
    func write(_ text: String) throws
    /// The same for a text as its bytes in UTF-8.
    func write(_ utf8: [UInt8]) throws
    /// The same for a format that is no text: a workbook.
    func write(bytes: UnsafeRawBufferPointer) throws
}

extension ByteSink {
    public func write(_ utf8: [UInt8]) throws { try write(String(decoding: utf8, as: UTF8.self)) }
}

/// Takes an export's records one by one: what an exporter makes.
///
/// What it throws ends the export, and an older file stays as it was.
public protocol RecordSink: AnyObject {
    /// One value per column, in their order; null where there is none.
    func write(_ values: [JSONValue]) throws
    /// The same record as bytes, which is how an export hands it over: a format that is made of JSON or of text writes
    /// them as they are, in a tenth of the time; for any other the values are made of them.
    func write(_ record: EncodedRecord) throws
    /// Writes what stands after the last record. Called once, and only when every record was written.
    func finish() throws
}

extension RecordSink {
    public func write(_ record: EncodedRecord) throws { try write(record.values) }
}
