import Foundation
import Testing

@testable import TabularPlugin

@Suite struct CSVReaderTests {
    @Test func numbersRowsAndLines() throws {
        let result = Reading("\nid,text\n1,\"a\nb\"\n\n2,c\n")
        #expect(result.rows.map(\.number) == [1, 2])
        #expect(result.rows.map(\.line) == [3, 6])
        #expect(try CSVReader(bytes: Array("\n\na\n".utf8)).headerLine == 3)
    }

    @Test func keepsTheRowAsItStands() throws {
        let result = Reading("a,b\n\"x \"\"y\"\"\", z\r\n")
        #expect(String(decoding: result.rows[0].cells.text, as: UTF8.self) == "\"x \"\"y\"\"\", z")
        #expect(Array(result.rows[0].cells) == ["x \"y\"", " z"])
        #expect(Array(result.rows[0].cells.bytes(at: 1)) == Array(" z".utf8))
    }

    @Test func obeysAForcedDelimiter() throws {
        let options = CSVReader.Options(dialect: .semicolon)
        #expect(Reading("a,b;c\n1,2;3\n", options).header == ["a,b", "c"])
        let colon = try #require(Dialect(":"))
        #expect(Reading("a:b\n1:2\n", .init(dialect: colon)).header == ["a", "b"])
    }

    @Test(arguments: ["a", "5", "\"", "\n", "", "ab", "é"])
    func refusesWhatCannotSeparate(_ name: String) {
        #expect(Dialect(name) == nil)
    }

    @Test func namesDelimiters() {
        #expect(Dialect("tab") == .tab)
        #expect(Dialect("\\t") == .tab)
        #expect(Dialect(";") == .semicolon)
        #expect(Dialect("PIPE") == .pipe)
        #expect(Dialect("^")?.name == "^")
    }

    @Test func passesOverARowThatIsTooLarge() {
        let limits = CSVLimits(cellBytes: 10, rowBytes: 25, columns: 3)
        let text = "a,b\n1,12345678901\n2,ok\n1,2,3,4\n3,ok\n123456789,123456789,123456789\n4,ok\n"
        let result = Reading(text, .init(limits: limits))
        #expect(result.rows.map { $0.cells[0] } == ["2", "3", "4"])
        #expect(result.rows.map(\.number) == [2, 4, 6])
        #expect(
            result.problems.map(\.reason) == [
                .cellTooLong(limit: 10), .tooManyColumns(limit: 3), .rowTooLong(limit: 25),
            ])
        #expect(result.problems.map(\.line) == [2, 4, 6])
        #expect(result.problems.map(\.byte) == [4, 23, 36])
        #expect(result.problems.allSatisfy { $0.cells == nil && !$0.endsReading })
    }

    /// A cell far longer than a piece is neither kept nor lost count of.
    @Test func readsPastAHugeCell() {
        let limits = CSVLimits(cellBytes: 1 << 16)
        let huge = String(repeating: "wet \"\"day\"\"\n", count: 200_000)
        let result = Reading("a,b\n1,\"\(huge)\"\n2,x\n", .init(limits: limits))
        #expect(result.problems.map(\.reason) == [.cellTooLong(limit: 1 << 16)])
        #expect(result.rows.map(\.line) == [200_003])
    }

    @Test func saysWhereAQuoteOpenedEvenFarBack() {
        let rest = String(repeating: "1,2\n", count: 300_000)
        let result = Reading("a,b\n1,2\n3,\"\(rest)")
        #expect(result.rows.count == 1)
        let problem = result.problems.first
        #expect(problem?.reason == .unclosedQuote)
        #expect([problem?.line, problem?.row, problem?.column, problem?.byte] == [3, 2, 2, 10])
        #expect(problem?.endsReading == true)
    }

    @Test func goesOnAfterEachBadRow() {
        let result = Reading("a,b\n\u{0},1\n2,3\na,b\n\u{0},\u{0}\n4,5\n")
        #expect(result.rows.map(\.number) == [2, 5])
        #expect(result.problems.map(\.row) == [1, 3, 4])
        #expect(result.problems.allSatisfy { $0.cells?.count == 2 })
    }

    @Test func tellsAFolderAndAMissingFile() throws {
        let folder = FileManager.default.temporaryDirectory.path
        #expect(throws: CSVProblem(.directory)) { try CSVReader(path: folder) }
        #expect(throws: CSVProblem(.unreadable(code: ENOENT))) { try CSVReader(path: folder + "/no such file.csv") }
        #expect(CSVProblem(.unreadable(code: ENOENT)).fact.contains("No such file"))
    }

    @Test func readsFromAPipe() throws {
        let pipe = Pipe()
        let text = "a,b\n" + (1...1_000).map { "\($0),x\n" }.joined()
        // Less than a pipe holds, so nobody waits.
        try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try pipe.fileHandleForWriting.close()
        let descriptor = pipe.fileHandleForReading.fileDescriptor
        let result = Reading { () throws(CSVProblem) in try CSVReader(fileDescriptor: descriptor) }
        #expect(result.rows.count == 1_000)
        #expect(try CSVReader(bytes: Array(text.utf8)).byteCount == text.utf8.count)
    }

    @Test func everyProblemHasWords() {
        let reasons: [CSVProblem.Reason] = [
            .unreadable(code: EACCES), .directory, .empty, .notText(looksLike: "a PDF"), .repeatedNames(["a", "b"]),
            .repeatedHeader, .unclosedQuote, .nul, .malformedText(.utf8), .cellTooLong(limit: 1), .rowTooLong(limit: 1),
            .tooManyColumns(limit: 1),
        ]
        for problem in reasons.map({ CSVProblem($0) }) {
            #expect(!problem.fact.isEmpty && !problem.fact.hasSuffix("."))
            #expect(problem.hint != "")
        }
    }
}
