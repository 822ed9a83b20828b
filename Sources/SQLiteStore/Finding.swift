import GRDB
import RegistryCore

/// Innovations by a query.
extension SQLiteTransaction {
    func find(_ query: Query) throws -> [Found] {
        var found: [Found] = []
        try each(query) { found.append($0) }
        return found
    }

    /// Only the rows' ids are held, 16 bytes each: so `body` may change what the query was about.
    func each(_ query: Query, _ body: (Found) throws -> Void) throws {
        let sql = "SELECT \(Self.innovationColumns) FROM innovation AS i WHERE i.id = ?"
        for hit in try hits(query) {
            let innovation = try first(sql, [hit.id], Innovation.init).orDamaged("an innovation that was found is missing")
            try body(Found(innovation: innovation, score: hit.score, signals: try signals(of: innovation.number, in: innovation.home)))
        }
    }

    private func hits(_ query: Query) throws -> [(id: Int, score: Double?)] {
        try all(try QuerySQL(query, in: self).hits) { (try $0.whole(0), try $0.optionalNumber(1)) }
    }

    func count(_ query: Query) throws -> Int {
        try all(try QuerySQL(query, in: self).counted("count(*)")) { try $0.whole(0) }.first ?? 0
    }

    func tally(_ property: TallyProperty, _ query: Query) throws -> [Tally] {
        let (value, joins) = Self.tallied(property)
        let sql: SQL = "\(try QuerySQL(query, in: self).counted("\(value) AS value, count(*)", from: joins)) GROUP BY 1"
        var counts: [String: Int] = [:]
        for (value, count) in try all(sql, { (try $0.written(0), try $0.whole(1)) }) { counts[value, default: 0] += count }
        return counts.map(Tally.init(value:count:)).sorted { ($1.count, $0.value) < ($0.count, $1.value) }
    }

    /// The value that is counted, and what it is joined from.
    private static func tallied(_ property: TallyProperty) -> (value: SQL, joins: SQL) {
        switch property {
        case .stage: ("i.stage", "")
        case .visibility: ("i.visibility", "")
        case .source: ("i.source", "")
        // As the name was first written, by however many cases it was written since.
        case .submitter: ("coalesce(p.name, i.submitter)", " LEFT JOIN person AS p ON p.home = i.home AND p.key = i.submitter_key")
        case .team: ("p.team", " LEFT JOIN person AS p ON p.home = i.home AND p.key = i.submitter_key")
        case .year: ("substr(i.created, 1, 4)", "")
        case .tag: ("t.tag", " LEFT JOIN tag AS t ON t.home = i.home AND t.innovation = i.number")
        case .field(let field): ("v.value", " LEFT JOIN \(FieldSQL.values(of: field)) AS v")
        }
    }
}
