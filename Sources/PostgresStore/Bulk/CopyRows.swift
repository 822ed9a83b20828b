import RegistryCore

/// Rows in the binary form of `COPY`, in which texts and bytes stand as they are: nothing is escaped here, and nothing
/// read again there (https://www.postgresql.org/docs/current/sql-copy.html, “Binary Format”).
struct CopyRows {
    private(set) var bytes: [UInt8] = CopyRows.header

    private static let header: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + Array(repeating: 0, count: 8)

    var count: Int { bytes.count }

    /// Begins a row of so many columns, which are then added in their order.
    mutating func begin(columns: Int) { bytes.append(bigEndian: UInt16(columns)) }

    /// Behind the last row.
    mutating func end() { bytes.append(bigEndian: Int16(-1)) }

    /// What was added so far was sent.
    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    /// A `bigint`.
    mutating func add(_ number: Int) {
        bytes.append(bigEndian: UInt32(8))
        bytes.append(bigEndian: Int64(number))
    }

    /// A text or `bytea`; nothing where there is none.
    mutating func add(_ part: UnsafeBufferPointer<UInt8>?) {
        guard let part else { return bytes.append(bigEndian: Int32(-1)) }
        bytes.append(bigEndian: UInt32(part.count))
        bytes += part
    }

    mutating func add(_ text: String) {
        bytes.append(bigEndian: UInt32(text.utf8.count))
        bytes += text.utf8
    }

    mutating func add(_ part: [UInt8]) {
        bytes.append(bigEndian: UInt32(part.count))
        bytes += part
    }

    /// A `jsonb`, of which there is one version.
    mutating func add(json: UnsafeBufferPointer<UInt8>) {
        bytes.append(bigEndian: UInt32(json.count + 1))
        bytes.append(1)
        bytes += json
    }

    /// A value in the binary form of its type.
    mutating func add(binary: ArraySlice<UInt8>) {
        bytes.append(bigEndian: UInt32(binary.count))
        bytes += binary
    }
}
