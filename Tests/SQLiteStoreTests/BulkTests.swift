import Foundation
import GRDB
import RegistryCore
@testable import SQLiteStore
import Testing

/// Rows by the million, tried with fewer: full text that is written as a segment must be what FTS5 would have made.
struct BulkTests {
    /// Texts of every shape: words once and in every text, in every column, by the thousand in one, beyond ASCII, none.
    private func texts(_ count: Int, words: Int, length: Int) -> [Innovation] {
        var random = Sequence(state: 42)
        let odd = ["don’t", "Æther", "naïve", "日本", "great🙂", "e\u{301}cole", "x2", "O'Neill", "ﬁt", "running", "RUNS", "straße", "a", "–", #"say"yes"#, #"back\slash"#, "tab\tbed", "del\u{7F}ete", "\u{202E}left"]
        return (1...count).map { number in
            func some(_ most: Int) -> String {
                (0..<random.next(most + 1)).map { _ in
                    let pick = random.next(100)
                    if pick < 5 { return odd[random.next(odd.count)] }
                    if pick < 40 { return "everywhere" }
                    // The lower, the more often.
                    return "word\(random.next(random.next(words) + 1))ing"
                }.joined(separator: [" ", ", ", "-", "\n"][random.next(4)])
            }
            var fields: Fields = ["title": .text("Number \(number) " + some(8)), "problem": .text(some(length)), "change": .text(some(length))]
            if number % 7 == 0 { fields["who"] = .list(["one \(some(2))", "two"]) }
            if number == 13 { fields["how"] = .text(String(repeating: "again and again ", count: 3000)) }
            if number == 14 { fields["how"] = .text(String(repeating: "x", count: 40_000)) }
            return Innovation(
                home: .unnamed, number: number, uid: UID(), source: "bulk", sourceID: "k\(number)", submitter: "Sam", stage: "submitted",
                created: Date(timeIntervalSince1970: 1_000_000), updated: Date(timeIntervalSince1970: 1_000_000), fields: fields,
                tags: number % 3 == 0 ? ["bus", "wet-day"] : [])
        }
    }

    private struct Sequence {
        var state: UInt64
        /// From 0 up to one below `end`.
        mutating func next(_ end: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(end))
        }
    }

    private func store(_ innovations: [Innovation], without missing: Set<Int> = [], in store: SQLiteStore) throws {
        let gathered = try #require(try store.gatherText())
        let all = innovations.enumerated().map { PreparedRow($0.element, key: "k\($0.element.number)", ordinal: $0.offset) }
        for start in stride(from: 0, to: innovations.count, by: 97) {
            try gathered.add(PreparedRows(Array(all[start..<min(start + 97, innovations.count)])))
        }
        try store.writeMany { writer in
            let rows = PreparedRows(all.filter { !missing.contains($0.ordinal) })
            let number = try writer.reserveBatchNumber(in: .unnamed)
            try writer.insert(rows, toBatch: number, in: .unnamed)
            try writer.append(Batch(home: .unnamed, uid: UID(), number: number, person: "Sam", account: "sam", at: Date(), command: "import", count: rows.count, head: .nothing), [])
            try writer.index(gathered) {}
        }
    }

    private func lead(_ words: String) -> Query {
        Query(viewer: Viewer(Person(home: .unnamed, name: "Lee", role: .lead, created: Date())), condition: .word(words, prefix: false))
    }

    @Test(arguments: [(1, 5, 3), (40, 30, 20), (3000, 900, 60), (20_000, 60, 120)])
    func itIsWhatFTS5WouldHaveMade(_ count: Int, _ words: Int, _ length: Int) throws {
        let scratch = try Scratch()
        let innovations = texts(count, words: words, length: length)
        let fast = try SQLiteStore.create(path: scratch.path("fast")) { try $0.create(home: .unnamed, at: Date()) }
        try store(innovations, in: fast)
        #expect(try fast.read { try $0.damage() } == [])
        guard count <= 3000 else { return }
        let slow = try SQLiteStore.create(path: scratch.path("slow")) { try $0.create(home: .unnamed, at: Date()) }
        try slow.write { writer in for innovation in innovations { try writer.insert(innovation) } }
        for word in ["everywhere", "word1ing", "dont", "don", "naive", "日本", "great", "ecole", "run", "again", "bus", "number"] {
            let (a, b) = (try fast.read { try $0.find(lead(word)) }, try slow.read { try $0.find(lead(word)) })
            #expect(a.map(\.innovation.number) == b.map(\.innovation.number), "\(word)")
            #expect(a.map(\.score) == b.map(\.score), "\(word)")
        }
    }

