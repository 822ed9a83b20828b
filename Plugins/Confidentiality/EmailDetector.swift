/// Finds e-mail addresses: name@example.org, and spelled-out ones such as "name (at) example dot org".
///
/// The local part is RFC 5322's dot-atom (with RFC 6531's letters of other scripts) or a quoted
/// string; the domain is RFC 5321's, with at least two labels of which the last is letters. Role
/// mailboxes (info@, duty.team@) are found too: nothing in an address tells whose it is. A plain
/// "at" counts only where "dot" is spelled out as well, so that "at" in a sentence is no address.
enum EmailDetector {
    /// The e-mail addresses in the bytes of a scanning form, in order.
    static func detections(in bytes: [UInt8]) -> [Detection] {
        var found: [Detection] = []
        var at = 0
        while at < bytes.count {
            guard At.mayOpen(bytes[at]), let mark = At(in: bytes, at: at) else {
                at += 1
                continue
            }
            let floor = found.last?.range.upperBound ?? 0
            if let local = localPart(in: bytes, before: mark.start, floor: floor),
                let domain = Domain(in: bytes, from: mark.end), mark.accepts(domain, after: bytes[local]) {
                found.append(Detection(identifier: .email, range: local.lowerBound..<domain.end))
                at = domain.end
            } else {
                at += 1
            }
        }
        return found
    }

    /// What stands for the "@": itself, "(at)", "[at]", or the word "at".
    private struct At {
        private enum Form { case sign, looseSign, bracketed, word }
        private let form: Form
        let start: Int
        let end: Int

        /// Whether any form can start with `byte`.
        static func mayOpen(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x40, 0x28, 0x5B, 0x7B, 0x3C, 0x41, 0x61: true  // @ ( [ { < A a
            default: false
            }
        }

        /// The mark that starts at `at`, where `mayOpen` holds.
        init?(in bytes: [UInt8], at: Int) {
            let byte = bytes[at]
            if byte == "@" {
                (start, end) = spread(in: bytes, at..<at + 1)
                form = end - start > 1 ? .looseSign : .sign
            } else if byte.lowered != "a" {
                let word = bytes.blanksEnd(from: at + 1)
                guard bytes.matches(atWord, at: word) || bytes.byte(at: word) == "@" else { return nil }
                let close = bytes.blanksEnd(from: word + (bytes[word] == "@" ? 1 : 2))
                guard ")]}>".utf8.contains(bytes.byte(at: close)) else { return nil }
                (start, end) = spread(in: bytes, at..<close + 1)
                form = .bracketed
            } else if bytes.byte(at: at - 1).isBlank, bytes.byte(at: at + 1).lowered == "t",
                bytes.byte(at: at + 2).isBlank {
                (start, end) = spread(in: bytes, at..<at + 2)
                form = .word
            } else {
                return nil
            }
        }

        func accepts(_ domain: Domain, after local: ArraySlice<UInt8>) -> Bool {
            switch form {
            case .sign, .bracketed: true
            case .looseSign: domain.spelled || local.contains { $0 == "." || $0 == "_" || $0.isDigit }
            case .word: domain.spelled
            }
        }
    }

    /// The labels after the "@", up to a last one of letters alone.
    private struct Domain {
        let end: Int
        /// Whether a "dot" is spelled out.
        let spelled: Bool

        init?(in bytes: [UInt8], from start: Int) {
            var at = start
            var labels = 0
            var last: Int?
            var (dotted, spelledAtLast) = (false, false)
            while true {
                let close = labelEnd(in: bytes, from: at)
                guard close > at else { break }
                labels += 1
                // What is stuck to the last label ("jo@example.org07700…") hides no address.
                let letters = bytes[at..<close].firstIndex { !$0.isLetter } ?? close
                let punycode = bytes.matches(xn, at: at)
                if labels > 1, letters - at >= 2 { (last, spelledAtLast) = (punycode ? close : letters, dotted) }
                if bytes.byte(at: close) == ".", bytes.byte(at: close + 1).isAlphanumeric {
                    at = close + 1
                } else if let next = spelledDotEnd(in: bytes, from: close) {
                    dotted = true
                    at = next
                } else {
                    break
                }
            }
            guard let last else { return nil }
            (end, spelled) = (last, spelledAtLast)
        }
    }

    /// The local part that ends before `end` and starts at or after `floor`.
    private static func localPart(in bytes: [UInt8], before end: Int, floor: Int) -> Range<Int>? {
        if bytes.byte(at: end - 1) == "\"", end - 2 >= floor,
            let open = bytes[max(floor, end - 66)..<end - 1].lastIndex(of: UInt8("\"")) { return open..<end }
        var start = end
        while start > floor, isAtomText(bytes[start - 1]) { start -= 1 }
        while start < end, !bytes[start].isAlphanumeric { start += 1 }
        return start < end ? start..<end : nil
    }

    /// RFC 5322 section 3.2.3: what an atom is made of, and the dot between two atoms.
    private static func isAtomText(_ byte: UInt8) -> Bool {
        byte.isAlphanumeric || ".!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    private static func labelEnd(in bytes: [UInt8], from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end].isAlphanumeric || (bytes[end] == "-" && end > start) { end += 1 }
        while end > start, bytes[end - 1] == "-" { end -= 1 }
        return end
    }

    /// The end of " dot ", "(dot)", "[.]" or the like, which stands for a full stop; nil when there is none.
    private static func spelledDotEnd(in bytes: [UInt8], from start: Int) -> Int? {
        let at = bytes.blanksEnd(from: start)
        let open = "([{<".utf8.contains(bytes.byte(at: at))
        let word = open ? bytes.blanksEnd(from: at + 1) : at
        guard let dot = dots.first(where: { bytes.matches($0, at: word) }) else { return nil }
        guard open else {
            let end = bytes.blanksEnd(from: word + dot.count)
            return dot.count == 3 && at > start && end > word + 3 ? end : nil
        }
        let close = bytes.blanksEnd(from: word + dot.count)
        return ")]}>".utf8.contains(bytes.byte(at: close)) ? bytes.blanksEnd(from: close + 1) : nil
    }

    private static let atWord = Array("at".utf8)
    /// What a label of another script starts with in RFC 5891's spelling.
    private static let xn = Array("xn--".utf8)
    private static let dots = lowercaseWords("dot|.")

    /// A mark with the blanks around it.
    private static func spread(in bytes: [UInt8], _ mark: Range<Int>) -> (Int, Int) {
        var start = mark.lowerBound
        while start > 0, bytes[start - 1] == " ", mark.lowerBound - start < 2 { start -= 1 }
        var end = mark.upperBound
        while bytes.byte(at: end) == " ", end - mark.upperBound < 2 { end += 1 }
        return (start, end)
    }
}
