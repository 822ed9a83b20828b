import RegistryCore

/// Reads a delimited file as an import's rows.
struct DelimitedImporter: Importer {
    let name: String
    let endings: [String]
    /// Nil where the delimiter is found out.
    let dialect: Dialect?

    var summary: String { dialect == nil ? "separated by commas, semicolons, tabs or bars" : "separated by \(dialect?.name ?? "")s" }
    var extensions: [String] { endings }

    func rows(of source: ImportSource, options: [String: String], isStopped: @escaping @Sendable () -> Bool) throws -> any RowSource {
        var settings = CSVReader.Options(dialect: dialect)
        settings.isStopped = isStopped
        if let encoding = options["encoding"] {
            guard let known = TextEncoding(named: encoding) else {
                throw Problem.unknown("encoding", encoding, among: TextEncoding.allCases.map(\.rawValue))
            }
            settings.encoding = known
        }
        if let delimiter = options["delimiter"] {
            guard let known = Dialect(delimiter) else {
                throw Problem(.usage, "this cannot separate cells", value: delimiter, allowed: ["comma", "tab", "semicolon", "pipe", "a single sign"])
            }
            settings.dialect = known
        }
        if let quote = options["quote"] {
            guard let known = Dialect.quote(quote) else {
                throw Problem(.usage, "this cannot stand around cells", value: quote, allowed: ["double", "single", "a single sign"])
            }
            settings.quote = known
        }
        do {
            let reader = switch source {
            case .file(let path): try CSVReader(path: path, options: settings)
            case .standardInput: try CSVReader(fileDescriptor: 0, options: settings)
            }
            return DelimitedRows(reader, file: source.name)
        } catch let problem {
            throw problem.problem(file: source.name)
        }
    }
}

/// A CSV reader as an import sees it: a broken row is a row with its trouble, a broken file an error.
final class DelimitedRows: RowSource {
    private var reader: CSVReader
    private let file: String

    init(_ reader: CSVReader, file: String) {
        self.reader = reader
        self.file = file
    }

    var columns: [String] { reader.header }
    var detected: String { "\(reader.encoding.rawValue), separated by \(reader.dialect.name)s" + (reader.dialect.quote == UInt8(ascii: "\"") ? "" : ", quoted by \(UnicodeScalar(reader.dialect.quote))") }

    var fraction: Double? { reader.byteCount.map { $0 > 0 ? Double(reader.bytesRead) / Double($0) : 1 } }

    func next() throws -> SourceRow? {
        do {
            guard let row = try reader.next() else { return nil }
            return SourceRow(row: row.number, line: row.line, cells: Array(row.cells))
        } catch let problem {
            guard !problem.endsReading else { throw problem.problem(file: file) }
            return SourceRow(row: problem.row ?? 0, line: problem.line ?? 0, cells: problem.cells.map { Array($0) } ?? [], trouble: problem.sentence)
        }
    }
}

extension CSVProblem {
    /// The fact with where in the row it stands.
    var sentence: String {
        fact + (column.map { ", in column \($0)" } ?? "") + (byte.map { ", at byte \($0) of the file" } ?? "")
    }

    func problem(file: String) -> Problem {
        let kind: Problem.Kind = switch reason {
        case .stopped: .interrupted
        case .unreadable, .directory: .noInput
        default: .badInput
        }
        return reason == .stopped ? Problem(kind, fact) : Problem(
            kind, fact,
            at: .init(file: file, line: line, row: row == 0 ? nil : row), next: hint)
    }
}
