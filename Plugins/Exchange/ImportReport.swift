import RegistryCore

/// An import's summary in words and as one object.
struct ImportReport {
    let summary: ImportSummary
    let options: ImportOptions

    /// Whether anything was kept or would be: nothing is where one bad row stops all.
    private var savesNothing: Bool { options.stopsOnError && !summary.rejected.isEmpty }

    var lines: [String] {
        var counts = ["\(summary.rows) \(summary.rows == 1 ? "row" : "rows")"]
        if savesNothing {
            return [counts[0] + ": \(summary.rejected.count) cannot be taken, so nothing was saved."]
        }
        counts[0] += ": \(summary.new) new"
        counts.append("\(summary.updated) updated")
        counts.append("\(summary.unchanged) already here")
        counts.append("\(summary.rejected.count) rejected")
        var lines = [(options.dryRun ? "Would be " : "") + counts.joined(separator: ", ") + (summary.batch.map { " (batch \($0.number))." } ?? ".")]
        if summary.held > 0 { lines.append("\(summary.held) came in held: a lead looks at what was found in them (find is:held).") }
        if summary.incomplete > 0 { lines.append("\(summary.incomplete) came in with answers still open; they stay submitted until those are there.") }
        if summary.noted > 0 { lines.append("\(summary.noted) look like others that are here (similar P… says which).") }
        if let first = summary.references.first, let last = summary.references.last, !options.dryRun {
            lines.append(first == last ? "New: \(first)." : "New: \(first) to \(last).")
        }
        return lines
    }

    /// What a person should know of how the files were read.
    var notices: [String] {
        summary.detected.map { "\($0.file): \($0.what)" }
            + summary.unmatched.map { "\($0.file): \($0.columns.count == 1 ? "one column matches" : "\($0.columns.count) columns match") no field and \($0.columns.count == 1 ? "is" : "are") left out: \($0.columns.joined(separator: ", "))" }
            + summary.conflicts.prefix(20) + (summary.conflicts.count > 20 ? ["and \(summary.conflicts.count - 20) more; --conflicts theirs takes the file's"] : [])
            + summary.notices
    }

    func json(rejects: [String]) -> JSONObject {
        [
            "rows": JSONValue(summary.rows), "new": JSONValue(savesNothing ? 0 : summary.new), "updated": JSONValue(summary.updated),
            "unchanged": JSONValue(summary.unchanged), "rejected": JSONValue(summary.rejected.count), "held": JSONValue(summary.held),
            "incomplete": JSONValue(summary.incomplete), "batch": JSONValue(summary.batch.map { Double($0.number) }), "dry_run": .bool(options.dryRun),
            "conflicts": .array(summary.conflicts.map(JSONValue.string)),
            "unmatched": .array(summary.unmatched.flatMap { file in file.columns.map(JSONValue.string) }),
            "rejects": .array(rejects.map(JSONValue.string)),
            "errors": .array(summary.rejected.prefix(1000).flatMap { row in
                row.reasons.map { reason in
                    [
                        "file": .string(row.file), "row": JSONValue(row.row), "line": JSONValue(row.line), "column": JSONValue(reason.column),
                        "value": JSONValue(reason.value), "what": .string(reason.what), "nearest": JSONValue(reason.nearest),
                    ] as JSONValue
                }
            }),
        ]
    }

    /// The rows that were not taken, as the error with which the command ends; nil when all were.
    func problem(rejects: [String]) -> Problem? {
        guard !summary.rejected.isEmpty else { return nil }
        let count = summary.rejected.count
        let what = "\(count == 1 ? "one row" : "\(count) rows") of \(summary.rows) \(count == 1 ? "was" : "were") not taken" + (savesNothing ? ", and nothing was saved" : "")
        let next = rejects.first.map { "mend \($0) and import it" } ?? "mend the file and import it again"
        return Problem(.badInput, what, details: details, next: next)
    }

    /// Rows with the same trouble in the same column are told together.
    private var details: [String] {
        struct Alike: Hashable {
            var file: String, column: String?, what: String
        }
        var order: [Alike] = []
        var groups: [Alike: [(row: RejectedRow, reason: RejectedRow.Reason)]] = [:]
        for row in summary.rejected {
            for reason in row.reasons {
                let alike = Alike(file: row.file, column: reason.column, what: reason.what)
                if groups[alike] == nil { order.append(alike) }
                groups[alike, default: []].append((row, reason))
            }
        }
        let shown = 3
        return order.prefix(40).flatMap { alike -> [String] in
            let members = groups[alike] ?? []
            var lines = members.prefix(shown).map { member in
                var line = "\(alike.file), line \(member.row.line), row \(member.row.row)" + (alike.column.map { ", \($0)" } ?? "") + ": \(alike.what)"
                if let value = member.reason.value, !value.isEmpty { line += ": “\(value.count > 60 ? value.prefix(59) + "…" : value)”" }
                if let nearest = member.reason.nearest { line += " (did you mean “\(nearest)”?)" }
                return line
            }
            if members.count > shown {
                let rows = members.dropFirst(shown).prefix(20).map { String($0.row.row) }.joined(separator: ", ")
                lines.append("the same in \(members.count - shown) more: row \(rows)\(members.count > shown + 20 ? " …" : "")")
            }
            return lines
        } + (order.count > 40 ? ["and \(order.count - 40) more kinds of trouble"] : [])
    }
}
