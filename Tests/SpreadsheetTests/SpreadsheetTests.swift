import Foundation
import Testing

/// Plugins/Spreadsheet as people use it: attached to the real program.
@Suite(.enabled(if: Attached.isPossible, "python3-openpyxl is not installed: apt install python3-openpyxl")) struct SpreadsheetTests {
    private let place: Attached
    init() throws { place = try Attached("honest") }

    private struct Page: Decodable { var fields: [String: Value] }
    /// An answer, which is a text, a number or a list.
    private enum Value: Decodable, Equatable {
        case text(String), number(Double), list([String])
        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let text = try? value.decode(String.self) {
                self = .text(text)
            } else if let number = try? value.decode(Double.self) {
                self = .number(number)
            } else {
                self = .list(try value.decode([String].self))
            }
        }
    }

    @Test func valuesOfEveryTypeComeIn() throws {
        let outcome = try place.run("import", "types.xlsx", "--map", "setup_cost=setup_cost")
        #expect(outcome.code == 0, "\(outcome.err)")
        let first: Page = try place.json("show", "P9")
        #expect(first.fields["title"] == .text("Night buses"))
        #expect(first.fields["problem"] == .text("two\nlines and _x000D_"))
        #expect(first.fields["change"] == .text("yes"))
        #expect(first.fields["who"] == .text("Young adults"))
        #expect(first.fields["started"] == .text("2016-01-31"))
        #expect(first.fields["result"] == .text("OK"))
        #expect(first.fields["setup_cost"] == .number(1234.5))
        let second: Page = try place.json("show", "P10")
        #expect(second.fields["problem"] == .text("0.3"))
        #expect(second.fields["change"] == .text("12:00:00"))
        #expect(second.fields["started"] == .text("2016-01-31"))
        #expect(try place.run("import", "types.xlsx").out.contains("2 already here"))
    }

    @Test func whatOpenpyxlWroteAndStandardInputComeIn() throws {
        #expect(try place.run("import", "inline.xlsx", "--source", "form").out.contains("1 new"))
        let bytes = try Data(contentsOf: place.folder.appending(path: "inline.xlsx"))
        let again = try place.run("import", "-", "--from", "xlsx", "--source", "form", input: bytes)
        #expect(again.out.contains("1 already here"), "\(again)")
    }

    @Test func badRowsAreNamedByTheirCellAndHandedBack() throws {
        let outcome = try place.run("import", "troubles.xlsx")
        #expect(outcome.out.contains("1 new") && outcome.out.contains("4 rejected"), "\(outcome)")
        for said in ["the cell D3 has the error #N/A", "the cell C4 has a formula whose value was never counted", "the cell B5 cannot be read", "has 5 cells where the heading has 4"] {
            #expect((outcome.out + outcome.err).contains(said), "\(said)")
        }
        #expect(try String(contentsOf: place.folder.appending(path: "troubles.rejects.csv"), encoding: .utf8).contains("Never counted"))
    }

    @Test func theSheetIsChosenOrAllAreListed() throws {
        let asked = try place.run("import", "sheets.xlsx")
        #expect(asked.code == 65 && asked.err.contains("Read me, Ideas, Lists (hidden), Empty") && asked.err.contains("--option sheet='Read me'"), "\(asked.err)")
        #expect(try place.run("import", "sheets.xlsx", "--option", "sheet=none").err.contains("no sheet of that name"))
        #expect(try place.run("import", "sheets.xlsx", "--option", "sheet=ideas").out.contains("1 new"))
        #expect(try place.run("import", "sheets.xlsx", "--option", "sheet=Lists").out.contains("1 already here"))
        #expect(try place.run("import", "sheets.xlsx", "--option", "sheet=Empty").err.contains("the sheet is empty"))
        #expect(try place.run("import", "one-filled.xlsx", "--dry-run").err.contains("the sheet Ideas, one of 3"))
    }

    @Test func headingsMayStandFurtherBelow() throws {
        #expect(try place.run("import", "below.xlsx").code == 65)
        #expect(try place.run("import", "below.xlsx", "--option", "headings=3").out.contains("1 new"))
        #expect(try place.run("import", "below.xlsx", "--option", "headings=2").err.contains("nothing in the row"))
        #expect(try place.run("import", "below.xlsx", "--option", "headings=x").code == 64)
        #expect(try place.run("import", "below.xlsx", "--option", "heading=3").err.contains("did you mean “headings”?"))
    }

    @Test func nothingOfAnExportIsAFormula() throws {
        let texts = ["=1+1", "+1", "-1", "@x", "\u{FF1D}1", "  =1", "#N/A", "_x0041_"]
        for text in texts {
            #expect(try place.run("submit", "--set", "title=\(text)", "--set", "problem=P", "--set", "change=\t=1", "--set", "who=W", "--set", "started=2016-01-31").code == 0)
        }
        #expect(try place.run("export", "out.xlsx").code == 0)
        let cells = try Attached.ran(Attached.python, ["-B", "\(Attached.scripts)/cells.py", "out.xlsx"], in: place.folder)
        let lines = cells.out.split(separator: "\n").map(String.init)
        #expect(lines.last == "formulas: 0", "\(cells.err)")
        for text in texts.prefix(6).map({ $0.trimmingCharacters(in: .whitespaces) }) {
            #expect(lines.contains { $0.contains("\"s\", \"\(text)\", \"General\", true]") }, "\(text)")
        }
        #expect(lines.contains { $0.contains("\"s\", \"#N/A\"") })
        #expect(lines.contains { $0.contains("\"d\", \"2016-01-31 00:00:00\", \"yyyy-mm-dd\"") })
        #expect(!lines.contains { $0.contains("\"f\",") || $0.contains("\"e\",") })
    }

    @Test func whatWentOutComesInUnchanged() throws {
        try place.run("submit", "--set", "title=_x0041_ = \u{1F6CC}", "--set", "problem==1+1", "--set", "change=C", "--set", "who=W", "--set", "started=2016-01-31", "--set", "tags=transport")
        #expect(try place.run("export", "out.xlsx").out.contains("9 innovations written"))
        let again = try place.run("import", "out.xlsx")
        #expect(again.out.contains("0 new, 0 updated, 9 already here, 0 rejected"), "\(again)")
        try place.run("export", "out.csv")
        let (whole, sheet) = (place.folder.appending(path: "other"), place.folder.appending(path: "other-sheet"))
        for (registry, file) in [(whole.path, "out.csv"), (sheet.path, "out.xlsx")] {
            try place.run("--registry", registry, "init")
            if file.hasSuffix("xlsx") { try place.run("--registry", registry, "plugin", "attach", Attached.plugin, "--yes") }
            #expect(try place.run("--registry", registry, "import", file).out.contains("9 new"))
        }
        for number in 1...9 {
            let first: Page = try place.json("show", "P\(number)", "--registry", whole.path)
            let second: Page = try place.json("show", "P\(number)", "--registry", sheet.path)
            #expect(first.fields == second.fields && first.fields.count >= 4)
        }
        let ours: Page = try place.json("show", "P9", "--registry", sheet.path)
        #expect(ours.fields["title"] == .text("_x0041_ = \u{1F6CC}") && ours.fields["problem"] == .text("=1+1"))
    }

    @Test func itHoldsToTheProtocol() throws {
        let outcome = try place.run("plugin", "check", Attached.plugin)
        #expect(outcome.code == 0 && outcome.out.contains("spreadsheet 1.0.0 holds to the protocol"), "\(outcome)")
    }

    @Test func aHundredThousandRowsNeedLittleMemory() throws {
        let outcome = try Attached.ran(Attached.python, ["-B", "\(Attached.scripts)/memory.py", Attached.plugin, place.folder.path], in: place.folder)
        let numbers = outcome.out.split(separator: "\n").compactMap { Int($0) }
        try #require(numbers.count == 3, "\(outcome.err)")
        #expect(numbers[0] < 200 << 10 && numbers[1] < 200 << 10, "KiB: \(numbers)")
        #expect(numbers[2] == 100_000)
    }
}

/// Also where openpyxl is not installed.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: Attached.python), "python3 is not installed")) struct WithoutOpenpyxlTests {
    /// -S leaves the packages of the machine out.
    @Test func whatToInstallIsSaid() throws {
        let messages = [
            #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}"#, #"{"jsonrpc":"2.0","id":2,"method":"importer.open","params":{"importer":"xlsx","path":"x.xlsx","options":{}}}"#,
            #"{"jsonrpc":"2.0","id":3,"method":"exporter.open","params":{"exporter":"xlsx","columns":[],"file":"x.xlsx"}}"#,
        ]
        let outcome = try Attached.ran(
            Attached.python, ["-B", "-S", "\(Attached.plugin)/main.py"], in: FileManager.default.temporaryDirectory, input: Data((messages.joined(separator: "\n") + "\n").utf8))
        let answers = outcome.out.split(separator: "\n")
        #expect(outcome.code == 0 && answers.count == 3, "\(outcome.err)")
        for answer in answers.dropFirst() {
            #expect(answer.contains("\"kind\": \"unavailable\"") && answer.contains("sudo apt install python3-openpyxl"), "\(answer)")
        }
    }
}
