import Foundation

/// Rows of an import ready to be stored, one after the other in one piece of memory, as the temporary file has them: to
/// make a string of each part of a million rows takes as long as to store them.
public struct PreparedRows: Sendable {
    /// The parts of a row, in the order in which they stand: texts in UTF-8, and at the end three that are bytes.
    public enum Part: Int, CaseIterable, Sendable {
        case uid, created, updated, source, sourceID, importedFrom, key, submitter, visibility, held
        /// One a line.
        case tags
        case fields, contentDigest, salt, digest
    }

    /// Where a row's parts begin, and what it was given since; what each means is said at `PreparedRow`.
    public struct Row: Sendable {
        fileprivate let start: Int
        public internal(set) var ordinal: Int
        public internal(set) var number = 0
        public internal(set) var position = 0
    }

    /// Each row begins with where each of its parts ends, counted from behind these numbers.
    private(set) var bytes: [UInt8] = []
    private var rows: [Row] = []
    /// 32 bytes a row; nothing until rows are given their places.
    private var links: [UInt8] = []
    /// How many parts the last row has.
    private var parts = 0

    public init() {}

    fileprivate static let head = Part.allCases.count * MemoryLayout<UInt32>.size
    /// Marks a part that is not there.
    fileprivate static let absent: UInt32 = 1 << 31

    public var count: Int { rows.count }
    public var isEmpty: Bool { rows.isEmpty }
    public var indices: Range<Int> { rows.indices }
    public subscript(index: Int) -> Row { rows[index] }

    /// Calls `body` with the memory in which the parts stand. Pointers into it hold only meanwhile.
    public func withMemory<Value>(_ body: (Memory) throws -> Value) rethrows -> Value {
        try bytes.withUnsafeBytes { bytes in
            try links.withUnsafeBytes { links in try body(Memory(bytes: bytes, links: links)) }
        }
    }

    /// The memory in which rows stand.
    public struct Memory {
        fileprivate let bytes: UnsafeRawBufferPointer
        fileprivate let links: UnsafeRawBufferPointer

        public func part(_ part: Part, of row: Row) -> UnsafeBufferPointer<UInt8>? {
            let end = self.end(part.rawValue, of: row)
            guard end & PreparedRows.absent == 0 else { return nil }
            let start = part == .uid ? 0 : self.end(part.rawValue - 1, of: row) & ~PreparedRows.absent
            let base = row.start + PreparedRows.head
            return UnsafeRawBufferPointer(rebasing: bytes[base + Int(start)..<base + Int(end)]).assumingMemoryBound(to: UInt8.self)
        }

        public func text(_ part: Part, of row: Row) -> String? { self.part(part, of: row).map { String(decoding: $0, as: UTF8.self) } }

        /// 32 bytes.
        public func digest(of row: Row) -> UnsafeBufferPointer<UInt8> { part(.digest, of: row) ?? UnsafeBufferPointer(start: nil, count: 0) }

        /// The link of the row at a place, 32 bytes.
        public func link(_ index: Int) -> UnsafeBufferPointer<UInt8> {
            UnsafeRawBufferPointer(rebasing: links[index * 32..<index * 32 + 32]).assumingMemoryBound(to: UInt8.self)
        }

        /// Whether one of its texts holds a NUL, as which some interfaces take a text's end.
        public func holdsNUL(_ row: Row) -> Bool {
            let base = row.start + PreparedRows.head
            let end = Int(self.end(Part.fields.rawValue, of: row) & ~PreparedRows.absent)
            return bytes.baseAddress.map { memchr($0 + base, 0, end) != nil } ?? false
        }

        fileprivate func end(_ part: Int, of row: Row) -> UInt32 {
            bytes.loadUnaligned(fromByteOffset: row.start + part * MemoryLayout<UInt32>.size, as: UInt32.self)
        }
    }
}

extension PreparedRows {
    /// The same rows, each from its value.
    public init(_ rows: [PreparedRow]) {
        self.init()
        for row in rows {
            begin()
            add(row.uid)
            add(row.created)
            add(row.updated)
            add(row.source)
            add(row.sourceID)
            add(row.importedFrom)
            add(row.key)
            add(row.submitter)
            add(row.visibility.rawValue)
            add(row.held)
            add(row.tags.joined(separator: "\n"))
            add(row.fields)
            add(row.contentDigest)
            add(row.salt)
            add(row.digest.bytes)
            self.rows[count - 1].ordinal = row.ordinal
            place(count - 1, number: row.number, position: row.position, link: row.link)
        }
    }

