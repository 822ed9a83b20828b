import Foundation
import RegistryCore
import RegistryShell

/// Hands rows that were not taken back as files: the original columns untouched, with the reasons beside them.
///
/// They wait in a temporary file until the import is over, as there may be a million and a file of records brings
/// columns until its end.
final class Rejects {
    private var spool: SpoolFile
    /// Where each row begins, by file.
    private var places: [String: [Int]] = [:]
    private var ends: [Int: Int] = [:]

    init() throws { spool = try SpoolFile(folder: FileManager.default.temporaryDirectory.path) }

    func add(_ row: RejectedRow) throws {
        let reasons = row.reasons.map { ($0.column.map { "\($0): " } ?? "") + $0.what + ($0.nearest.map { " (did you mean “\($0)”?)" } ?? "") }
        let line = JSONValue.array([
            .array(row.cells.map(JSONValue.string)), JSONValue(row.row), JSONValue(row.line), .string(reasons.joined(separator: "; ")),
        ]).line
        let start = spool.count
        var text = line
        try text.withUTF8 { try spool.append(UnsafeRawBufferPointer($0)) }
        places[row.file, default: []].append(start)
        ends[start] = spool.count
    }

    /// Writes a file of rejects per source that has any. Returns their paths.
    ///
    /// Standard input has no name to put one beside, so its rejects are written only where `path` says so.
    func write(_ sources: [(name: String, columns: [String])], to path: String?, _ registry: Registry, _ session: Session) throws -> [String] {
        guard !places.isEmpty, let exporter = registry.assembly.exporters.first(where: { $0.extensions.contains("csv") }) else { return [] }
        var written: [String] = []
        var seen: Set<String> = []
        for source in sources where seen.insert(source.name).inserted {
            guard let rows = places[source.name] else { continue }
            guard var target = path ?? (source.name == ImportSource.standardInput.name ? nil : Files.beside(source.name)) else {
                session.notice("--rejects FILE would hand back the rows of standard input that were not taken")
                continue
            }
            // `ideas.csv` and `ideas.jsonl` would have the same, and one path is given for all files.
            var number = 2
            while written.contains(target) {
                target = Files.numbered(path ?? Files.beside(source.name), number)
                number += 1
            }
            do {
                try write(rows, source.columns, to: target, exporter, asPrivateAs: source.name)
                written.append(target)
            } catch let problem as Problem where problem.kind == .inputOutput || problem.kind == .cannotCreate {
                // What could be imported is in; that the rejects could not be written must not look as if it were not.
                session.notice("the rows that were not taken could not be written to \(target): \(problem.what)")
            }
        }
        return written
    }

    private func write(_ rows: [Int], _ columns: [String], to target: String, _ exporter: any Exporter, asPrivateAs source: String) throws {
        let kept = columns.indices.filter { !RejectedRow.columns.contains(columns[$0]) }
        let sink = try FileSink(target, isPrivate: Files.isPrivate(source))
        let records = try exporter.records(of: (kept.map { columns[$0] } + RejectedRow.columns).map { ExportColumn(name: $0, label: $0) }, into: sink)
        for start in rows {
            let length = (ends[start] ?? start) - start
            let bytes = try [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
                count = try spool.read(into: UnsafeMutableRawBufferPointer(buffer), at: start)
            }
            guard let row = try JSONValue(parsing: String(decoding: bytes, as: UTF8.self)).array, row.count == 4 else { continue }
            let cells = row[0].array ?? []
            try records.write(kept.map { cells.indices.contains($0) ? cells[$0] : .string("") } + row[1...])
        }
        try records.finish()
        try sink.keep()
    }
}
