import GRDB
import RegistryCore

/// A condition as an SQL expression about `i`, a row of `innovation`.
///
/// Each is true or false and never NULL, so that `not` turns it round. Texts are bound, never written into it.
struct ConditionSQL {
    let words: WordReading
    /// The only home that is looked at, when there is no other here.
    let home: HomeName?
    /// Whether full text already names the rows: then other tables are asked row by row, else they may name rows.
    let driven: Bool
    let viewer: Viewer

    func sql(_ condition: Condition) throws -> SQL {
        switch condition {
        case .all(let conditions): return try conditions.map(sql).joined(by: "AND", empty: "1")
        case .any(let conditions): return try conditions.map(sql).joined(by: "OR", empty: "0")
        case .not(let condition): return "NOT \(try sql(condition))"
        case .word, .phrase:
            guard let text = try words.asked(by: condition)?.expression else { return "0" }
            return "i.id IN (SELECT rowid FROM search WHERE search MATCH \(text))"
        case .tag(let tag): return related("tag", "t.tag = \(tag)")
        case .signal(let name, let comparison, let value):
            return related("signal", "t.name = \(name) AND t.value \(sql: comparison.sign) \(value)")
        case .stage(let name): return "i.stage = \(name)"
        case .submitter(let name): return "i.submitter_key = \(Person.key(name))"
        case .source(let name): return "i.source IS \(name)"
        case .number(let range): return "i.number BETWEEN \(range.lowerBound) AND \(range.upperBound)"
        case .visibility(let visibility): return "i.visibility = \(visibility.rawValue)"
        case .held:
            let own: SQL = viewer.seesWholeHome ? "1" : "c.author_key = \(Person.key(viewer.name))"
            return """
                (i.held IS NOT NULL OR EXISTS (SELECT 1 FROM contribution AS c WHERE c.home = i.home AND c.innovation = i.number
                AND c.held IS NOT NULL AND c.withdrawn = 0 AND \(own)))
                """
        case .present(let field): return "EXISTS (SELECT 1 FROM \(FieldSQL.values(of: field)))"
        case .field(let field, let comparison, let value): return FieldSQL.compared(field, comparison, value)
        case .created(let comparison, let date): return moment("created", comparison, date)
        case .updated(let comparison, let date): return moment("updated", comparison, date)
        }
    }

    /// Whether a table keyed by home and innovation has a row of which `condition` holds.
    private func related(_ table: String, _ condition: SQL) -> SQL {
        if let home, !driven {
            "i.number IN (SELECT t.innovation FROM \(sql: table) AS t WHERE t.home = \(home.rawValue) AND \(condition))"
        } else {
            "EXISTS (SELECT 1 FROM \(sql: table) AS t WHERE t.home = i.home AND t.innovation = i.number AND \(condition))"
        }
    }

    /// A stored moment compared with a date's beginning. `~` sorts after all that a moment consists of, so that
    /// `2016-01~` is the end of that month.
    private func moment(_ column: String, _ comparison: Condition.Comparison, _ date: String) -> SQL {
        let end = date + "~"
        return switch comparison {
        case .equals, .contains: "(i.\(sql: column) >= \(date) AND i.\(sql: column) < \(end))"
        case .less: "i.\(sql: column) < \(date)"
        case .atMost: "i.\(sql: column) < \(end)"
        case .greater: "i.\(sql: column) >= \(end)"
        case .atLeast: "i.\(sql: column) >= \(date)"
        }
    }
}

extension [SQL] {
    /// The parts with a sign between them. Many are joined as a tree: a chain of a thousand is deeper than SQLite
    /// reads.
    func joined(by sign: String, empty: SQL) -> SQL {
        guard count > 100 else { return isEmpty ? empty : "(\(joined(separator: " \(sign) ")))" }
        let half = count / 2
        let (left, right) = (Array(self[..<half]), Array(self[half...]))
        return "(\(left.joined(by: sign, empty: empty)) \(sql: sign) \(right.joined(by: sign, empty: empty)))"
    }
}

extension Condition.Comparison {
    /// For whole values.
    var sign: String {
        switch self {
        case .equals, .contains: "="
        case .less: "<"
        case .atMost: "<="
        case .greater: ">"
        case .atLeast: ">="
        }
    }
}
