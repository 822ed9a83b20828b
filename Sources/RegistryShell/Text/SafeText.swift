extension String {
    /// The text with everything that could steer a terminal, or hide, turned into a visible mark.
    ///
    /// Text is data: no value from a record, a file or a plugin may move the cursor, recolour the
    /// screen, answer for the person at the keyboard or show its letters in another order
    /// ("Trojan Source", CVE-2021-42574). So whatever is printed comes through here. Nothing is
    /// dropped: a mark shows the reader that something was there, and what.
    ///
    /// - C0 controls and DEL become their pictures: ESC is `␛`. A tab becomes a space, a line end `⏎`.
    /// - C1 controls, bidirectional controls, invisible spaces and joins, line and paragraph
    ///   separators and tag characters become `‹U+202E›`.
    /// - Joiners stay where scripts and emoji need them, and so do the flags of England, Scotland
    ///   and Wales, which are spelt with tags.
    ///
    /// What comes out passes unchanged a second time.
    ///
    /// - Parameter keepingNewlines: leaves a newline as it is, and makes one of CR LF.
    public func visible(keepingNewlines: Bool = false) -> String {
        // Nearly all text is plain; then it is returned as it is, without a copy.
        let isPlain = utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F || keepingNewlines && $0 == 0x0A }
        if isPlain { return self }
        guard unicodeScalars.contains(where: SafeText.mayNeedMark) else { return self }
        return SafeText.marked(self, keepingNewlines: keepingNewlines)
    }
}

extension String {
    /// A text of JSON with the code points that could steer a terminal, or hide, as `\u` escapes: the same values to
    /// whoever parses it (RFC 8259, 7). In JSON they stand inside strings only, and C0 controls are escaped already.
    func escapedAsJSON() -> String {
        guard !utf8.allSatisfy({ $0 < 0x7F }), unicodeScalars.contains(where: SafeText.isEscapedInJSON) else { return self }
        var safe = ""
        for scalar in unicodeScalars {
            guard SafeText.isEscapedInJSON(scalar) else {
                safe.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                safe += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return safe
    }
}

/// Which code points may not reach a terminal as they are, and the marks in their place.
private enum SafeText {
    static func marked(_ text: String, keepingNewlines: Bool) -> String {
        var safe = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            if scalar == blackFlag, let end = endOfFlag(in: scalars, from: index) {
                safe.append(contentsOf: scalars[index..<end])
                previous = scalars[scalars.index(before: end)]
                index = end
                continue
            }
            let next = scalars.index(after: index)
            let endsLine =
                scalar == "\n" || (scalar == "\r" && next < scalars.endIndex && scalars[next] == "\n")
            if endsLine {
                safe.append(keepingNewlines ? "\n" : "⏎")
                index = scalar == "\r" ? scalars.index(after: next) : next
            } else {
                if scalar == joiner ? joins(after: previous) : !mayNeedMark(scalar) {
                    safe.append(scalar)
                } else {
                    safe.append(contentsOf: mark(for: scalar).unicodeScalars)
                }
                index = next
            }
            previous = scalar
        }
        return String(safe)
    }

    /// Whether the code point is never, or not everywhere, harmless.
    static func mayNeedMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20..<0x7F, 0xA0..<0x061C: false
        case 0..<0xA0: true  // C0, DEL, C1
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // bidirectional controls
        case 0x180E, 0x200B, 0x2060...0x2065, 0xFEFF: true  // invisible spaces, joins and operators
        case 0x200D: true  // the zero-width joiner: see `joins`
        case 0x2028, 0x2029: true  // line and paragraph separators
        case 0x206A...0x206F, 0xFFF9...0xFFFB: true  // deprecated formats, interlinear annotation
        case 0xE0000...0xE007F: true  // tags: they carry hidden ASCII
        default: false
        }
    }

    /// Joiners stay, since emoji are spelt with them; a line end outside strings is no character of a value.
    static func isEscapedInJSON(_ scalar: Unicode.Scalar) -> Bool {
        scalar != joiner && scalar != "\n" && mayNeedMark(scalar)
    }

    /// Whether a zero-width joiner after `previous` can be meant: it shapes emoji and the scripts
    /// from Arabic on; between Latin letters it only makes two equal words differ.
    private static func joins(after previous: Unicode.Scalar?) -> Bool {
        guard let previous else { return false }
        return previous.value >= 0x0600 && (previous == "\u{FE0F}" || !mayNeedMark(previous))
    }

    /// The index after a flag of England, Scotland or Wales that starts at `start`, if one does.
    private static func endOfFlag(
        in scalars: String.UnicodeScalarView, from start: String.UnicodeScalarView.Index
    ) -> String.UnicodeScalarView.Index? {
        let tags = scalars[start...].dropFirst().prefix { (0xE0020...0xE007F).contains($0.value) }
        let letters = tags.map { $0.value & 0x7F }
        return flagTags.contains(letters) ? tags.endIndex : nil
    }

    private static func mark(for scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x09: return " "
        case 0x7F: return "␡"
        case 0..<0x20:
            // The block Control Pictures follows the order of the controls.
            return Unicode.Scalar(0x2400 + scalar.value).map { String(Character($0)) } ?? "�"
        default:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "‹U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "›"
        }
    }

    private static let blackFlag: Unicode.Scalar = "\u{1F3F4}"
    private static let joiner: Unicode.Scalar = "\u{200D}"
    /// The only three that Unicode recommends (emoji-sequences.txt), each closed by a cancel tag, 7F.
    private static let flagTags: [[UInt32]] = ["gbeng\u{7F}", "gbsct\u{7F}", "gbwls\u{7F}"]
        .map { $0.unicodeScalars.map(\.value) }
}
