import RegistryCore

/// An answer of several lines while it is typed: the lines so far, and those that stood there before and are yet to be
/// gone through, so that a revision loses none.
struct LongAnswer {
    private var lines: [String] = []
    private var upcoming: [Substring]

    init(_ text: String) { upcoming = text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The line that is filled in next; empty when a new one begins.
    var next: String { upcoming.first.map(String.init) ?? "" }
    /// Whether lines of the earlier answer are still to come: then an empty line does not end it.
    var hasMore: Bool { !upcoming.isEmpty }
    var isBegun: Bool { !lines.isEmpty }
    /// All of it, what is yet to come too.
    var text: String { FieldDefinition.tidiedLines((lines + upcoming.map(String.init)).joined(separator: "\n")) }

    /// Takes what was entered where `next` stood: one line, or many that were pasted; none when it was emptied.
    mutating func take(_ line: String) {
        if !upcoming.isEmpty { upcoming.removeFirst() }
        if !line.trimmed.isEmpty { lines += line.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init) }
        // The empty lines between paragraphs are nobody's to confirm.
        while let blank = upcoming.first, blank.allSatisfy(\.isWhitespace) {
            upcoming.removeFirst()
            if isBegun { lines.append("") }
        }
    }
}
