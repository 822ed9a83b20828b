import GRDB
import RegistryCore

/// What completion asks, each answered from an index and cut off as soon as there is enough.
extension SQLiteTransaction {
    func titles(_ query: TitleQuery) throws -> [Titled] {
        guard query.limit > 0 else { return [] }
        let visible = QuerySQL.visible(to: query.viewer, alone: true)
        let listed: SQL = query.unlisted.isEmpty ? "1" : "i.stage NOT IN \(query.unlisted)"
        func titled(from source: SQL, where condition: SQL, by order: SQL, limit: Int) throws -> [Titled] {
            try all("""
                SELECT i.number, coalesce(json_extract(a.fields, '$.title'), '') FROM \(source) JOIN answers AS a ON a.id = i.id
                WHERE \(condition) AND \(visible) ORDER BY \(order) LIMIT \(limit)
                """) { Titled(number: try $0.whole(0), title: try $0.written(1)) }
        }
        switch query.wanted {
        case .newest: return try titled(from: "innovation AS i", where: listed, by: "i.number DESC", limit: query.limit)
        case .numbers(let ranges):
            return try ranges.reduce(into: []) { titles, range in
                guard titles.count < query.limit else { return }
                titles += try titled(
                    from: "innovation AS i", where: "i.number BETWEEN \(range.lowerBound) AND \(range.upperBound)", by: "i.number",
                    limit: query.limit - titles.count)
            }
        case .words(let words), .anywhere(let words):
            let beginnings = try words.filter { try !stems(of: $0).isEmpty }.map { WordQuestion.quoted($0) + " *" }
            guard !beginnings.isEmpty else { return [] }
            let all = "(\(beginnings.joined(separator: " AND ")))"
            let asked = if case .words = query.wanted { "title : " + all } else { all }
            // By row, which is the order in which full text finds them: a rank would have to look at all of them first.
            return try titled(
                from: "search CROSS JOIN innovation AS i ON i.id = search.rowid", where: "search MATCH \(asked) AND \(listed)",
                by: "search.rowid DESC", limit: query.limit)
        }
    }

    /// All of a tag are counted in its index, and what the viewer may not see is taken off: to look at each innovation
    /// that has one takes ten times as long.
    func tagCounts(beginning: String, for viewer: Viewer, unlisted: [StageName]) throws -> [Tally] {
        let unlistedHere: SQL = unlisted.isEmpty ? "0" : "i.stage IN \(unlisted)"
        // By the index of stages where nothing else is hidden, and so without a look at each innovation.
        let away: SQL = viewer.seesWholeHome ? unlistedHere : "NOT (\(QuerySQL.visible(to: viewer, alone: true)) AND NOT \(unlistedHere))"
        let home = viewer.home.rawValue
        let end = beginning + "\u{10FFFF}"
        let within: SQL = "t.home = \(home) AND t.tag >= \(beginning) AND t.tag < \(end)"
        func counts(_ sql: SQL) throws -> [(String, Int)] { try all(sql) { (try $0.text(0), try $0.whole(1)) } }
        let used = try counts("SELECT t.tag, count(*) FROM tag AS t INDEXED BY tag_tag WHERE \(within) GROUP BY t.tag")
        let hidden = Dictionary(
            uniqueKeysWithValues: try counts("""
                SELECT t.tag, count(*) FROM innovation AS i CROSS JOIN tag AS t ON t.home = i.home AND t.innovation = i.number
                WHERE i.home = \(home) AND \(away) AND \(within) GROUP BY t.tag
                """))
        return used.map { Tally(value: $0, count: $1 - (hidden[$0] ?? 0)) }.filter { $0.count > 0 }
    }
}
