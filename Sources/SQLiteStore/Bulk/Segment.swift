import Foundation
import GRDB
import RegistryCore

/// A segment of the full-text index that is written whole, beside those that FTS5 made.
///
/// The tables are those that FTS5 keeps its index in, `search_data`, `search_idx` and `search_docsize`; which segments
/// there are stands in row 10 of the first, and how many tokens in row 1.
final class Segment: SegmentPages.Sink {
    private let number: Int
    private let data: RawStatement
    private let index: RawStatement

    private init(_ number: Int, _ db: Database) throws {
        self.number = number
        data = try RawStatement(db, "INSERT INTO search_data (id, block) VALUES (?, ?)")
        index = try RawStatement(db, "INSERT INTO search_idx (segid, term, pgno) VALUES (?, ?, ?)")
    }

    func leaf(_ page: Int, _ bytes: borrowing Bytes) throws { try put(page, bytes) }

    func listIndex(height: Int, _ page: Int, _ bytes: borrowing Bytes) throws {
        try put(1 << 36 + height << 31 + page, bytes)
    }

    private func put(_ row: Int, _ bytes: borrowing Bytes) throws {
        data.bind(1, number << 37 + row)
        data.bind(2, bytes: bytes.start, bytes.count)
        try data.run()
    }

    func entry(_ prefix: borrowing Bytes, page: Int, hasListIndex: Bool) throws {
        index.bind(1, number)
        index.bind(2, bytes: prefix.start, prefix.count)
        index.bind(3, page << 1 + (hasListIndex ? 1 : 0))
        try index.run()
    }

    /// Adds what was gathered to the index: the text with number n belongs to the row `first + n`, but for those in
    /// `without`, which were not stored.
    ///
    /// - Parameter goOn: asked after every few thousand rows; throws to stop.
    static func add(
        _ gathered: inout BulkText.State, firstRow: Int, without: Set<Int>, in db: Database, goOn: () throws -> Void
    ) throws {
        guard gathered.stretch.count > without.count else { return }
        var structure = try Structure(db)
        let segment = try Segment(structure.free, db)
        var pages = SegmentPages(into: segment)
        try merge(&gathered, into: &pages, firstRow: firstRow, without: without, goOn)
        try pages.finish()
        // Rows without a single word make no page, and a segment of none is no segment.
        if pages.count > 0 {
            structure.add(segment.number, pages: pages.count)
            try structure.store(db)
        }
        try addSizes(&gathered, firstRow: firstRow, without: without, db)
    }

    /// Joins the lists of all stretches, word by word.
    private static func merge(
        _ gathered: inout BulkText.State, into pages: inout SegmentPages, firstRow: Int, without: Set<Int>, _ goOn: () throws -> Void
    ) throws {
        let cursors = RunCursors(gathered.runs)
        try cursors.begin(gathered.file)
        var word = Bytes()
        var done = 0
        while let least = cursors.least() {
            word.removeAll()
            // Words of the main index begin with a mark (`FTS5_MAIN_PREFIX`).
            word.append(UInt8(ascii: "0"))
            cursors.append(least[0], to: &word)
            var isBegun = false
            for cursor in least {
                if without.isEmpty {
                    if !isBegun { try pages.begin(word) }
                    isBegun = true
                    try cursors.eachPiece(cursor, gathered.file) { text, list, length, isWhole in
                        let (taken, last) = try pages.add(firstRow + text, list: list, length, isWhole: isWhole)
                        return (taken, last - firstRow)
                    }
                    try cursors.next(cursor, gathered.file)
                    continue
                }
                try cursors.eachText(cursor, gathered.file) { text, positions, length in
                    if without.contains(text) { return }
                    if !isBegun { try pages.begin(word) }
                    isBegun = true
                    try pages.add(firstRow + text, positions, length)
                }
                try cursors.next(cursor, gathered.file)
            }
            done += 1
            if done & 0xFFF == 0 { try goOn() }
        }
    }

    /// How many tokens each row has, and all together.
    private static func addSizes(_ gathered: inout BulkText.State, firstRow: Int, without: Set<Int>, _ db: Database) throws {
        let statement = try RawStatement(db, "INSERT INTO search_docsize (id, sz) VALUES (?, ?)")
        var totals = gathered.stretch.totals
        var at = 0
        for text in 0..<gathered.stretch.count {
            let from = at
            var counts = [0, 0, 0, 0]
            for column in counts.indices { counts[column] = Bytes.varint(gathered.stretch.sizes.start, &at) }
            if without.contains(text) {
                for column in counts.indices { totals[column] -= counts[column] }
                continue
            }
            statement.bind(1, firstRow + text)
            statement.bind(2, bytes: gathered.stretch.sizes.start + from, at - from)
            try statement.run()
        }
        try add([gathered.stretch.count - without.count] + totals, toAveragesIn: db)
    }

    /// The number of rows, and of tokens in each column.
    private static func add(_ more: [Int], toAveragesIn db: Database) throws {
        let stored = try Data.fetchOne(db, sql: "SELECT block FROM search_data WHERE id = 1").map { Array($0) } ?? []
        var values = Structure.numbers(in: stored, from: 0)
        while values.count < more.count { values.append(0) }
        var block = Bytes()
        for (value, added) in zip(values, more) { block.append(varint: value + added) }
        let statement = try RawStatement(db, "REPLACE INTO search_data (id, block) VALUES (1, ?)")
        statement.bind(1, bytes: block.start, block.count)
        try statement.run()
    }
}

/// Several stretches that are read at once.
final class RunCursors {
    private var cursors: [Box] = []
    private final class Box {
        var cursor: RunCursor
        init(_ run: Range<Int>) { cursor = RunCursor(run) }
    }

    init(_ runs: [Range<Int>]) { cursors = runs.map(Box.init) }

    func begin(_ file: borrowing SpoolFile) throws { for box in cursors { try box.cursor.next(file) } }

    /// The stretches whose current word is the least, in their order; nil when all are at their ends.
    func least() -> [Int]? {
        var least: [Int] = []
        for (number, box) in cursors.enumerated() where !box.cursor.isAtEnd {
            guard let best = least.first else {
                least = [number]
                continue
            }
            let order = Bytes.order(box.cursor.word, cursors[best].cursor.word)
            if order < 0 { least = [number] } else if order == 0 { least.append(number) }
        }
        return least.isEmpty ? nil : least
    }

    func append(_ number: Int, to bytes: inout Bytes) {
        let box = cursors[number]
        bytes.append(box.cursor.word.start, box.cursor.word.count)
    }

    func next(_ number: Int, _ file: borrowing SpoolFile) throws { try cursors[number].cursor.next(file) }

    func eachText(_ number: Int, _ file: borrowing SpoolFile, _ body: (Int, UnsafePointer<UInt8>, Int) throws -> Void) throws {
        try cursors[number].cursor.eachText(file, body)
    }

    func eachPiece(
        _ number: Int, _ file: borrowing SpoolFile, _ body: (Int, UnsafePointer<UInt8>, Int, Bool) throws -> (taken: Int, last: Int)
    ) throws {
        try cursors[number].cursor.eachPiece(file, body)
    }
}
