import RegistryCore

/// A statement with its values: what is put in by interpolation is bound, never written into the text.
///
///     "SELECT version FROM innovation WHERE home = \(home) AND number = \(number)"
struct SQL: ExpressibleByStringInterpolation {
    fileprivate enum Piece {
        case text(String)
        case value(Value)
    }

    /// A value on its way to the server, in the text that PostgreSQL reads.
    enum Value {
        case null
        case text(String)

        /// Throws when a text cannot be kept by any server.
        func checked() throws -> String? {
            guard case .text(let text) = self else { return nil }
            guard !text.holdsNUL else { throw Problem(.badInput, "a text holds a NUL character", value: text.replacing("\0", with: "␀")) }
            return text
        }
    }

    fileprivate var pieces: [Piece] = []

    init(stringLiteral value: String) { pieces = [.text(value)] }
    init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }
    fileprivate init(pieces: [Piece]) { self.pieces = pieces }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        init(literalCapacity: Int, interpolationCount: Int) { pieces.reserveCapacity(interpolationCount * 2 + 1) }

        mutating func appendLiteral(_ literal: String) { if !literal.isEmpty { pieces.append(.text(literal)) } }
        mutating func appendInterpolation(_ value: (some SQLValue)?) { pieces.append(.value(value?.sqlValue ?? .null)) }
        mutating func appendInterpolation(_ part: SQL) { pieces += part.pieces }
        /// Text of the statement itself.
        mutating func appendInterpolation(sql text: String) { pieces.append(.text(text)) }
    }

    /// The statement with `$1`, `$2` … in place of its values, and these in their order.
    func built() throws -> (text: String, values: [String?]) {
        var text = "", values: [String?] = []
        for piece in pieces {
            switch piece {
            case .text(let part): text += part
            case .value(let value):
                values.append(try value.checked())
                text += "$\(values.count)"
            }
        }
        return (text, values)
    }

    static func + (a: SQL, b: SQL) -> SQL { SQL(pieces: a.pieces + b.pieces) }
    static func += (a: inout SQL, b: SQL) { a.pieces += b.pieces }
}

extension [SQL] {
    /// The parts with a sign between them, in brackets.
    func joined(by sign: String, empty: SQL) -> SQL {
        guard let first else { return empty }
        return dropFirst().reduce(into: "(\(first)") { $0 += " \(sql: sign) \($1)" } + ")"
    }
}

/// What can be bound to a statement.
protocol SQLValue {
    var sqlValue: SQL.Value { get }
}

extension String: SQLValue { var sqlValue: SQL.Value { .text(self) } }
extension Int: SQLValue { var sqlValue: SQL.Value { .text(String(self)) } }
extension Double: SQLValue { var sqlValue: SQL.Value { .text(description) } }
extension Bool: SQLValue { var sqlValue: SQL.Value { .text(self ? "t" : "f") } }
extension HomeName: SQLValue { var sqlValue: SQL.Value { .text(rawValue) } }
extension UID: SQLValue { var sqlValue: SQL.Value { .text(text) } }
extension Digest: SQLValue { var sqlValue: SQL.Value { bytes.sqlValue } }

/// Bytes as `bytea`, texts and numbers as arrays.
extension Array: SQLValue where Element: SQLArrayElement {
    var sqlValue: SQL.Value { .text(Element.written(self)) }
}

protocol SQLArrayElement {
    static func written(_ elements: [Self]) -> String
}

extension UInt8: SQLArrayElement {
    static func written(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: bytes.count * 2 + 2) { text in
            (text[0], text[1]) = (UInt8(ascii: "\\"), UInt8(ascii: "x"))
            for (index, byte) in bytes.enumerated() {
                text[2 * index + 2] = digits[Int(byte >> 4)]
                text[2 * index + 3] = digits[Int(byte & 15)]
            }
            return bytes.count * 2 + 2
        }
    }
}

extension Int: SQLArrayElement {
    static func written(_ numbers: [Int]) -> String { "{" + numbers.map(String.init).joined(separator: ",") + "}" }
}

extension Double: SQLArrayElement {
    static func written(_ numbers: [Double]) -> String { "{" + numbers.map(\.description).joined(separator: ",") + "}" }
}

extension String: SQLArrayElement {
    static func written(_ texts: [String]) -> String { Optional.written(texts) }
}

/// Texts, and nothing where there is none.
extension Optional: SQLArrayElement where Wrapped: SQLOptionalElement {
    static func written(_ elements: [Wrapped?]) -> String {
        var array: [UInt8] = [UInt8(ascii: "{")]
        for element in elements {
            if array.count > 1 { array.append(UInt8(ascii: ",")) }
            if let element { element.append(to: &array) } else { array += "NULL".utf8 }
        }
        array.append(UInt8(ascii: "}"))
        return String(decoding: array, as: UTF8.self)
    }
}

protocol SQLOptionalElement {
    func append(to array: inout [UInt8])
}

extension String: SQLOptionalElement {
    /// Byte by byte: a quotation mark with an accent on it is one character, and none that a search for the mark finds.
    func append(to array: inout [UInt8]) {
        array.append(UInt8(ascii: "\""))
        for byte in utf8 {
            if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\"") { array.append(UInt8(ascii: "\\")) }
            array.append(byte)
        }
        array.append(UInt8(ascii: "\""))
    }
}

extension Int: SQLOptionalElement {
    func append(to array: inout [UInt8]) { array += String(self).utf8 }
}

/// Several `bytea`.
extension Array: SQLArrayElement where Element == UInt8 {
    static func written(_ elements: [[UInt8]]) -> String { String.written(elements.map(UInt8.written)) }
}
