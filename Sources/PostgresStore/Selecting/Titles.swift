import RegistryCore

/// What completion asks, each cut off as soon as there is enough.
extension PostgresTransaction {
    func titles(_ query: TitleQuery) throws -> [Titled] {
        guard query.limit > 0 else { return [] }
        let visible = QuerySQL.visible(to: query.viewer, everywhere: false)
        let listed: SQL = query.unlisted.isEmpty ? "true" : "i.stage <> ALL(\(query.unlisted))"
        func titled(_ condition: SQL, joining words: SQL = "", newest: Bool, limit: Int) throws -> [Titled] {
            try all("""
                SELECT i.number, coalesce(i.fields ->> 'title', '') FROM innovation AS i\(words) WHERE \(condition) AND \(visible)
                ORDER BY i.number\(newest ? " DESC" as SQL : "") LIMIT \(limit)
                """) { Titled(number: try $0.whole(0), title: try $0.text(1)) }
        }
        switch query.wanted {
        case .newest: return try titled(listed, newest: true, limit: query.limit)
        case .numbers(let ranges):
            return try ranges.reduce(into: []) { titles, range in
                guard titles.count < query.limit else { return }
                titles += try titled("i.number BETWEEN \(range.lowerBound) AND \(range.upperBound)", newest: false, limit: query.limit - titles.count)
            }
        case .words(let words), .anywhere(let words):
            let isOfTitles = if case .words = query.wanted { true } else { false }
            let beginnings = words.compactMap { word -> String? in
                let stems = TextWords.stems(of: word)
                guard !stems.isEmpty else { return nil }
                return "(" + stems.map { TextVectors.quoted($0) + (isOfTitles ? ":A" : "") }.joined(separator: " <-> ") + (isOfTitles ? "*" : ":*") + ")"
            }
            guard !beginnings.isEmpty else { return [] }
            let matching = Self.matching(beginnings.joined(separator: " & "), in: query.viewer.home, everywhere: false)
            return try titled(listed, joining: " JOIN \(matching) AS w ON w.of_home = i.home AND w.innovation = i.number", newest: true, limit: query.limit)
        }
    }
}
