@testable import RegistryCore
import Testing

@Suite struct TroublesTests {
    @Test func theSameTroubleOfOtherRowsAndLengthsIsOne() {
        var troubles = Troubles()
        for row in 1...50 {
            let reason = RejectedRow.Reason(column: "Title", value: "x", what: "has \(300 + row) characters, and 200 is the most")
            troubles.add(RejectedRow(file: "a.csv", row: row, line: row + 1, cells: [], reasons: [reason]))
        }
        #expect(troubles.lines.count == 4, "\(troubles.lines)")
        #expect(troubles.lines.first == "a.csv, line 2, row 1, Title: has 301 characters, and 200 is the most: “x”")
        #expect(troubles.lines.last?.hasPrefix("the same in 47 more: row 4") ?? false)
    }
}
