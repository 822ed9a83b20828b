import RegistryCore

/// Tags that are most likely two spellings of one: `transport` and `transports`, `dischrage` and `discharge`.
struct TagLikeness: Equatable {
    /// The one to stay: the vocabulary's, else the one that more innovations have.
    var keep: String
    var lose: String

    /// The pairs among tags that are used. Tags are compared within their first letter, which is seldom mistyped.
    static func pairs(among used: [Tally], vocabulary: TagVocabulary) -> [TagLikeness] {
        let known = Set(vocabulary.all.map(\.name))
        return Dictionary(grouping: used, by: { $0.value.first }).values.flatMap { group in
            group.indices.flatMap { first in
                group[(first + 1)...].compactMap { other -> TagLikeness? in
                    let one = group[first]
                    guard areAlike(one.value, other.value), !(known.contains(one.value) && known.contains(other.value)) else { return nil }
                    let otherStays = known.contains(other.value) || (!known.contains(one.value) && other.count > one.count)
                    return otherStays ? TagLikeness(keep: other.value, lose: one.value) : TagLikeness(keep: one.value, lose: other.value)
                }
            }
        }.sorted { $0.lose < $1.lose }
    }

    static func areAlike(_ one: String, _ other: String) -> Bool {
        let (left, right) = (bare(one), bare(other))
        if left == right { return true }
        return min(left.count, right.count) >= 6 && isOneSlip(left, right)
    }

    /// Without hyphens and without an ending that only makes a plural.
    private static func bare(_ tag: String) -> [Character] {
        let letters = tag.filter { !"-'.".contains($0) }
        if letters.count > 4, letters.hasSuffix("ies") { return Array(letters.dropLast(3) + "y") }
        if letters.count > 3, letters.hasSuffix("s"), !letters.hasSuffix("ss") { return Array(letters.dropLast()) }
        return Array(letters)
    }

    /// Whether one letter is missing, extra or wrong, or two neighbours are swapped.
    private static func isOneSlip(_ one: [Character], _ other: [Character]) -> Bool {
        let start = zip(one, other).prefix { $0 == $1 }.count
        let left = one.dropFirst(start), right = other.dropFirst(start)
        let end = zip(left.reversed(), right.reversed()).prefix { $0 == $1 }.count
        let (a, b) = (Array(left.dropLast(end)), Array(right.dropLast(end)))
        return a.count <= 1 && b.count <= 1 || a.count == 2 && b.count == 2 && a == b.reversed()
    }
}
