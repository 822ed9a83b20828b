import Foundation
import PostgresStore
import RegistryCore
import Server
import Testing

/// Rows by the thousand: what is copied over as bytes must be what single rows become.
@Suite struct BulkTests {
    private func texts() -> [Innovation] {
        let odd = [
            "don’t", "Æther", "naïve", "日本", "great🙂", "e\u{301}cole", "x2", "O'Neill", "ﬁt", "running", "RUNS", "straße", "a", "–", #"say"yes"#, #"back\slash"#,
            "tab\tbed", "del\u{7F}ete", "\u{202E}left", "nul\0nul", "\u{F8FE}", "line\nline",
        ]
        return (1...300).map { number in
            func some(_ most: Int) -> String { (0..<most).map { odd[($0 * number) % odd.count] }.joined(separator: [" ", ", ", "-"][number % 3]) }
            var fields: Fields = ["title": .text("Number \(number) " + some(number % 9)), "problem": .text(some(number % 40))]
            if number % 7 == 0 { fields["who"] = .list(["one \(some(2))", "two"]) }
            if number % 11 == 0 { fields["cost"] = .number(4.5) }
            if number == 13 { fields["how"] = .text(String(repeating: "again and again ", count: 9000)) }
            if number == 14 { fields["how"] = .text(String(repeating: "x", count: 40_000)) }
            return Innovation(
                home: .county, number: number, uid: UID(), source: number % 5 == 0 ? nil : "bulk", sourceID: "k\(number)", submitter: number % 2 == 0 ? "Sam" : "Zoë", stage: "submitted",
                visibility: number % 4 == 0 ? .team : .home, held: number % 10 == 0 ? "held: a telephone number" : nil, created: Date(timeIntervalSince1970: 1_000_000),
                updated: Date(timeIntervalSince1970: 2_000_000), fields: fields, tags: number % 3 == 0 ? ["bus", "wet-day"] : [])
        }
    }

    private func store(_ innovations: [Innovation], in store: PostgresStore) throws {
        let gathered = try #require(try store.gatherText())
        let rows = PreparedRows(innovations.enumerated().map { PreparedRow($0.element, key: "k\($0.element.number)", ordinal: $0.offset) })
        try gathered.add(rows)
        try gathered.finish()
        try store.writeMany { writer in
            let number = try writer.reserveBatchNumber(in: .county)
            try writer.insert(rows, toBatch: number, in: .county)
            try writer.append(Batch(home: .county, uid: UID(), number: number, person: "Sam", account: "sam", at: Date(), command: "import", count: rows.count, head: .nothing), [])
            try writer.index(gathered) {}
        }
    }

    @Test("they are the same innovations, with the entries and the marks that single rows would have")
    func rows() throws {
        let trying = try Trying()
        let innovations = texts(), store = try trying.open()
        try self.store(innovations, in: store)
        try store.read { reader in
            for innovation in innovations {
                #expect(try reader.innovation(innovation.number, in: .county) == innovation)
                let entry = try #require(try reader.entries(on: innovation.number, in: .county).first)
                let payload = try #require(entry.payload)
                #expect(payload.changes == innovation.beginnings)
                #expect(Digest.of([payload.salt, Array(payload.text.utf8)]) == entry.digest, "P\(innovation.number)")
                let mark = try #require(try reader.imported(source: innovation.source ?? "", key: "k\(innovation.number)", in: .county))
                #expect(mark.fields == innovation.fields && mark.tags == innovation.tags && mark.innovation == innovation.number)
            }
        }
    }

    @Test("full text is told the same of them as of single rows")
    func words() throws {
        let trying = try Trying()
        let innovations = texts(), store = try trying.open()
        try self.store(innovations, in: store)
        func words() throws -> [String] {
            try trying.psql("SELECT innovation, length, md5(words::text) FROM words ORDER BY innovation").split(separator: "\n").map(String.init)
        }
        let copied = try words()
        #expect(copied.count == innovations.count)
        try store.write { writer in
            for innovation in innovations { try writer.index(SearchText(innovation), of: innovation.number, in: .county) }
        }
        #expect(try words() == copied)
    }
}
