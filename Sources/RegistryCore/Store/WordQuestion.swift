/// What the words of a selection ask of full text, in no engine's syntax.
public indirect enum WordQuestion: Equatable, Sendable {
    case word(String, prefix: Bool)
    case phrase([String])
    case all([WordQuestion])
    case any([WordQuestion])
    /// What the first finds and none of the others does.
    case without(WordQuestion, [WordQuestion])
    /// Words of which full text makes none, as `&` or `🙂`: ignored beside others, found nowhere alone.
    case nothing
}

/// Makes questions to full text of conditions.
public struct WordReading {
    /// Whether full text makes any word of a text.
    let hasWords: (String) throws -> Bool

    public init(hasWords: @escaping (String) throws -> Bool) { self.hasWords = hasWords }

    /// What a condition asks of full text alone; nil when it asks for something else as well, or only says which
    /// words should not be there.
    public func asked(by condition: Condition) throws -> WordQuestion? {
        switch condition {
        case .word(let word, let prefix): try hasWords(word) ? .word(word, prefix: prefix) : .nothing
        case .phrase(let words): try hasWords(words.joined(separator: " ")) ? .phrase(words) : .nothing
        case .all(let conditions): try asked(byAll: conditions)
        case .any(let conditions): try asked(byAny: conditions)
        default: nil
        }
    }

    private func asked(byAll conditions: [Condition]) throws -> WordQuestion? {
        let parts = try divided(conditions)
        return parts.others.isEmpty ? parts.asked : nil
    }

    private func asked(byAny conditions: [Condition]) throws -> WordQuestion? {
        guard !conditions.isEmpty else { return nil }
        var parts: [WordQuestion] = []
        for condition in conditions {
            guard let part = try asked(by: condition) else { return nil }
            if part != .nothing { parts.append(part) }
        }
        return parts.isEmpty ? .nothing : .of(parts, WordQuestion.any)
    }

    /// Each word or phrase that makes a row fit better, where none must be there: wherever it stands, but not under a `not`.
    public func ranking(of condition: Condition) throws -> [WordQuestion] {
        switch condition {
        case .all(let conditions), .any(let conditions): try conditions.flatMap(ranking)
        case .word, .phrase: try asked(by: condition).map { $0 == .nothing ? [] : [$0] } ?? []
        default: []
        }
    }

    /// Conditions that hold together, divided into what full text answers in one go, nil when no word must be there,
    /// and the others.
    public func divided(_ conditions: [Condition]) throws -> (asked: WordQuestion?, others: [Condition]) {
        var there: [WordQuestion] = [], others: [Condition] = []
        var absent: [(condition: Condition, asked: WordQuestion)] = []
        for condition in conditions.flatMap(\.conjuncts) {
            if case .not(let inner) = condition, let asked = try asked(by: inner) {
                absent.append((condition, asked))
            } else if let asked = try asked(by: condition) {
                there.append(asked)
            } else {
                others.append(condition)
            }
        }
        // Full text can take rows away from others, and cannot name those without a word.
        guard !there.isEmpty else { return (nil, others + absent.map(\.condition)) }
        let parts = there.filter { $0 != .nothing }
        guard !parts.isEmpty else { return (.nothing, others) }
        let all = WordQuestion.of(parts, WordQuestion.all)
        let without = absent.map(\.asked).filter { $0 != .nothing }
        return (without.isEmpty ? all : .without(all, without), others)
    }
}

extension WordQuestion {
    /// One stands for itself.
    public static func of(_ parts: [WordQuestion], _ together: ([WordQuestion]) -> WordQuestion) -> WordQuestion {
        parts.count == 1 ? parts[0] : together(parts)
    }

    /// A word or phrase that makes a row fit better.
    public struct Ranked: Equatable, Sendable {
        public var asked: WordQuestion
        /// What the row must fit as well for it to count; nil where all that is found does.
        public var beside: WordQuestion?

        public init(_ asked: WordQuestion, beside: WordQuestion? = nil) { (self.asked, self.beside) = (asked, beside) }
    }

    /// Each word or phrase that makes what is found fit better, as often as it stands there. Of several that will do, each
    /// counts where it holds as a whole: `bus` of `(wheelchair AND bus) OR taxi` only where there is a wheelchair too.
    public var ranked: [Ranked] { ranked(beside: nil) }

    /// - Parameter wholes: what holds of a row where this counts; nil where it holds of all that is found.
    private func ranked(beside wholes: [WordQuestion]?) -> [Ranked] {
        switch self {
        case .word, .phrase: [Ranked(self, beside: wholes.flatMap { $0.isEmpty ? nil : .of($0, WordQuestion.all) })]
        case .all(let parts): parts.flatMap { $0.ranked(beside: wholes.map { $0 + [self] }) }
        case .any(let parts): parts.flatMap { $0.ranked(beside: wholes ?? []) }
        case .without(let there, _): there.ranked(beside: wholes.map { $0 + [self] })
        case .nothing: []
        }
    }
}

extension Condition {
    /// Those that must all hold, of conditions within conditions.
    fileprivate var conjuncts: [Condition] { if case .all(let conditions) = self { conditions.flatMap(\.conjuncts) } else { [self] } }

    /// Whether it is nested deeper than so many levels of `all`, `any` and `not`.
    public func isDeeper(than levels: Int) -> Bool {
        switch self {
        case .not(let condition): levels == 0 || condition.isDeeper(than: levels - 1)
        case .all(let conditions), .any(let conditions): levels == 0 || conditions.contains { $0.isDeeper(than: levels - 1) }
        default: levels == 0
        }
    }

    /// Whether a stage is asked for anywhere in it.
    public var namesStage: Bool {
        switch self {
        case .stage: true
        case .not(let condition): condition.namesStage
        case .all(let conditions), .any(let conditions): conditions.contains(where: \.namesStage)
        default: false
        }
    }
}
