import Foundation

/// Where words stand, one after the other as they are met: word, text, column and place in one number each.
///
/// They are written in order and sorted by word at the end of a stretch, which goes through memory from end to end a
/// few times. (A list for each word that grows as words are met takes four times as long: nearly every step of that
/// waits for memory.)
struct Occurrences: ~Copyable {
    /// Texts, words and places that a number has room for.
    static let mostTexts = 1 << 16
    static let mostWords = 1 << 24
    static let mostPlaces = 1 << 22

    /// 16 MiB of them, and as much again to sort: more would make fewer stretches, and touch memory for it.
    static let capacity = 2 << 20

    private var all = UnsafeMutablePointer<UInt64>.allocate(capacity: Occurrences.capacity)
    private var other = UnsafeMutablePointer<UInt64>.allocate(capacity: Occurrences.capacity)
    private(set) var count = 0

    deinit {
        all.deallocate()
        other.deallocate()
    }

    /// There must be room.
    mutating func append(word: UInt32, text: Int, column: Int, place: Int) {
        all[count] = UInt64(word) << 40 | UInt64(text) << 24 | UInt64(column) << 22 | UInt64(min(place, Occurrences.mostPlaces - 1))
        count += 1
    }

    /// One after the other; sorted once `sort` was called.
    subscript(index: Int) -> (word: Int, text: Int, column: Int, place: Int) {
        let value = all[index]
        return (Int(value >> 40), Int(value >> 24) & 0xFFFF, Int(value >> 22) & 3, Int(value) & (Occurrences.mostPlaces - 1))
    }

    /// By the order that each word has; those of one word stay in theirs.
    ///
    /// - Parameter order: the place of each word among all.
    mutating func sort(by order: [UInt32]) {
        for index in 0..<count {
            let value = all[index]
            all[index] = UInt64(order[Int(value >> 40)]) << 40 | value & 0xFF_FFFF_FFFF
        }
        var shift: UInt64 = 40
        // Eleven bits at a time, from the lowest: each pass keeps the order of the one before.
        while order.count > 1 << (shift - 40) {
            var places = [Int](repeating: 0, count: 2049)
            for index in 0..<count { places[Int(all[index] >> shift) & 2047 + 1] += 1 }
            for bucket in 1...2048 { places[bucket] += places[bucket - 1] }
            places.withUnsafeMutableBufferPointer { places in
                for index in 0..<count {
                    let bucket = Int(all[index] >> shift) & 2047
                    other[places[bucket]] = all[index]
                    places[bucket] += 1
                }
            }
            swap(&all, &other)
            shift += 11
        }
    }

    mutating func removeAll() { count = 0 }
}
