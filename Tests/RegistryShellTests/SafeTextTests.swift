import Testing

@testable import RegistryShell

@Suite("SafeText: text is data")
struct SafeTextTests {
    @Test(
        "what could steer a terminal is shown instead",
        arguments: [
            ("\u{1B}[2J\u{1B}[31mred", "␛[2J␛[31mred"),
            ("\u{1B}]0;title\u{7}", "␛]0;title␇"),
            ("\u{9B}31m", "‹U+009B›31m"),
            ("a\u{8}b\u{0}c\u{7F}", "a␈b␀c␡"),
            ("one\ttwo", "one two"),
            ("one\ntwo\r\nthree\rfour", "one⏎two⏎three␍four"),
            ("one\u{85}two\u{2028}three\u{2029}", "one‹U+0085›two‹U+2028›three‹U+2029›"),
            ("pay\u{202E}001\u{202C}", "pay‹U+202E›001‹U+202C›"),
            ("\u{2066}x\u{2069}\u{200E}\u{200F}\u{61C}", "‹U+2066›x‹U+2069›‹U+200E›‹U+200F›‹U+061C›"),
            ("zero\u{200B}width\u{FEFF}\u{2060}", "zero‹U+200B›width‹U+FEFF›‹U+2060›"),
            ("ta\u{E0041}gs", "ta‹U+E0041›gs"),
            ("sec\u{200D}ret", "sec‹U+200D›ret"),
        ])
    func marks(_ text: String, shown: String) {
        #expect(text.visible() == shown)
    }

    @Test(
        "what is meant stays",
        arguments: [
            "", "Travel training, £4.50 – “don’t” …", "Dŵr Cymru", "日本", "العربية", "نمی\u{200C}خواهم",
            "क्\u{200D}ष",
            "👩‍👩‍👧‍👦", "🏳️‍🌈", "❤\u{FE0F}", "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} Scotland",
            "no\u{A0}break", "soft\u{AD}hyphen",
        ])
    func kept(_ text: String) {
        #expect(text.visible().unicodeScalars.elementsEqual(text.unicodeScalars))
    }

    @Test func aFlagWithAnotherMessageIsNoFlag() {
        #expect("🏴\u{E0068}\u{E0069}\u{E007F}".visible() == "🏴‹U+E0068›‹U+E0069›‹U+E007F›")
    }

    @Test func newlinesStayOnlyWhenAsked() {
        #expect("one\ntwo\r\n\u{1B}three\r".visible(keepingNewlines: true) == "one\ntwo\n␛three␍")
        #expect("one\n日本".visible(keepingNewlines: true) == "one\n日本")
    }

    /// Every code point by itself and between letters: nothing unsafe comes out, and a second time
    /// changes nothing.
    @Test(arguments: [false, true])
    func nothingUnsafeComesOut(keepingNewlines: Bool) {
        let unsafe: Set<Unicode.GeneralCategory> = [
            .control, .lineSeparator, .paragraphSeparator, .surrogate,
        ]
        for value in (0...0x2FFFF).map(UInt32.init) + Array(0xE0000...0xE01FF) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let once = "a\(Character(scalar))\u{200D}b".visible(keepingNewlines: keepingNewlines)
            let twice = once.visible(keepingNewlines: keepingNewlines)
            let left = once.unicodeScalars.filter {
                unsafe.contains($0.properties.generalCategory) && $0 != "\n"
            }
            if !left.isEmpty || twice != once {
                Issue.record("U+\(String(value, radix: 16)) gives \(once.debugDescription)")
            }
            if !keepingNewlines, once.unicodeScalars.contains("\n") { Issue.record("a newline is left") }
        }
    }
}
