import Foundation

/// A key that is never reused and sorts by the time it was made: a version 7 UUID (RFC 9562, section 5.7).
public struct UID: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    public let text: String

    /// Makes a new one: 48 bits of Unix milliseconds, 74 random bits.
    public init(at now: Date = Date()) {
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
        let milliseconds = UInt64(max(0, now.timeIntervalSince1970 * 1000))
        for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> (8 * UInt64(5 - index))) }
        bytes[6] = (bytes[6] & 0x0F) | 0x70
        bytes[8] = (bytes[8] & 0x3F) | 0x80
        var text = ""
        text.reserveCapacity(36)
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append("-") }
            text.append(Self.digits[Int(byte >> 4)])
            text.append(Self.digits[Int(byte & 15)])
        }
        self.text = text
    }

    private static let digits = Array("0123456789abcdef")

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
