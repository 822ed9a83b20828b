import RegistryCore

/// A condition as an SQL expression about `i`, a row of `innovation`.
///
/// Each is true or false and never NULL, so that `NOT` turns it round. Texts are bound, never written into it.
struct ConditionSQL {
    let words: WordReading
    let query: Query
    /// The home of `i`.
    let home: SQL
    /// Whether so much is asked that the server would look for the best order of it all for minutes: then it is not let to.
    let isWide: Bool
    let isDistributed: Bool

    func sql(_ condition: Condition) throws -> SQL {
        switch condition {
        case .all(let conditions): return try conditions.map(sql).joined(by: "AND", empty: "true")
        case .any(let conditions): return try conditions.map(sql).joined(by: "OR", empty: "false")
        case .not(let condition): return "NOT \(try sql(condition))"
        case .word, .phrase:
            guard let asked = try words.asked(by: condition)?.query else { return "false" }
            let matching = PostgresTransaction.matching(asked, in: query.viewer.home, everywhere: query.everywhere, isDistributed: isDistributed)
            return "(i.home, i.number) IN (SELECT m.of_home, m.innovation FROM \(matching) AS m)"
        case .tag(let tag): return related("tag", "t.tag = \(tag)")
        case .signal(let name, let comparison, let value): return related("signal", "t.name = \(name) AND t.value \(sql: comparison.sign) \(value)")
        case .stage(let name): return "i.stage = \(name)"
        case .submitter(let name): return "i.submitter_key = \(Person.key(name))"
        case .source(let name): return "(i.source IS NOT NULL AND i.source = \(name))"
        case .number(let range): return "i.number BETWEEN \(range.lowerBound) AND \(range.upperBound)"
        case .visibility(let visibility): return "i.visibility = \(visibility.rawValue)"
        case .held:
            let own: SQL = query.viewer.seesWholeHome ? "true" : "c.author_key = \(Person.key(query.viewer.name))"
            return """
                (i.held IS NOT NULL OR EXISTS (SELECT 1 FROM contribution AS c WHERE c.home = \(home) AND c.innovation = i.number
                AND c.held IS NOT NULL AND NOT c.withdrawn AND \(own)))
                """
        case .present(let field): return "EXISTS (SELECT 1 FROM \(FieldSQL.values(of: field)))"
        case .field(let field, let comparison, let value): return FieldSQL.compared(field, comparison, value)
        case .created(let comparison, let date): return moment("created", comparison, date)
        case .updated(let comparison, let date): return moment("updated", comparison, date)
        }
    }

    /// Whether a table keyed by home and innovation has a row of which `condition` holds.
    private func related(_ table: String, _ condition: SQL) -> SQL {
        let row: SQL = "FROM \(sql: table) AS t WHERE t.home = \(home) AND t.innovation = i.number AND \(condition)"
        // A policy is costly there for each row that is looked at: those of one innovation are few.
        return isWide || isDistributed ? "coalesce((SELECT true \(row) LIMIT 1), false)" : "EXISTS (SELECT 1 \(row))"
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
