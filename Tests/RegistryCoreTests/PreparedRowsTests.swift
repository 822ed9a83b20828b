@testable import RegistryCore
import Testing

/// Rows on their way into a store are bytes: what comes out must be what went in.
@Suite struct PreparedRowsTests {
    private let rows = [
        row("one", source: "s", sourceID: "", tags: ["bus", "wet-day"], held: "imported with a warning", fields: #"{"title":"One"}"#),
        row("två", source: nil, sourceID: nil, tags: [], held: nil, fields: "{}"),
        row("", source: "", sourceID: "k", tags: ["x"], held: "", fields: #"{"title":"日本"}"#),
    ]

    private static func row(_ key: String, source: String?, sourceID: String?, tags: [String], held: String?, fields: String) -> PreparedRow {
        PreparedRow(
            uid: "uid-" + key, created: "c", updated: "u", source: source, sourceID: sourceID, importedFrom: "file", key: key, submitter: "Sam",
            visibility: .team, held: held, tags: tags, fields: fields, contentDigest: Array(0..<16), salt: [0, 1, 2], digest: Digest.of([[1 as UInt8]]))
    }

    private func compare(_ a: PreparedRow, _ b: PreparedRow) {
        #expect(a.uid == b.uid && a.created == b.created && a.updated == b.updated && a.importedFrom == b.importedFrom && a.key == b.key)
        #expect(a.source == b.source && a.sourceID == b.sourceID && a.held == b.held, "nothing and an empty text are two things")
        #expect(a.submitter == b.submitter && a.visibility == b.visibility && a.tags == b.tags && a.fields == b.fields)
        #expect(a.contentDigest == b.contentDigest && a.salt == b.salt && a.digest == b.digest)
    }

    @Test func theyComeBackAsTheyWere() throws {
        let prepared = PreparedRows(rows)
        let read = try PreparedRows(bytes: prepared.bytes, firstOrdinal: 7)
        #expect(read.count == 3)
        for index in rows.indices {
            compare(try prepared.row(index), rows[index])
            compare(try read.row(index), rows[index])
            #expect(read[index].ordinal == 7 + index)
        }
    }

    @Test func someAreLeftOutAndTheOthersKeepTheirOrdinals() throws {
        let kept = try PreparedRows(bytes: PreparedRows(rows).bytes, firstOrdinal: 3).without([1])
        #expect(kept.indices.map { kept[$0].ordinal } == [3, 5])
        compare(try kept.row(0), rows[0])
        compare(try kept.row(1), rows[2])
        #expect(kept.without([0, 1]).isEmpty)
    }

    @Test func theyAreGivenTheirPlaces() throws {
        var prepared = PreparedRows(rows)
        prepared = try PreparedRows(bytes: prepared.bytes, firstOrdinal: 0)
        for index in prepared.indices { prepared.place(index, number: 40 + index, position: 1 + index, link: Digest.of([[UInt8(index)]])) }
        let last = try prepared.row(2)
        #expect(last.number == 42 && last.position == 3 && last.link == Digest.of([[2 as UInt8]]))
    }

    @Test func aNULIsFoundInATextAndNotInADigest() {
        let odd = PreparedRows([rows[0], PreparedRowsTests.row("a\0b", source: nil, sourceID: nil, tags: [], held: nil, fields: "{}")])
        odd.withMemory { memory in
            #expect(!memory.holdsNUL(odd[0]))
            #expect(memory.holdsNUL(odd[1]))
        }
    }

    /// A temporary file that was damaged is no row, and no crash.
    @Test func bytesThatWereCutAreAProblem() {
        let bytes = PreparedRows(rows).bytes
        for length in stride(from: 1, to: bytes.count, by: 7) {
            let cut = try? PreparedRows(bytes: Array(bytes.prefix(length)), firstOrdinal: 0)
            #expect(cut.map { $0.count < 3 } ?? true)
        }
        #expect(throws: Problem.self) { try PreparedRows(bytes: Array(repeating: 0xFF, count: 200), firstOrdinal: 0) }
    }
}
