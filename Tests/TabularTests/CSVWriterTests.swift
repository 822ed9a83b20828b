import Testing

@testable import TabularPlugin

/// Writes rows, reads them, writes them again: the cells and the bytes must be the same.
struct RoundTrip {
    static let everyOption: [CSVWriter.Options] = [Dialect.comma, .tab, .semicolon, .pipe].flatMap { dialect in
        CSVWriter.LineEnding.allCases.map { CSVWriter.Options(dialect: dialect, lineEnding: $0) }
    }

    let rows: [[String]]
    let options: CSVWriter.Options

    init(_ rows: [[String]], _ options: CSVWriter.Options) {
        self.rows = rows
        self.options = options
    }

    static func write(_ rows: [[String]], _ options: CSVWriter.Options = CSVWriter.Options()) -> [UInt8] {
        var writer = CSVWriter(options: options)
        var output: [UInt8] = []
        for row in rows { writer.append(row, to: &output) }
        return output
    }

    /// Reads with everything detected, except the delimiter of a file that shows none.
    func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let names = (0..<(rows.first?.count ?? 1)).map { "name \($0)" }
        let exported = Self.write([names] + rows, options)
        var reading = CSVReader.Options()
        if names.count == 1 { reading.dialect = options.dialect }
        let result = Reading { () throws(CSVProblem) in try CSVReader(bytes: exported, options: reading) }
        #expect(result.problems.isEmpty, sourceLocation: sourceLocation)
        #expect(result.dialect == options.dialect, sourceLocation: sourceLocation)
        #expect(result.notes.textAfterQuoteCount == 0, sourceLocation: sourceLocation)
        #expect(result.bytes == rows.map { $0.map { Array($0.utf8) } }, sourceLocation: sourceLocation)
        let again = Self.write([result.header] + result.rows.map { Array($0.cells) }, options)
        #expect(again == exported, sourceLocation: sourceLocation)
    }
}

@Suite struct CSVWriterTests {
    static func text(_ rows: [[String]], _ options: CSVWriter.Options = CSVWriter.Options()) -> String {
        String(decoding: RoundTrip.write(rows, options), as: UTF8.self)
    }

    @Test func quotesOnlyWhatNeedsThem() {
        let rows = [["a", "b"], ["plain", "with, comma"], ["say \"yes\"", "two\nlines"], ["semi;colon", " blank "]]
        #expect(
            Self.text(rows)
                == "a,b\nplain,\"with, comma\"\n\"say \"\"yes\"\"\",\"two\nlines\"\nsemi;colon, blank \n")
    }

    @Test func endsLinesAsAsked() {
        #expect(Self.text([["a"], ["b\n"]], .init(lineEnding: .crlf)) == "a\r\n\"b\n\"\r\n")
    }

    @Test func writesTheMarkOnce() {
        let bytes = RoundTrip.write([["a"], ["b"]], .init(byteOrderMark: true))
        #expect(bytes == [0xEF, 0xBB, 0xBF] + Array("a\nb\n".utf8))
    }

    @Test func writesAnEmptyCellThatReadersSee() throws {
        #expect(Self.text([["a"], [""], []]) == "a\n\"\"\n\"\"\n")
        try RoundTrip([[""], ["x"]], .init()).check()
    }

    // Each of these would be read as something else at the start of a file if it stood bare.
    @Test(arguments: [["sep=;", ""], ["sep=", "x"], ["\u{FEFF}a", "b"], ["a;b;c", "d"], ["a|b"], ["a\tb", "c"]])
    func theFirstRowMisleadsNobody(_ header: [String]) throws {
        for options in RoundTrip.everyOption where header.count > 1 || options.dialect == .comma {
            let bytes = RoundTrip.write([header, header.map { _ in "x" }], options)
            let reader = try CSVReader(bytes: bytes)
            #expect(reader.header.map { Array($0.utf8) } == header.map { Array($0.utf8) })
            #expect(reader.dialect == options.dialect)
        }
    }

    @Test(arguments: [
        "=1+2", "+44 161 496 0000", "-1+2", "-1e5", "-", "--5", "-1.2.3", "-.5", "-5.", "-1,5", "+5", "@SUM(A1)", "\tx",
        "\rx", "\nx", "＝1", "＋1", "－1", "＠x",
        " =1", "\u{A0}=1", " -5", "'=1", "''@x", "' =x", "-५",
    ])
    func neutralises(_ cell: String) {
        let safe = CSVWriter.neutralise(cell)
        #expect(Array(safe.utf8) == Array("'".utf8) + Array(cell.utf8))
        #expect(Array(CSVReader.restore(safe).utf8) == Array(cell.utf8))
    }

    @Test(arguments: [
        "", "text", "5", "-5", "-12.5", "-0", "'", "''", "'tis", "''quoted''", "'-12.5", "a=1", "1-2", " ", "  x", "é",
        "’=", "\u{FEFF}x", "'\u{301}x",
    ])
    func leavesAlone(_ cell: String) {
        #expect(Array(CSVWriter.neutralise(cell).utf8) == Array(cell.utf8))
        #expect(Array(CSVReader.restore(cell).utf8) == Array(cell.utf8))
    }

    @Test func neverWritesACellThatRuns() throws {
        // Every text of up to four of these characters, each one that the rule must think about.
        let alphabet = ["'", "=", "-", "+", " ", "1", ".", "x", "\t", "\u{A0}", "\""]
        var texts = [""]
        var longest = texts
        for _ in 1...4 {
            longest = longest.flatMap { text in alphabet.map { text + $0 } }
            texts += longest
        }
        var wrong: [String] = []
        var seen = Set<[UInt8]>()
        for text in texts {
            let safe = CSVWriter.neutralise(text)
            let first = safe.utf8.first { $0 != 0x20 && $0 != 0xC2 && $0 != 0xA0 }
            let isNumber = safe.wholeMatch(of: /-[0-9]+(\.[0-9]+)?/) != nil
            let runs = first.map { "=+-@\t\r\n".utf8.contains($0) } ?? false
            if runs && !isNumber || Array(CSVReader.restore(safe).utf8) != Array(text.utf8) { wrong.append(text) }
            seen.insert(Array(safe.utf8))
        }
        #expect(wrong.isEmpty)
        #expect(seen.count == texts.count, "two texts became one")
        try RoundTrip(texts.map { [$0, "x"] }, .init()).check()
    }

    @Test func leavesFormulasWhenToldTo() throws {
        let options = CSVWriter.Options(neutralises: false)
        #expect(Self.text([["a"], ["=1"]], options) == "a\n=1\n")
        let raw = try CSVReader(bytes: Array("'=a,b\n".utf8), options: .init(restoresNeutralised: false))
        #expect(raw.header == ["'=a", "b"])
    }
}
