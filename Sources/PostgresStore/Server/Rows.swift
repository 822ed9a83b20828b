import Foundation
import RegistryCore

/// What a statement answered; freed with the last reference to it.
final class Rows {
    private let library: LibPQ
    let result: LibPQ.Result

    init(_ library: LibPQ, _ result: LibPQ.Result) {
        self.library = library
        self.result = result
    }

    deinit { library.clear(result) }

    var count: Int { Int(library.rowCount(result)) }
    /// The rows that a change changed.
    var changes: Int { Int(library.text(library.changedRows(result))) ?? 0 }

    subscript(index: Int) -> Columns { Columns(rows: self, index: CInt(index)) }

    fileprivate func bytes(_ row: CInt, _ column: CInt) -> UnsafeBufferPointer<UInt8>? {
        guard library.isNull(result, row, column) == 0, let start = library.value(result, row, column) else { return nil }
        let count = Int(library.length(result, row, column))
        return UnsafeBufferPointer(start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: count)
    }
}

/// A row of an answer.
struct Columns: StoredRow {
    fileprivate let rows: Rows
    fileprivate let index: CInt

    func optionalText(_ place: Int) throws -> String? {
        rows.bytes(index, CInt(place)).map { String(decoding: $0, as: UTF8.self) }
    }

    func optionalWhole(_ place: Int) throws -> Int? {
        try optionalText(place).map { text in try (Int(text) ?? (text == "t" ? 1 : text == "f" ? 0 : nil)).orDamaged("a value is of the wrong type") }
    }

    func optionalNumber(_ place: Int) throws -> Double? {
        try optionalText(place).map { try Double($0).orDamaged("a value is of the wrong type") }
    }

    func optionalBytes(_ place: Int) throws -> [UInt8]? {
        guard let text = rows.bytes(index, CInt(place)) else { return nil }
        guard text.count.isMultiple(of: 2), text.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "x")]) else { throw Problem.damaged("a value is of the wrong type") }
        return try stride(from: 2, to: text.count, by: 2).map { place in
            guard let high = Columns.digit(text[place]), let low = Columns.digit(text[place + 1]) else { throw Problem.damaged("a value is of the wrong type") }
            return high << 4 | low
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

extension String {
    /// The numbers of an array, as the server writes it.
    func numbersOfArray() throws -> [Int] {
        try dropFirst().dropLast().split(separator: ",").map { try Int($0).orDamaged("a value is of the wrong type") }
    }
}
