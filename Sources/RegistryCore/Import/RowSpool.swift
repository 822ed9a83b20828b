import Synchronization

/// The rows of an import that wait to be stored, for several threads.
final class RowLine: Sendable {
    private let spool: Mutex<RowSpool>

    /// - Parameter readers: how many read each block once, so that its room is given back when the last has; nil where that
    ///   is not known.
    init(folder: String, readers: Int?) throws { spool = Mutex(try RowSpool(folder: folder, readers: readers)) }

    /// - Parameter repeats: places of new rows that are left out.
    func append(_ new: PreparedRows, without repeats: Set<Int>, _ changed: [ImportRecord]) throws {
        let kept = new.without(repeats)
        try spool.withLock { spool in
            if !kept.isEmpty { try spool.append(kept) }
            if !changed.isEmpty { try spool.append(changed: changed) }
        }
    }

    var blockCount: Int { spool.withLock { $0.blockCount } }

    func rows(ofBlock number: Int) throws -> RowSpool.Rows {
        let block = try spool.withLock { spool in try spool.take(number) }
        return try RowSpool.rows(in: block)
    }
}

/// Rows on their way from the checks to the store: kept in a temporary file meanwhile, as a million of them do not fit
/// into memory and the write lock is taken only when the last one was looked at.
struct RowSpool: ~Copyable, Sendable {
    private var file: SpoolFile
    private var blocks: [Block] = []
    /// How many new rows there are.
    private var count = 0
    private let readers: Int?
    /// How many blocks all have read, from the first on.
    private var done = 0

    private struct Block {
        var place: Range<Int>
        /// The ordinal of its first row, where its rows are new.
        var first: Int?
        /// How many have yet to read it.
        var readers: Int?
    }

    /// The rows of a block: some that are new, or some that changed an innovation.
    enum Rows: Sendable {
        case new(PreparedRows)
        case changed([ImportRecord])
    }

    /// A block as it stands in the file.
    struct Taken: Sendable {
        fileprivate var bytes: [UInt8]
        fileprivate var first: Int?
    }

    init(folder: String, readers: Int?) throws {
        file = try SpoolFile(folder: folder)
        self.readers = readers
    }

    var blockCount: Int { blocks.count }

    /// Adds new rows, which get the next ordinals.
    mutating func append(_ rows: PreparedRows) throws {
        try add(rows.bytes, first: count)
        count += rows.count
    }

    mutating func append(changed records: [ImportRecord]) throws {
        var writing = Writing()
        for record in records { writing.put(record) }
        try add(writing.bytes, first: nil)
    }

    private mutating func add(_ bytes: [UInt8], first: Int?) throws {
        let start = file.count
        try bytes.withUnsafeBytes { try file.append($0) }
        blocks.append(Block(place: start..<file.count, first: first, readers: readers))
    }

    /// Reads a block.
    ///
    /// Room is given back once the last reader is past it: the database's log is written meanwhile, and memory that was
    /// touched before is up to ten times as cheap to write to as some that the machine must find first.
    mutating func take(_ number: Int) throws -> Taken {
        let block = blocks[number]
        guard block.readers != 0 else {
            throw Problem(.busy, "the import would have to be stored a second time, and its rows are used up; nothing was saved", next: "import it again")
        }
        let bytes = try [UInt8](unsafeUninitializedCapacity: block.place.count) { buffer, count in
            count = try file.read(into: UnsafeMutableRawBufferPointer(buffer), at: block.place.lowerBound)
        }
        if let readers = block.readers {
            blocks[number].readers = readers - 1
            while done < blocks.count, blocks[done].readers == 0 { done += 1 }
            if done > 0 { file.release(upTo: blocks[done - 1].place.upperBound) }
        }
        return Taken(bytes: bytes, first: block.first)
    }

    /// The rows of a block. Throws `inputOutput` when they are not what was written.
    static func rows(in block: Taken) throws -> Rows {
        if let first = block.first { return .new(try PreparedRows(bytes: block.bytes, firstOrdinal: first)) }
        var reading = Reading(bytes: block.bytes)
        var records: [ImportRecord] = []
        while !reading.isAtEnd { records.append(try reading.record()) }
        return .changed(records)
    }
}
