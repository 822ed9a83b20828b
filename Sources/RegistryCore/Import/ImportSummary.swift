/// What an import came to.
public struct ImportSummary: Sendable {
    public var rows = 0
    public var new = 0
    public var updated = 0
    public var unchanged = 0
    /// Rows that were not taken, told together where they are alike.
    public var troubles = Troubles()
    /// Rows that came in held, since a check warns of something in them.
    public var held = 0
    /// Rows that came in with answers still open.
    public var incomplete = 0
    /// Rows in which a check found something worth knowing: likely duplicates.
    public var noted = 0
    /// Rows that are the same as an earlier row of these files, counted as unchanged.
    public var repeated = 0
    /// Rows with nothing in any column, as spreadsheets leave them; they are in no other count.
    public var blank = 0
    /// Rows that have values in a column without a heading; those are left out.
    public var strays = 0
    /// New rows without a key of their own: altered, such a row is a new one.
    public var withoutKey = 0
    /// The first hundred answers that somebody edited here and that stayed, and how many there are.
    public var conflicts: [Conflict] = []
    public var conflictCount = 0
    /// The first hundred innovations that are updated, each with what changes in it.
    public var changed: [Updated] = []
    /// The titles of the first rows that are new.
    public var newTitles: [String] = []
    /// By file: the columns that match nothing, and whether they were kept.
    public var unmatched: [(file: String, columns: [String], kept: Bool)] = []
    /// By file: columns that are only near a field's name, and were taken for it.
    public var guessed: [(file: String, column: String, field: String)] = []
    /// By file: what was detected of its format.
    public var detected: [(file: String, what: String)] = []
    /// Field or key by column, as they were matched: what a saved mapping says.
    public var columns: [String: String] = [:]
    /// Innovations whose rows are gone from the source, and how many of them were parked.
    public var missing: [Reference] = []
    public var parked = 0
    public var batch: Batch?
    /// What observers would have the person told.
    public var notices: [String] = []
    /// The first and the last innovation that are new.
    public var first: Reference?
    public var last: Reference?
    public var seconds = ImportSeconds()

    /// An innovation that a row changes.
    public struct Updated: Sendable {
        public var reference: Reference
        /// Its fields, and `tags`, with what stood there and what stands there now.
        public var changes: [Change]
    }

    /// An answer that the file changes and somebody edited here.
    public struct Conflict: Sendable {
        public var reference: Reference
        public var field: FieldName
        public var ours: JSONValue?
        public var theirs: JSONValue?

        /// “P2 result: “six of eight” was edited here and stays; the file says “seven””.
        public var sentence: String {
            func shown(_ value: JSONValue?) -> String {
                guard let text = value.map({ $0.string ?? $0.line }) else { return "nothing" }
                return "“\(text.count > 60 ? text.prefix(59) + "…" : text)”"
            }
            return "\(reference) \(field): \(shown(ours)) was edited here and stays; the file says \(shown(theirs))"
        }
    }

    static let mostChanged = 100
    static let mostTitles = 5

    /// Counts an innovation that is updated.
    mutating func note(updated innovation: Innovation, _ changes: [Change]) {
        updated += 1
        if changed.count < ImportSummary.mostChanged { changed.append(Updated(reference: innovation.reference, changes: changes)) }
    }

    /// Adds a conflict.
    mutating func note(conflicts more: [Conflict]) {
        conflictCount += more.count
        conflicts += more.prefix(max(0, 100 - conflicts.count))
    }
}

/// A row that was not taken, with every reason.
public struct RejectedRow: Equatable, Sendable {
    public struct Reason: Equatable, Sendable {
        /// The column's heading, when the trouble is with one.
        public var column: String?
        /// Cut to what a person needs to find it again.
        public var value: String?
        /// One clause: “is not a date”.
        public var what: String
        public var allowed: [String] = []
        public var nearest: String?

        init(column: String? = nil, value: String? = nil, what: String, allowed: [String] = [], nearest: String? = nil) {
            self.column = column
            self.value = value.map(Reason.cut)
            self.what = what
            self.allowed = allowed
            self.nearest = nearest
        }

        fileprivate static func cut(_ value: String) -> String { value.utf8.count > 400 ? String(value.prefix(100)) + "…" : value }
    }

    public var file: String
    public var row: Int
    public var line: Int
    public var cells: [String]
    /// The row as it stands in the file, where it could not be cut into cells.
    public var raw: String?
    public var reasons: [Reason]

    init(file: String, row: Int, line: Int, cells: [String], raw: String? = nil, reasons: [Reason]) {
        (self.file, self.row, self.line, self.cells, self.raw, self.reasons) = (file, row, line, cells, raw, reasons)
    }

