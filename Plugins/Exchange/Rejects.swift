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
    /// Files with rows that are handed back as they stand.
    private var raw: Set<String> = []

    init() throws { spool = try SpoolFile(folder: FileManager.default.temporaryDirectory.path) }

    func add(_ row: RejectedRow) throws {
        let reasons = row.reasons.map { ($0.column.map { "\($0): " } ?? "") + $0.what + ($0.nearest.map { " (did you mean “\($0)”?)" } ?? "") }
        let line = JSONValue.array([
            .array(row.cells.map(JSONValue.string)), JSONValue(row.row), JSONValue(row.line), .string(reasons.joined(separator: "; ")), JSONValue(row.raw),
        ]).line + "\n"
        let start = spool.count
        var text = line
        try text.withUTF8 { try spool.append(UnsafeRawBufferPointer($0)) }
        places[row.file, default: []].append(start)
        if row.raw != nil { raw.insert(row.file) }
    }

    /// Writes a file of rejects per source that has any. Returns their paths.
    ///
    /// Those of standard input, which has no name to put one beside, go to the folder that the person is in. An older
    /// file of rejects may have been mended by hand: with other content it is kept, under another name.
    func write(_ sources: [Source], to path: String?, _ registry: Registry, _ session: Session) throws -> [String] {
        guard !places.isEmpty, let exporter = registry.assembly.exporters.first(where: { $0.extensions.contains("csv") }) else { return [] }
        var written: [String] = []
        var seen: Set<String> = []
        for source in sources where seen.insert(source.name).inserted {
            guard let rows = places[source.name] else { continue }
            let isInput = source.name == ImportSource.standardInput.name
            let usual = path ?? (isInput ? "standard-input.rejects.csv" : Files.beside(source.name))
            var target = usual
            // `ideas.csv` and `ideas.jsonl` would have the same, and one path is given for all files.
            var number = 2
            while written.contains(target) {
                target = Files.numbered(usual, number)
                number += 1
            }
            do {
                try write(rows, source, to: target, exporter, session)
                written.append(target)
            } catch let problem as Problem where problem.kind == .inputOutput || problem.kind == .cannotCreate {
                // What could be imported is in; that the rejects could not be written must not look as if it were not.
                session.notice("the rows that were not taken could not be written to \(target): \(problem.what)")
            }
        }
        return written
    }

    private func write(_ rows: [Int], _ source: Source, to target: String, _ exporter: any Exporter, _ session: Session) throws {
        let columns = source.columns
        let kept = columns.indices.filter { !RejectedRow.isOwn(columns[$0]) }
        let hasRaw = raw.contains(source.name)
        let own = RejectedRow.columns + (hasRaw ? [RejectedRow.rawColumn] : [])
        let sink = try FileSink(target, isPrivate: Files.isPrivate(source.name))
        // Excel takes a file without a mark for the system's old encoding.
        if source.needsMark { try sink.write("\u{FEFF}") }
        let records = try exporter.records(of: (kept.map { columns[$0] } + own).map { ExportColumn(name: $0, label: $0) }, into: sink)
        for (place, start) in rows.enumerated() {
            let next = place + 1 < rows.count ? rows[place + 1] : spool.count
            let bytes = try [UInt8](unsafeUninitializedCapacity: next - start) { buffer, count in
                count = try spool.read(into: UnsafeMutableRawBufferPointer(buffer), at: start)
            }
            // Rows of another file may stand between two of this one.
            guard let end = bytes.firstIndex(of: 0x0A), let row = try JSONValue(parsing: String(decoding: bytes[..<end], as: UTF8.self)).array, row.count == 5 else {
                throw Problem(.inputOutput, "a temporary file of the import was damaged", value: target)
            }
            let cells = row[0].array ?? []
            try records.write(kept.map { cells.indices.contains($0) ? Rejects.cell(cells[$0]) : .string("") } + row[1...3] + (hasRaw ? [row[4]] : []))
        }
        try records.finish()
        if source.name != target, try sink.differs(), let aside = try Files.setAside(target) {
            session.notice("the earlier \(target) is kept as \(aside)")
        }
        try sink.keep()
    }

    /// A list of a format that has lists is written as one: an array of texts.
    private static func cell(_ cell: JSONValue) -> JSONValue {
        guard let text = cell.string, text.contains(ListText.mark) else { return cell }
        return .string(JSONValue.array(text.split(separator: ListText.mark).map { .string(String($0)) }).line)
    }

    /// A file that was read: its name, its headings, and what was detected of it.
    struct Source {
        var name: String
        var columns: [String]
        var detected: String

        init(_ source: (name: String, rows: any RowSource)) {
            (name, columns, detected) = (source.name, source.rows.columns, source.rows.detected)
        }

        var needsMark: Bool { ["UTF-8 with BOM", "UTF-16", "Windows-1252"].contains { detected.hasPrefix($0) } }
    }
}
