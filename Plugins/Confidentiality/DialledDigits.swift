/// The digits that follow one another as in a dialled number, with where their groups begin.
///
/// A buffer that one scan reuses for each candidate: at most eighteen digits, with gaps of blanks,
/// hyphens, full stops and brackets between them.
struct DialledDigits {
    private(set) var digits: [UInt8] = []
    /// The offset after each digit.
    private var ends: [Int] = []
    /// Whether a gap or nothing stands before each digit.
    private var opens: [Bool] = []

    /// Reads the digits from `start` on; false when there are too few for any number.
    mutating func read(_ bytes: [UInt8], from start: Int) -> Bool {
        digits.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        opens.removeAll(keepingCapacity: true)
        var at = bytes.gapEnd(from: start, brackets: true)
        var opening = true
        while digits.count < 18 {
            if bytes.byte(at: at).isDigit {
                digits.append(bytes[at] &- 0x30)
                opens.append(opening)
                at += 1
                ends.append(at)
                opening = false
            } else {
                let next = bytes.gapEnd(from: at, brackets: true)
                guard next > at, bytes.byte(at: next).isDigit else { break }
                at = next
                opening = true
            }
        }
        return digits.count >= 9
    }

    /// The offset after the first `count` digits.
    func end(of count: Int) -> Int { ends[count - 1] }

    /// Whether there are `count` digits, and the next one, if any, opens a group.
    func ends(after count: Int) -> Bool {
        digits.count == count || (digits.count > count && opens[count])
    }

    /// The number of all the digits, when it is in `range` and nothing was cut off.
    func wholeLength(in range: ClosedRange<Int>) -> Int? {
        range.contains(digits.count) ? digits.count : nil
    }

    /// Whether the groups of the digits at `places` are a telephone number's and not a row of dates.
    ///
    /// The first group has three digits or more (020, 0161, 07700) and the others two or more; or a
    /// first group of one or two ("07 700 900 123") is followed by groups of three and more, which
    /// after a country code ("+44 20 79 46 00 12") may be two; or every digit stands alone.
    func isGroupedLikeATelephone(_ places: Range<Int>) -> Bool {
        var sizes: [Int] = []
        for index in places {
            if opens[index] || sizes.isEmpty { sizes.append(1) } else { sizes[sizes.count - 1] += 1 }
        }
        guard let first = sizes.first else { return false }
        let others = sizes.dropFirst()
        if sizes.count > 8 { return sizes.allSatisfy { $0 == 1 } }
        return others.allSatisfy { $0 >= (first < 3 && places.lowerBound == 0 ? 3 : 2) }
    }
}
