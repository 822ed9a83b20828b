@testable import RegistryShell
import Testing

@Suite struct ProgressLineTests {
    /// What says least goes first, and whole.
    @Test(arguments: [
        (80, "reading and checking: 250,000 rows, 41%, 50,000 a second, 8 s left"),
        (60, "reading and checking: 250,000 rows, 41%, 8 s left"),
        (40, "reading and checking: 250,000 rows, 41%"),
        (34, "reading and checking: 250,000 rows"),
        (10, "reading and checking: 250,000 rows"),
    ])
    func noWordIsCut(_ width: Int, _ line: String) {
        #expect(ProgressLine.text("reading and checking", 250_000, "rows", fraction: 0.41, seconds: 5, width: width) == line)
    }

    @Test func whatNobodyKnowsIsNotTold() {
        #expect(ProgressLine.text("work\u{1B}[2J\n", 7, "rows", fraction: nil, seconds: 0.1).unicodeScalars.allSatisfy { $0.value >= 0x20 })
        #expect(ProgressLine.text("saving", 7, "rows", fraction: nil, seconds: 0.1) == "saving: 7 rows")
    }
}
