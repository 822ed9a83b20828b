import RegistryCore

/// Writes innovations as one document: a heading each, a line on how it stands, and its answers under their labels.
struct MarkdownExporter: Exporter {
    let name = "markdown"
    let extensions = ["md", "markdown"]
    let summary = "a document to read"

    func records(of columns: [ExportColumn], into sink: any ByteSink) throws -> any RecordSink {
        try sink.write("# Practice innovations\n")
        return Pages(columns: columns, sink)
    }

    private final class Pages: RecordSink {
        private let columns: [ExportColumn]
        private let sink: any ByteSink
        private var text = ""
        private var count = 0

        /// Said in the line under the heading, in this order.
        private static let standing = ["stage", "area", "tags", "submitter", "created"]
        /// Said in the heading, or of no use to a reader.
        private static let unsaid: Set<String> = ["ref", "uid", "title", "visibility", "held", "updated", "source", "source_id"]

        init(columns: [ExportColumn], _ sink: any ByteSink) {
            self.columns = columns
            self.sink = sink
        }

        func write(_ values: [JSONValue]) throws {
            count += 1
            var byName: [String: JSONValue] = [:]
            for (column, value) in zip(columns, values) where !value.isNull { byName[column.name] = value }
            func said(_ name: String) -> String { byName[name].map(MarkdownText.line) ?? "" }
            text += "\n## \(said("ref")) \(said("title"))\n"
            let standing = Pages.standing.compactMap { name -> String? in
                let text = name == "created" ? String(said(name).prefix(10)) : said(name)
                guard !text.isEmpty, let column = columns.first(where: { $0.name == name }) else { return nil }
                return "\(MarkdownText.line(.string(column.label))): \(text)"
            }
            if !standing.isEmpty { text += "\n" + standing.joined(separator: " · ") + "\n" }
            for (column, value) in zip(columns, values) where !value.isNull && !Pages.unsaid.contains(column.name) && !Pages.standing.contains(column.name) {
                let answer = MarkdownText.paragraphs(value)
                if !answer.isEmpty { text += "\n**\(MarkdownText.line(.string(column.label)))**\n\n\(answer)\n" }
            }
            if text.utf8.count > 1 << 16 { try flush() }
        }

        func finish() throws {
            if count == 0 { text += "\nNothing fits.\n" }
            try flush()
        }

        private func flush() throws {
            try sink.write(text)
            text = ""
        }
    }
}

/// Text as data: nothing in it is markup.
enum MarkdownText {
    /// In one line.
    static func line(_ value: JSONValue) -> String {
        escaped(plain(value).split(whereSeparator: \.isNewline).joined(separator: " "))
    }

    /// Line ends are kept, as paragraphs.
    static func paragraphs(_ value: JSONValue) -> String {
        plain(value).split(whereSeparator: \.isNewline).map { escaped(String($0)) }.joined(separator: "\n\n")
    }

    private static func plain(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .bool(let value): value ? "yes" : "no"
        case .number(let number): JSONValue.text(of: number)
        case .string(let text): text
        case .array(let values): values.map(plain).joined(separator: "; ")
        case .object: value.line
        }
    }

    /// A backslash before every sign that CommonMark (section 2.4) lets one stand before, where it could mean something;
    /// control characters and what turns the direction of text as visible marks. A line's first blanks go, as four of
    /// them make code.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        var hasText = false
        for scalar in text.unicodeScalars {
            if !hasText, scalar.properties.isWhitespace { continue }
            switch scalar {
            case "\\", "`", "*", "_", "{", "}", "[", "]", "<", ">", "(", ")", "#", "|", "~", "!", "&", "$", "@", ":": escaped += "\\\(scalar)"
            case "+", "-", "=": escaped += hasText ? "\(scalar)" : "\\\(scalar)"
            // “1.” at the beginning of a line is a list.
            case ".": escaped += escaped.allSatisfy(\.isNumber) ? "\\." : "."
            default:
                switch scalar.value {
                case 0x09: escaped += " "
                case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
                    escaped += "\u{FFFD}"
                default: escaped.unicodeScalars.append(scalar)
                }
            }
            hasText = true
        }
        return escaped
    }
}
