import Foundation
import RegistryCore

/// An innovation that shares telling words with a text.
struct Similar {
    var innovation: Innovation
    /// How much of the text's weight the shared words have, 0 to 1.
    var score: Double
    /// The words that both have, the rarest first.
    var shared: [String]

    /// “P3 “Travel training…” looks similar (shared: travel, wheelchair, bus)”.
    var clause: String {
        let title = innovation.title.count > 60 ? innovation.title.prefix(59) + "…" : innovation.title
        return "\(innovation.reference) “\(title)” looks similar (shared: \(shared.prefix(5).joined(separator: ", ")))"
    }
}

/// Looks for innovations like a text, among those that somebody may see.
struct SimilarSearch {
    let registry: Registry
    let viewer: Viewer
    /// How many innovations there are.
    private let total: Int
    /// In how many innovations each word stands.
    private let counts: [String: Int]

    /// From here on it is most likely the same practice: among the 232 ideas of `examples/ideas-form.csv` the copies
    /// with other words score 0.70 and more, the nearest neighbours on the same topic 0.35.
    static let duplicate = 0.5
    /// From here on it is worth a look.
    static let related = 0.3
    /// Fewer shared words than these say nothing, however rare they are.
    static let fewestShared = 4

    /// How many words the store is asked for.
    private static let asked = 6
    /// How many of its answers are compared.
    private static let compared = 20

    /// One question for the counts of every word of all the texts.
    init(for texts: [TellingWords], in registry: Registry, viewer: Viewer) throws {
        self.registry = registry
        self.viewer = viewer
        let words = Array(Set(texts.flatMap { $0.all.map(\.word) }))
        counts = Dictionary(zip(words, try registry.documentCounts(of: words)), uniquingKeysWith: { first, _ in first })
        total = try registry.documentCount()
    }

    /// The most similar first.
    ///
    /// - Parameters:
    ///   - own: the innovation whose words these are; it is not similar to itself.
    ///   - everywhere: compares with every answer, not only with title, problem and change.
    func find(_ words: TellingWords, except own: Int? = nil, everywhere: Bool = false) throws -> [Similar] {
        let weights = words.all.map { (word: $0, weight: weight(of: $0.word, isOwn: own != nil), elsewhere: elsewhere($0.word, isOwn: own != nil)) }
        let rarest = weights.filter { $0.elsewhere > 0 }.sorted { $0.weight > $1.weight }.prefix(SimilarSearch.asked)
        guard !rarest.isEmpty else { return [] }
        var conditions = [Condition.any(rarest.map { .word($0.word.word, prefix: false) })]
        if let own { conditions.append(.not(.number(own...own))) }
        let whole = weights.map(\.weight).reduce(0, +)
        let found = try registry.find(registry.query(.all(conditions), for: viewer, limit: SimilarSearch.compared))
        let similar = found.enumerated().compactMap { place, row -> (place: Int, similar: Similar)? in
            let fields = everywhere ? registry.configuration.fields.names : TellingWords.fields
            let theirs = TellingWords(TellingWords.texts(of: row.innovation, in: fields) + (everywhere ? row.innovation.tags : [])).stems
            let shared = weights.filter { theirs.contains($0.word.stem) }
            guard !shared.isEmpty else { return nil }
            return (place, Similar(
                innovation: row.innovation, score: shared.map(\.weight).reduce(0, +) / whole,
                shared: shared.sorted { $0.weight > $1.weight }.map(\.word.word)))
        }
        // Where the scores are equal, the store's order by relevance stands: it knows what is in a title.
        return similar.sorted { ($1.similar.score, $0.place) < ($0.similar.score, $1.place) }.map(\.similar)
    }

    private func elsewhere(_ word: String, isOwn: Bool) -> Int { (counts[word] ?? 0) - (isOwn ? 1 : 0) }

    /// The rarer, the heavier: the inverse document frequency. A word that stands nowhere else weighs as one that
    /// stands once: it is what a text has for itself.
    private func weight(of word: String, isOwn: Bool) -> Double {
        max(0.05, log(Double(total + 2) / Double(max(1, elsewhere(word, isOwn: isOwn)) + 1)))
    }
}
