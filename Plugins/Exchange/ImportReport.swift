import RegistryCore

/// An import's summary in words and as one object.
struct ImportReport {
    let summary: ImportSummary
    let options: ImportOptions

    /// Whether anything was kept or would be: nothing is where one bad row stops all.
    private var savesNothing: Bool { options.stopsOnError && summary.troubles.count > 0 }

    var lines: [String] {
        var counts = ["\(summary.rows) \(summary.rows == 1 ? "row" : "rows")"]
        if savesNothing {
            return [counts[0] + ": \(summary.troubles.count) cannot be taken, so nothing was saved."]
        }
        counts[0] += ": \(summary.new) new"
        counts.append("\(summary.updated) updated")
        counts.append("\(summary.unchanged) already here")
        counts.append("\(summary.troubles.count) rejected")
        var lines = [(options.dryRun ? "Would be " : "") + counts.joined(separator: ", ") + (summary.batch.map { " (batch \($0.number))." } ?? ".")]
        lines += told
        if summary.held > 0 { lines.append("\(summary.held) came in held: a lead looks at what was found in them (find is:held).") }
        if summary.incomplete > 0 { lines.append("\(summary.incomplete) came in with answers still open; they stay submitted until those are there.") }
        if summary.noted > 0 { lines.append("\(summary.noted) look like others that are here (similar P… says which).") }
        if !summary.missing.isEmpty {
            let shown = summary.missing.prefix(20).map(\.description).joined(separator: ", ") + (summary.missing.count > 20 ? " …" : "")
            lines.append("\(summary.missing.count) \(summary.missing.count == 1 ? "is" : "are") gone from the source\(summary.parked > 0 ? ", \(summary.parked) \(options.dryRun ? "would be " : "")parked" : ""): \(shown).")
        }
        if let first = summary.first, let last = summary.last, !options.dryRun {
            lines.append(first == last ? "New: \(first)." : "New: \(first) to \(last).")
        }
        return lines
    }

    /// What changes in which innovation; of a dry run also what the new ones would be.
    private var told: [String] {
        let most = 20, would = options.dryRun ? "would change" : "changed"
        var lines = summary.changed.prefix(most).map { "\($0.reference) \(would): \($0.changes.map(\.clause).joined(separator: "; "))" }
        if summary.updated > most { lines.append("and \(summary.updated - most) more \(would)") }
        if options.dryRun, !summary.newTitles.isEmpty {
            let more = summary.new - summary.newTitles.count
            lines.append("Would be new: \(summary.newTitles.map { "“\($0)”" }.joined(separator: ", "))\(more > 0 ? ", and \(more) more" : "").")
        }
        return lines
    }

    /// What a person should know of how the files were read.
    var notices: [String] {
        var notices = summary.detected.map { "\($0.file): \($0.what)" }
        for guess in summary.guessed { notices.append("\(guess.file): the column “\(guess.column)” is taken for \(guess.field); --map \(guess.field)=COLUMN says otherwise") }
        for (file, columns, kept) in summary.unmatched {
            let count = columns.count == 1 ? "one column matches" : "\(columns.count) columns match"
            let end = kept ? "kept as \(columns.count == 1 ? "a further field" : "further fields")" : "left out"
            notices.append("\(file): \(count) no field and \(columns.count == 1 ? "is" : "are") \(end): \(columns.joined(separator: ", "))")
        }
        if summary.blank > 0 { notices.append("\(summary.blank) empty \(summary.blank == 1 ? "row was" : "rows were") passed over") }
        if summary.strays > 0 {
            notices.append("\(summary.strays) new \(summary.strays == 1 ? "row has" : "rows have") values in columns without a heading, which were left out; give the columns headings to bring them in")
        }
        if summary.repeated > 0 {
            notices.append("\(summary.repeated) \(summary.repeated == 1 ? "row is" : "rows are") the same as an earlier one of \(summary.detected.count == 1 ? "this file" : "these files"), and counted as already here")
        }
        if summary.withoutKey > 0 { notices.append("rows without a source_id are known again by their content: one that is altered in the source comes in as a new one") }
        notices += summary.conflicts.prefix(20).map(\.sentence)
        if summary.conflictCount > 20 { notices.append("and \(summary.conflictCount - 20) more; --conflicts theirs takes the file's") }
        return notices + summary.notices
    }

    /// Where to look for what an earlier run handed back, when this one had nothing to hand back.
    static func stale(_ path: String) -> String { "\(path) is of an earlier import; nothing was handed back this time" }

    func json(rejects: [String]) -> JSONObject {
        var json: JSONObject = [
            "rows": JSONValue(summary.rows), "new": JSONValue(savesNothing ? 0 : summary.new), "updated": JSONValue(summary.updated),
            "unchanged": JSONValue(summary.unchanged), "rejected": JSONValue(summary.troubles.count), "held": JSONValue(summary.held),
            "incomplete": JSONValue(summary.incomplete), "noted": JSONValue(summary.noted),
            "batch": JSONValue(summary.batch.map { Double($0.number) }), "dry_run": .bool(options.dryRun),
        ]
        json["conflicts"] = .array(summary.conflicts.map { conflict in
            ["ref": .string(conflict.reference.description), "field": .string(conflict.field), "ours": conflict.ours ?? .null, "theirs": conflict.theirs ?? .null]
        })
        json["changes"] = .array(summary.changed.map { updated in
            ["ref": .string(updated.reference.description), "changes": .array(updated.changes.map { .string($0.clause) })]
        })
        json["missing"] = .array(summary.missing.map { .string($0.description) })
        json["parked"] = JSONValue(summary.parked)
        json["unmatched"] = .array(summary.unmatched.flatMap { file in file.columns.map(JSONValue.string) })
        json["detected"] = .object(JSONObject(summary.detected.map { ($0.file, .string($0.what)) }))
        json["rejects"] = .array(rejects.map(JSONValue.string))
        json["errors"] = .array(summary.troubles.samples.flatMap { row in row.reasons.map { ImportReport.json(row, $0) } })
        json["seconds"] = seconds
        return json
    }

    private static func json(_ row: RejectedRow, _ reason: RejectedRow.Reason) -> JSONValue {
        [
            "file": .string(row.file), "row": JSONValue(row.row), "line": JSONValue(row.line), "column": JSONValue(reason.column),
            "value": JSONValue(reason.value), "what": .string(reason.what), "allowed": .array(reason.allowed.map(JSONValue.string)),
            "nearest": JSONValue(reason.nearest),
        ]
    }

    /// Seconds of work by kind, to the millisecond.
    private var seconds: JSONValue {
        let seconds = summary.seconds
        let all = [
            ("read", seconds.read), ("parse", seconds.parse), ("check", seconds.check), ("write", seconds.write),
            ("full_text", seconds.fullText), ("commit", seconds.commit), ("total", seconds.total),
        ]
        return .object(JSONObject(all.map { ($0.0, JSONValue(($0.1 * 1000).rounded() / 1000)) }))
    }

    /// The rows that were not taken, as the error with which the command ends; nil when all were.
    func problem(rejects: [String]) -> Problem? {
        guard summary.troubles.count > 0 else { return nil }
        let count = summary.troubles.count
        let what = "\(count == 1 ? "one row" : "\(count) rows") of \(summary.rows) \(count == 1 ? "was" : "were") not taken" + (savesNothing ? ", and nothing was saved" : "")
        let next = rejects.first.map { "mend \($0) and import it" } ?? "mend the file and import it again"
        return Problem(.badInput, what, details: summary.troubles.lines, next: next)
    }
}
