import Testing

@testable import RegistryShell

/// What Python's `wcwidth` 0.7 says, but where the test's name says otherwise.
@Suite("DisplayWidth: the columns of a text")
struct DisplayWidthTests {
    @Test(
        "plain and accented text",
        arguments: [
            ("", 0), ("Travel training", 15), ("café", 4), ("cafe\u{301}", 4), ("Dŵr Cymru", 9),
            ("£4.50 – “yes”…", 14),
            ("Ελληνικά", 8), ("Русский", 7), ("العربية", 7), ("עִבְרִית", 5), ("हिन्दी", 4), ("বাংলা", 4),
            ("ภาษาไทย", 7), ("क\u{94D}\u{200D}ष", 2), ("\u{600}123", 4), ("\u{600}❤\u{FE0F}", 3),
        ])
    func text(_ text: String, columns: Int) {
        #expect(text.displayWidth == columns)
        #expect(text.reduce(0) { $0 + $1.displayWidth } == columns)
    }

    @Test(
        "East Asian wide and narrow forms",
        arguments: [
            ("日本", 4), ("한국어", 6), ("あア", 4), ("ｱｲ", 2), ("ＡＢ", 4), ("，。", 4), ("각", 2), ("\u{3000}", 2),
        ])
    func eastAsian(_ text: String, columns: Int) {
        #expect(text.displayWidth == columns)
    }

    @Test(
        "one emoji is two columns, however it is spelt",
        arguments: [
            "😀", "👍🏽", "👩‍👩‍👧‍👦", "🧑🏻‍🤝‍🧑🏾", "🏳️‍🌈", "👁️‍🗨️", "🇬🇧", "🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
            "❤\u{FE0F}", "✈\u{FE0F}", "☔\u{FE0E}", "⌚\u{FE0E}", "1\u{FE0F}\u{20E3}", "#\u{FE0F}\u{20E3}", "⌚", "🧑‍🦽",
        ])
    func emoji(_ text: String) {
        #expect(text.count == 1)
        #expect(text.displayWidth == 2)
    }

    @Test(
        "text forms and plain symbols are one column",
        arguments: ["❤", "❤\u{FE0E}", "✓", "☃", "─", "…", "⏎", "␛", "‹", "\u{AD}"])
    func symbols(_ text: String) {
        #expect(text.displayWidth == 1)
    }

    @Test(
        "departures from wcwidth: emoji spelt without a selector are wide, a vowel sign alone takes a column",
        arguments: [
            ("❤\u{200D}🔥", 2), ("☝🏽", 2), ("\u{903}", 1), ("\u{94D}\u{903}", 1),
        ])
    func departures(_ text: String, columns: Int) {
        #expect(text.displayWidth == columns)
    }

    @Test(
        "what takes no column",
        arguments: [
            "\u{301}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{202E}", "\u{2028}",
            "\u{3164}", "\u{1160}", "\u{1B}", "\n", "\r\n", "\u{7F}", "\u{9B}",
        ])
    func nothing(_ text: String) {
        #expect(text.displayWidth == 0)
    }

    @Test(
        "the ends of the wide ranges",
        arguments: [
            (0x10FF, 1), (0x1100, 2), (0x115F, 2), (0x2319, 1), (0x231A, 2), (0x231B, 2), (0x231C, 1),
            (0xD7A3, 2),
            (0x1F1E5, 1), (0x1F1E6, 2), (0x20000, 2), (0x2FFFD, 2), (0x3FFFD, 2), (0x10FFFD, 1),
        ])
    func bounds(value: UInt32, columns: Int) throws {
        let scalar = try #require(Unicode.Scalar(value))
        #expect(Character(scalar).displayWidth == columns)
    }
}
