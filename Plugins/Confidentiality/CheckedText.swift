import Foundation
import RegistryCore

/// A text that is checked as a whole, without a registry: where each identifier stands, and its surroundings with
/// all that was found masked.
struct CheckedText {
    struct Item {
        /// From 1.
        var line: Int
        /// Characters from 1.
        var column: Int
        var identifier: Identifier
        var severity: Finding.Severity
        /// What stands around it, with “[telephone number removed]” in its place.
        var excerpt: String
    }

    let items: [Item]

    init(_ text: String, policy: Policy) {
        let bytes = Array(text.utf8)
        let detections = Detector.detections(in: text, of: policy.wanted)
        var items: [Item] = []
        var line = 1, lineStart = 0, at = 0
        for (index, detection) in detections.enumerated() {
            guard let severity = policy.severity(of: detection.identifier) else { continue }
            while at < detection.range.lowerBound {
                // CR LF counts once, at its LF; a CR alone ends a line too.
                let ends = bytes[at] == 0x0A || bytes[at] == 0x0D && !(at + 1 < bytes.count && bytes[at + 1] == 0x0A)
                at += 1
                if ends { (line, lineStart) = (line + 1, at) }
            }
            items.append(Item(
                line: line, column: String(decoding: bytes[lineStart..<detection.range.lowerBound], as: UTF8.self).count + 1,
                identifier: detection.identifier, severity: severity,
                excerpt: CheckedText.excerpt(of: bytes, around: index, among: detections, from: lineStart)))
        }
        self.items = items
    }

    /// How many bytes stand on either side in an excerpt.
    private static let margin = 40

    private static func excerpt(of bytes: [UInt8], around index: Int, among detections: [Detection], from lineStart: Int) -> String {
        let range = detections[index].range
        var low = max(lineStart, range.lowerBound - margin)
        var high = min(bytes[range.upperBound...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count, range.upperBound + margin)
        // No identifier is cut in two, since half of one could not be masked.
        var first = index, last = index
        while first > 0, detections[first - 1].range.upperBound > low {
            first -= 1
            low = min(low, detections[first].range.lowerBound)
        }
        while last + 1 < detections.count, detections[last + 1].range.lowerBound < high {
            last += 1
            high = max(high, detections[last].range.upperBound)
        }
        while low > 0, bytes[low] & 0xC0 == 0x80 { low -= 1 }
        while high < bytes.count, bytes[high] & 0xC0 == 0x80 { high += 1 }
        let part = String(decoding: bytes[low..<high], as: UTF8.self)
        let masked = Detector.mask(part, detections[first...last].map {
            Detection(identifier: $0.identifier, range: $0.range.lowerBound - low..<$0.range.upperBound - low)
        })
        let ends = high < bytes.count && bytes[high] != 0x0A && bytes[high] != 0x0D
        return (low > lineStart ? "…" : "") + masked.split(whereSeparator: \.isNewline).joined(separator: " ") + (ends ? "…" : "")
    }
}

/// A text as it was read from a file, whatever its encoding.
struct ReadText {
    var text: String
    /// What is to be said of how it was read; nil for UTF-8.
    var remark: String?

    /// Throws `badInput` for what is no text.
    init(_ data: Data, name: String) throws {
        let bytes = [UInt8](data)
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]), let text = String(data: data, encoding: .utf16) {
            (self.text, remark) = (text, "read as UTF-16")
            return
        }
        guard !bytes.contains(0) else {
            throw Problem(.badInput, "this is no text, so it cannot be checked", value: name, allowed: ["a text file", "standard input (-)"])
        }
        let plain = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        if let text = String(validating: plain, as: UTF8.self) {
            (self.text, remark) = (text, nil)
        } else {
            // Every byte of it means something in Windows-1252, but for five.
            let text = String(data: Data(plain), encoding: .windowsCP1252) ?? String(decoding: plain, as: UTF8.self)
            (self.text, remark) = (text, "it is not UTF-8, and is read as Windows-1252")
        }
    }
}
