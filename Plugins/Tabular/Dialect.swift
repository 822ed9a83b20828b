/// How a delimited file separates its cells, and what stands around those that hold a separator: an ASCII byte each.
public struct Dialect: Equatable, Sendable {
    public let delimiter: UInt8
    /// The double quote, unless a file or an option says otherwise.
    public internal(set) var quote = UInt8(ascii: "\"")

    public static let comma = Dialect(delimiter: UInt8(ascii: ","))
    public static let tab = Dialect(delimiter: UInt8(ascii: "\t"))
    /// What Excel writes where the comma is the decimal point.
    public static let semicolon = Dialect(delimiter: UInt8(ascii: ";"))
    public static let pipe = Dialect(delimiter: UInt8(ascii: "|"))

    /// Those that detection considers; where all else is equal the first wins. Tabs hardly occur in text.
    static let candidates = [tab, comma, semicolon, pipe]

    private init(delimiter: UInt8) {
        self.delimiter = delimiter
    }

    /// The dialect that an option names: `comma`, `tab`, `semicolon`, `pipe`, `\t`, or the character itself.
    ///
    /// Nil for what cannot separate cells: a letter, a digit, a quote, a line end, or more than one character.
    public init?(_ name: String) {
        switch name.lowercased() {
        case "comma": self = .comma
        case "tab", "\\t": self = .tab
        case "semicolon": self = .semicolon
        case "pipe": self = .pipe
        default:
            let bytes = Array(name.utf8)
            guard bytes.count == 1, bytes[0] == 0x09 || (0x20..<0x7F).contains(bytes[0]) else { return nil }
            let character = Character(UnicodeScalar(bytes[0]))
            guard character != "\"", !character.isLetter, !character.isNumber else { return nil }
            delimiter = bytes[0]
        }
    }

    /// What to call it in a summary.
    public var name: String {
        switch delimiter {
        case Dialect.comma.delimiter: "comma"
        case Dialect.tab.delimiter: "tab"
        case Dialect.semicolon.delimiter: "semicolon"
        case Dialect.pipe.delimiter: "pipe"
        default: String(UnicodeScalar(delimiter))
        }
    }
}

extension Dialect {
    /// The quote that an option names: `double`, `single`, or the character itself; nil for what cannot be one.
    static func quote(_ name: String) -> UInt8? {
        switch name.lowercased() {
        case "double": return UInt8(ascii: "\"")
        case "single": return UInt8(ascii: "'")
        default:
            let bytes = Array(name.utf8)
            guard bytes.count == 1, (0x21..<0x7F).contains(bytes[0]) else { return nil }
            let character = Character(UnicodeScalar(bytes[0]))
            return character.isLetter || character.isNumber ? nil : bytes[0]
        }
    }

    /// Whether every cell of the first line stands between apostrophes: then those are the file's quotes.
    func isSingleQuoted(_ head: Span<UInt8>) -> Bool {
        let apostrophe = UInt8(ascii: "'")
        var at = 0, cells = 0
        while at < head.count, head[at] == apostrophe {
            at += 1
            while at < head.count, head[at] != apostrophe, head[at] != 0x0A { at += 1 }
            guard at < head.count, head[at] == apostrophe else { return false }
            cells += 1
            at += 1
            if at == head.count || head[at] == 0x0A || head[at] == 0x0D { return cells > 1 }
            guard head[at] == delimiter else { return false }
            at += 1
        }
        return false
    }

    // Enough to see a habit, few enough to cost nothing.
    private static let rowsConsidered = 100.0

    /// What a first line `sep=;` says, and its length in bytes without the line end; nil when there is none.
    ///
    /// Excel obeys it and does not show it; other programs write it for Excel's sake.
    static func declared(in head: Span<UInt8>) -> (dialect: Dialect, length: Int)? {
        let start = Array("sep=".utf8)
        guard head.count > start.count, TextEncoding.begins(head, with: start) else { return nil }
        let length = start.count + 1
        guard head.count == length || head[length] == 0x0A || head[length] == 0x0D else { return nil }
        guard let dialect = Dialect(String(UnicodeScalar(head[start.count]))) else { return nil }
        return (dialect, length)
    }

    /// The delimiter that cuts the head of a file into the most regular rows; comma when none cuts it at all.
    ///
    /// Each candidate reads up to 100 rows, quotes honoured. It must cut the header; the share of rows
    /// that it cuts into as many cells as the header decides, then the number of cells. Two things show
    /// a wrong delimiter: text after a closing quote (the row does not count), and a blank after the
    /// delimiter, as behind the commas of a sentence (the row counts half). `isWhole` says that the head
    /// is the file, so its last row is complete.
    static func detected(in head: Span<UInt8>, isWhole: Bool) -> Dialect {
        var best = (dialect: comma, share: 0.0, columns: 1)
        for candidate in candidates {
            guard let (share, columns) = regularity(of: head, cutBy: candidate, isWhole: isWhole) else { continue }
            if share > best.share || (share == best.share && columns > best.columns) {
                best = (candidate, share, columns)
            }
        }
        return best.dialect
    }

    private static func regularity(
        of head: Span<UInt8>, cutBy dialect: Dialect, isWhole: Bool
    ) -> (share: Double, columns: Int)? {
        var scanner = RowScanner(dialect: dialect, limits: CSVLimits())
        var (position, columns, rows, regular) = (0, 0, 0.0, 0.0)
        while rows < rowsConsidered {
            let before = scanner.textAfterQuoteCount
            if scanner.scan(head, from: position) != nil {
                position = scanner.position
            } else {
                guard isWhole, scanner.finish() else { break }
                position = head.count
            }
            let start = scanner.pieceStart
            let marks = scanner.takeMarks()
            if rows == 0 { columns = marks.count }
            rows += 1
            guard marks.count == columns, scanner.textAfterQuoteCount == before else { continue }
            let isSentence = marks.dropLast().contains { mark in
                let next = start + Int(mark & RowScanner.Mark.position) + 1
                return next < head.count && head[next] == UInt8(ascii: " ")
            }
            regular += isSentence ? 0.5 : 1
        }
        return columns > 1 ? (regular / rows, columns) : nil
    }
}
