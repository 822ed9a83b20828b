import Foundation

/// Reads a source's rows into records: matches columns, validates every cell, and keeps the reasons of each row that
/// is not one.
struct RowReader {
    let mapping: Mapping
    let configuration: Configuration
    private let constants: Fields
    private let constantTags: [String]

    init(mapping: Mapping, configuration: Configuration) throws {
        self.mapping = mapping
        self.configuration = configuration
        var constants: Fields = [:]
        var tags: [String] = []
        for (name, text) in mapping.constants.sorted(by: { $0.key < $1.key }) {
            let field = try configuration.fields.field(name)
            do {
                guard let value = try field.value(of: text, dates: mapping.dates, separator: mapping.separator) else { continue }
                if name == "tags", case .list(let values) = value { tags = try values.map(configuration.tags.tag) } else { constants[name] = value }
            } catch let problem as FieldProblem {
                throw problem.problem(kind: .usage)
            }
        }
        self.constants = constants
        constantTags = tags
        for name in mapping.values.keys { _ = try configuration.fields.field(name) }
    }

    func read(_ rows: any RowSource, file: String, source: String?, options: ImportOptions, into summary: inout ImportSummary) throws -> [ImportRecord] {
        let plan = try ColumnPlan(rows.columns, mapping, configuration.fields, file: file)
        if !plan.unmatched.isEmpty { summary.unmatched.append((file, plan.unmatched)) }
        let source = source ?? RowReader.sourceName(of: file)
        var records: [ImportRecord] = []
        var seen: [String: Int] = [:]
        while let row = try rows.next() {
            try options.goOn()
            summary.rows += 1
            switch read(row, plan: plan, headings: rows.columns, file: file, source: source) {
            case .failure(let rejected): summary.rejected.append(rejected.row)
            case .success(let record):
                if record.sourceID != nil, let first = seen[record.key] {
                    let reason = RejectedRow.Reason(
                        column: nil, value: record.sourceID, what: "row \(first) has the same source_id already")
                    summary.rejected.append(RejectedRow(file: file, row: row.row, line: row.line, cells: row.cells, reasons: [reason]))
                    continue
                }
                seen[record.key] = seen[record.key] ?? row.row
                records.append(record)
            }
        }
        summary.detected.append((file, rows.detected))
        return records
    }

    /// The file's name without folder and ending: what rows are known by when no source is named.
    static func sourceName(of file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        return FieldDefinition.tidied(stem).lowercased().replacingOccurrences(of: " ", with: "-")
    }

    private struct Rejection: Error {
        var row: RejectedRow
    }

    private func read(_ row: SourceRow, plan: ColumnPlan, headings: [String], file: String, source: String) -> Result<ImportRecord, Rejection> {
        var reasons: [RejectedRow.Reason] = []
        var fields = constants
        var tags = constantTags
        var record = ImportRecord(
            file: file, row: row.row, line: row.line, cells: row.cells, columns: [:], source: source, key: "", fields: [:], tags: [])
        if let trouble = row.trouble {
            reasons.append(.init(what: trouble))
        } else if row.cells.count != headings.count {
            reasons.append(.init(what: "has \(row.cells.count) \(row.cells.count == 1 ? "cell" : "cells") where the heading has \(headings.count)"))
        }
        if reasons.isEmpty {
            for (index, target) in plan.targets.enumerated() {
                guard let target else { continue }
                do {
                    switch target {
                    case .key(let key): try take(row.cells[index], as: key, into: &record)
                    case .field(let field):
                        guard let value = try value(of: row.cells[index], field) else { continue }
                        record.columns[field.name] = headings[index]
                        if field.name == "tags", case .list(let values) = value {
                            tags += try values.map(configuration.tags.tag)
                        } else {
                            fields[field.name] = value
                        }
                    }
                } catch let problem as FieldProblem {
                    reasons.append(.init(column: headings[index], value: problem.value, what: problem.what, allowed: problem.allowed, nearest: problem.nearest))
                } catch let problem as Problem {
                    reasons.append(.init(column: headings[index], value: problem.value, what: problem.what, allowed: problem.allowed, nearest: problem.nearest))
                } catch {
                    reasons.append(.init(column: headings[index], what: "cannot be read"))
                }
            }
            if fields["title"] == nil, !reasons.contains(where: { $0.column.map { FieldDefinitions.matchKey($0) } == "title" }), !isTroubled("title", plan, headings, reasons) {
                reasons.append(.init(column: column(of: "title", plan, headings), value: nil, what: "is empty, and a title is needed"))
            }
        }
        guard reasons.isEmpty else {
            return .failure(Rejection(row: RejectedRow(file: file, row: row.row, line: row.line, cells: row.cells, reasons: reasons)))
        }
        record.fields = fields
        record.tags = Set(tags).sorted()
        record.key = record.sourceID ?? RowReader.contentKey(fields, record.tags)
        return .success(record)
    }

    private func column(of field: FieldName, _ plan: ColumnPlan, _ headings: [String]) -> String? {
        plan.targets.firstIndex { if case .field(let definition)? = $0 { definition.name == field } else { false } }.map { headings[$0] }
    }

    private func isTroubled(_ field: FieldName, _ plan: ColumnPlan, _ headings: [String], _ reasons: [RejectedRow.Reason]) -> Bool {
        column(of: field, plan, headings).map { heading in reasons.contains { $0.column == heading } } ?? false
    }

    private func value(of cell: String, _ field: FieldDefinition) throws -> FieldValue? {
        let table = mapping.values[field.name] ?? [:]
        let tidied = FieldDefinition.tidied(cell)
        let text = table.first { $0.key.caseInsensitiveCompare(tidied) == .orderedSame }?.value ?? cell
        return try field.value(of: text, dates: mapping.dates, separator: mapping.separator)
    }

    private func take(_ cell: String, as key: Mapping.Key, into record: inout ImportRecord) throws {
        let text = FieldDefinition.tidied(cell)
        guard !text.isEmpty else { return }
        switch key {
        case .sourceID:
            guard text.count <= 200 else { throw FieldProblem(field: key.rawValue, what: "has more than 200 characters", value: text) }
            record.sourceID = text
        case .submitter:
            guard let name = Person.tidied(text) else { throw FieldProblem(field: key.rawValue, what: "cannot be a person's name", value: text) }
            record.submitter = name
        case .created:
            if let moment = Moment.date(text) {
                record.created = Moment.cut(moment)
            } else if let date = WrittenDate(text, order: mapping.dates) {
                record.created = Moment.date((date.text + "-01-01").prefix(10).description)
            }
            guard record.created != nil else {
                throw FieldProblem(field: key.rawValue, what: "is not a date", value: text, allowed: ["2024-03-31", "31/03/2024"])
            }
        }
    }

    /// A key for a row without one of its own: fixed by its content, so the same row is known again and an altered
    /// one is a new one.
    static func contentKey(_ fields: Fields, _ tags: [String]) -> String {
        let content = JSONValue.object(JSONObject(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) } + [("tags", .array(tags.map(JSONValue.string)))]))
        return "content:" + Digest.of([Array(content.canonical.utf8)]).description
    }
}
