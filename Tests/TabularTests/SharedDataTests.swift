import Foundation
import Testing

@testable import TabularPlugin

/// Public data that may lie beside the checkout; each test is passed over where it does not.
@Suite struct SharedDataTests {
    // Tests/TabularTests → the package's root → beside it.
    static let data = CaseTests.here.deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/data")

    static func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: data.appending(path: name).path)
    }

    @Test(.enabled(if: has("csv-spectrum")), arguments: CaseTests.names(in: data.appending(path: "csv-spectrum/csvs")))
    func spectrum(named name: String) throws {
        let folder = Self.data.appending(path: "csv-spectrum")
        let json = try Data(contentsOf: folder.appending(path: "json/\(name).json"))
        // One of the files holds its only row bare, and another telephone number than its CSV.
        let wanted =
            try (try? JSONDecoder().decode([Expected.Row].self, from: json))
            ?? [JSONDecoder().decode(Expected.Row.self, from: json)]
        let ignored: Set = name == "location_coordinates" ? ["Contact Phone Number"] : []
        let result = Reading { () throws(CSVProblem) in
            try CSVReader(path: folder.appending(path: "csvs/\(name).csv").path)
        }
        #expect(result.problems.isEmpty)
        #expect(result.rows.count == wanted.count)
        for (row, expected) in zip(result.rows, wanted) { expected.check(row, header: result.header, except: ignored) }
    }

    @Test(.enabled(if: has("big-list-of-naughty-strings.txt")))
    func naughtyStringsSurviveExportAndImport() throws {
        let file = try Data(contentsOf: Self.data.appending(path: "big-list-of-naughty-strings.txt"))
        // Split as bytes: whatever is in them is the text. A zero byte, which CSV cannot hold, is not.
        let strings = file.split(separator: 0x0A).filter { !$0.contains(0) }.map { String(decoding: $0, as: UTF8.self) }
        try #require(strings.count > 400)
        for options in RoundTrip.everyOption {
            try RoundTrip(strings.map { [$0, "x", $0 + "\r\n" + $0] }, options).check()
            try RoundTrip(strings.map { [$0] }, options).check()
        }
    }

    @Test(.enabled(if: has("trafford_voluntary_sector_grants.csv")))
    func aCouncilsFile() throws {
        let path = Self.data.appending(path: "trafford_voluntary_sector_grants.csv").path
        let result = Reading { () throws(CSVProblem) in try CSVReader(path: path) }
        #expect(result.problems.isEmpty)
        #expect(result.rows.count == 555)
        #expect(result.rows.allSatisfy { $0.cells.count == 39 })
        try RoundTrip(result.rows.map { Array($0.cells) }, CSVWriter.Options()).check()
    }
}
