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
        let vector = TextVector(text)
        let kept = try run("""
            INSERT INTO words (home, innovation, words, length)
            SELECT i.home, i.number, \(vector.text)::tsvector, \(vector.length)::bigint FROM innovation AS i WHERE i.home = \(home) AND i.number = \(innovation)
            ON CONFLICT (home, innovation) DO UPDATE SET words = excluded.words, length = excluded.length
            """)
        guard kept == 1 else { throw Problem(.noInput, "there is no such innovation", value: Reference(innovation).description) }
        unsearched.remove(Unsearched(number: innovation, home: home))
    }

    func documentCounts(of words: [String], in home: HomeName) throws -> [Int] {
        try counts(of: words.map { WordQuestion.word($0, prefix: false).query }, in: home)
    }

    /// How many texts fit each question; 0 for one of which full text makes no word.
    private func counts(of queries: [String?], in home: HomeName) throws -> [Int] {
        var counts: [Int] = []
        for start in stride(from: 0, to: queries.count, by: 50) {
            let some = queries[start..<min(start + 50, queries.count)]
            let columns = some.map { query -> SQL in
                query.map { "(SELECT count(*) FROM words WHERE home = \(home) AND words @@ \($0)::tsquery)" } ?? "0"
            }
            let list = columns.dropFirst().reduce(into: columns[0]) { $0 += ", \($1)" }
            counts += try first("SELECT \(list)") { row in try columns.indices.map { try row.whole($0) } } ?? []
        }
        return counts
    }

    /// How well a row of `words` fits each question, larger is better: BM25 as FTS5 computes it, so that both engines put
    /// the same first. For a question of one word, `ts_rank_cd` adds up the weights of its places, which is what is needed.
    func score(_ questions: [WordQuestion], in home: HomeName) throws -> SQL {
        let queries = questions.compactMap(\.query)
        let corpus = try corpus(of: home)
        let counts = try counts(of: queries, in: home)
        let weights = SearchText.weights, most = weights[0]
        // From contributions to the title, as PostgreSQL has them, none above 1.
        let shares = "{" + weights.reversed().map { String($0 / most) }.joined(separator: ",") + "}"
        let parts = zip(queries, counts).map { query, count -> SQL in
            let rarity = max(log((Double(corpus.texts - count) + 0.5) / (Double(count) + 0.5)), 1e-6)
            let often: SQL = "\(most)::float8 * ts_rank_cd(\(shares)::float4[], w.words, \(query)::tsquery)"
            let length: SQL = "1.2::float8 * (0.25::float8 + 0.75::float8 * w.length / \(max(corpus.averageLength, 1))::float8)"
            return "(SELECT \(rarity * 2.2)::float8 * f.often / (f.often + \(length)) FROM (SELECT \(often) AS often) AS f)"
        }
        return parts.joined(by: "+", empty: "0::float8")
    }

    /// Below so many texts they are counted each time, which takes a millisecond; above it one more changes nothing.
    private static let fewTexts = 20_000

    private func corpus(of home: HomeName) throws -> Corpus {
        let known = store.corpora.withLock { $0[home] }
        if let known, known.texts >= Self.fewTexts, known.counted.timeIntervalSinceNow > -600 { return known }
        let counted = try first("SELECT count(*), coalesce(avg(length), 0)::float8 FROM words WHERE home = \(home)") {
            Corpus(texts: try $0.whole(0), averageLength: try $0.optionalNumber(1) ?? 0, counted: Date())
        }
        let corpus = try counted.orDamaged("texts could not be counted")
        store.corpora.withLock { $0[home] = corpus }
        return corpus
    }
}