    /// Rows as they were written. Throws `inputOutput` when they are not whole.
    init(bytes: [UInt8], firstOrdinal: Int) throws {
        self.init()
        self.bytes = bytes
        var at = 0
        try bytes.withUnsafeBytes { bytes in
            let memory = Memory(bytes: bytes, links: bytes)
            while at < bytes.count {
                let row = Row(start: at, ordinal: firstOrdinal + rows.count)
                guard bytes.count - at >= PreparedRows.head else { throw PreparedRows.cut }
                var before: UInt32 = 0
                for part in Part.allCases {
                    let end = memory.end(part.rawValue, of: row) & ~PreparedRows.absent
                    guard end >= before else { throw PreparedRows.cut }
                    before = end
                }
                at += PreparedRows.head + Int(before)
                guard at <= bytes.count else { throw PreparedRows.cut }
                rows.append(row)
            }
        }
    }

    static var cut: Problem { Problem(.inputOutput, "a temporary file of the import was cut; nothing was saved") }

    /// Begins a row, whose parts are then added in their order.
    mutating func begin() {
        rows.append(Row(start: bytes.count, ordinal: rows.count))
        bytes.append(contentsOf: repeatElement(0, count: PreparedRows.head))
        parts = 0
    }

    mutating func add(_ text: String?) {
        if let text { bytes += text.utf8 }
        end(isAbsent: text == nil)
    }

    mutating func add(_ part: some Collection<UInt8>) {
        bytes += part
        end(isAbsent: false)
    }

    private mutating func end(isAbsent: Bool) {
        guard let row = rows.last else { return }
        let end = UInt32(truncatingIfNeeded: bytes.count - row.start - PreparedRows.head) | (isAbsent ? PreparedRows.absent : 0)
        let place = row.start + parts * MemoryLayout<UInt32>.size
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: end, toByteOffset: place, as: UInt32.self) }
        parts += 1
    }

    mutating func reserve(_ rows: Int) {
        bytes.reserveCapacity(rows * 1400)
        self.rows.reserveCapacity(rows)
    }

    /// Gives a row its number, its place in the batch and its link.
    mutating func place(_ index: Int, number: Int, position: Int, link: Digest) {
        (rows[index].number, rows[index].position) = (number, position)
        if links.isEmpty { links.reserveCapacity(rows.count * 32) }
        links += link.bytes
    }

    /// The same without the rows at some places; the others keep their ordinals.
    func without(_ places: Set<Int>) -> PreparedRows {
        guard !places.isEmpty else { return self }
        var kept = PreparedRows()
        for index in indices where !places.contains(index) {
            let end = index + 1 < count ? rows[index + 1].start : bytes.count
            kept.rows.append(Row(start: kept.bytes.count, ordinal: rows[index].ordinal))
            kept.bytes += bytes[rows[index].start..<end]
        }
        return kept
    }

    /// The value of a row. Throws `inputOutput` when it is not what was prepared.
    public func row(_ index: Int) throws -> PreparedRow {
        try withMemory { memory in
            let row = rows[index]
            func text(_ part: Part) -> String { memory.text(part, of: row) ?? "" }
            func bytes(_ part: Part) -> [UInt8] { memory.part(part, of: row).map { Array($0) } ?? [] }
            guard let visibility = Visibility(rawValue: text(.visibility)), let digest = Digest(bytes: bytes(.digest)) else { throw PreparedRows.cut }
            var value = PreparedRow(
                uid: text(.uid), created: text(.created), updated: text(.updated), source: memory.text(.source, of: row),
                sourceID: memory.text(.sourceID, of: row), importedFrom: text(.importedFrom), key: text(.key), submitter: text(.submitter),
                visibility: visibility, held: memory.text(.held, of: row), tags: text(.tags).split(separator: "\n").map(String.init),
                fields: text(.fields), contentDigest: bytes(.contentDigest), salt: bytes(.salt), digest: digest)
            (value.ordinal, value.number, value.position) = (row.ordinal, row.number, row.position)
            if !links.isEmpty { value.link = Digest(bytes: Array(memory.link(index))) ?? .nothing }
            return value
        }
    }
}
