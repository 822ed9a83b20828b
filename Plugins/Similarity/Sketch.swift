/// A text's telling words in 20 numbers, of which two texts share about as many as their words: a MinHash in one
/// permutation (Li, Owen and Zhang, 2012; empty bins filled as Shrivastava and Li, 2014).
///
/// It reads bytes, not characters, as an import makes a million of them: some 2 µs for a text of 500 bytes, where the
/// words of `TellingWords` take 200.
struct Sketch: Equatable {
    static let bins = 20
    private(set) var values: [UInt32]
    /// How many different words there were.
    let words: Int

    init(_ texts: [String]) {
        var values = [UInt32](repeating: .max, count: Sketch.bins)
        var words = 0
        for text in texts {
            var text = text
            text.withUTF8 { bytes in
                var at = 0
                while at < bytes.count {
                    let start = at
                    while at < bytes.count, Sketch.isWordByte(bytes[at]) { at += 1 }
                    if at - start > 2, let hash = Sketch.hash(bytes, start, at) {
                        words += 1
                        let bin = Int(hash >> 32) % Sketch.bins
                        values[bin] = min(values[bin], UInt32(truncatingIfNeeded: hash))
                    }
                    at += 1
                }
            }
        }
        self.words = words
        self.values = Sketch.filled(values)
    }

    /// How alike two texts are, 0 to 1: about the share of their words that both have.
    func likeness(to other: Sketch) -> Double {
        Double(zip(values, other.values).count { $0 == $1 }) / Double(Sketch.bins)
    }

    /// An empty bin takes the next full one's number, with how far that is.
    private static func filled(_ values: [UInt32]) -> [UInt32] {
        guard values.contains(where: { $0 != .max }) else { return values }
        return values.indices.map { bin in
            var step = 0
            while values[(bin + step) % bins] == .max { step += 1 }
            return values[(bin + step) % bins] &+ UInt32(step) &* 0x9E37_79B9
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool { byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 }

    /// Of a word in lower case without its commonest endings; nil for a word that tells nothing.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> UInt64? {
        var end = end
        if end - start > 4 {
            if bytes[end - 1] | 0x20 == UInt8(ascii: "s") { end -= 1 }
            if end - start > 5, bytes[end - 1] | 0x20 == UInt8(ascii: "g"), bytes[end - 2] | 0x20 == UInt8(ascii: "n") {
                end -= 3
            } else if end - start > 4, bytes[end - 1] | 0x20 == UInt8(ascii: "d"), bytes[end - 2] | 0x20 == UInt8(ascii: "e") {
                end -= 2
            } else if bytes[end - 1] | 0x20 == UInt8(ascii: "e") {
                end -= 1
            }
        }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in start..<end {
            let byte = bytes[index]
            hash = (hash ^ UInt64(byte &- 0x41 < 26 ? byte | 0x20 : byte)) &* 0x100_0000_01B3
        }
        guard !stopWords.contains(hash) else { return nil }
        // Of FNV alone the upper bits say too little.
        hash = (hash ^ (hash >> 31)) &* 0x9E37_79B9_7F4A_7C15
        return hash ^ (hash >> 29)
    }

    private static let stopWords: Set<UInt64> = Set(StopWords.all.flatMap { word -> [UInt64] in
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return [hash]
    })
}
