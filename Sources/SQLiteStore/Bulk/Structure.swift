import Foundation
import GRDB
import RegistryCore

/// Which segments the full-text index consists of: four bytes that are the configuration's, the number of levels and
/// of segments, how many pages were ever written, and level by level its segments from the oldest, with their first
/// and last pages.
struct Structure {
    private struct Level {
        /// How many of its segments are being merged.
        var merging = 0
        var segments: [(number: Int, first: Int, last: Int)] = []
    }

    private var cookie: [UInt8]
    private var written: Int
    private var levels: [Level] = []

    init(_ db: Database) throws {
        let block = try Data.fetchOne(db, sql: "SELECT block FROM search_data WHERE id = 10").map { Array($0) } ?? []
        guard block.count >= 7 else { throw Problem.damaged("the full-text index has no structure") }
        cookie = Array(block[0..<4])
        let numbers = Structure.numbers(in: block, from: 4)
        var at = 0
        func next() throws -> Int {
            guard at < numbers.count else { throw Problem.damaged("the structure of the full-text index is cut") }
            at += 1
            return numbers[at - 1]
        }
        let count = try next()
        _ = try next()
        written = try next()
        guard count <= Structure.mostLevels else { throw Problem.damaged("the structure of the full-text index is not one") }
        for _ in 0..<count {
            var level = Level(merging: try next())
            for _ in 0..<min(try next(), Structure.mostSegments) { level.segments.append((try next(), try next(), try next())) }
            levels.append(level)
        }
    }

    private static let mostSegments = 2000
    private static let mostLevels = 64

    /// A number that no segment has.
    var free: Int {
        let taken = Set(levels.flatMap { $0.segments.map(\.number) })
        return (1...Structure.mostSegments).first { !taken.contains($0) } ?? Structure.mostSegments
    }

    /// Adds a segment, on a level with others of its size: FTS5 merges a level when it has several, and a large one
    /// among the smallest would be written again at somebody's next save.
    mutating func add(_ number: Int, pages: Int) {
        var level = 0
        var size = 64
        while size <= pages, level < 6 {
            size *= 16
            level += 1
        }
        while levels.count <= level { levels.append(Level()) }
        // A merge takes its level's first segments, and writes on into the last one of the level above: that one stays
        // the last while the merge is under way.
        let takesMerge = level > 0 && levels[level - 1].merging > 0 && !levels[level].segments.isEmpty
        levels[level].segments.insert((number, 1, pages), at: levels[level].segments.count - (takesMerge ? 1 : 0))
        written += pages
    }

    func store(_ db: Database) throws {
        var block = Bytes()
        for byte in cookie { block.append(byte) }
        block.append(varint: levels.count)
        block.append(varint: levels.reduce(0) { $0 + $1.segments.count })
        block.append(varint: written)
        for level in levels {
            block.append(varint: level.merging)
            block.append(varint: level.segments.count)
            for segment in level.segments {
                for value in [segment.number, segment.first, segment.last] { block.append(varint: value) }
            }
        }
        let statement = try RawStatement(db, "REPLACE INTO search_data (id, block) VALUES (10, ?)")
        statement.bind(1, bytes: block.start, block.count)
        try statement.run()
    }

    /// The whole numbers that stand one after the other.
    static func numbers(in block: [UInt8], from start: Int) -> [Int] {
        var numbers: [Int] = []
        var value = 0
        for byte in block.dropFirst(start) {
            value = value << 7 | Int(byte & 0x7F)
            if byte < 0x80 {
                numbers.append(value)
                value = 0
            }
        }
        return numbers
    }
}
