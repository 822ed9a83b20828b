/// What is or could be a password in a text of which nothing else is known.
///
/// Rather too much is masked than too little: what it is asked for are words that were refused.
enum Passwords {
    /// A text with each of them as `…`.
    static func masked(_ text: String) -> String {
        var text = text
        // Behind a scheme: a login, a colon, and all up to the last @, as a password may hold any sign.
        text.replace(#/(?i)([a-z][a-z0-9+.\-]*:/+[^:@]*:)(?![0-9]+[/?,]).*@/#.dotMatchesNewlines()) { "\($0.output.1)…@" }
        text.replace(#/(?i)([a-z][a-z0-9+.\-]{3,}(?:%3a|%2f|[:;.,/\\])+[^\s:@]*:)(?![0-9]+[/?,]).*@/#.dotMatchesNewlines()) { "\($0.output.1)…@" }
        // A port that is no number.
        text.replace(#/(?i)([a-z][a-z0-9+.\-]*://[^\s:@/\[]*:)(?!…|[0-9]+(?:[^0-9a-z]|$))[^\s/,?"']+/#) { "\($0.output.1)…" }
        return cut(text)
    }

    /// A text up to the first of them that is given by a keyword; its quotation mark is closed.
    static func cut(_ text: String) -> String {
        guard let start = firstValue(in: text), text[start...] != "…" else { return text }
        let before = text[..<start]
        let open = ["\"", "'"].filter { mark in !before.count(where: { String($0) == mark }).isMultiple(of: 2) }
        return before + "…" + (open.contains { text.hasSuffix($0) } ? open.filter { text.hasSuffix($0) }.joined() : "")
    }

    /// Where something begins that is given to what is called a password or nearly so: behind the equals sign. Keyword and
    /// sign may be written in percents, as libpq reads them.
    static func firstValue(in text: String) -> String.Index? {
        let read = Array(PercentDecoding(text))
        for start in read.indices {
            guard let name = names.first(where: { read[start...].starts(with: $0) { $0.byte == $1 } }) else { continue }
            var place = start + name.count
            while place < read.count, read[place].byte.isOfWord { place += 1 }
            // It names the file that they stand in.
            guard !read[start..<place].map(\.byte).elementsEqual("passfile".utf8) else { continue }
            while place < read.count, read[place].byte == 0x20 { place += 1 }
            guard place < read.count, read[place].byte == UInt8(ascii: "=") else { continue }
            let end = read[place].end
            return text.utf8.index(text.startIndex, offsetBy: end)
        }
        return nil
    }

    private static let names = ["pass", "pasw", "psw", "pwd", "secret", "scram_client_key", "scram_server_key"].map { Array($0.utf8) }
}

/// The bytes of a text in lower case, `%XX` as what it stands for, each with where it ends in the text.
private struct PercentDecoding: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func next() -> (byte: UInt8, end: Int)? {
        guard place < bytes.count else { return nil }
        var byte = bytes[place]
        place += 1
        if byte == UInt8(ascii: "%"), place + 1 < bytes.count, let high = bytes[place].hexadecimal, let low = bytes[place + 1].hexadecimal {
            byte = high << 4 | low
            place += 2
        }
        return ((0x41...0x5A).contains(byte) ? byte | 0x20 : byte, place)
    }
}

extension String {
    /// The text with every `%XX` as the byte that it stands for; what is none stays as it is.
    var percentDecoded: String {
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let high = rest.first?.hexadecimal, let low = rest.dropFirst().first?.hexadecimal {
                bytes.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var hexadecimal: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }

    /// Of a word in lower case.
    fileprivate var isOfWord: Bool { (0x61...0x7A).contains(self) || (0x30...0x39).contains(self) || self == 0x5F }
}
