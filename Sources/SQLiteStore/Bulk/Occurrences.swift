import Foundation

/// Where words stand, one after the other as they are met: word, text, column and place in one number each.
///
/// They are written in order, and at the end of a stretch put where the word's others are, which goes through memory from
/// end to end once. (A list for each word that grows as words are met takes four times as long: nearly every step of that
/// waits for memory.)
struct Occurrences: ~Copyable {
    /// Texts, words and places that a number has room for.
    static let mostTexts = 1 << 16
    static let mostWords = 1 << 24
    static let mostPlaces = 1 << 22

    /// 16 MiB of them, and as much again to sort: more would make fewer stretches, and touch memory for it.
    static let capacity = 2 << 20

    private let all = UnsafeMutablePointer<UInt64>.allocate(capacity: Occurrences.capacity)
    private let sorted = UnsafeMutablePointer<UInt64>.allocate(capacity: Occurrences.capacity)
    private(set) var count = 0
    /// How often each word was met; once they are sorted, where the last one of each is.
    private var ends: [UInt32] = []

    deinit {
        all.deallocate()
        sorted.deallocate()
    }

    /// Words are numbered from 0; this makes room for one more.
    mutating func addWord() { ends.append(0) }

    /// There must be room.
    @inline(__always)
    mutating func append(word: UInt32, text: Int, column: Int, place: Int) {
        all[count] = UInt64(word) << 40 | UInt64(text) << 24 | UInt64(column) << 22 | UInt64(min(place, Occurrences.mostPlaces - 1))
        count += 1
        ends[Int(word)] += 1
    }

    /// Puts those of each word together, in their order, the words in the order that is given.
    mutating func sort(by words: [UInt32]) {
        var start: UInt32 = 0
        for word in words {
            let length = ends[Int(word)]
            ends[Int(word)] = start
            start += length
        }
        ends.withUnsafeMutableBufferPointer { ends in
            for index in 0..<count {
                let word = Int(all[index] >> 40)
                sorted[Int(ends[word])] = all[index]
                ends[word] += 1
            }
        }
    }

    /// Behind the last occurrence of a word, once they are sorted.
    func end(of word: UInt32) -> Int { Int(ends[Int(word)]) }

    /// One of them, once they are sorted.
    @inline(__always)
    subscript(index: Int) -> (text: Int, column: Int, place: Int) {
        let value = sorted[index]
        return (Int(value >> 24) & 0xFFFF, Int(value >> 22) & 3, Int(value) & (Occurrences.mostPlaces - 1))
    }

    /// Begins anew, with so many words.
    mutating func removeAll(words: Int) {
        count = 0
        ends = Array(repeating: 0, count: words)
    }
}
