import RegistryShell

/// What one press of Tab makes of a line: the candidates, and the line up to the cursor for each.
///
/// Readline is handed the whole line up to the cursor as the word to complete. So where a word
/// starts, how it is quoted and what it may turn into is decided here and not by Readline's lists
/// of break and quote characters, which know bytes only.
package struct CompletedLine {
    /// The candidates without duplicates, in the completer's order.
    package let candidates: [Candidate]
    /// The line up to the cursor when there are several: with all that they have in common.
    package let common: String

    private let word: Quoting
    /// The line behind the cursor.
    private let rest: Substring

    /// Asks the completer; `nil` if it has nothing to offer.
    ///
    /// - Parameters:
    ///   - line: all that was typed.
    ///   - byte: the cursor as Readline counts it, in bytes of UTF-8.
    package init?(line: String, byte: Int, completer: any Completer) {
        let bytes = line.utf8
        guard let point = bytes.index(bytes.startIndex, offsetBy: byte, limitedBy: bytes.endIndex) else { return nil }
        // The cursor can stand inside a Character, between a letter and its accent: that counts as behind.
        var boundary = line.startIndex
        var cursor = 0
        while boundary < point {
            line.formIndex(after: &boundary)
            cursor += 1
        }
        let completion = completer.completion(of: line, at: cursor)
        var seen = Set<String>()
        candidates = completion.candidates.filter { seen.insert($0.value).inserted }
        guard !candidates.isEmpty else { return nil }

        let before = String(line[..<point])
        let start = min(max(completion.start, 0), cursor)
        word = completion.isText ? Quoting(text: before, from: start) : Quoting(before, from: start)
        rest = line[point...]
        common = Self.shared(candidates, from: word.typed).map { [word] in word.head + word.written($0).text } ?? before
    }

    /// The line up to the cursor as it becomes with a candidate.
    package func result(_ candidate: Candidate) -> String {
        let (text, closing) = word.written(candidate.value)
        let line = word.head + text
        guard candidate.finished else { return line }
        // A closing mark that stands behind the cursor stays the one, and then no space belongs before it.
        if let closing, let next = rest.first, Quoting.closing(next) == closing { return line }
        return line + (closing.map(String.init) ?? "") + (rest.first == " " ? "" : " ")
    }

    /// The line up to the cursor with all candidates side by side, for `insert-completions`, which
    /// adds the last space.
    package var all: String {
        let words = candidates.map { candidate in
            let (text, closing) = word.written(candidate.value)
            return text + (closing.map(String.init) ?? "")
        }
        return word.head + words.joined(separator: " ")
    }

    /// What all values begin with, whatever the case, written as in the value that fits best what was
    /// typed; `nil` unless it goes on from that.
    ///
    /// The words of titles may have given P12 and P14: "P1" would throw away what the person said.
    private static func shared(_ candidates: [Candidate], from typed: String) -> String? {
        let best = candidates.first { $0.value.hasPrefix(typed) } ?? candidates.first
        guard var shared = best?.value, shared.lowercased().hasPrefix(typed.lowercased()) else { return nil }
        let least = typed.count
        for candidate in candidates where !candidate.value.hasPrefix(shared) {
            let same = zip(shared, candidate.value).prefix { $0 == $1 || $0.lowercased() == $1.lowercased() }.count
            guard same > least else { return nil }
            shared = String(shared.prefix(same))
        }
        return shared.count > least ? shared : nil
    }
}
