import Foundation

/// How each type of field, and each date, is compared with what a selection says of it.
extension SelectionParser {
    func condition(of field: FieldDefinition, _ term: SelectionTerm, _ value: SelectionTerm.Value) throws -> Condition {
        switch field.type {
        case .text, .longText:
            try unordered(term)
            // Text is looked for inside words anyhow.
            let text = term.comparison == .contains && !value.quoted && value.text.count > 1 && value.text.hasSuffix("*")
                ? String(value.text.dropLast()) : value.text
            return .field(field.name, term.comparison, try read(text, as: field, value))
        case .choice, .list:
            try unordered(term)
            let answer = try read(value.text, as: field, value)
            guard field.type == .choice, term.comparison == .contains, !field.choices.contains(answer.text) else {
                return .field(field.name, .equals, answer)
            }
            return .field(field.name, .contains, answer)
        case .number:
            return .field(field.name, term.comparison == .contains ? .equals : term.comparison, try read(value.text, as: field, value))
        case .date:
            return try dated(field, term, value)
        }
    }

    /// Reads a value as the field's own validator would, but for its limits, which say nothing of a question.
    private func read(_ text: String, as field: FieldDefinition, _ value: SelectionTerm.Value) throws -> FieldValue {
        var field = field
        field.minimum = nil
        field.most = .max
        do {
            switch try field.value(of: text, separator: field.type == .list ? "\u{1F}" : nil) {
            case .list(let values): return .text(values.first ?? "")
            case let answer?: return answer
            case nil: throw FieldProblem(field: field.name, what: "has nothing to look for here", value: text)
            }
        } catch let found as FieldProblem {
            // `area:care leavers`: the choice goes on after the blank.
            let rest = String(characters[value.range.lowerBound...]).lowercased()
            if !value.quoted, let choice = field.choices.first(where: { $0.contains(" ") && rest.hasPrefix($0.lowercased()) }) {
                let range = value.range.lowerBound..<min(value.range.lowerBound + choice.count, characters.count)
                throw problem(
                    "a value of several words stands in quotes", at: range,
                    nearest: "\(field.name):\(Selection.quoted(choice))")
            }
            throw problem(
                "\(field.name): \(found.what)", at: value.range, value: value.text, allowed: found.allowed, nearest: found.nearest)
        }
    }

    /// What was made or changed then. A store is asked only for `.less`, `.atLeast` and `.equals`, whose meaning
    /// a date's beginning leaves in no doubt: `created<=2016` asks for less than `2017`.
    func dated(
        _ term: SelectionTerm, _ value: SelectionTerm.Value, _ make: (Condition.Comparison, String) -> Condition
    ) throws -> Condition {
        let date = try date(term.name.lowercased(), value)
        switch term.comparison {
        case .contains, .equals: return make(.equals, date.text)
        case .less, .atLeast: return make(term.comparison, date.text)
        case .atMost: return date.following.map { make(.less, $0) } ?? .everything
        case .greater: return date.following.map { make(.atLeast, $0) } ?? .any([])
        }
    }

    /// A field's date, which may be a month or a year only, compared as text.
    ///
    /// `:` and `=` ask for what lies within: `started:2016` finds `2016`, `2016-05` and `2016-05-31`. In the other
    /// comparisons a month or a year counts as its first day, so that `2016` is not before `2016-01-01`.
    private func dated(_ field: FieldDefinition, _ term: SelectionTerm, _ value: SelectionTerm.Value) throws -> Condition {
        let date = try date(field.name, value)
        func bound(_ comparison: Condition.Comparison, _ text: String) -> Condition {
            .field(field.name, comparison, .text(text))
        }
        func shortened(_ text: String) -> String {
            text.hasSuffix("-01") ? shortened(String(text.dropLast(3))) : text
        }
        switch term.comparison {
        case .contains, .equals:
            let from = bound(.atLeast, date.text)
            return date.following.map { .all([from, bound(.less, $0)]) } ?? from
        case .less, .atLeast: return bound(term.comparison, shortened(date.text))
        case .atMost: return date.following.map { bound(.less, shortened($0)) } ?? .present(field.name)
        case .greater: return date.following.map { bound(.atLeast, shortened($0)) } ?? .any([])
        }
    }

    private func date(_ name: String, _ value: SelectionTerm.Value) throws -> WrittenDate {
        guard let date = WrittenDate(value.text, order: .dmy) else {
            throw problem(
                "\(name): is not a date", at: value.range, value: value.text,
                allowed: ["2024-03-31", "31/03/2024", "2024-03", "2024"])
        }
        return date
    }
}

extension WrittenDate {
    /// The day, month or year after this one; nil after 9999.
    fileprivate var following: String? {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        if let day = CalendarDate(text) {
            return day.year == 9999 && day.month == 12 && day.day == 31
                ? nil : CalendarDate(daysSinceEpoch: day.daysSinceEpoch + 1).description
        }
        let beginning: CalendarDate? = switch parts.count {
        case 1: CalendarDate(year: parts[0] + 1, month: 1, day: 1)
        case 2 where parts[1] == 12: CalendarDate(year: parts[0] + 1, month: 1, day: 1)
        case 2: CalendarDate(year: parts[0], month: parts[1] + 1, day: 1)
        default: nil
        }
        return beginning.map { String($0.description.prefix(text.count)) }
    }
}
