/// Rows of text under labels, laid out to the width of a terminal.
///
/// Wide enough, it is a table; too narrow, or `plain`, it is a record a row. Either way no line is
/// wider than asked, every cell passes through `visible()`, and the lines carry no style: the
/// caller may embolden the first `headerLineCount` of them.
///
/// Weighed and not taken: SwiftyTextTable and its kin draw boxes, which read badly in a pipe and
/// aloud, and know neither a terminal's width nor that 日 takes two columns.
public struct Table: Sendable, Equatable {
    /// The side of its column on which a cell stands.
    public enum Alignment: Sendable { case left, right }

    /// One column: its label, and how it behaves when room is short.
    public struct Column: Sendable, Equatable {
        public var label: String
        /// nil: right if every cell that is filled in is a number, else left.
        public var alignment: Alignment?
        /// Whether its cells may be broken over several lines. References, dates and numbers may not.
        public var wraps: Bool
        /// The fewest terminal columns to which a wrapping column with longer cells may shrink, at least 1.
        public let minimum: Int

        public init(_ label: String, alignment: Alignment? = nil, wraps: Bool = false, minimum: Int = 16) {
            self.label = label
            self.alignment = alignment
            self.wraps = wraps
            self.minimum = max(1, minimum)
        }
    }

    /// A table that has been laid out.
    public struct Layout: Sendable, Equatable {
        /// Lines of plain text, without newlines.
        public let lines: [String]
        /// How many of the first lines hold the labels (the rule is the next); 0 for records.
        public let headerLineCount: Int
    }

    public var columns: [Column]
    /// A row shorter than the columns is filled up with empty cells; cells beyond them are not shown.
    public var rows: [[String]]

    public init(columns: [Column], rows: [[String]] = []) {
        self.columns = columns
        self.rows = rows
    }

    /// The lines of `layout(width:plain:)`.
    public func lines(width: Int?, plain: Bool = false) -> [String] {
        layout(width: width, plain: plain).lines
    }

    /// Lays the table out.
    ///
    /// - Parameters:
    ///   - width: the columns of the terminal; nil for no limit. Less than 1 counts as 1.
    ///   - plain: records only, without a rule: for a screen reader, which reads a table across.
    public func layout(width: Int?, plain: Bool = false) -> Layout {
        guard !columns.isEmpty else { return Layout(lines: [], headerLineCount: 0) }
        let labels = columns.map { $0.label.visible() }
        let cells = rows.map { row in
            columns.indices.map { row.indices.contains($0) ? row[$0].visible() : "" }
        }
        if !plain, let widths = widths(labels: labels, cells: cells, in: width) {
            return table(labels: labels, cells: cells, widths: widths)
        }
        return Layout(lines: records(labels: labels, cells: cells, width: width), headerLineCount: 0)
    }

    // MARK: - As a table

    private static let gap = "  "

    /// The width of each column, or nil when not even the least of them fit in `width`.
    private func widths(labels: [String], cells: [[String]], in width: Int?) -> [Int]? {
        var least: [Int] = []
        var natural: [Int] = []
        for (index, column) in columns.enumerated() {
            let widestCell = cells.map { $0[index].displayWidth }.max() ?? 0
            let widestLabelWord = Wrapping.widestWord(in: labels[index])
            let full = max(widestCell, labels[index].displayWidth)
            natural.append(full)
            least.append(min(full, max(widestLabelWord, column.wraps ? column.minimum : widestCell)))
        }
        guard let width else { return natural }
        let room = width - Table.gap.count * (columns.count - 1)
        return Table.share(room, least: least, natural: natural)
    }

    /// Shares `room` as water fills vessels: all columns rise together, none above what it needs
    /// nor below its least, so that a short column never pays for a long one.
    static func share(_ room: Int, least: [Int], natural: [Int]) -> [Int]? {
        func filled(to level: Int) -> [Int] {
            zip(least, natural).map { max($0, min($1, level)) }
        }
        func total(_ widths: [Int]) -> Int { widths.reduce(0, +) }
        guard total(least) <= room else { return nil }
        if total(natural) <= room { return natural }
        // The highest level that fits lies from `low` up to, not including, `high`.
        var low = 0
        var high = natural.max() ?? 0
        while high - low > 1 {
            let middle = (low + high) / 2
            if total(filled(to: middle)) <= room { low = middle } else { high = middle }
        }
        var widths = filled(to: low)
        var left = room - total(widths)
        for index in widths.indices where left > 0 && widths[index] == low && natural[index] > low {
            widths[index] += 1
            left -= 1
        }
        return widths
    }

    private func table(labels: [String], cells: [[String]], widths: [Int]) -> Layout {
        let alignments = columns.indices.map { index in
            columns[index].alignment ?? Table.alignment(of: cells.map { $0[index] })
        }
        func lines(of row: [String]) -> [String] {
            let wrapped = zip(row, widths).map { cell, width in
                cell.displayWidth <= width ? [cell] : Wrapping.wrap(cell, to: width)
            }
            return (0..<(wrapped.map(\.count).max() ?? 0)).map { line in
                let parts = wrapped.indices.map { index in
                    let part = wrapped[index].indices.contains(line) ? wrapped[index][line] : ""
                    return Wrapping.pad(part, to: widths[index], alignment: alignments[index])
                }
                return Table.trimmed(parts.joined(separator: Table.gap))
            }
        }
        let header = lines(of: labels)
        let span = widths.reduce(0, +) + Table.gap.count * (widths.count - 1)
        let rule = String(repeating: "─", count: span)
        return Layout(lines: header + [rule] + cells.flatMap(lines), headerLineCount: header.count)
    }

    // MARK: - As records

    /// A row as lines of "label: value", an empty line between rows. What is empty is left out, but for
    /// the first column, so that each row shows.
    private func records(labels: [String], cells: [[String]], width: Int?) -> [String] {
        let records = cells.map { row in
            row.indices.filter { $0 == 0 || !row[$0].isEmpty }.flatMap { index in
                let isNameless = labels[index].allSatisfy(\.isWhitespace)
                let line = Table.trimmed(isNameless ? row[index] : "\(labels[index]): \(row[index])")
                guard let width, line.displayWidth > width else { return [line] }
                return Wrapping.wrap(line, to: width, hanging: 2)
            }
        }
        return Array(records.joined(separator: [""]))
    }

    private static func trimmed(_ line: String) -> String {
        var line = line[...]
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}
