import Foundation
import RegistryCore

/// Innovations by a query.
extension PostgresTransaction {
    func find(_ query: Query) throws -> [Found] {
        // Few rows are asked for as they are: a cursor's way to them is three questions longer.
        if let limit = query.limit, limit <= PostgresTransaction.atOnce, !isWriting { return try all(QuerySQL(query, in: self).found, Self.found) }
        var found: [Found] = []
        try each(query) { found.append($0) }
        return found
    }

    func each(_ query: Query, _ body: (Found) throws -> Void) throws {
        let sql = try QuerySQL(query, in: self)
        guard isWriting else {
            return try each(sql.found) { row in
                try body(Self.found(row))
                return true
            }
        }
        // Only their numbers are held, so that `body` may change what the query was about.
        for hit in try all(sql.hits, { (home: try $0.home(0), number: try $0.whole(1), score: try $0.optionalNumber(2)) }) {
            let innovation = try innovation(hit.number, in: hit.home).orDamaged("an innovation that was found is missing")
            try body(Found(innovation: innovation, score: hit.score, signals: try signals(of: hit.number, in: hit.home)))
        }
    }

    private static func found(_ row: Columns) throws -> Found {
        var signals: [SignalName: Double] = [:]
        if let text = try row.optionalText(14), let object = try JSONValue(stored: text).object {
            for member in object.members { signals[member.name] = member.value.number }
        }
        return Found(innovation: try innovation(row), score: try row.optionalNumber(15), signals: signals)
    }

    func count(_ query: Query) throws -> Int { try first(try QuerySQL(query, in: self).count) { try $0.whole(0) } ?? 0 }

    func tally(_ property: TallyProperty, _ query: Query) throws -> [Tally] {
        let (value, joins) = Self.tallied(property)
        let sql: SQL = "\(try QuerySQL(query, in: self).counted("\(value) AS value, count(*)", from: joins)) GROUP BY 1"
        var counts: [String: Int] = [:]
        for (value, count) in try all(sql, { (try $0.optionalText(0) ?? "", try $0.whole(1)) }) {
            var written = value
            if case .field = property, !value.isEmpty { written = try FieldValue(json: JSONValue(stored: value))?.text ?? "" }
            counts[written, default: 0] += count
        }
        return counts.map(Tally.init(value:count:)).sorted { ($1.count, $0.value) < ($0.count, $1.value) }
    }

    /// The value that is counted, and what it is joined from.
    private static func tallied(_ property: TallyProperty) -> (value: SQL, joins: SQL) {
        let submitter: SQL = " LEFT JOIN person AS p ON p.home = i.home AND p.key = i.submitter_key"
        return switch property {
        case .stage: ("i.stage", "")
        case .visibility: ("i.visibility", "")
        case .source: ("i.source", "")
        // As the name was first written, by however many cases it was written since.
        case .submitter: ("coalesce(p.name, i.submitter)", submitter)
        case .team: ("p.team", submitter)
        case .year: ("substr(i.created, 1, 4)", "")
        case .tag: ("t.tag", " LEFT JOIN tag AS t ON t.home = i.home AND t.innovation = i.number")
        case .field(let field): ("v.value::text", " LEFT JOIN \(FieldSQL.values(of: field)) AS v (value) ON true")
        }
    }

    func damage() throws -> [String] {
        let lost = try first("SELECT count(*) FROM innovation AS i LEFT JOIN words AS w ON w.home = i.home AND w.innovation = i.number WHERE w.home IS NULL") {
            try $0.whole(0)
        } ?? 0
        let waiting = unsearched.count
        return lost > waiting ? ["full text knows nothing of \(lost - waiting) innovations"] : []
    }
}
