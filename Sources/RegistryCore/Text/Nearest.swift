import Foundation

/// The known word that a misspelt one most likely means: "did you mean".
///
/// Case, accents and the choice between hyphen, underscore and space do not count. The distance is
/// the optimal string alignment: letters missing, extra or wrong, and two neighbours swapped, which
/// is what fingers do. A candidate that the word begins counts as near however long it is, for people
/// stop typing once a word is unmistakable.
public enum Nearest {
    /// The nearest of `candidates`, or nil when none is near enough to suggest.
    public static func match(_ word: String, among candidates: some Sequence<String>) -> String? {
        matches(word, among: candidates, most: 1).first
    }

    /// The candidates that are near, the nearest first, at most `most` of them, each once.
    ///
    /// The order depends on the words alone, never on the order in which they came.
    public static func matches(
        _ word: String, among candidates: some Sequence<String>, most: Int
    ) -> [String] {
        let typed = folded(word)
        guard !typed.isEmpty, most > 0 else { return [] }
        var seen: Set<String> = []
        let near = candidates.filter { seen.insert($0).inserted }.compactMap { rank($0, for: typed) }
        return near.sorted().prefix(most).map(\.candidate)
    }

    /// How many slips a word of `length` letters may hold: one in a short word, else every word of
    /// three letters would be near every other; none in a single letter.
    static func threshold(length: Int) -> Int {
        switch length {
        case ...1: 0
        case ...4: 1
        case ...8: 2
        default: 3
        }
    }

    // MARK: - Ranking

    /// A near candidate, ordered by likelihood.
    private struct Ranked: Comparable {
        let candidate: String
        let folded: String
        /// Slips between the word and the candidate; one for a candidate that the word begins.
        let distance: Int
        let isPrefix: Bool
        /// Letters that the two begin with: slips are rarer at the start of a word.
        let sharedStart: Int
        let surplus: Int

        static func < (left: Ranked, right: Ranked) -> Bool {
            if left.distance != right.distance { return left.distance < right.distance }
            if left.isPrefix != right.isPrefix { return left.isPrefix }
            if left.sharedStart != right.sharedStart { return left.sharedStart > right.sharedStart }
            if left.surplus != right.surplus { return left.surplus < right.surplus }
            return (left.folded, left.candidate) < (right.folded, right.candidate)
        }
    }

    private static func rank(_ candidate: String, for typed: [Character]) -> Ranked? {
        let other = folded(candidate)
        let isPrefix = other.starts(with: typed)
        let slips = distance(typed, other, atMost: threshold(length: typed.count))
        guard isPrefix || slips != nil else { return nil }
        return Ranked(
            candidate: candidate,
            folded: String(other),
            distance: isPrefix ? min(slips ?? 1, 1) : slips ?? 0,
            isPrefix: isPrefix,
            sharedStart: zip(typed, other).prefix { $0 == $1 }.count,
            surplus: abs(other.count - typed.count))
    }

    private static func folded(_ word: String) -> [Character] {
        word.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
            .map { $0 == "_" || $0 == " " ? "-" : $0 }
    }

    // MARK: - Distance

    /// The optimal string alignment distance, or nil when it is more than `limit`.
    static func distance(_ left: [Character], _ right: [Character], atMost limit: Int) -> Int? {
        guard abs(left.count - right.count) <= limit else { return nil }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            current.reserveCapacity(right.count + 1)
            for column in 0..<right.count {
                let change = left[row] == right[column] ? 0 : 1
                var least = min(last[column] + change, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                current.append(least)
            }
            // Distances never fall again from row to row, but for a swap, which looks two rows back.
            if (current + last).allSatisfy({ $0 > limit }) { return nil }
            (beforeLast, last) = (last, current)
        }
        return last[right.count] <= limit ? last[right.count] : nil
    }
}
