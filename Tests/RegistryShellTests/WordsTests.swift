import Testing

@testable import RegistryShell

@Suite("Words: a command line's words")
struct WordsTests {
    @Test(
        "splits as a shell does, but knows an apostrophe",
        arguments: [
            ("", []),
            ("   ", []),
            ("show P12", ["show", "P12"]),
            ("  find   wet\tday  ", ["find", "wet", "day"]),
            (#"comment P1 "the wet day""#, ["comment", "P1", "the wet day"]),
            (#"comment P1 'say "no" \ twice'"#, ["comment", "P1", #"say "no" \ twice"#]),
            (#""a \"b\" \\ \n""#, [#"a "b" \ \n"#]),
            (#"wet\ day \"x \\"#, ["wet day", "\"x", "\\"]),
            (#"end\"#, [#"end\"#]),
            ("don't stop carers' groups", ["don't", "stop", "carers'", "groups"]),
            ("rock'n'roll", ["rock'n'roll"]),
            ("don’t", ["don’t"]),
            ("\"rock\"'n roll'", ["rockn roll"]),
            (#"title="wet day""#, ["title=wet day"]),
            ("--title='wet day' tag:'a b'", ["--title=wet day", "tag:a b"]),
            ("find “wet day” ”or”", ["find", "wet day", "or"]),
            (#"“a "b" c" d”"#, [#"a "b" c" d"#]),
            (#""a “b” c""#, ["a “b” c"]),
            (#""" ''"#, ["", ""]),
            ("find wet # all of it", ["find", "wet"]),
            ("# nothing", []),
            ("tag P1#2 \\#3 '#4'", ["tag", "P1#2", "#3", "#4"]),
            ("one\ntwo\r\nthree", ["one", "two", "three"]),
            ("\"\u{301}x y\"", ["\u{301}x y"]),
        ])
    func split(_ line: String, texts: [String]) throws {
        #expect(try Words.split(line).map(\.text) == texts)
    }

    @Test func rangesCountCharactersAndTakeInTheMarks() throws {
        let words = try Words.split(#"tag 👩‍👩‍👧 "wet day" x"y" 12"#)
        #expect(
            words == [
                Word(text: "tag", range: 0..<3, quoted: false),
                Word(text: "👩‍👩‍👧", range: 4..<5, quoted: false),
                Word(text: "wet day", range: 6..<15, quoted: true),
                Word(text: "xy", range: 16..<20, quoted: true, marked: #"x"y""#),
                Word(text: "12", range: 21..<23, quoted: false),
            ])
    }

    @Test(
        "an unclosed quote says where it opened",
        arguments: [
            (#"comment P1 "wet day"#, 11, "\""), ("comment 'wet", 8, "'"), ("日本 “wet \"day\"", 3, "“"),
            (#"x "a" y="b\"#, 8, "\""), ("'tis", 0, "'"), (#"ab "c\""#, 3, "\""),
        ] as [(String, Int, Character)])
    func unclosed(_ line: String, offset: Int, quote: Character) {
        #expect(throws: UnclosedQuote(offset: offset, quote: quote)) { try Words.split(line) }
        #expect(Words.typing(line).openQuote == UnclosedQuote(offset: offset, quote: quote))
    }

    @Test(
        "tells the word at the cursor",
        arguments: [
            ("", [], "", 0, false), ("ra", [], "ra", 0, false), ("rate ", ["rate"], "", 5, false),
            ("rate P1", ["rate"], "P1", 5, false), (#"tag "wet d"#, ["tag"], "wet d", 4, true),
            (#"tag "wet day""#, ["tag"], "wet day", 4, false), (#"tag ""#, ["tag"], "", 4, true),
            ("tag it's", ["tag"], "it's", 4, false), (#"tag wet\ d"#, ["tag"], "wet d", 4, false),
        ] as [(String, [String], String, Int, Bool)])
    func typing(_ line: String, before: [String], last: String, start: Int, open: Bool) {
        let typing = Words.typing(line)
        #expect(typing.words.map(\.text) == before)
        #expect(typing.last.text == last)
        #expect(typing.lastStart == start)
        #expect((typing.openQuote != nil) == open)
        #expect(!typing.isComment)
    }

    @Test func aCommentHasNothingToComplete() {
        let typing = Words.typing("find wet # and")
        #expect(typing.isComment)
        #expect(typing.words.map(\.text) == ["find", "wet"])
        #expect(typing.last.range.isEmpty)
    }

    @Test(
        "writes a word as simply as it may",
        arguments: [
            ("wet", "wet"), ("don't", "don't"), ("wet day", #""wet day""#), ("", "\"\""), ("#1", "\"#1\""),
            ("P1#2", "P1#2"),
            (#"say "no""#, #""say \"no\"""#), (#"a\b"#, #""a\\b""#), ("'tis", #""'tis""#),
            ("x='y", #""x='y""#), ("“x”", #""“x”""#),
        ])
    func quote(_ word: String, written: String) {
        #expect(Words.quote(word) == written)
    }

    /// Words of troublesome code points, written and split again; the seed is fixed, so that a failure repeats.
    @Test func whatIsQuotedSplitsBack() throws {
        var state: UInt64 = 2026
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let pieces: [Unicode.Scalar] = [
            "a", "B", "1", " ", " ", "\"", "'", "\\", "#", "=", ":", "“", "”", "’", "\n", "\r", "\t",
            "\u{A0}", "\u{301}",
            "\u{200D}", "\u{600}", "日", "👩", "\u{1F1EC}", "\u{FE0F}",
        ]
        for _ in 0..<5000 {
            let words = (0...next(4)).map { _ in
                var word = String.UnicodeScalarView()
                for _ in 0..<next(7) { word.append(pieces[next(pieces.count)]) }
                return String(word)
            }
            let line = words.map(Words.quote).joined(separator: " ")
            let back = try Words.split(line)
            #expect(back.map(\.text) == words)
            #expect(back.allSatisfy { $0.range.upperBound <= line.count })
            #expect(Words.typing(line).openQuote == nil)
        }
    }
}
