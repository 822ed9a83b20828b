import Foundation
import RegistryCore

/// The names of `evidence.yaml` that mean something to the program; every other name is the home's own.
enum EvidenceTerms {
    /// The kind that was heard and not seen: its strength is 0, and the level counts it as nothing.
    static let hearsay = "hearsay"
    /// The kind in which the people whom it is for speak.
    static let livedExperience = "lived-experience"
    /// The kind that says what it takes in money or time.
    static let cost = "cost"
    /// The directions that can raise the level; “no change” and “worse” never do.
    static let raising: Set<String> = ["better", "mixed"]
    /// The flag that is shown before everything else.
    static let harm = "harm"
}

extension EvidenceScale {
    /// The kind of evidence that a word names, by name or label. Throws a problem with the nearest name.
    func kind(_ word: String, _ problem: Problem.Kind = .usage) throws -> Term {
        try EvidenceScale.term(word, among: kinds, "kind of evidence", problem)
    }

    /// The direction that a word names, by name or label. Throws a problem with the nearest name.
    func direction(_ word: String, _ problem: Problem.Kind = .usage) throws -> Term {
        try EvidenceScale.term(word, among: directions, "direction", problem)
    }

    /// The flag that a word names, by name or label. Throws a problem with the nearest name.
    func flag(_ word: String, _ problem: Problem.Kind = .usage) throws -> Term {
        try EvidenceScale.term(word, among: flags, "flag", problem)
    }

    /// The level of that number. Throws a problem that lists all of them.
    func level(_ number: Int, _ problem: Problem.Kind = .usage) throws -> Level {
        guard levels.indices.contains(number) else { throw noLevel(String(number), problem) }
        return levels[number]
    }

    /// The level that a word names, by number or label.
    func level(named word: String) throws -> Level {
        if let number = Int(word) { return try level(number) }
        guard let level = levels.first(where: { EvidenceScale.key($0.label) == EvidenceScale.key(word) }) else { throw noLevel(word, .usage) }
        return level
    }

    private func noLevel(_ value: String, _ problem: Problem.Kind) -> Problem {
        Problem(problem, "strength is a level of the \(scale), 0 to \(levels.count - 1)", value: value, allowed: levels.map { "\($0.level) \($0.label)" })
    }

    /// The label of a kind, or the name itself once the home has taken the kind out.
    func label(ofKind name: String) -> String { kinds.first { $0.name == name }?.label ?? name }
    func label(ofDirection name: String) -> String { directions.first { $0.name == name }?.label ?? name }
    func label(ofFlag name: String) -> String { flags.first { $0.name == name }?.label ?? name }

    private static func term(_ word: String, among terms: [Term], _ noun: String, _ problem: Problem.Kind) throws -> Term {
        if let term = terms.first(where: { key($0.name) == key(word) || key($0.label) == key(word) }) { return term }
        let near = Nearest.match(word, among: terms.flatMap { [$0.name, $0.label] })
        throw Problem(
            problem, "there is no \(noun) of that name", value: word, allowed: terms.map(\.name),
            nearest: terms.first { $0.name == near || $0.label == near }?.name)
    }

    /// “Before and after”, `before-and-after` and “before_and_after” are one.
    private static func key(_ word: String) -> String {
        word.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            .split(whereSeparator: { $0.isWhitespace || "-_".contains($0) }).joined(separator: "-")
    }
}
