import Foundation

/// Reads a source's rows into records: validates every cell, and keeps the reasons of each row that is not one.
///
/// It holds nothing that changes, so that several threads read rows at once.
struct RowReader: Sendable {
    let mapping: Mapping
    let configuration: Configuration
    private let constants: Fields
    private let constantTags: [String]
    /// Field to their value, in lower case, to ours.
    private let translations: [String: [String: String]]

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
        translations = mapping.values.mapValues { table in Dictionary(table.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { $1 }) }
    }

    /// The file's name without folder and ending: what rows are known by when no source is named.
    static func sourceName(of file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        return FieldDefinition.tidied(stem).lowercased().replacingOccurrences(of: " ", with: "-")
    }

    /// What cells of columns with few different values were read as: a choice, a date, a name.
    struct Memory {
        fileprivate var fields: [[String: FieldValue?]] = []
        fileprivate var submitters: [String: PersonName] = [:]
        fileprivate var moments: [String: Date] = [:]
        static let most = 5000
    }

    struct Rejection: Error {
        var row: RejectedRow
    }

    /// The place of a row: its file and the columns of that.
    struct Place: Sendable {
        var file: String
        var source: String
        var plan: ColumnPlan
        var headings: [String]
    }

    func read(_ row: SourceRow, at place: Place, _ memory: inout Memory) -> Result<ImportRecord, Rejection> {
        var reasons: [RejectedRow.Reason] = []
        let (plan, headings) = (place.plan, place.headings)
        var record = ImportRecord(
            file: place.file, row: row.row, line: row.line, cells: row.cells, columns: [:], source: place.source, key: "", answers: Answers(names: plan.names, values: plan.names.map { constants[$0] }), tags: [])
        var tags = constantTags
        // What cannot be cut into its cells is handed back as it stands too, or importing it again unmended would take a
        // part of it for the whole.
        var raw = row.raw
        if let trouble = row.trouble {
            reasons.append(.init(what: trouble))
            if raw == nil, !row.cells.isEmpty { raw = RowReader.line(row.cells) }
        } else if row.cells.count != headings.count {
            reasons.append(.init(what: "has \(row.cells.count) \(row.cells.count == 1 ? "cell" : "cells") where the heading has \(headings.count)"))
            raw = RowReader.line(row.cells)
        } else if let place = plan.raw, !row.cells[place].isEmpty {
            reasons.append(.init(column: headings[place], what: "is not empty: bring what it holds into the row's own columns, then empty it"))
            raw = row.cells[place]
        }
        if reasons.isEmpty {
            for index in plan.headless where !FieldDefinition.tidied(row.cells[index]).isEmpty {
                record.hasStrays = true
                if plan.refusesStrays { reasons.append(.init(value: row.cells[index], what: "has a value in column \(index + 1), which has no heading")) }
            }
            while memory.fields.count < headings.count { memory.fields.append([:]) }
            for index in plan.readings.indices {
                guard let reading = plan.readings[index] else { continue }
                do {
                    switch reading {
                    case .key(let key): try take(row.cells[index], as: key, into: &record, &memory)
                    case .field(let field):
                        guard let value = try value(of: row.cells[index], field.definition, index, isOurs: plan.tellsSource, &memory) else { continue }
                        if let place = field.place {
                            record.answers.values[place] = value
                        } else if case .list(let values) = value {
                            tags += try values.map(configuration.tags.tag)
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
            if plan.title.flatMap({ record.answers.values[$0] }) == nil {
                let heading = column(of: "title", plan, headings)
                if !reasons.contains(where: { $0.column != nil && $0.column == heading }) {
                    reasons.append(.init(column: heading, what: "is empty, and a title is needed"))
                }
            }
        }
        guard reasons.isEmpty else {
            return .failure(Rejection(row: RejectedRow(file: place.file, row: row.row, line: row.line, cells: row.cells, raw: raw, reasons: reasons)))
        }
        record.tellsSource = plan.tellsSource
        if plan.tellsSource, let told = record.toldSource { record.source = told }
        record.tags = tags.isEmpty ? [] : Set(tags).sorted()
        record.isIncomplete = plan.asked.contains { place in place.flatMap { record.answers.values[$0] } == nil }
        return .success(record)
    }

    /// Cells as a line of CSV (RFC 4180).
    private static func line(_ cells: [String]) -> String {
        cells.map { cell in
            cell.contains(where: { "\",\n\r\r\n".contains($0) }) ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
        }.joined(separator: ",")
    }

    /// The key of a row that has a column of keys, whatever else is wrong with it.
    func key(of row: SourceRow, _ place: Place) -> RowKey? {
        func cell(_ key: Mapping.Key) -> String? {
            guard let index = place.plan.targets.firstIndex(of: .key(key)), row.cells.indices.contains(index) else { return nil }
            let text = FieldDefinition.tidied(row.cells[index])
            return text.isEmpty ? nil : text
        }
        guard row.trouble == nil, let key = cell(.sourceID) else { return nil }
        return RowKey(source: (place.plan.tellsSource ? cell(.source).map { String($0.prefix(200)) } : nil) ?? place.source, key: key)
    }

    private func column(of field: FieldName, _ plan: ColumnPlan, _ headings: [String]) -> String? {
        plan.targets.firstIndex { if case .field(let definition)? = $0 { definition.name == field } else { false } }.map { headings[$0] }
    }

    private func value(of cell: String, _ field: FieldDefinition, _ column: Int, isOurs: Bool, _ memory: inout Memory) throws -> FieldValue? {
        // Texts differ from row to row; the other types' values come again and again, and cost far more to look at.
        let comesAgain = field.type != .text && field.type != .longText && cell.utf8.count <= 60
        if comesAgain, let known = memory.fields[column][cell] { return known }
        var text = cell
        if let table = translations[field.name] { text = table[FieldDefinition.tidied(cell).lowercased()] ?? cell }
        if isOurs, field.type == .list, mapping.separator == nil { text = ListText.marked(text) }
        let value = try field.value(of: text, dates: mapping.dates, separator: mapping.separator)
        if comesAgain, memory.fields[column].count < Memory.most { memory.fields[column][cell] = .some(value) }
        return value
    }

    private func take(_ cell: String, as key: Mapping.Key, into record: inout ImportRecord, _ memory: inout Memory) throws {
        if key == .submitter, let known = memory.submitters[cell] { return record.submitter = known }
        if key == .created, let known = memory.moments[cell] { return record.created = known }
        if key == .updated, let known = memory.moments[cell] { return record.updated = known }
        let text = FieldDefinition.tidied(cell)
        guard !text.isEmpty else { return }
        switch key {
        case .sourceID:
            guard text.utf8.count <= 200 || text.count <= 200 else { throw FieldProblem(field: key.rawValue, what: "has more than 200 characters", value: text) }
            record.sourceID = text
        case .submitter:
            guard let name = Person.tidied(text) else { throw FieldProblem(field: key.rawValue, what: "cannot be a person's name", value: text) }
            record.submitter = name
            if memory.submitters.count < Memory.most { memory.submitters[cell] = name }
        case .source: record.toldSource = String(text.prefix(200))
        case .visibility:
            guard let visibility = Visibility(rawValue: text.lowercased()) else {
                throw FieldProblem(field: key.rawValue, what: "is not a visibility", value: text, allowed: Visibility.allCases.map(\.rawValue))
            }
            // Whom another home shows it to, its lead decides there.
            record.visibility = visibility == .everyone ? .home : visibility
        case .ref: record.ref = Reference(text).flatMap { $0.home == nil ? $0.number : nil }
        case .uid: record.uid = UID(text)
        case .created, .updated:
            var date: Date?
            if let moment = Moment.date(text) {
                date = Moment.cut(moment)
            } else if let written = WrittenDate(text, order: mapping.dates) {
                date = Moment.date((written.text + "-01-01").prefix(10).description)
            }
            guard let date else {
                throw FieldProblem(field: key.rawValue, what: "is not a date", value: text, allowed: ["2024-03-31", "31/03/2024"])
            }
            if key == .created { record.created = date } else { record.updated = date }
            if memory.moments.count < Memory.most { memory.moments[cell] = date }
        }
    }
}

/// By what a row is known again.
struct RowKey: Hashable, Sendable {
    var source: String
    var key: String

    /// Where rows of our own exports come from that no import brought: they are known by their uid, whatever the file is
    /// called. No file's name gives this one.
    static let ownExports = "(registry)"
}

/// A row that reads as an innovation.
struct ImportRecord: Sendable {
    var file: String
    var row: Int
    var line: Int
    var cells: [String]
    /// Heading of the column that a field came from; filled in for rows that are handed back.
    var columns: [FieldName: String]
    var source: String
    var sourceID: String?
    /// Its `source_id`, or a digest of its content.
    var key: String
    var rowKey: RowKey { RowKey(source: source, key: key) }
    /// The innovation that it is already.
    var innovation: Int?
    var answers: Answers
    /// Whether an answer that is asked at once is missing.
    var isIncomplete = false
    var fields: Fields { answers.fields }
    var tags: [String]
    var submitter: PersonName?
    var created: Date?
    var updated: Date?
    var visibility = Visibility.home
    /// Whether a column without a heading holds something.
    var hasStrays = false
    /// Of a row of our own export: the source that it had, and which innovation it was.
    var toldSource: String?
    var ref: Int?
    var uid: UID?
    var tellsSource = false
    var held: String?
    /// The labels of the texts that a check warns of.
    var warned: Set<String> = []

    func rejected(because findings: [Finding], at place: RowReader.Place) -> RejectedRow {
        func heading(_ label: String) -> String {
            for (target, heading) in zip(place.plan.targets, place.headings) {
                switch target {
                case .field(let field) where field.name == label: return heading
                case .key(let key) where key.rawValue == label: return heading
                default: continue
                }
            }
            return label
        }
        // The value is not repeated: what blocks must not travel on in a list of rejects' reasons.
        let reasons = findings.map { RejectedRow.Reason(column: $0.label.map(heading), what: $0.message) }
        var masked = cells
        for finding in findings {
            guard let label = finding.label, let value = text(of: label) else { continue }
            let safe = Finding.replace(findings.filter { $0.label == label }, in: value)
            for index in masked.indices where place.headings.indices.contains(index) && place.headings[index] == heading(label) {
                let isWhole = FieldDefinition.tidiedLines(masked[index]) == value || FieldDefinition.tidied(masked[index]) == value
                // Lists and tags stand in a cell in another way than in the record: then all of it goes.
                masked[index] = isWhole ? safe : finding.replacement ?? "[removed]"
            }
        }
        return RejectedRow(file: file, row: row, line: line, cells: masked, reasons: reasons)
    }

    private func text(of label: String) -> String? {
        switch label {
        case "tags": tags.joined(separator: " ")
        case "submitter": submitter
        case "source_id": sourceID
        case "source": toldSource
        default: answers[label]?.text
        }
    }
}
