import Foundation
import Testing

@testable import TabularPlugin

/// A directory of files, each with what it must be read as: add a case by adding two files.
///
/// `<name>.expected.json` is a list of rows, each an object by column name or, where the row is ragged,
/// a list of cells; or `{"error": …}` for a file that cannot be read; or an object with any of `rows`,
/// `problems`, `lines`, `encoding`, `delimiter` and `textAfterQuote`. What is not named is not compared.
@Suite struct CaseTests {
    static let here = URL(filePath: #filePath).deletingLastPathComponent()

    static func names(in folder: URL) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".csv") }.map { String($0.dropLast(4)) }.sorted()
    }

    @Test func thereAreCases() {
        #expect(Self.names(in: Self.here.appending(path: "Cases")).count >= 25)
    }

    @Test(arguments: names(in: here.appending(path: "Cases")))
    func aCase(named name: String) throws {
        let folder = Self.here.appending(path: "Cases")
        let json = try Data(contentsOf: folder.appending(path: "\(name).expected.json"))
        let expected = try JSONDecoder().decode(Expected.self, from: json)
        let path = folder.appending(path: "\(name).csv").path
        let result = Reading { () throws(CSVProblem) in try CSVReader(path: path) }

        if let rows = expected.rows {
            #expect(result.rows.count == rows.count)
            for (row, wanted) in zip(result.rows, rows) { wanted.check(row, header: result.header) }
        }
        #expect(result.problems.count == expected.problems.count, "\(result.problems)")
        for (problem, wanted) in zip(result.problems, expected.problems) { wanted.check(problem) }
        if let lines = expected.lines { #expect(result.rows.map(\.line) == lines) }
        if let encoding = expected.encoding { #expect(result.encoding?.rawValue == encoding) }
        if let delimiter = expected.delimiter { #expect(result.dialect?.name == delimiter) }
        if let count = expected.textAfterQuote { #expect(result.notes.textAfterQuoteCount == count) }
    }

    /// Every case once more in pieces so small that an edge falls on everything in turn.
    @Test(arguments: names(in: here.appending(path: "Cases")))
    func aCaseInPieces(named name: String) throws {
        let bytes = [UInt8](try Data(contentsOf: Self.here.appending(path: "Cases/\(name).csv")))
        let whole = Reading { () throws(CSVProblem) in try CSVReader(bytes: bytes) }
        // Detection needs to see the head at once; it has tests of its own.
        var options = CSVReader.Options(encoding: whole.encoding, dialect: whole.dialect)
        for pieceSize in 8...40 {
            options.pieceSize = pieceSize
            let result = Reading { () throws(CSVProblem) in try CSVReader(bytes: bytes, options: options) }
            #expect(result.header == whole.header)
            #expect(result.rows == whole.rows, "pieces of \(pieceSize)")
            #expect(result.problems == whole.problems, "pieces of \(pieceSize)")
            #expect(result.notes == whole.notes, "pieces of \(pieceSize)")
        }
    }
}

/// What a case must be read as.
struct Expected: Decodable {
    var rows: [Row]?
    var problems: [Problem] = []
    var lines: [Int]?
    var encoding: String?
    var delimiter: String?
    var textAfterQuote: Int?

    enum CodingKeys: CodingKey { case rows, problems, lines, encoding, delimiter, textAfterQuote, error }

    init(from decoder: any Decoder) throws {
        if let list = try? [Row](from: decoder) {
            rows = list
            return
        }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if values.contains(.error) {
            problems = [try Problem(from: decoder)]
            return
        }
        rows = try values.decodeIfPresent([Row].self, forKey: .rows)
        problems = try values.decodeIfPresent([Problem].self, forKey: .problems) ?? []
        lines = try values.decodeIfPresent([Int].self, forKey: .lines)
        encoding = try values.decodeIfPresent(String.self, forKey: .encoding)
        delimiter = try values.decodeIfPresent(String.self, forKey: .delimiter)
        textAfterQuote = try values.decodeIfPresent(Int.self, forKey: .textAfterQuote)
    }

    enum Row: Decodable {
        case cells([String])
        case named([String: String])

        init(from decoder: any Decoder) throws {
            if let cells = try? [String](from: decoder) {
                self = .cells(cells)
            } else {
                self = .named(try [String: String](from: decoder))
            }
        }

        // Compared as bytes: `String` takes "é" composed and decomposed for the same.
        func check(_ row: CSVRow, header: [String], except ignored: Set<String> = []) {
            switch self {
            case .cells(let cells):
                #expect(row.cells.map { Array($0.utf8) } == cells.map { Array($0.utf8) })
            case .named(let cells):
                #expect(Set(header) == Set(cells.keys))
                for (name, cell) in zip(header, row.cells) where !ignored.contains(name) {
                    #expect(Array(cell.utf8) == cells[name].map { Array($0.utf8) }, "column \(name)")
                }
            }
        }
    }

    struct Problem: Decodable {
        var error: String
        var names: [String]?
        var line, row, column, byte: Int?

        func check(_ problem: CSVProblem) {
            #expect(String(describing: problem.reason).prefix { $0 != "(" } == error)
            if let names { #expect(problem.reason == .repeatedNames(names)) }
            if let line { #expect(problem.line == line) }
            if let row { #expect(problem.row == row) }
            if let column { #expect(problem.column == column) }
            if let byte { #expect(problem.byte == byte) }
        }
    }
}

/// Everything that a reader gives for a file, problems of single rows included.
struct Reading {
    private(set) var header: [String] = []
    private(set) var rows: [CSVRow] = []
    private(set) var problems: [CSVProblem] = []
    private(set) var encoding: TextEncoding?
    private(set) var dialect: Dialect?
    private(set) var notes = CSVReader.Notes()

    /// Reads to the end, or to a problem that ends reading.
    init(_ open: () throws(CSVProblem) -> CSVReader) {
        var reader: CSVReader
        do { reader = try open() } catch {
            problems.append(error)
            return
        }
        header = reader.header
        while true {
            do {
                guard let row = try reader.next() else { break }
                rows.append(row)
            } catch {
                problems.append(error)
                if error.endsReading { break }
            }
        }
        (encoding, dialect, notes) = (reader.encoding, reader.dialect, reader.notes)
    }

    init(_ text: String, _ options: CSVReader.Options = CSVReader.Options()) {
        self.init { () throws(CSVProblem) in try CSVReader(bytes: Array(text.utf8), options: options) }
    }

    /// The cells as bytes, so that equal means equal.
    var bytes: [[[UInt8]]] { rows.map { $0.cells.map { Array($0.utf8) } } }
}
