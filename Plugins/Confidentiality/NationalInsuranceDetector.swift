/// Finds National Insurance numbers: two letters, six digits, and a letter from A to D.
///
/// HMRC's manual (NIM39110): D, F, I, Q, U and V stand in neither place of the prefix, O not in the
/// second, and BG, GB, KN, NK, NT, TN and ZZ are not used; so its own example, QQ 12 34 56 A, is
/// refused. People write the number without its last letter: that counts where it is grouped in
/// pairs in capitals, or where "NI" or "National Insurance" stands before. Prose runs into the
/// pattern ("by 150000 a year", "on 12-12-12 a review"), hence the rules on the two-letter words
/// and on a lower-case "a" that other words follow.
enum NationalInsuranceDetector {
    /// The National Insurance numbers in the bytes of a scanning form, in order.
    static func detections(in bytes: [UInt8]) -> [Detection] {
        var found: [Detection] = []
        var at = 0
        while at < bytes.count {
            guard bytes[at].isDigit else {
                at += 1
                continue
            }
            if let number = Candidate(in: bytes, digitsFrom: at), let end = number.end(in: bytes) {
                found.append(Detection(identifier: .nationalInsurance, range: number.start..<end))
                at = end
            } else {
                at = bytes.digitsEnd(from: at)
            }
        }
        return found
    }

    /// Two letters that may start a number, and six digits after them.
    private struct Candidate {
        let start: Int
        let digitsEnd: Int
        /// Whether something stands between the letters and the digits.
        let apart: Bool
        /// Whether the digits are written in pairs, with the same mark at each joint.
        let paired: Bool
        let upper: Bool
        let isWord: Bool

        init?(in bytes: [UInt8], digitsFrom first: Int) {
            var letters = first
            while letters > 0, first - letters < 2, !bytes[letters - 1].isAlphanumeric,
                bytes.gapEnd(from: letters - 1) > letters - 1 { letters -= 1 }
            guard letters >= 2 else { return nil }
            let (one, two) = (bytes[letters - 2], bytes[letters - 1])
            guard one.isASCIILetter, two.isASCIILetter, !bytes.byte(at: letters - 3).isAlphanumeric,
                Self.mayStart(one.lowered, two.lowered) else { return nil }
            var groups: [Int] = []
            var joints = Set<UInt8>()
            var at = first
            var end = bytes.digitsEnd(from: at)
            var total = end - at
            groups.append(total)
            while total < 6 {
                at = bytes.gapEnd(from: end)
                if at > end { joints.insert(bytes[end]) }
                let next = bytes.digitsEnd(from: at)
                guard next > at else { return nil }
                groups.append(next - at)
                total += next - at
                end = next
            }
            guard total == 6 else { return nil }
            start = letters - 2
            digitsEnd = end
            apart = letters < first
            if apart { joints.insert(bytes[letters]) }
            paired = groups == [2, 2, 2] && joints.count == 1
            upper = one.isUpper && two.isUpper
            isWord = words.contains([one.lowered, two.lowered])
        }

        /// The end of the number, or nil when it is none after all.
        func end(in bytes: [UInt8]) -> Int? {
            let gap = bytes.gapEnd(from: digitsEnd)
            let suffix = bytes.byte(at: gap)
            let named = bytes.hasWord(naming, within: 32, before: start)
            if "abcd".utf8.contains(suffix.lowered), !bytes.byte(at: gap + 1).isAlphanumeric {
                let severed = gap > digitsEnd
                let article = severed && suffix == "a" && bytes[bytes.blanksEnd(from: gap + 1)...].first?.isLetter == true
                if named || !(article || (severed && !standsAlone(suffix))) { return gap + 1 }
            }
            guard !bytes.byte(at: digitsEnd).isAlphanumeric, !bytes.byte(at: gap).isDigit else { return nil }
            return named || (apart && paired && upper && !isWord) ? digitsEnd : nil
        }

        /// Whether letters, digits and a severed suffix belong together without a word that says so.
        private func standsAlone(_ suffix: UInt8) -> Bool {
            guard apart else { return upper == suffix.isUpper }
            return upper && suffix.isUpper && (paired || !isWord) || (paired && !isWord)
        }

        /// NIM39110's rules for the prefix.
        private static func mayStart(_ one: UInt8, _ two: UInt8) -> Bool {
            let never = "dfiquv".utf8
            return !never.contains(one) && !never.contains(two) && two != "o" && !unused.contains([one, two])
        }
    }

    private static let unused = lowercaseWords("bg|gb|kn|nk|nt|tn|zz")
    /// Two-letter words and titles that stand before figures in prose, and pass for a prefix.
    private static let words = lowercaseWords("am|an|as|at|be|by|he|me|my|on|or|pm|we|re|mr|ms|st|rd|kg|km")
    private static let naming = lowercaseWords("ni|nino|n.i|n.i.|national insurance|nat ins|yswiriant gwladol")
}
