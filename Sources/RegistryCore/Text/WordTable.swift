import Foundation

/// Byte strings with a number each, which is whatever was given with them.
///
/// A look-up touches one line of memory where the word has up to sixteen bytes, as nearly all have: with a hundred words
/// in each of a million texts that is where the time goes.
package struct WordTable: ~Copyable {
    private struct Slot {
        /// The first and the last eight bytes; of a shorter word all of them, and none.
        var head: UInt64 = 0
        var tail: UInt64 = 0
        var hash: UInt32 = 0
        /// 0 in an empty slot.
        var count: UInt32 = 0
        var start: UInt32 = 0
        var value: UInt32 = 0
    }

    /// A power of two of them, at most three quarters full: the fewer, the more of them the processor has at hand.
    private var slots: UnsafeMutablePointer<Slot>
    private var capacity: Int
    package private(set) var count = 0
    /// The words' bytes, one after the other.
    private var bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 12)
    private var byteCount = 0
    private var byteCapacity = 1 << 12

    /// - Parameter capacity: how many slots there are at first, a power of two.
    package init(capacity: Int = 1 << 15) {
        self.capacity = capacity
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: Slot(), count: capacity)
    }

    deinit {
        slots.deallocate()
        bytes.deallocate()
    }

    /// About how much memory it takes, in bytes.
    package var size: Int { capacity * MemoryLayout<Slot>.stride + byteCount }

    /// The next run of ASCII letters and digits and whatever is beyond ASCII, from a place on; nil when there is none before the end.
    @inlinable
    package static func piece(of text: UnsafePointer<UInt8>, from place: Int, to end: Int) -> Range<Int>? {
        func isWordByte(_ byte: UInt8) -> Bool { byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 }
        var at = place
        while at < end, !isWordByte(text[at]) { at += 1 }
        let from = at
        while at < end, isWordByte(text[at]) { at += 1 }
        return at > from ? from..<at : nil
    }

    /// The number of a word of at least one byte, or nil when it is not there.
    ///
    /// - Parameter room: how many bytes there are from its first one on, to be read.
    package func value(of word: UnsafePointer<UInt8>, _ length: Int, room: Int) -> UInt32? {
        let key = WordTable.key(word, length, room: room)
        var place = Int(key.hash) & (capacity - 1)
        while slots[place].count != 0 {
            if slots[place].head == key.head, slots[place].tail == key.tail, slots[place].count == UInt32(length),
                length <= 16 || memcmp(bytes + Int(slots[place].start), word, length) == 0
            {
                return slots[place].value
            }
            place = (place + 1) & (capacity - 1)
        }
        return nil
    }

    /// Adds a word that is not there. Where its bytes are from now on is returned.
    package mutating func add(_ word: UnsafePointer<UInt8>, _ length: Int, _ value: UInt32) -> Range<Int> {
        if count * 4 >= capacity * 3 { grow() }
        let key = WordTable.key(word, length, room: length)
        let start = byteCount
        if byteCount + length > byteCapacity { growBytes(for: length) }
        (bytes + byteCount).update(from: word, count: length)
        byteCount += length
        insert(Slot(head: key.head, tail: key.tail, hash: key.hash, count: UInt32(length), start: UInt32(start), value: value))
        count += 1
        return start..<byteCount
    }

    package func bytes(at range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
    }

    @inline(__always)
    private static func key(_ word: UnsafePointer<UInt8>, _ length: Int, room: Int) -> (head: UInt64, tail: UInt64, hash: UInt32) {
        func eight(_ place: Int) -> UInt64 { UnsafeRawPointer(word + place).loadUnaligned(as: UInt64.self) }
        var head: UInt64 = 0, tail: UInt64 = 0
        if length > 8 {
            (head, tail) = (eight(0), eight(length - 8))
        } else if room >= 8 {
            // Without what follows the word: its own bytes stand from the lowest on.
            head = UInt64(littleEndian: eight(0)) & (UInt64.max >> UInt64(64 - length * 8))
        } else {
            for place in 0..<length { head |= UInt64(word[place]) << UInt64(place * 8) }
        }
        var mixed = (head ^ UInt64(length) &* 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
        if length > 8 { mixed = (mixed ^ (mixed >> 32) ^ tail) &* 0x94D0_49BB_1331_11EB }
        var at = 8
        while at < length - 8 {
            mixed = (mixed ^ (mixed >> 32) ^ eight(at)) &* 0x94D0_49BB_1331_11EB
            at += 8
        }
        return (head, tail, UInt32(truncatingIfNeeded: mixed ^ (mixed >> 32)))
    }

    private mutating func insert(_ slot: Slot) {
        var place = Int(slot.hash) & (capacity - 1)
        while slots[place].count != 0 { place = (place + 1) & (capacity - 1) }
        slots[place] = slot
    }

    private mutating func grow() {
        let (old, oldCapacity) = (slots, capacity)
        capacity *= 2
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: Slot(), count: capacity)
        for place in 0..<oldCapacity where old[place].count != 0 { insert(old[place]) }
        old.deallocate()
    }

    private mutating func growBytes(for length: Int) {
        byteCapacity = max(byteCapacity * 2, byteCount + length)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: byteCapacity)
        larger.update(from: bytes, count: byteCount)
        bytes.deallocate()
        bytes = larger
    }
}
