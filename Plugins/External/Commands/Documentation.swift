import RegistryCore

/// What a plugin says of itself in Markdown, as blocks that fit any width: lines that were broken in the file are one
/// paragraph again.
struct Documentation {
    private(set) var blocks: [Block] = []
    private var paragraph: [String] = []
    private var items: [String] = []
    private var isVerbatim = false

    init(_ markdown: String) {
        for line in markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) { take(String(line)) }
        close()
        // The page has its name already.
        if case .heading? = blocks.first { blocks.removeFirst() }
    }

    private mutating func take(_ line: String) {
        let text = line.trimmed
        if text.hasPrefix("```") {
            close()
            isVerbatim.toggle()
        } else if isVerbatim || isCode(line) || text.hasPrefix("|") {
            paragraph.append("\n" + text)
        } else if text.isEmpty {
            close()
        } else if text.hasPrefix("#") {
            close()
            blocks.append(.heading(String(text.drop { $0 == "#" }).trimmed))
        } else if let item = Documentation.item(text) {
            if items.isEmpty { close() }
            items.append(item)
        } else if let last = items.indices.last {
            items[last] += " " + text
        } else {
            paragraph.append(text)
        }
    }

    /// Indented by four, as code is outside of lists.
    private func isCode(_ line: String) -> Bool { line.hasPrefix("    ") && items.isEmpty && !line.trimmed.isEmpty }

    /// What stands behind the mark of a list's item.
    private static func item(_ text: String) -> String? {
        let marks = ["- ", "* ", "+ "]
        if let mark = marks.first(where: text.hasPrefix) { return String(text.dropFirst(mark.count)) }
        let number = text.prefix { $0.isASCII && $0.isNumber }
        return (1...3).contains(number.count) && text.dropFirst(number.count).hasPrefix(". ") ? text : nil
    }

    private mutating func close() {
        if !items.isEmpty { append(.list(items)) }
        if !paragraph.isEmpty {
            let text = paragraph.reduce("") { $0 + ($0.isEmpty || $1.hasPrefix("\n") ? "" : " ") + $1 }
            append(.paragraph(text.trimmed))
        }
        (items, paragraph) = ([], [])
    }

    /// With an empty line before it, where it does not follow a heading.
    private mutating func append(_ block: Block) {
        switch blocks.last {
        case .paragraph(let text)?: blocks[blocks.count - 1] = .paragraph(text + "\n")
        case .list(let items)?: blocks[blocks.count - 1] = .list(items.dropLast() + [(items.last ?? "") + "\n"])
        default: break
        }
        blocks.append(block)
    }
}
