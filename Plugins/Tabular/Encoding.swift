/// How a file's characters are stored as bytes.
///
/// The raw value is the name that options take and summaries print. Spreadsheets save all five:
/// Excel's "CSV" is Windows-1252 in western Europe, its "CSV UTF-8" begins with a byte order mark
/// (BOM), its "Unicode text" is UTF-16, little-endian.
public enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "UTF-8"
    case utf8WithBOM = "UTF-8 with BOM"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    case windows1252 = "Windows-1252"

    /// The encoding that a person means: case, blanks, hyphens and underscores do not count.
    ///
    /// Latin-1 reads as Windows-1252, its superset for text, as browsers do (WHATWG Encoding, 4.2).
    public init?(named name: String) {
        let letters = name.lowercased().filter { $0.isLetter || $0.isNumber }
        switch letters {
        case "utf8": self = .utf8
        case "utf8withbom", "utf8bom", "utf8sig": self = .utf8WithBOM
        case "utf16", "utf16le", "unicode": self = .utf16LittleEndian
        case "utf16be": self = .utf16BigEndian
        case "windows1252", "cp1252", "1252", "latin1", "iso88591", "ansi": self = .windows1252
        default: return nil
        }
    }

    /// Whether the bytes are UTF-8 already and can be read where they lie.
    var isUTF8: Bool { self == .utf8 || self == .utf8WithBOM }

    /// The bytes that mark this encoding at the start of a file, if it has such.
    var byteOrderMark: [UInt8] {
        switch self {
        case .utf8, .utf8WithBOM: [0xEF, 0xBB, 0xBF]
        case .utf16LittleEndian: [0xFF, 0xFE]
        case .utf16BigEndian: [0xFE, 0xFF]
        case .windows1252: []
        }
    }

    /// The length that UTF-8 `text` has in a file of this encoding, in bytes.
    ///
    /// It turns a place in the converted text into a place in the file, for messages.
    func storedLength(of text: Span<UInt8>) -> Int {
        if isUTF8 { return text.count }
        var (characters, supplementary) = (0, 0)
        for index in text.indices {
            if text[index] & 0xC0 != 0x80 { characters += 1 }
            if text[index] >= 0xF0, text[index] < 0xF8 { supplementary += 1 }
        }
        return self == .windows1252 ? characters : 2 * (characters + supplementary)
    }
}

extension TextEncoding {
    /// The encoding that the first bytes of a file give away; nil when only its content can tell.
    ///
    /// A BOM decides. Without one, text in a Latin script betrays UTF-16 by its zeros: every second
    /// byte, on one side. The shares (two fifths and one twentieth) let other scripts and symbols be
    /// mixed in, and a stray NUL in UTF-8 stays what it is, an error.
    static func marked(by head: Span<UInt8>) -> TextEncoding? {
        for encoding in [TextEncoding.utf8WithBOM, .utf16LittleEndian, .utf16BigEndian]
        where begins(head, with: encoding.byteOrderMark) {
            return encoding
        }
        let pairs = min(head.count / 2, 2_048)
        guard pairs >= 2 else { return nil }
        var (even, odd) = (0, 0)
        for pair in 0..<pairs {
            if head[2 * pair] == 0 { even += 1 }
            if head[2 * pair + 1] == 0 { odd += 1 }
        }
        if odd * 5 >= pairs * 2, even * 20 <= pairs { return .utf16LittleEndian }
        if even * 5 >= pairs * 2, odd * 20 <= pairs { return .utf16BigEndian }
        return nil
    }

    /// The encoding of a text without a mark; nil while it is all ASCII, which means the same in both.
    ///
    /// Text in Windows-1252 is almost never valid UTF-8. Where both occur, the more frequent wins: a
    /// UTF-8 file with one broken character is a UTF-8 file, and the row that is broken is reported.
    static func judged(by text: Span<UInt8>) -> TextEncoding? {
        let (characters, malformed) = UTF8Text.census(of: text)
        if characters == 0, malformed == 0 { return nil }
        return malformed == 0 || characters > malformed ? .utf8 : .windows1252
    }

    /// What a file is that is no text at all, by its first bytes; nil when it may be text.
    static func otherFormat(of head: Span<UInt8>) -> String? {
        let signatures: [(bytes: [UInt8], name: String)] = [
            ([0x50, 0x4B, 0x03, 0x04], "a spreadsheet (XLSX, ODS) or another ZIP archive"),
            ([0xD0, 0xCF, 0x11, 0xE0], "an old Office file (XLS)"),
            ([0x25, 0x50, 0x44, 0x46, 0x2D], "a PDF"),
            ([0x1F, 0x8B, 0x08], "a gzip archive"),
            ([0x53, 0x51, 0x4C, 0x69, 0x74, 0x65, 0x20, 0x66], "an SQLite database"),
            ([0xFF, 0xFE, 0x00, 0x00], "UTF-32"),
            ([0x00, 0x00, 0xFE, 0xFF], "UTF-32"),
        ]
        return signatures.first { begins(head, with: $0.bytes) }?.name ?? (isJSON(head) ? "JSON" : nil)
    }

    /// Whether a text begins as an object or an array of objects does; no heading is `{"title"`.
    private static func isJSON(_ head: Span<UInt8>) -> Bool {
        var signs: [UInt8] = []
        for index in head.indices where head[index] > 0x20 {
            signs.append(head[index])
            if signs.count == 2 { break }
        }
        return [Array("{\"".utf8), Array("[{".utf8), Array("{}".utf8)].contains(signs)
    }

    static func begins(_ text: Span<UInt8>, with start: [UInt8]) -> Bool {
        guard !start.isEmpty, text.count >= start.count else { return false }
        return start.indices.allSatisfy { text[$0] == start[$0] }
    }
}
