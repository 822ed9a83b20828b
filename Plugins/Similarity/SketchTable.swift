/// Sketches by what they share: a text that is like one that was added before is found without looking at the others.
///
/// Four times three numbers of a sketch are one key. Of texts that share 7 words of 10, 4 of 5 have a key in common;
/// of those that share 9 of 10, nearly all. 80 bytes a text.
struct SketchTable {
    private static let bands = 4
    private static let width = 3

    /// A byte of each number, sketch after sketch.
    private var marks: [UInt8] = []
    /// What each sketch is of.
    private var owners: [Int32] = []
    /// 32 bits of a key and the number of its sketch + 1; a power of two of them.
    private var slots: [UInt64] = Array(repeating: 0, count: 1 << 12)
    private var used = 0

    /// What the most alike sketch is of, when it is as alike as `least`.
    func nearest(to sketch: Sketch, least: Double) -> Int32? {
        let marks = sketch.values.map { UInt8(truncatingIfNeeded: $0) }
        var best: (owner: Int32, equal: Int)?
        for band in 0..<SketchTable.bands {
            let key = SketchTable.key(sketch, band)
            var slot = place(key)
            while slots[slot] != 0 {
                if UInt32(truncatingIfNeeded: slots[slot] >> 32) == key {
                    let number = Int(UInt32(truncatingIfNeeded: slots[slot])) - 1
                    var equal = 0
                    for index in 0..<Sketch.bins where self.marks[number * Sketch.bins + index] == marks[index] { equal += 1 }
                    if equal > best?.equal ?? 0 { best = (owners[number], equal) }
                    break
                }
                slot = (slot + 1) & (slots.count - 1)
            }
        }
        guard let best, Double(best.equal) >= least * Double(Sketch.bins) else { return nil }
        return best.owner
    }

    mutating func add(_ sketch: Sketch, of owner: Int32) {
        owners.append(owner)
        marks += sketch.values.map { UInt8(truncatingIfNeeded: $0) }
        for band in 0..<SketchTable.bands {
            if used * 3 >= slots.count * 2 { grow() }
            insert(UInt64(SketchTable.key(sketch, band)) << 32 | UInt64(owners.count))
        }
    }

    private static func key(_ sketch: Sketch, _ band: Int) -> UInt32 {
        var key = UInt32(band) &* 0x85EB_CA6B
        for value in sketch.values[band * width..<(band + 1) * width] { key = (key ^ value) &* 0xC2B2_AE35 ^ (key >> 15) }
        return key
    }

    private func place(_ key: UInt32) -> Int { Int(key &* 0x9E37_79B1) & (slots.count - 1) }

    /// The first of a key stays: of a thousand copies each is like the first.
    private mutating func insert(_ entry: UInt64) {
        let key = UInt32(truncatingIfNeeded: entry >> 32)
        var slot = place(key)
        while slots[slot] != 0 {
            if UInt32(truncatingIfNeeded: slots[slot] >> 32) == key { return }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = entry
        used += 1
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: 0, count: old.count * 2)
        used = 0
        for entry in old where entry != 0 { insert(entry) }
    }
}
