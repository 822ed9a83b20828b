import Foundation
import RegistryCore

/// The texts of a home as a whole, which say how much a word's being there counts.
struct Corpus {
    /// How many texts there are, and how many words they have on average.
    var texts: Int
    var averageLength: Double
    var counted: Date
}

extension PostgresTransaction {
    func index(_ text: SearchText, of innovation: Int, in home: HomeName) throws {
        var vector = TextVectors(words: 256)
        vector.take(text)
        let place = Place(number: innovation, home: home)
        unsearched.remove(place)
        let words: SQL = """
            INSERT INTO words (home, innovation, words, length)
            SELECT i.home, i.number, \(vector.text)::tsvector, \(vector.length)::bigint FROM innovation AS i WHERE i.home = \(home) AND i.number = \(innovation)
            ON CONFLICT (home, innovation) DO UPDATE SET words = excluded.words, length = excluded.length
            """
        guard !held.contains(place) else { return try later(words) }
        guard try run(words) == 1 else { throw Problem(.noInput, "there is no such innovation", value: Reference(innovation).description) }
    }

    func foundOtherwise(_ texts: [(innovation: Int, text: SearchText)], in home: HomeName) throws -> [Int] {
        var vector = TextVectors(words: 1 << 12)
        var words: [String] = [], lengths: [Int] = []
        for (_, text) in texts {
            vector.take(text)
            words.append(vector.text)
            lengths.append(vector.length)
        }
        return try all("""
            SELECT t.innovation FROM unnest(\(texts.map(\.innovation))::bigint[], \(words)::text[], \(lengths)::bigint[]) AS t (innovation, words, length)
            LEFT JOIN words AS w ON w.home = \(home) AND w.innovation = t.innovation
            WHERE w.words IS DISTINCT FROM t.words::tsvector OR w.length IS DISTINCT FROM t.length
            """) { try $0.whole(0) }
    }

    func documentCount(in home: HomeName) throws -> Int { try corpus(of: home).texts }

    func documentCounts(of words: [String], in home: HomeName) throws -> [Int] {
        let queries = words.map { WordQuestion.word($0, prefix: false).query }
        var counts = try counts(of: queries.compactMap { $0 }, in: home).makeIterator()
        return queries.map { $0 == nil ? 0 : counts.next() ?? 0 }
    }

    /// How many texts fit each question.
    private func counts(of queries: [String], in home: HomeName) throws -> [Int] {
        guard !queries.isEmpty else { return [] }
        // As it is written a cluster hands it over whole to the server that has the home.
        let counts = try first("SELECT c::text FROM counts_of(\(home), \(queries)::tsquery[]) AS c") { try $0.text(0) }
        return try counts.orDamaged("texts could not be counted").numbersOfArray()
    }

    /// A table of what fits a question, by `of_home` and `innovation`.
    static func matching(_ asked: String?, in home: HomeName, everywhere: Bool, isDistributed: Bool = false, unlisted: [StageName] = []) -> SQL {
        if everywhere, isDistributed { return Self.everywhere(asked, score: "0::float8") }
        return "fitting(\(home), \(everywhere), \(asked)::tsquery, '{}', 0, 1, '{}', 1, \(unlisted)::text[], NULL)"
    }

    /// The same with the `score` of how well each fits questions: FTS5's, so that both engines put the same first.
    ///
    /// - Parameters:
    ///   - asked: what full text must find; nil for all texts.
    ///   - first: how many of those that fit best, not at the stages `unlisted`; nil for all.
    func matching(
        _ asked: String?, ranking questions: [WordQuestion.Ranked], in home: HomeName, everywhere: Bool, first: Int?, unlisted: [StageName]
    ) throws -> SQL {
        let ranking = questions.compactMap { question in question.asked.query.map { (query: $0, beside: question.beside?.query) } }
        let queries = ranking.map(\.query), beside = ranking.map(\.beside)
        let corpus = try corpus(of: home)
        let weights = SearchText.weights, most = weights[0]
        // From contributions to the title, as PostgreSQL has them, none above 1.
        let shares = weights.reversed().map { $0 / most }
        if everywhere, isDistributed {
            let counts = try counts(of: queries, in: home)
            return Self.everywhere(asked, score: """
                how_well(w.words, w.length, \(queries)::tsquery[], \(counts)::bigint[], \(corpus.texts)::bigint, \(max(corpus.averageLength, 1))::float8,
                    \(shares)::float4[], \(most)::float8, \(beside)::tsquery[])
                """)
        }
        return """
            fitting(\(home), \(everywhere), \(asked)::tsquery, \(queries)::tsquery[], \(corpus.texts), \(max(corpus.averageLength, 1)),
                \(shares)::float4[], \(most), \(unlisted)::text[], \(first), \(beside)::tsquery[])
            """
    }

    /// The same on all servers of a cluster at once, each of which looks at what it has.
    private static func everywhere(_ asked: String?, score: SQL) -> SQL {
        """
        (SELECT w.home AS of_home, w.innovation, \(score) AS score FROM words AS w WHERE \(asked == nil)::boolean OR w.words @@ \(asked)::tsquery)
        """
    }

    /// Below so many texts they are counted each time, which takes a millisecond; above it one more changes nothing.
    private static let fewTexts = 2_000

    private func corpus(of home: HomeName) throws -> Corpus {
        let known = store.corpora.withLock { $0[home] }
        if let known, known.texts >= Self.fewTexts, known.counted.timeIntervalSinceNow > -600 { return known }
        let counted = try first("SELECT count, average FROM texts(\(home))") {
            Corpus(texts: try $0.whole(0), averageLength: try $0.optionalNumber(1) ?? 0, counted: Date())
        }
        let corpus = try counted.orDamaged("texts could not be counted")
        store.corpora.withLock { $0[home] = corpus }
        return corpus
    }
}
