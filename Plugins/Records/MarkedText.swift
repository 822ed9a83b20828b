import RegistryCore
import RegistryShell

/// The sentences in which something was found, with the words between marks: »…«.
struct MarkedText {
    /// One thing to look at: what was found here, perhaps by several checks at once.
    struct Mark: Equatable {
        var range: Range<String.Index>
        var replacement: String
    }

    let text: String
    let marks: [Mark]

    init(_ text: String, _ findings: [Finding]) {
        self.text = text
        var marks: [Mark] = []
        for finding in findings.sorted(by: { ($0.range?.lowerBound ?? 0) < ($1.range?.lowerBound ?? 0) }) {
            guard let bytes = finding.range, bytes.lowerBound >= 0, bytes.upperBound <= text.utf8.count else { continue }
            let start = text.utf8.index(text.startIndex, offsetBy: bytes.lowerBound)
            let range = start..<text.utf8.index(start, offsetBy: bytes.count)
            if let last = marks.last, last.range.upperBound > range.lowerBound {
                marks[marks.count - 1].range = last.range.lowerBound..<max(last.range.upperBound, range.upperBound)
            } else {
                marks.append(Mark(range: range, replacement: finding.replacement ?? "[removed]"))
            }
        }
        self.marks = marks
    }

    /// The text with other words in the place of each mark.
    func replaced(_ words: [String]) -> String {
        var result = text
        for (mark, word) in zip(marks, words).reversed() { result.replaceSubrange(mark.range, with: word) }
        return FieldDefinition.tidiedLines(result)
    }

    /// Each sentence that has marks, once, in lines of a width. The marks say all; colour only repeats it.
    func sentences(width: Int, ink: Ink) -> [[String]] {
        var grouped: [(sentence: Range<String.Index>, marks: [Mark])] = []
        for mark in marks {
            let sentence = sentence(around: mark.range)
            if let last = grouped.last, last.sentence.upperBound > sentence.lowerBound {
                grouped[grouped.count - 1].sentence = last.sentence.lowerBound..<max(last.sentence.upperBound, sentence.upperBound)
                grouped[grouped.count - 1].marks.append(mark)
            } else {
                grouped.append((sentence, [mark]))
            }
        }
        return grouped.map { sentence, marks in coloured(Wrapping.wrap(marked(sentence, marks), to: width), ink) }
    }

    private func marked(_ sentence: Range<String.Index>, _ marks: [Mark]) -> String {
        var out = sentence.lowerBound > text.startIndex && !startsSentence(sentence.lowerBound) ? "…" : ""
        var at = sentence.lowerBound
        for mark in marks {
            out += String(text[at..<mark.range.lowerBound]).visible() + "»" + String(text[mark.range]).visible() + "«"
            at = mark.range.upperBound
        }
        out += String(text[at..<sentence.upperBound]).visible()
        return sentence.upperBound < text.endIndex && !endsSentence(sentence.upperBound) ? out + "…" : out
    }

    private func coloured(_ lines: [String], _ ink: Ink) -> [String] {
        // Somebody's own guillemets would turn the colours round.
        guard ink.isColoured, !text.contains("»"), !text.contains("«") else { return lines }
        var isMarked = false
        return lines.map { line in
            var out = "", run = ""
            for character in line {
                if character == "»" {
                    out += run
                    (run, isMarked) = ("»", true)
                } else {
                    run.append(character)
                    guard character == "«" else { continue }
                    out += ink(.trouble, run)
                    (run, isMarked) = ("", false)
                }
            }
            return out + (isMarked ? ink(.trouble, run) : run)
        }
    }

    /// How many characters on either side are shown of a sentence that does not end.
    private static let margin = 160

    private func sentence(around range: Range<String.Index>) -> Range<String.Index> {
        var low = range.lowerBound, high = range.upperBound
        for _ in 0..<MarkedText.margin where low > text.startIndex && !startsSentence(low) { low = text.index(before: low) }
        for _ in 0..<MarkedText.margin where high < text.endIndex && !endsSentence(high) { high = text.index(after: high) }
        while low < range.lowerBound, text[low].isWhitespace { low = text.index(after: low) }
        return low..<high
    }

    /// Behind a line end, or behind the blank after a full stop.
    private func startsSentence(_ index: String.Index) -> Bool {
        guard index > text.startIndex else { return true }
        let before = text.index(before: index)
        guard !text[before].isNewline else { return true }
        guard text[before].isWhitespace, before > text.startIndex else { return false }
        return MarkedText.stops.contains(text[text.index(before: before)])
    }

    private func endsSentence(_ index: String.Index) -> Bool {
        guard index < text.endIndex else { return true }
        guard !text[index].isNewline else { return true }
        return text[index].isWhitespace && index > text.startIndex && MarkedText.stops.contains(text[text.index(before: index)])
    }

    private static let stops: Set<Character> = [".", "!", "?"]
}