    @Test func whatCameBeforeAndAfterIsFoundToo() throws {
        let scratch = try Scratch()
        let all = texts(900, words: 200, length: 30)
        let registry = try SQLiteStore.create(path: scratch.path()) { try $0.create(home: .unnamed, at: Date()) }
        try registry.write { writer in for innovation in all[..<100] { try writer.insert(innovation) } }
        try store(Array(all[100..<500]), without: [0, 7, 8, 399], in: registry)
        try store(Array(all[500..<800]), in: registry)
        try registry.write { writer in for innovation in all[800...] { try writer.insert(innovation) } }
        // Changed afterwards: the old words are taken out of the segment, and what was only repeated is written out.
        try registry.write { writer in
            for number in stride(from: 120, to: 700, by: 3) {
                guard var innovation = try writer.innovation(number, in: .unnamed) else { continue }
                innovation.fields["title"] = .text("Quite another \(number)")
                innovation.version += 1
                try writer.update(innovation, expecting: 1)
                try writer.index(SearchText(innovation), of: number, in: .unnamed)
            }
        }
        #expect(try registry.read { try $0.damage() } == [])
        #expect(try registry.read { try $0.count(lead("number")) } == 900 - 4 - 194)
        #expect(try registry.read { try $0.count(lead("another")) } == 194)
    }

    private func wordless(_ numbers: ClosedRange<Int>) -> [Innovation] {
        numbers.map { number in
            Innovation(
                home: .unnamed, number: number, uid: UID(), submitter: "Sam", stage: "submitted", created: Date(), updated: Date(),
                fields: ["title": .text(["???", "-", "…", "🙂"][number % 4])])
        }
    }

    @Test func rowsWithoutASingleWordLeaveTheIndexWhole() throws {
        let scratch = try Scratch()
        let registry = try SQLiteStore.create(path: scratch.path()) { try $0.create(home: .unnamed, at: Date()) }
        try store(wordless(1...5), in: registry)
        #expect(try registry.read { try $0.damage() } == [])
        try registry.write { try $0.add(6, text: "words again") }
        #expect(try registry.read { try $0.count(lead("again")) } == 1)
    }

    /// More texts than a stretch holds, and no word in any of them: those behind are still their own rows'.
    @Test func aWholeStretchWithoutWordsMovesNothing() throws {
        let scratch = try Scratch()
        let registry = try SQLiteStore.create(path: scratch.path()) { try $0.create(home: .unnamed, at: Date()) }
        let blank = wordless(1...65_600)
        let few = texts(40, words: 10, length: 4).map { innovation in
            var innovation = innovation
            innovation.number += 65_600
            return innovation
        }
        try store(blank + few, without: Set(0..<65_590), in: registry)
        #expect(try registry.read { try $0.damage() } == [])
        #expect(try registry.read { try $0.find(lead("number")) }.map(\.innovation.number).sorted() == Array(65_601...65_640))
    }

    /// Several stretches, each with words of its own and words of all.
    @Test func wordsOfManyStretchesAreJoined() throws {
        let scratch = try Scratch()
        let registry = try SQLiteStore.create(path: scratch.path()) { try $0.create(home: .unnamed, at: Date()) }
        let all = (1...140_000).map { number in
            Innovation(
                home: .unnamed, number: number, uid: UID(), submitter: "Sam", stage: "submitted", created: Date(), updated: Date(),
                fields: ["title": .text(number % 1000 == 0 ? "common thousand\(number / 1000)" : "…")])
        }
        try store(all, without: Set((0..<140_000).filter { ($0 + 1) % 1000 != 0 }), in: registry)
        #expect(try registry.read { try $0.damage() } == [])
        #expect(try registry.read { try $0.count(lead("common")) } == 140)
        #expect(try registry.read { try $0.find(lead("thousand139")) }.map(\.innovation.number) == [139_000])
    }

    @Test(arguments: [
        // The level below is being merged into this level's last segment, which stays the last.
        (merging: 3, numbers: [7, 1, 8]), (merging: 0, numbers: [7, 8, 1]),
    ])
    func aSegmentNeverComesBehindAMergesOutput(merging: Int, numbers: [Int]) throws {
        let queue = try DatabaseQueue()
        try queue.write { db in
            try db.execute(sql: "CREATE TABLE search_data(id INTEGER PRIMARY KEY, block BLOB)")
            let block = [0, 0, 0, 1, 2, 5, 30, merging, 3, 4, 1, 2, 5, 1, 2, 6, 1, 2, 0, 2, 7, 1, 9, 8, 1, 9].map(UInt8.init)
            try db.execute(sql: "INSERT INTO search_data VALUES (10, ?)", arguments: [Data(block)])
            var structure = try Structure(db)
            #expect(structure.free == 1)
            structure.add(structure.free, pages: 100)
            try structure.store(db)
            let stored = try #require(try Data.fetchOne(db, sql: "SELECT block FROM search_data WHERE id = 10"))
            let level = Structure.numbers(in: Array(stored), from: 4).suffix(10).dropFirst().enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
            #expect(level == numbers)
        }
    }
}
