import Foundation

/// Bytes that grow, without an array's checks: for the inner loops of bulk indexing, which touch each byte of a
/// million texts several times.
struct Bytes: ~Copyable {
    private(set) var start: UnsafeMutablePointer<UInt8>
    fileprivate(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 64) {
        self.capacity = max(capacity, 16)
        start = .allocate(capacity: self.capacity)
    }

    deinit { start.deallocate() }

    @inline(__always)
    mutating func reserve(_ more: Int) { if count + more > capacity { grow(for: more) } }

    @inline(never)
    private mutating func grow(for more: Int) {
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        start.deallocate()
        start = larger
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        start[count] = byte
        count += 1
    }

    mutating func append(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
        reserve(length)
        (start + count).update(from: bytes, count: length)
        count += length
    }

    /// A whole number as SQLite writes it: seven bits a byte, the highest first (https://www.sqlite.org/fileformat2.html,
    /// “varint”). Only values below 2⁵⁶ occur here, so the ninth byte's own rule is not needed.
    @inline(__always)
    mutating func append(varint value: Int) {
        if value < 0x80 { append(UInt8(truncatingIfNeeded: value)) } else { append(longVarint: value) }
    }

    private mutating func append(longVarint value: Int) {
        reserve(9)
        let length = Bytes.length(ofVarint: value)
        for place in 0..<length {
            let bits = UInt8(truncatingIfNeeded: value >> (7 * (length - 1 - place))) & 0x7F
            start[count + place] = place == length - 1 ? bits : bits | 0x80
        }
        count += length
    }

    static func length(ofVarint value: Int) -> Int { max(1, (Int.bitWidth - value.leadingZeroBitCount + 6) / 7) }

    /// The whole number at `place`, and where it ends.
    @inline(__always)
    static func varint(_ bytes: UnsafePointer<UInt8>, _ place: inout Int) -> Int {
        var value = 0
        while true {
            let byte = bytes[place]
            place += 1
            value = value << 7 | Int(byte & 0x7F)
            if byte < 0x80 { return value }
        }
    }

    var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    mutating func removeAll() { count = 0 }
    /// Takes in bytes that were written behind the others, within the capacity.
    mutating func grow(by length: Int) { count += length }
    mutating func keepFirst(_ length: Int) { count = min(count, length) }

    /// Sets two bytes, the higher first.
    func put(_ value: Int, at place: Int) {
        start[place] = UInt8(truncatingIfNeeded: value >> 8)
        start[place + 1] = UInt8(truncatingIfNeeded: value)
    }

    /// Below 0 when `a` comes before `b`, byte by byte; 0 when they are the same.
    static func order(_ a: borrowing Bytes, _ b: borrowing Bytes) -> Int {
        let order = Int(memcmp(a.start, b.start, min(a.count, b.count)))
        return order == 0 ? a.count - b.count : order
    }

    /// How many bytes both begin with.
    static func common(_ a: borrowing Bytes, _ b: borrowing Bytes) -> Int {
        var length = 0
        while length < a.count, length < b.count, a.start[length] == b.start[length] { length += 1 }
        return length
    }
}
