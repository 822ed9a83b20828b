/// Reads a file format as a stream of rows.
public protocol Importer: Extension {
    /// One line for `plugins`.
    var summary: String { get }
    /// File name endings by which it is chosen, without the dot: `csv`.
    var extensions: [String] { get }
    /// What `import --option NAME=VALUE` may name, beside the options of `import` itself.
    var optionNames: [String] { get }
    /// Opens a source. Throws `Problem`s of kind `badInput` and `inputOutput` that say line and row.
    ///
    /// - Parameter isStopped: whether the person asked that it stop; to be asked at least five times a second while it
    ///   waits for a pipe or reads on and on, and then `interrupted` is thrown.
    func rows(of source: ImportSource, options: [String: String], isStopped: @escaping @Sendable () -> Bool) throws -> any RowSource
}

extension Importer {
    public static var point: String { "importer" }
    public var optionNames: [String] { [] }
}

/// Where an import reads from.
public enum ImportSource: Equatable, Sendable {
    case file(String)
    case standardInput

    /// As messages call it.
    public var name: String {
        switch self {
        case .file(let path): path
        case .standardInput: "standard input"
        }
    }
}

/// Rows one by one: nothing needs the whole file in memory.
public protocol RowSource: AnyObject {
    /// The columns' headings, in order. More may come while rows are read, as records of some formats differ in their
    /// members; a row has as many cells as there are columns when it is read.
    var columns: [String] { get }
    /// What was detected, for the summary: “UTF-8, separated by commas”.
    var detected: String { get }
    /// How much of the source was read, 0 to 1; nil when nobody knows how long it is.
    var fraction: Double? { get }
    /// The next row, or nil at the end. A `FieldRow` that is broken in itself is returned with its trouble.
    func next() throws -> SourceRow?
}

extension RowSource {
    public var fraction: Double? { nil }
}

/// One data row of a source.
public struct SourceRow: Equatable, Sendable {
    /// From 1, without the heading.
    public var row: Int
    /// The physical line where it begins, from 1.
    public var line: Int
    /// One per column; fewer or more are the row's trouble.
    public var cells: [String]
    /// Why it cannot be used, when the format already knows.
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
public protocol Exporter: Extension {
    /// One line for `plugins`.
    var summary: String { get }
    /// File name endings by which it is chosen, without the dot.
    var extensions: [String] { get }
    func records(of columns: [ExportColumn], into sink: any ByteSink) throws -> any RecordSink
}

extension Exporter {
    public static var point: String { "exporter" }
}

/// A column of an export: a field, a signal, or what the registry itself keeps.
public struct ExportColumn: Equatable, Sendable {
    public var name: String
    public var label: String
    public init(name: String, label: String) {
        self.name = name
        self.label = label
    }
}

/// Where an export's bytes go.
public protocol ByteSink: AnyObject {
    /// Throws a `Problem` of kind `inputOutput`.
    func write(_ text: String) throws
    /// The same for a text as its bytes in UTF-8.
    func write(_ utf8: [UInt8]) throws
    /// The same for a format that is no text: a workbook.
    func write(bytes: UnsafeRawBufferPointer) throws
}

extension ByteSink {
    public func write(_ utf8: [UInt8]) throws { try write(String(decoding: utf8, as: UTF8.self)) }
}

/// Takes an export's records one by one.
public protocol RecordSink: AnyObject {
    /// One value per column; null where there is none.
    func write(_ values: [JSONValue]) throws
    /// The same record as bytes, which is how an export hands it over: a format that is made of JSON or of text writes
    /// them as they are, in a tenth of the time; for any other the values are made of them.
    func write(_ record: EncodedRecord) throws
    func finish() throws
}

extension RecordSink {
    public func write(_ record: EncodedRecord) throws { try write(record.values) }
}
