import RegistryCore

/// A field of `i`, a row of `innovation`, in SQL: its values, and comparisons with them.
enum FieldSQL {
    /// A table of the field's values as JSON: one row for a text or number, one for each of a list's, none when the field
    /// is absent.
    static func values(of field: FieldName) -> SQL { "values_of(i.fields, \(field))" }

    static func compared(_ field: FieldName, _ comparison: Condition.Comparison, _ value: FieldValue) -> SQL {
        switch value {
        case .number(let number):
            // JSON has numbers that a float8 is too small for.
            return some(of: field, "CASE WHEN jsonb_typeof(f.value) = 'number' THEN f.value::numeric \(sql: comparison.sign) \(number.description)::numeric ELSE false END")
        case .text(let text): return some(of: field, compared(comparison, text))
        case .list(let texts):
            // Each of those asked for.
            return texts.map { some(of: field, compared(comparison, $0)) }.joined(by: "AND", empty: "true")
        }
    }

    private static func compared(_ comparison: Condition.Comparison, _ text: String) -> SQL {
        let key = Person.key(text)
        // A number is compared with a text as it is written.
        let value: SQL = "fold(f.value #>> '{}')"
        return comparison == .contains ? "strpos(\(value), \(key)) > 0" : "\(value) \(sql: comparison.sign) \(key)"
    }

    private static func some(of field: FieldName, _ condition: SQL) -> SQL {
        "EXISTS (SELECT 1 FROM \(values(of: field)) AS f (value) WHERE \(condition))"
    }

    /// What a field's value is sorted by: numbers before texts, a list by its JSON; absent ones come last either way.
    static func order(by field: FieldName, descending: Bool) -> SQL {
        let value: SQL = "(i.fields -> \(field))", direction: SQL = descending ? " DESC" : "", numbersFirst: SQL = descending ? "" : " DESC"
        let number: SQL = "CASE WHEN jsonb_typeof\(value) = 'number' THEN \(value)::numeric END"
        return """
            \(value) IS NULL, (jsonb_typeof\(value) = 'number')\(numbersFirst), \(number)\(direction), fold(\(value) #>> '{}')\(direction)
            """
    }
}

extension Condition.Comparison {
    /// In SQL; a number or a moment that contains another is it.
    var sign: String { self == .contains ? "=" : rawValue }
}
