import RegistryCore

/// Rows of a result, printed in whichever format was asked for.
public struct Listing: Sendable {
    public struct Column: Sendable {
        /// The key in JSON and the heading in CSV.
        public var name: String
        /// The heading of a table; empty leaves the column out of tables.
        public var label: String
        public var wraps: Bool

        public init(_ name: String, _ label: String, wraps: Bool = false) {
            self.name = name
            self.label = label
            self.wraps = wraps
        }
    }

    public var columns: [Column]
    public var rows: [[JSONValue]]
    /// The innovation of each row, where rows are innovations: the prompt's numbers mean them.
    public var references: [Reference]
    /// Said when there are no rows.
    public var empty: String

    public init(_ columns: [Column], rows: [[JSONValue]] = [], references: [Reference] = [], empty: String) {
        self.columns = columns
        self.rows = rows
        self.references = references
        self.empty = empty
    }

    func object(_ row: [JSONValue]) -> JSONValue { .object(JSONObject(zip(columns.map(\.name), row))) }
}

extension JSONValue {
    /// As a cell of a table or of CSV shows it.
    public var cell: String {
        switch self {
        case .null: ""
        case .bool(let value): value ? "yes" : "no"
        case .number(let number): JSONValue.text(of: (number * 100).rounded() / 100)
        case .string(let text): text
        case .array(let values): values.map(\.cell).joined(separator: ", ")
        case .object: line
        }
    }
}

extension Session {
    public var format: Format { options.format ?? .table }

    /// Prints rows.
    public func show(_ listing: Listing) throws {
        recent.take(listing)
        switch format {
        case .json: try output.json(JSONValue.array(listing.rows.map(listing.object)).pretty)
        case .jsonl: for row in listing.rows { try output.json(listing.object(row).line) }
        case .csv: try output.data(CSVText.rows([listing.columns.map(\.name)] + listing.rows.map { $0.map(\.cell) }))
        case .markdown: try output.result(Markdown.table(listing.columns.map { $0.label.isEmpty ? $0.name : $0.label }, listing.rows.map { $0.map(\.cell) }))
        case .table: try showTable(listing)
        }
    }

    private func showTable(_ listing: Listing) throws {
        guard !listing.rows.isEmpty else {
            notice(listing.empty)
            return
        }
        let numbered = recent.isKept && listing.references.count == listing.rows.count && !listing.references.isEmpty
        let shown = listing.columns.indices.filter { !listing.columns[$0].label.isEmpty }
        var columns = shown.map { Table.Column(listing.columns[$0].label, wraps: listing.columns[$0].wraps) }
        var rows = listing.rows.map { row in shown.map { row[$0].cell } }
        if numbered {
            columns.insert(Table.Column(output.plain ? "Row" : "#"), at: 0)
            for index in rows.indices { rows[index].insert(String(index + 1), at: 0) }
        }
        try output.result(output.lines(of: Table(columns: columns, rows: rows)))
    }

    /// Prints what a command did: a sentence a line for people, one object for programs.
    public func report(_ lines: [String], _ json: JSONObject) throws {
        switch format {
        case .table: for line in lines { try output.result(wrapped(line) + "\n") }
        case .markdown: for line in lines { try output.result(Markdown.escape(line) + "\n\n") }
        case .json: try output.json(JSONValue.object(json).pretty)
        case .jsonl: try output.json(JSONValue.object(json).line)
        case .csv: try output.data(CSVText.rows([json.names, json.members.map(\.value.cell)]))
        }
    }

    /// A line of results to the width of the terminal; every value in it shown safely.
    private func wrapped(_ line: String) -> String {
        let safe = line.visible()
        guard let width = output.width() else { return safe }
        return Wrapping.wrap(safe, to: width).joined(separator: "\n")
    }

    /// Tells the person something that is no result.
    public func notice(_ line: String) {
        for part in Wrapping.wrap(line.visible(), to: max(20, output.messageWidth())) { output.message(part) }
    }
}

extension Output {
    func lines(of table: Table) -> String {
        let layout = table.layout(width: width(), plain: plain)
        return layout.lines.enumerated().map { index, line in
            index < layout.headerLineCount ? ink(.strong, line) : line
        }.joined(separator: "\n") + "\n"
    }
}

/// Comma-separated text of results (RFC 4180), with what a spreadsheet would run made harmless.
enum CSVText {
    static func rows(_ rows: [[String]]) -> String {
        rows.map { $0.map(cell).joined(separator: ",") + "\n" }.joined()
    }

    /// A leading apostrophe keeps a spreadsheet from running a cell (OWASP, CSV injection); plain numbers stay.
    private static func cell(_ text: String) -> String {
        var text = text
        if let first = text.first, "=+-@\t\r".contains(first), Double(text) == nil { text = "'" + text }
        guard text.contains(where: { "\",\n\r\r\n".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

/// Markdown of results: values cannot become markup.
public enum Markdown {
    public static func escape(_ text: String) -> String {
        var out = ""
        for character in text.visible(keepingNewlines: true) {
            if "\\`*_{}[]<>#|~".contains(character) { out.append("\\") }
            out.append(character)
        }
        return out
    }

    static func table(_ columns: [String], _ rows: [[String]]) -> String {
        func line(_ cells: [String]) -> String {
            "| " + cells.map { escape($0).replacing("\n", with: "<br>") }.joined(separator: " | ") + " |\n"
        }
        return line(columns) + "|" + columns.map { _ in " --- |" }.joined() + "\n" + rows.map(line).joined()
    }
}
