import Foundation
import Synchronization

/// A key that is never reused and sorts by the time it was made: a version 7 UUID (RFC 9562, section 5.7).
public struct UID: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    public let text: String

    /// The last millisecond for which one was made, and how many were: those of one process sort in their order
    /// (RFC 9562, section 6.2, method 1).
    private static let last = Mutex((milliseconds: UInt64(0), count: UInt64(0)))

    /// Makes a new one: 48 bits of Unix milliseconds, 12 that count within one, 62 random bits.
    public init(at now: Date = Date()) {
        var system = SystemRandomNumberGenerator()
        self.init(at: now, random: withUnsafeBytes(of: (system.next(), system.next())) { Array($0) })
    }

    /// - Parameter random: 16 random bytes.
    init(at now: Date = Date(), random: [UInt8]) {
        var bytes = random
        let (milliseconds, count) = UID.last.withLock { last in
            let now = UInt64(max(0, now.timeIntervalSince1970 * 1000))
            last = now == last.milliseconds && last.count < 0xFFF ? (now, last.count + 1) : (now, 0)
            return last
        }
        for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> (8 * UInt64(5 - index))) }
        bytes[6] = UInt8(truncatingIfNeeded: count >> 8) | 0x70
        bytes[7] = UInt8(truncatingIfNeeded: count)
        bytes[8] = (bytes[8] & 0x3F) | 0x80
        text = String(unsafeUninitializedCapacity: 36) { text in
            var at = 0
            for (index, byte) in bytes.enumerated() {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    text[at] = UInt8(ascii: "-")
                    at += 1
                }
                text[at] = UID.digit(byte >> 4)
                text[at + 1] = UID.digit(byte & 15)
                at += 2
            }
            return at
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    /// Reads one from its canonical text; nil when the text is not 36 characters of that shape.
    public init?(_ text: String) {
        guard text.utf8.count == 36, UUID(uuidString: text) != nil else { return nil }
        self.text = text.lowercased()
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let uid = UID(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a uid"))
        }
        self = uid
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public var description: String { text }
    public static func < (a: UID, b: UID) -> Bool { a.text < b.text }
}
