import Testing

@testable import TabularPlugin

@Suite struct EncodingTests {
    static func reading(_ bytes: [UInt8], _ options: CSVReader.Options = CSVReader.Options()) -> Reading {
        Reading { () throws(CSVProblem) in try CSVReader(bytes: bytes, options: options) }
    }

    @Test func asciiIsUTF8() {
        #expect(Self.reading(Array("a,b\n1,2\n".utf8)).encoding == .utf8)
    }

    @Test(arguments: [
        ("utf-8", TextEncoding.utf8), ("UTF8", .utf8), ("utf-8-sig", .utf8WithBOM), ("UTF-16", .utf16LittleEndian),
        ("utf-16be", .utf16BigEndian), ("cp1252", .windows1252), ("Windows-1252", .windows1252),
        ("latin1", .windows1252), ("ISO-8859-1", .windows1252),
    ])
    func knowsTheUsualNames(_ name: String, _ encoding: TextEncoding) {
        #expect(TextEncoding(named: name) == encoding)
    }

    @Test func everyEncodingKnowsItsOwnName() {
        #expect(TextEncoding.allCases.allSatisfy { TextEncoding(named: $0.rawValue) == $0 })
        #expect(TextEncoding(named: "ebcdic") == nil)
    }

    /// Every byte of Windows-1252 against the table of the standard, by the characters that it must give.
    @Test func windows1252ReadsEveryByte() throws {
        let bytes = [UInt8]("a\n\"".utf8) + (0x80...0xFF) + [UInt8]("\"\n".utf8)
        let result = Self.reading(bytes)
        let high = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
        let latin = String(String.UnicodeScalarView((0xA0...0xFF).map { UnicodeScalar(UInt8($0)) }))
        #expect(result.encoding == .windows1252)
        #expect(result.bytes == [[Array((high + latin).utf8)]])
    }

    @Test func theFirstByteBeyondASCIIDecidesHoweverLate() {
        let ascii = Array(("a,b\n" + String(repeating: "1,2\n", count: 200_000)).utf8)
        #expect(Self.reading(ascii + [0xA3] + Array(",3\n".utf8)).encoding == .windows1252)
        #expect(Self.reading(ascii + Array("£,3\n".utf8)).encoding == .utf8)
        #expect(Self.reading(ascii + [0xA3] + Array(",3\n".utf8)).bytes.last == [Array("£".utf8), Array("3".utf8)])
    }

    @Test func aByteThatTheForcedEncodingForbidsIsNamed() {
        let bytes = Array("a,b\n1,2\n3,".utf8) + [0xA3] + Array("4\n5,6\n".utf8)
        #expect(Self.reading(bytes).encoding == .windows1252)
        let forced = Self.reading(bytes, .init(encoding: .utf8))
        #expect(forced.rows.map { $0.cells[0] } == ["1", "5"])
        let problem = forced.problems.first
        #expect(problem?.reason == .malformedText(.utf8))
        #expect([problem?.byte, problem?.line, problem?.row, problem?.column] == [10, 3, 2, 2])
        #expect(problem?.cells?[1] == "\u{FFFD}4")
    }

    /// The place is that of the stored file, also beyond its first piece.
    @Test(arguments: [TextEncoding.utf8, .utf8WithBOM, .utf16LittleEndian, .utf16BigEndian])
    func aBadByteFarBackIsPlacedRight(_ encoding: TextEncoding) {
        let text = "a,b\n" + String(repeating: "é,🚌\n", count: 100_000)
        let (bad, next): ([UInt8], [UInt8])
        switch encoding {
        case .utf16LittleEndian: (bad, next) = ([0x00, 0xDC], [0x0A, 0x00])
        case .utf16BigEndian: (bad, next) = ([0xDC, 0x00], [0x00, 0x0A])
        default: (bad, next) = ([0xC0], [0x0A])
        }
        let before = Self.stored(text, encoding)
        let result = Self.reading(before + bad + next + Self.stored("x,y\n", encoding, marked: false))
        #expect(result.encoding == encoding)
        #expect(result.problems.map(\.byte) == [before.count])
        #expect(result.problems.map(\.row) == [100_001])
        #expect(result.rows.count == 100_001)
    }

    @Test(arguments: TextEncoding.allCases)
    func readsWhatIsForced(_ encoding: TextEncoding) {
        let bytes = Self.stored("naïve,£\nâ,ÿ\n", encoding)
        let result = Self.reading(bytes, .init(encoding: encoding))
        #expect(result.header == ["naïve", "£"])
        #expect(result.bytes == [[Array("â".utf8), Array("ÿ".utf8)]])
    }

    /// Against the standard library's own decoder, with every lead byte and many followers.
    @Test func agreesWithTheStandardLibraryOnUTF8() {
        let followers: [UInt8] = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xED, 0xFF]
        var wrong: [[UInt8]] = []
        for lead in UInt8.min...UInt8.max {
            for second in followers {
                for third in [0x41, 0x7F, 0x80, 0xBF, 0xC0] as [UInt8] {
                    for fourth in [0x41, 0x80, 0xBF, 0xE2] as [UInt8] {
                        let bytes = [lead, second, third, fourth]
                        let isValid = String(validating: bytes, as: UTF8.self) != nil
                        if (UTF8Text.firstMalformed(in: bytes.span, from: 0) == nil) != isValid { wrong.append(bytes) }
                    }
                }
            }
        }
        #expect(wrong.isEmpty)
    }

    static func stored(_ text: String, _ encoding: TextEncoding, marked: Bool = true) -> [UInt8] {
        let mark = marked && encoding != .utf8 ? encoding.byteOrderMark : []
        switch encoding {
        case .utf8, .utf8WithBOM: return mark + Array(text.utf8)
        case .utf16LittleEndian: return mark + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .utf16BigEndian: return mark + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        case .windows1252: return text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        }
    }
}
