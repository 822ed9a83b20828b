import Synchronization

/// The rows of an import that wait to be stored, for several threads.
final class RowLine: Sendable {
    private let spool: Mutex<RowSpool>

    init(folder: String) throws { spool = Mutex(try RowSpool(folder: folder)) }

    func append(_ rows: [RowSpool.Row]) throws {
        try spool.withLock { spool in for row in rows { try spool.append(row) } }
    }

    func flush() throws { try spool.withLock { try $0.flush() } }
    var blockCount: Int { spool.withLock { $0.blockCount } }
    func rows(ofBlock number: Int) throws -> [RowSpool.Row] { try RowSpool.rows(in: spool.withLock { try $0.bytes(ofBlock: number) }) }
}

/// Rows on their way from the checks to the store: kept in a temporary file meanwhile, as a million of them do not fit
/// into memory and the write lock is taken only when the last one was looked at.
struct RowSpool: ~Copyable, Sendable {
    private var file: SpoolFile
    private var block: [UInt8] = []
    /// Where each block begins; the last number is the end.
    private var places = [0]
    /// How many rows there are.
    private(set) var count = 0

    /// A row that is new, or that changed an innovation.
    enum Row: Sendable {
        case new(PreparedRow)
        case changed(ImportRecord)
    }

    init(folder: String) throws { file = try SpoolFile(folder: folder) }

    var blockCount: Int { places.count - 1 }

    private static let blockSize = 1 << 20

    mutating func append(_ row: Row) throws {
        var writer = Writing()
        swap(&writer.bytes, &block)
        switch row {
        case .new(let row):
            writer.number(0)
            writer.put(row)
        case .changed(let record):
            writer.number(1)
            writer.put(record)
        }
        swap(&writer.bytes, &block)
        count += 1
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
    static func rows(in bytes: [UInt8]) throws -> [Row] {
        var reading = Reading(bytes: bytes)
        var rows: [Row] = []
        while !reading.isAtEnd {
            rows.append(try reading.number() == 0 ? .new(try reading.row()) : .changed(try reading.record()))
        }
        return rows
    }
}
