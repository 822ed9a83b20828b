import Testing

@testable import RegistryShell

@Suite("Table: rows to the width of a terminal")
struct TableTests {
    static let columns = [
        Table.Column("Ref"), Table.Column("Title", wraps: true), Table.Column("Stage"), Table.Column("Sites"),
    ]
    let table = Table(
        columns: columns,
        rows: [
            ["P1", "Travel training for adults with learning disabilities", "promising", "3"],
            ["P12", "日本 café 👩‍👩‍👧", "submitted", "–"],
            ["P3", "Carers' drop-in", "adopted", "12"],
        ])

    @Test func withoutALimitNothingWraps() {
        #expect(
            table.lines(width: nil) == [
                "Ref  Title                                                  Stage      Sites",
                "────────────────────────────────────────────────────────────────────────────",
                "P1   Travel training for adults with learning disabilities  promising      3",
                "P12  日本 café 👩‍👩‍👧                                           submitted      –",
                "P3   Carers' drop-in                                        adopted       12",
            ])
    }

    @Test func theWrappingColumnGivesWay() {
        let layout = table.layout(width: 48)
        #expect(layout.headerLineCount == 1)
        #expect(
            layout.lines == [
                "Ref  Title                      Stage      Sites",
                "────────────────────────────────────────────────",
                "P1   Travel training for        promising      3",
                "     adults with learning",
                "     disabilities",
                "P12  日本 café 👩‍👩‍👧               submitted      –",
                "P3   Carers' drop-in            adopted       12",
            ])
    }

    @Test func whatCannotFitBecomesRecords() {
        let layout = table.layout(width: 30)
        #expect(layout.headerLineCount == 0)
        #expect(
            layout.lines == [
                "Ref: P1",
                "Title: Travel training for",
                "  adults with learning",
                "  disabilities",
                "Stage: promising",
                "Sites: 3",
                "",
                "Ref: P12",
                "Title: 日本 café 👩‍👩‍👧",
                "Stage: submitted",
                "Sites: –",
                "",
                "Ref: P3",
                "Title: Carers' drop-in",
                "Stage: adopted",
                "Sites: 12",
            ])
    }

    @Test func plainIsRecordsAtAnyWidth() {
        let lines = Table(columns: Self.columns, rows: [["P1", "", "promising"], []]).lines(
            width: nil, plain: true)
        #expect(lines == ["Ref: P1", "Stage: promising", "", "Ref:"])
    }

    @Test func cellsCannotSteerTheTerminal() {
        let table = Table(
            columns: [Table.Column("A\u{7}")], rows: [["\u{1B}[31mred\nline", "beyond the columns"]])
        #expect(table.lines(width: 80) == ["A␇", "─────────────", "␛[31mred⏎line"])
    }

    @Test func aLongLabelWrapsAndTheHeaderSaysSo() {
        let columns = [Table.Column("Confirmed adoption sites", alignment: .right), Table.Column("Ref")]
        let layout = Table(columns: columns, rows: [["3", "P1"]]).layout(width: 14)
        #expect(layout.headerLineCount == 3)
        #expect(
            layout.lines == ["Confirmed  Ref", " adoption", "    sites", "──────────────", "        3  P1"])
    }

    @Test func anEmptyTableIsItsHeader() {
        #expect(Table(columns: [Table.Column("Ref")]).lines(width: 80) == ["Ref", "───"])
        #expect(Table(columns: [Table.Column("Ref")]).lines(width: 80, plain: true).isEmpty)
        #expect(Table(columns: [], rows: [["x"]]).lines(width: 80).isEmpty)
    }

    @Test(
        "a column of numbers stands to the right",
        arguments: [
            (["1", "12"], Table.Alignment.right), (["£1,200.50", "-3%", "–", ""], .right),
            (["P1", "2"], .left), (["", "–"], .left),
            (["2016-01-01"], .left), (["1 of 2"], .left), ([], .left),
        ])
    func numbers(cells: [String], side: Table.Alignment) {
        #expect(Table.alignment(of: cells) == side)
    }

    @Test(
        "room is shared so that short columns do not pay for long ones",
        arguments: [
            (100, [3, 10, 10], [3, 200, 20], [3, 77, 20]), (63, [3, 10, 10], [3, 200, 90], [3, 30, 30]),
            (64, [3, 10, 10], [3, 200, 90], [3, 31, 30]), (23, [3, 10, 10], [3, 200, 90], [3, 10, 10]),
            (400, [3, 10], [3, 200], [3, 200]),
        ])
    func shares(room: Int, least: [Int], natural: [Int], widths: [Int]) {
        #expect(Table.share(room, least: least, natural: natural) == widths)
        #expect(Table.share(22, least: [3, 10, 10], natural: [3, 200, 90]) == nil)
    }

    /// The promise of the type, tried on what breaks tables: whatever the cells, no line overflows.
    @Test("no line is wider than the terminal", arguments: [false, true])
    func noLineOverflows(plain: Bool) {
        let words = [
            "Travel", "training", "👩‍👩‍👧‍👦", "日本語の長い文章は空白なしで続きます", "कार्यक्रम", "a", "\u{1B}[31m", "🏴",
            "e\u{301}\u{302}", "\u{202E}",
            "antidisestablishmentarianism-without-end-or-break", "🇬🇧🇯🇵", "don’t", "\n", "العربية", "１２３",
            "https://example.org/a/very/long/path",
        ]
        let title = (0..<40).map { words[$0 * 7 % words.count] }.joined(separator: " ")
        let rows = [
            ["P1", title, title, "promising", "3"], ["P2", "", "日本", "-", "1234"],
            ["P3", String(repeating: "日", count: 90)],
        ]
        let columns = [
            Table.Column("Ref"), Table.Column("Title", wraps: true),
            Table.Column("Was nicht funktionierte 問題", wraps: true, minimum: 5),
            Table.Column("Stage"), Table.Column("Sites", alignment: .right),
        ]
        for width in 1...120 {
            for count in 1...columns.count {
                let lines = Table(columns: Array(columns.prefix(count)), rows: rows).lines(
                    width: width, plain: plain)
                let widest = lines.map(\.displayWidth).max() ?? 0
                #expect(widest <= width, "\(count) columns at \(width)")
                #expect(!lines.contains { $0.hasSuffix(" ") || $0.contains(where: \.isNewline) })
            }
        }
    }
}