    /// Takes what a check blocks out of the cells, and out of what the reasons quote of them.
    ///
    /// - Parameter blocks: findings whose labels are the cells' places, and behind them the raw row's.
    mutating func mask(_ blocks: [Finding], headings: [String]) {
        for (label, found) in Dictionary(grouping: blocks, by: \.label).sorted(by: { ($0.key ?? "") < ($1.key ?? "") }) {
            guard let place = label.flatMap({ Int($0) }) else { continue }
            if place == cells.count, let whole = raw { raw = Finding.replace(found, in: whole) }
            guard cells.indices.contains(place) else { continue }
            cells[place] = Finding.replace(found, in: cells[place])
            let heading = headings.indices.contains(place) ? headings[place] : nil
            for index in reasons.indices where reasons[index].column == heading && reasons[index].value != nil {
                (reasons[index].value, reasons[index].nearest) = (Reason.cut(cells[place]), nil)
            }
            for message in found.map(\.message) where !reasons.contains(where: { $0.column == heading && $0.what == message }) {
                reasons.append(Reason(column: heading, what: message))
            }
        }
    }

    /// The headings that a file of rejects has beside the original ones; an import passes over them.
    public static let columns = ["Rejected row", "Rejected line", "Rejected because"]
    /// The heading of rows that could not be cut into cells, where there are such.
    public static let rawColumn = "Rejected text"
    public static func isOwn(_ heading: String) -> Bool { columns.contains(heading) || heading == rawColumn }
}

/// Bad rows by what is wrong with them: as many as a file has, in memory that does not grow with them.
public struct Troubles: Sendable {
    /// Rows with the same trouble in the same column.
    public struct Alike: Sendable {
        public var file: String
        public var column: String?
        public var allowed: [String]
        /// How many rows have it.
        public var count = 0
        /// The first of them: row, line, what is wrong, value, and the nearest allowed value.
        public var first: [(row: Int, line: Int, what: String, value: String?, nearest: String?)] = []
        /// The next ones.
        public var further: [(row: Int, value: String?, nearest: String?)] = []
    }

    private struct Key: Hashable {
        var file: String
        var column: String?
        /// Without its numbers: “row 3 has the same source_id already” is the same trouble of whichever row.
        var what: String

        init(_ file: String, _ reason: RejectedRow.Reason) {
            (self.file, column) = (file, reason.column)
            what = reason.what.filter { !$0.isASCII || !$0.isNumber }
        }
    }

    /// Rows in all, and by file.
    public private(set) var count = 0
    public private(set) var byFile: [String: Int] = [:]
    public private(set) var alike: [Alike] = []
    /// Kinds of trouble beyond those told one by one.
    public private(set) var furtherKinds = 0
    /// The first rows with all their reasons, for a program that reads them.
    public private(set) var samples: [RejectedRow] = []
    private var places: [Key: Int] = [:]

    static let mostKinds = 200
    static let mostFirst = 3
    static let mostRows = 20
    static let mostSamples = 1000

    mutating func add(_ row: RejectedRow) {
        count += 1
        byFile[row.file, default: 0] += 1
        if samples.count < Troubles.mostSamples {
            var sample = row
            sample.cells = []
            samples.append(sample)
        }
        for reason in row.reasons {
            let key = Key(row.file, reason)
            guard let place = places[key] ?? begin(key, reason, row.file) else {
                furtherKinds += 1
                continue
            }
            alike[place].count += 1
            if alike[place].first.count < Troubles.mostFirst {
                alike[place].first.append((row.row, row.line, reason.what, reason.value, reason.nearest))
            } else if alike[place].further.count < Troubles.mostRows {
                alike[place].further.append((row.row, reason.value.map { String($0.prefix(60)) }, reason.nearest))
            }
        }
    }

    private mutating func begin(_ key: Key, _ reason: RejectedRow.Reason, _ file: String) -> Int? {
        guard alike.count < Troubles.mostKinds else { return nil }
        alike.append(Alike(file: file, column: reason.column, allowed: reason.allowed))
        places[key] = alike.count - 1
        return alike.count - 1
    }
}

extension Troubles {
    /// What is wrong, a line each: the first rows of every kind by file, line, row and column, then the others' numbers.
    public var lines: [String] {
        var lines = alike.prefix(Troubles.mostTold).flatMap { alike -> [String] in
            var lines = alike.first.map { first in
                var line = "\(alike.file), line \(first.line), row \(first.row)" + (alike.column.map { ", \($0)" } ?? "") + ": \(first.what)"
                if let value = first.value, !value.isEmpty { line += ": “\(value.count > 60 ? value.prefix(59) + "…" : value)”" }
                if let nearest = first.nearest { line += " (did you mean “\(nearest)”?)" }
                return line
            }
            if alike.count > alike.first.count {
                let told = alike.further.map { further in
                    let value = further.value.flatMap { $0.isEmpty ? nil : " “\($0.count > 30 ? $0.prefix(29) + "…" : $0[...])”" } ?? ""
                    return "row \(further.row)\(value)" + (further.nearest.map { " (“\($0)”?)" } ?? "")
                }
                let more = alike.count - alike.first.count
                lines.append("the same in \(more) more: \(told.joined(separator: ", "))\(more > told.count ? " …" : "")")
            }
            if !alike.allowed.isEmpty {
                let shown = alike.allowed.prefix(12).joined(separator: ", ")
                lines.append("allowed: \(shown)\(alike.allowed.count > 12 ? ", and \(alike.allowed.count - 12) more" : "")")
            }
            return lines
        }
        let further = max(0, alike.count - Troubles.mostTold) + furtherKinds
        if further > 0 { lines.append("and \(further) more kinds of trouble") }
        return lines
    }

    private static let mostTold = 40
}
