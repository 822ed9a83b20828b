import Foundation

extension JSONValue {
    /// Appends what a JSON string says, as UTF-8. It is given without its quotes; an escape that JSON does not know says
    /// nothing, and in canonical JSON there is none.
    public static func append(unescaping json: Span<UInt8>, to out: inout [UInt8]) {
        var at = 0
        while at < json.count {
            let end = next(UInt8(ascii: "\\"), in: json, from: at)
            json.extracting(at..<end).withUnsafeBufferPointer { out += $0 }
            at = end
            if at < json.count { append(escapeIn: json, &at, to: &out) }
        }
    }

    /// Appends what the escape says whose backslash stands at a place, and moves behind it.
    static func append(escapeIn json: Span<UInt8>, _ at: inout Int, to out: inout [UInt8]) {
        at += 1
        guard at < json.count else { return }
        let byte = json[at]
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
        case UInt8(ascii: "n"): out.append(0x0A)
        case UInt8(ascii: "r"): out.append(0x0D)
        case UInt8(ascii: "t"): out.append(0x09)
        case UInt8(ascii: "b"): out.append(0x08)
        case UInt8(ascii: "f"): out.append(0x0C)
        case UInt8(ascii: "u"):
            guard var value = unit(json, &at) else { return }
            // Beyond the first plane two stand for one character (RFC 8259, section 7).
            if value >> 10 == 0x36, at < json.count, json[at] == UInt8(ascii: "\\") {
                at += 2
                guard let low = unit(json, &at) else { return }
                value = 0x10000 + (value & 0x3FF) << 10 + low & 0x3FF
            }
            if let scalar = Unicode.Scalar(value), let bytes = UTF8.encode(scalar) { out += bytes }
        default: return
        }
    }

    /// Four hexadecimal digits.
    private static func unit(_ json: Span<UInt8>, _ at: inout Int) -> UInt32? {
        guard at + 4 <= json.count else { return nil }
        defer { at += 4 }
        return json.extracting(at..<at + 4).withUnsafeBufferPointer { UInt32(String(decoding: $0, as: UTF8.self), radix: 16) }
    }

    /// The first place of a byte, or the end.
    private static func next(_ byte: UInt8, in json: Span<UInt8>, from start: Int) -> Int {
        json.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base + start, CInt(byte), bytes.count - start) else { return bytes.count }
            return base.distance(to: UnsafeRawPointer(found))
        }
    }
}
