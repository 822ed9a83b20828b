import Synchronization

/// The rows of an import that wait to be stored, for several threads.
final class RowLine: Sendable {
    private let spool: Mutex<RowSpool>

    init(folder: String) throws { spool = Mutex(try RowSpool(folder: folder)) }

    /// - Parameter repeats: places of new rows that are left out.
    func append(_ new: [PreparedRow], without repeats: Set<Int>, _ changed: [ImportRecord]) throws {
        try spool.withLock { spool in
            for place in new.indices where !repeats.contains(place) { try spool.append(new: new[place]) }
            for record in changed { try spool.append(changed: record) }
        }
    }

    func flush() throws { try spool.withLock { try $0.flush() } }
    var blockCount: Int { spool.withLock { $0.blockCount } }
    func rows(ofBlock number: Int) throws -> RowSpool.Rows { try RowSpool.rows(in: spool.withLock { try $0.bytes(ofBlock: number) }) }
}

/// Rows on their way from the checks to the store: kept in a temporary file meanwhile, as a million of them do not fit
/// into memory and the write lock is taken only when the last one was looked at.
struct RowSpool: ~Copyable, Sendable {
    private var file: SpoolFile
    private var block: [UInt8] = []
    /// Where each block begins; the last number is the end.
    private var places = [0]
    /// How many new rows there are.
    private var count = 0

    /// The rows of a block that are new, and those that changed an innovation.
    struct Rows: Sendable {
        var new: [PreparedRow] = []
        var changed: [ImportRecord] = []
    }

    init(folder: String) throws { file = try SpoolFile(folder: folder) }

    var blockCount: Int { places.count - 1 }

    private static let blockSize = 1 << 20

    /// Adds a new row, which gets the next ordinal.
    mutating func append(new row: PreparedRow) throws {
        try write { [count] writer in
            writer.number(0)
            writer.put(row, ordinal: count)
        }
        count += 1
    }

    mutating func append(changed record: ImportRecord) throws {
        try write { writer in
            writer.number(1)
            writer.put(record)
        }
    }

    private mutating func write(_ body: (inout Writing) -> Void) throws {
        var writer = Writing()
        swap(&writer.bytes, &block)
        body(&writer)
        swap(&writer.bytes, &block)
        if block.count >= RowSpool.blockSize { try flush() }
    }

    mutating func flush() throws {
        guard !block.isEmpty else { return }
        try block.withUnsafeBytes { try file.append($0) }
        block.removeAll(keepingCapacity: true)
        places.append(file.count)
    }

    func bytes(ofBlock number: Int) throws -> [UInt8] {
        let length = places[number + 1] - places[number]
        return try [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            count = try file.read(into: UnsafeMutableRawBufferPointer(buffer), at: places[number])
        }
    }

    /// The rows of one block. Throws `inputOutput` when the file is not what was written.
    static func rows(in bytes: [UInt8]) throws -> Rows {
        var reading = Reading(bytes: bytes)
        var rows = Rows()
        while !reading.isAtEnd {
            if try reading.number() == 0 { rows.new.append(try reading.row()) } else { rows.changed.append(try reading.record()) }
        }
        return rows
    }
}