@Suite("Wrapping: text to lines")
struct WrappingTests {
    @Test(
        "wraps between words",
        arguments: [
            ("", 10, [""]), ("one two three", 7, ["one two", "three"]), ("one  two", 3, ["one", "two"]),
            ("one\n\ntwo", 9, ["one", "", "two"]),
            ("abcdefgh", 3, ["abc", "def", "gh"]), ("x abcdefgh y", 4, ["x", "abcd", "efgh", "y"]),
            ("日本語", 5, ["日本", "語"]),
            ("日", 1, ["…"]), ("👩‍👩‍👧👩‍👩‍👧", 2, ["👩‍👩‍👧", "👩‍👩‍👧"]), ("ab", 0, ["a", "b"]),
            ("no\u{A0}break here", 8, ["no\u{A0}break", "here"]),
        ])
    func wrap(_ text: String, width: Int, lines: [String]) {
        #expect(Wrapping.wrap(text, to: width) == lines)
    }

    @Test func laterLinesHang() {
        #expect(Wrapping.wrap("one two three\nfour", to: 7, hanging: 2) == ["one two", "  three", "  four"])
        #expect(Wrapping.wrap("abcdef", to: 2, hanging: 9) == ["ab", " c", " d", " e", " f"])
    }

    @Test(
        "cuts with an ellipsis",
        arguments: [
            ("Travel training", 15, "Travel training"), ("Travel training", 8, "Travel…"), ("日本語", 4, "日…"),
            ("日本", 4, "日本"), ("ab", 1, "…"), ("ab", 0, ""),
        ])
    func cut(_ text: String, width: Int, cut: String) {
        #expect(Wrapping.cut(text, to: width) == cut)
    }

    @Test func pads() {
        #expect(Wrapping.pad("日本", to: 6) == "日本  ")
        #expect(Wrapping.pad("12", to: 4, alignment: .right) == "  12")
        #expect(Wrapping.pad("too long", to: 4) == "too long")
    }
}
