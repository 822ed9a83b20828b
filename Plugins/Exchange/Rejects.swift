import RegistryCore
import RegistryShell

/// Hands rows that were not taken back as files: the original columns untouched, with the reasons beside them.
enum Rejects {
    /// Writes a file of rejects per source that has any. Returns their paths.
    ///
    /// Standard input has no name to put one beside, so its rejects are written only where `path` says so.
    static func write(
        _ summary: ImportSummary, _ sources: [(name: String, columns: [String])], to path: String?, _ registry: Registry, _ session: Session
    ) throws -> [String] {
        guard !summary.rejected.isEmpty, let exporter = registry.assembly.exporters.first(where: { $0.extensions.contains("csv") }) else { return [] }
        var written: [String] = []
        for source in sources {
            let rows = summary.rejected.filter { $0.file == source.name }
            guard !rows.isEmpty else { continue }
            guard let target = path ?? (source.name == ImportSource.standardInput.name ? nil : Files.beside(source.name)) else {
                session.notice("--rejects FILE would hand back the rows of standard input that were not taken")
                continue
            }
            do {
                let headings = source.columns.filter { !RejectedRow.columns.contains($0) }
                let kept = source.columns.indices.filter { !RejectedRow.columns.contains(source.columns[$0]) }
                let sink = TextSink()
                let records = try exporter.records(of: (headings + RejectedRow.columns).map { ExportColumn(name: $0, label: $0) }, into: sink)
                for row in rows {
                    let cells = kept.map { JSONValue.string(row.cells.indices.contains($0) ? row.cells[$0] : "") }
                    let reasons = row.reasons.map { ($0.column.map { "\($0): " } ?? "") + $0.what + ($0.nearest.map { " (did you mean “\($0)”?)" } ?? "") }
                    try records.write(cells + [JSONValue(row.row), JSONValue(row.line), .string(reasons.joined(separator: "; "))])
                }
                try records.finish()
                try Files.write(sink.text, to: target)
                written.append(target)
            } catch let problem as Problem where problem.kind == .inputOutput || problem.kind == .cannotCreate {
                // What could be imported is in; that the rejects could not be written must not look as if it were not.
                session.notice("the rows that were not taken could not be written to \(target): \(problem.what)")
            }
        }
        return written
    }
}
