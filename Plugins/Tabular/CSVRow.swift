/// One row of a delimited file: where it stood, and its cells.
///
/// It owns its text, so that keeping a row (for the rejects, or for another thread) keeps nothing else.
public struct CSVRow: Equatable, Sendable {
    /// Its number: 1 is the first row after the header; rows with a problem are counted, empty lines not.
    public let number: Int
    /// The physical line on which it begins, from 1.
    public let line: Int
    /// What it holds. The count is the row's own: it differs from the header's where the row is ragged.
    public let cells: CSVCells
}

/// The cells of a row, made into a `String` only when asked for.
///
/// Each access decodes the cell anew: keep the string if it is needed twice.
public struct CSVCells: RandomAccessCollection, Equatable, Sendable {
    /// The whole row as it stands in the file, in UTF-8, with its quotes and without its line end.
    public let text: [UInt8]
    let marks: [UInt32]
    let restores: Bool
    var quote = UInt8(ascii: "\"")

    public var startIndex: Int { 0 }
    public var endIndex: Int { marks.count }

    /// The text of a cell, quotes resolved. Malformed bytes, which only a problem's cells hold, read as U+FFFD.
    public subscript(index: Int) -> String {
        String(decoding: bytes(at: index), as: UTF8.self)
    }

    /// The text of a cell as UTF-8, without a copy unless it held a doubled quote.
    public func bytes(at index: Int) -> ArraySlice<UInt8> {
        let mark = marks[index]
        let start = index == 0 ? 0 : Int(marks[index - 1] & RowScanner.Mark.position) + 1
        let end = Int(mark & RowScanner.Mark.position)
        var bytes: ArraySlice<UInt8>
        if mark & RowScanner.Mark.quoted == 0 {
            bytes = text[start..<end]
        } else if mark & RowScanner.Mark.altered == 0 {
            bytes = text[start + 1..<end - 1]
        } else {
            bytes = Self.unquoted(text[start + 1..<end], quote)
        }
        if restores, FormulaGuard.guards(bytes.span) { bytes.removeFirst() }
        return bytes
    }

    // From after the opening quote: `""` is a quote, the first other one closes, and the rest is text.
    private static func unquoted(_ text: ArraySlice<UInt8>, _ quote: UInt8) -> ArraySlice<UInt8> {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var start = text.startIndex
        while let at = text[start...].firstIndex(of: quote) {
            result += text[start..<at]
            start = at + 1
            guard start < text.endIndex, text[start] == quote else { break }
            result.append(quote)
            start += 1
        }
        result += text[start...]
        return result[...]
    }
}
