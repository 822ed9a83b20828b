import Foundation
import Testing

/// Files that are no honest workbooks, or no workbooks at all.
@Suite(.enabled(if: Attached.isPossible, "python3-openpyxl is not installed: apt install python3-openpyxl")) struct HostileTests {
    private static let cases = [
        ("bomb", "zip bomb"), ("entities", "declares a document type"), ("entities-of-the-book", "declares a document type"), ("entities-far", "sheet1.xml is no XML"),
        ("encrypted", "is encrypted"), ("locked", "is encrypted"), ("old", "Excel 97"), ("empty", "the file is empty"), ("text", "this is no workbook"),
        ("half", "its end is missing"), ("flipped", "cannot be unpacked"), ("huge", "too large"), ("styles", "too large"), ("twice", "two parts of one name"),
        ("open-document", "OpenDocument"), ("zip", "another zip file"), ("binary", "binary form"), ("strict", "strict form"), ("no-sheet", "no sheet with cells"),
        ("nothing", "the sheet is empty"), ("broken-xml", "damaged: its XML is broken (mismatched tag: line 2"), ("far", "it has a row 2,000,000,000"), ("right", "right of the last column"),
        ("wide", "has 2,000 columns"), ("no-book", "not put together as a workbook is"),
    ]

    /// Each is one clear message with what to do, and nothing of it is saved.
    @Test func eachIsRefusedInOneMessage() throws {
        let place = try Attached("hostile")
        for (name, said) in HostileTests.cases {
            let outcome = try place.run("import", "\(name).xlsx")
            #expect(outcome.code == 65 && outcome.out.isEmpty, "\(name): \(outcome)")
            #expect(outcome.err.hasPrefix("\(name).xlsx") || outcome.err.contains(" \(name).xlsx"), "\(outcome.err)")
            #expect(outcome.err.contains("spreadsheet: ") && outcome.err.contains(said) && outcome.err.contains(" next: "), "\(outcome.err)")
            #expect(!outcome.err.contains("Traceback") && !outcome.err.contains("Error:"))
        }
        #expect(try place.run("show", "P9").code == 66)
        #expect(try place.run("import", "one.xlsx").out.contains("1 new"), "the one that they were made of")
    }
}
