import RegistryCore

/// A query as SQL: which rows it takes, and how well each fits.
///
/// Words that every row must have are one question to full text, so that its index finds the rows.
struct QuerySQL {
    private let query: Query
    private let conditions: [SQL]
    /// What full text finds with how well each fits, nil where there are no words to fit; and without, nil where no word
    /// must be there.
    private let ranked, matching: SQL?
    /// What full text finds where nothing else is asked: what the query is about, and no more.
    private let alone: SQL?
    /// The home of `i`, for a question within the question.
    private let home: SQL

    /// The deepest nesting of `all`, `any` and `not`, as on the embedded engine.
    private static let deepest = 24

    init(_ query: Query, in transaction: PostgresTransaction) throws {
        guard !query.condition.isDeeper(than: Self.deepest) else {
            throw Problem(.usage, "the selection is nested deeper than \(Self.deepest) levels", next: "ask in several steps")
        }
        self.query = query
        let words = WordReading(hasWords: { !TextWords.stems(of: $0).isEmpty })
        let parts = try words.divided([query.condition])
        let ranking = try parts.asked?.ranked ?? words.ranking(of: query.condition).map { WordQuestion.Ranked($0) }
        let isDistributed = transaction.isDistributed
        self.home = query.everywhere ? "i.home" : transaction.home(of: query.viewer.home)
        let condition = ConditionSQL(words: words, query: query, home: self.home, isWide: query.condition.count > 20, isDistributed: isDistributed)
        var conditions = [QuerySQL.visible(to: query.viewer, everywhere: query.everywhere)]
        if !query.unlisted.isEmpty, !query.condition.namesStage { conditions.append("i.stage <> ALL(\(query.unlisted))") }
        if parts.asked == .nothing { conditions.append("false") }
        let asked = parts.asked?.query, home = query.viewer.home
        // Where nothing else is asked, full text itself leaves out what is not among the first.
        let isAlone = parts.others.isEmpty && !query.everywhere, isFirst = isAlone && query.order == .relevance && query.offset == 0
        ranked = ranking.isEmpty ? nil : try transaction.matching(
            asked, ranking: ranking, in: home, everywhere: query.everywhere,
            first: isFirst ? query.limit.map { max($0, 0) } : nil, unlisted: isFirst ? query.unlisted : [])
        matching = asked.map { PostgresTransaction.matching($0, in: home, everywhere: query.everywhere, isDistributed: isDistributed) }
        // A cluster sends a question whole to the server that has the home only where a table says which.
        alone = isAlone && !isDistributed ? asked.map { PostgresTransaction.matching($0, in: home, everywhere: false, unlisted: query.unlisted) } : nil
        conditions += try parts.others.map { try condition.sql($0) }
        self.conditions = conditions
    }

    /// `Viewer.maySee`, as a condition on rows.
    static func visible(to viewer: Viewer, everywhere: Bool) -> SQL {
        var own: SQL = "i.home = \(viewer.home)"
        if !viewer.seesWholeHome {
            var open: SQL = "i.visibility IN ('home', 'everyone')"
            if let team = viewer.team {
                open = """
                    (\(open) OR i.visibility = 'team' AND EXISTS (SELECT 1 FROM person AS p
                    WHERE p.home = i.home AND p.key = i.submitter_key AND p.team_key = \(Person.key(team))))
                    """
            }
            own = "(\(own) AND (i.submitter_key = \(Person.key(viewer.name)) OR i.held IS NULL AND \(open)))"
        }
        guard everywhere else { return own }
        return "(\(own) OR i.home <> \(viewer.home) AND i.visibility = 'everyone' AND i.held IS NULL)"
    }

    /// Whole rows in the query's order: an innovation's columns, its signals as JSON, its score.
    var found: SQL {
        selected("""
            \(PostgresTransaction.innovationColumns(of: home)),
            (SELECT json_object_agg(s.name, s.value) FROM signal AS s WHERE s.home = \(home) AND s.innovation = i.number)
            """)
    }

    /// Homes, numbers and scores in the query's order.
    var hits: SQL { selected("i.home, i.number") }

    private func selected(_ what: SQL) -> SQL {
        "SELECT \(what), \(ranked == nil ? "NULL::float8" as SQL : "w.score") AS score \(from(ranked ?? matching))\(orderJoin) WHERE \(restriction) ORDER BY \(order)\(number)\(limit)"
    }

    /// How many rows there are. Where only words are asked for, full text knows.
    var count: SQL {
        let rows = counted("count(*)")
        guard let alone else { return rows }
        return "SELECT CASE WHEN is_bound(\(query.viewer.home)) THEN (SELECT count(*) FROM \(alone)) ELSE (\(rows)) END"
    }

    /// The rows, for counting.
    func counted(_ what: SQL, from joins: SQL = "") -> SQL { "SELECT \(what) \(from(matching))\(joins) WHERE \(restriction)" }

    private func from(_ matching: SQL?) -> SQL {
        guard let matching else { return "FROM innovation AS i" }
        return "FROM innovation AS i JOIN \(matching) AS w ON w.of_home = i.home AND w.innovation = i.number"
    }

    private var restriction: SQL { conditions.joined(by: "AND", empty: "true") }

    private var number: SQL { query.everywhere ? "i.number, (i.home <> \(query.viewer.home)), i.home" : "i.number" }

    private var limit: SQL {
        guard query.limit != nil || query.offset > 0 else { return "" }
        return " LIMIT \(query.limit.map { max($0, 0) }) OFFSET \(max(query.offset, 0))"
    }

    /// What an order by signal joins.
    private var orderJoin: SQL {
        guard case .signal(let name) = query.order else { return "" }
        return " LEFT JOIN signal AS o ON o.home = i.home AND o.innovation = i.number AND o.name = \(name)"
    }

    /// What comes before the number, which settles ties.
    private var order: SQL {
        let direction: SQL = query.descending ? " DESC" : ""
        switch query.order {
        case .relevance: return ranked == nil ? "" : "score DESC, "
        case .number: return query.descending ? "i.number DESC, " : ""
        case .created: return "i.created\(direction), "
        case .updated: return "i.updated\(direction), "
        case .signal: return "o.value IS NULL, o.value\(direction), "
        case .field(let field): return "\(FieldSQL.order(by: field, descending: query.descending)), "
        }
    }
}

extension Condition {
    /// How many there are, within others too.
    fileprivate var count: Int {
        switch self {
        case .not(let condition): condition.count
        case .all(let conditions), .any(let conditions): conditions.reduce(0) { $0 + $1.count }
        default: 1
        }
    }
}
