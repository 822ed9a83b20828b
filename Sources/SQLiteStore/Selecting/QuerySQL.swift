import GRDB
import RegistryCore

/// A query as SQL: where its rows come from, which of them it takes, and how well each fits.
///
/// Words that every row must have are one full-text expression, and that finds the rows; what else is asked is
/// looked at row by row. Without such words the rows come from `innovation`, and other tables may name them.
struct QuerySQL {
    private let query: Query
    private let alone: Bool
    /// The words that every row must fit.
    private let driver: String?
    /// The words that a row may fit, where none must.
    private let ranking: String?
    private let conditions: [SQL]

    /// The deepest nesting of `all`, `any` and `not`. SQLite's parser keeps 100 levels, of which each of ours takes
    /// a few.
    static let deepest = 24

    init(_ query: Query, in transaction: SQLiteTransaction) throws {
        guard !query.condition.isDeeper(than: Self.deepest) else {
            throw Problem(.usage, "the selection is nested deeper than \(Self.deepest) levels", next: "ask in several steps")
        }
        self.query = query
        alone = try transaction.isAlone(query.viewer.home)
        let words = WordReading(hasWords: { try !transaction.stems(of: $0).isEmpty })
        let parts = try words.divided([query.condition])
        driver = parts.asked?.expression
        let positive = driver == nil ? try words.ranking(of: query.condition) : []
        ranking = positive.isEmpty ? nil : WordQuestion.of(positive, WordQuestion.any).expression
        let condition = ConditionSQL(words: words, home: alone ? query.viewer.home : nil, driven: driver != nil, viewer: query.viewer)
        var conditions = [QuerySQL.visible(to: query.viewer, alone: alone || !query.everywhere)]
        if !query.unlisted.isEmpty, !query.condition.namesStage { conditions.append("i.stage NOT IN \(query.unlisted)") }
        conditions += try parts.others.map { try condition.sql($0) }
        if parts.asked == .nothing { conditions.append("0") }
        self.conditions = conditions
    }

    /// `Viewer.maySee`, as a condition on rows.
    static func visible(to viewer: Viewer, alone: Bool) -> SQL {
        var own: SQL = "i.home = \(viewer.home.rawValue)"
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
        if alone { return own }
        return "(\(own) OR i.home <> \(viewer.home.rawValue) AND i.visibility = 'everyone' AND i.held IS NULL)"
    }

    /// Ids and scores of the rows, in the query's order.
    var hits: SQL { selected("i.id") }

    /// What a record of an export is made of, in the query's order.
    var records: SQL { selected("\(sql: RecordReader.columns)", from: " LEFT JOIN answers AS a ON a.id = i.id") }

    private func selected(_ what: SQL, from further: SQL = "") -> SQL {
        let score: SQL = driver != nil ? "\(sql: FullText.score)" : ranking != nil ? "coalesce(ranked.score, 0.0)" : "NULL"
        var ranked: SQL = ""
        var joins: SQL = ""
        if driver == nil, let ranking {
            ranked = "WITH ranked AS MATERIALIZED (SELECT rowid AS id, \(sql: FullText.score) AS score FROM search WHERE search MATCH \(ranking)) "
            joins = " LEFT JOIN ranked ON ranked.id = i.id"
        }
        return """
            \(ranked)SELECT \(what), \(score) AS score FROM \(rows)\(joins)\(orderJoin)\(further) WHERE \(restriction)
            ORDER BY \(order)\(number)\(limit)
            """
    }

    private var number: SQL { alone ? "i.number" : "i.number, i.home <> \(query.viewer.home.rawValue), i.home" }

    /// The rows, for counting.
    func counted(_ what: SQL, from joins: SQL = "") -> SQL { "SELECT \(what) FROM \(rows)\(joins) WHERE \(restriction)" }

    private var rows: SQL { driver == nil ? "innovation AS i" : "search CROSS JOIN innovation AS i ON i.id = search.rowid" }

    private var restriction: SQL {
        let words: [SQL] = driver.map { ["search MATCH \($0)"] } ?? []
        return (words + conditions).joined(by: "AND", empty: "1")
    }

    private var limit: SQL {
        guard query.limit != nil || query.offset > 0 else { return "" }
        return " LIMIT \(query.limit.map { max($0, 0) } ?? -1) OFFSET \(max(query.offset, 0))"
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
        case .relevance: return driver == nil && ranking == nil ? "" : "score DESC, "
        case .number: return query.descending ? "i.number DESC, " : ""
        case .created: return "i.created\(direction), "
        case .updated: return "i.updated\(direction), "
        case .signal: return "o.value IS NULL, o.value\(direction), "
        case .field(let field):
            let value: SQL = "fold(\(FieldSQL.value(of: field)))"
            return "\(value) IS NULL, \(value)\(direction), "
        }
    }
}
