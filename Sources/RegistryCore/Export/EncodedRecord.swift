/// One record of an export as bytes: the columns' values in JSON, as engines keep most of them.
///
/// Making values of a record (an innovation, its dictionaries, a `JSONValue` a column) took 27 µs, where reading its
/// bytes and writing them in another format takes 3: so exporters are handed these.
public struct EncodedRecord: Sendable {
    /// Canonical JSON in UTF-8 (`JSONValue.canonical`), of this record and of others.
    public let bytes: [UInt8]
    /// Where each column's value stands in the bytes, in the columns' order; empty where there is none.
    public let places: ArraySlice<Range<Int>>

    init(bytes: [UInt8], places: ArraySlice<Range<Int>>) {
        self.bytes = bytes
        self.places = places
    }

    /// One value per column; null where there is none.
    public init(_ values: [JSONValue]) {
        var block = RecordBlock(columns: values.count)
        block.begin()
        for (column, value) in values.enumerated() where !value.isNull { block.set(column, to: value) }
        self = block[0]
    }

    /// The values themselves; null where there is none. Throws `JSONProblem` when they are not JSON.
    public var values: [JSONValue] {
        get throws(JSONProblem) {
            var values: [JSONValue] = []
            values.reserveCapacity(places.count)
            for place in places { values.append(place.isEmpty ? .null : try JSONValue(parsing: Array(bytes[place]))) }
            return values
        }
    }
}

/// Some hundred records in one piece of memory, as they go from the thread that reads them to the one that writes them.
public struct RecordBlock: Sendable {
    /// How many columns each record has.
    public let columns: Int
    private var bytes: [UInt8] = []
    /// Those of the first record, those of the second, and so on.
    private var places: [Range<Int>] = []

    public init(columns: Int) {
        self.columns = columns
        bytes.reserveCapacity(RecordBlock.size * 5 / 4)
    }

    /// Bytes from which on a block is handed over: some hundred records, and little beside a processor's cache.
    private static let size = 1 << 18

    public private(set) var count = 0
    public var isEmpty: Bool { count == 0 }
    public var isFull: Bool { bytes.count >= RecordBlock.size }

    public subscript(record: Int) -> EncodedRecord {
        EncodedRecord(bytes: bytes, places: places[record * columns..<(record + 1) * columns])
    }

    /// Begins the next record, without any value.
    public mutating func begin() {
        places += repeatElement(0..<0, count: columns)
        count += 1
    }

    /// Sets a value of the record that was begun last.
    public mutating func set(_ column: Int, to value: JSONValue) {
        set(column) { value.appendCanonical(to: &$0) }
    }

    /// Sets a value of the record that was begun last, whose canonical JSON `write` appends.
    public mutating func set(_ column: Int, write: (inout [UInt8]) throws -> Void) rethrows {
        let start = bytes.count
        try write(&bytes)
        set(column, at: start..<bytes.count)
    }

    /// Appends bytes in which values stand; where they begin is returned.
    public mutating func append(_ json: UnsafeBufferPointer<UInt8>) -> Int {
        defer { bytes += json }
        return bytes.count
    }

    /// Says where a value of the record that was begun last stands, among bytes that were appended.
    public mutating func set(_ column: Int, at place: Range<Int>) { places[places.count - columns + column] = place }

    /// Whether the record that was begun last has a value there.
    public func has(_ column: Int) -> Bool { !places[places.count - columns + column].isEmpty }
}
