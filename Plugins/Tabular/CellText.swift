import Foundation
import RegistryCore

/// The text of a cell, from a value's canonical JSON: a text, a number as it is written, yes or no, nothing; a list's
/// values joined by a semicolon and a blank, which an import reads back as a list.
enum CellText {
    /// Where the text stands in the JSON, when it stands there as it is, as most do.
    static func bare(_ json: Span<UInt8>) -> Range<Int>? {
        guard !json.isEmpty else { return 0..<0 }
        switch json[0] {
        case quote: return holdsBackslash(json) ? nil : 1..<json.count - 1
        case UInt8(ascii: "["), UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return nil
        default: return 0..<json.count
        }
    }

    /// Appends the text of a value that is not bare.
    static func append(_ json: Span<UInt8>, to out: inout [UInt8]) {
        switch json[0] {
        case quote: JSONValue.append(unescaping: json.extracting(1..<json.count - 1), to: &out)
        case UInt8(ascii: "t"): out += "yes".utf8
        case UInt8(ascii: "f"): out += "no".utf8
        case UInt8(ascii: "["): ListText.append(json: json, to: &out)
        default: return
        }
    }

    private static let quote = UInt8(ascii: "\"")

    private static func holdsBackslash(_ json: Span<UInt8>) -> Bool {
        json.withUnsafeBytes { bytes in bytes.baseAddress.map { memchr($0, 0x5C, bytes.count) != nil } ?? false }
    }
}
