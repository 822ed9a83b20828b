import GRDB
import RegistryCore

/// A field of `i`, a row of `innovation`, in SQL: its values, and comparisons with them.
///
/// Fields stand in one JSON object a row. The name is bound as a path; one that a path cannot quote is looked up by
/// comparing it with each name, which is slower and always right.
enum FieldSQL {
    private static let fields: SQL = "(SELECT a.fields FROM answers AS a WHERE a.id = i.id)"

    /// A table of the field's values, with columns `value` and `type`: one row for a text or number, one for each of
    /// a list's, none when the field is absent.
    static func values(of field: FieldName) -> SQL {
        if let path = path(of: field) { return "json_each(\(fields), \(path))" }
        return """
            json_each(coalesce((SELECT CASE o.type WHEN 'array' THEN o.value ELSE json_array(o.value) END
            FROM json_each(\(fields)) AS o WHERE o.key = \(field)), '[]'))
            """
    }

    /// The field's one value, for sorting; a list is its JSON.
    static func value(of field: FieldName) -> SQL {
        if let path = path(of: field) { return "json_extract(\(fields), \(path))" }
        return "(SELECT o.value FROM json_each(\(fields)) AS o WHERE o.key = \(field))"
    }

    static func compared(_ field: FieldName, _ comparison: Condition.Comparison, _ value: FieldValue) -> SQL {
        switch value {
        case .number(let number):
            return some(of: field, "f.type IN ('integer', 'real') AND f.value \(sql: comparison.sign) \(number)")
        case .text(let text): return some(of: field, compared(comparison, text))
        case .list(let texts):
            // Each of those asked for.
            return texts.map { some(of: field, compared(comparison, $0)) }.joined(by: "AND", empty: "1")
        }
    }

    private static func compared(_ comparison: Condition.Comparison, _ text: String) -> SQL {
        let key = Connection.folded(text)
        // A number is compared with a text as it is written. Where ASCII is looked for, SQLite's own folding of ASCII
        // does, in a fifth of the time.
        let plain = text.utf8.allSatisfy { $0 < 0x80 } && ![.less, .atMost, .greater, .atLeast].contains(comparison)
        let value: SQL = plain ? "lower(CAST(f.value AS TEXT))" : "fold(CAST(f.value AS TEXT))"
        return comparison == .contains ? "instr(\(value), \(key)) > 0" : "\(value) \(sql: comparison.sign) \(key)"
    }

    private static func some(of field: FieldName, _ condition: SQL) -> SQL {
        "EXISTS (SELECT 1 FROM \(values(of: field)) AS f WHERE \(condition))"
    }

    /// Nil for a name that could be anything but a name there.
    private static func path(of field: FieldName) -> String? {
        let plain = field.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
        }
        return plain && !field.isEmpty ? "$.\"\(field)\"" : nil
    }
}
