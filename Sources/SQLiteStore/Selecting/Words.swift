import RegistryCore

/// What the words of a selection ask of full text, as an expression in FTS5's own syntax.
///
/// Every text that a person wrote stands in quotes in it, with its own quotes doubled: so none of it can be syntax
/// (https://www.sqlite.org/fts5.html, section 3.1), neither `NEAR` nor `title:` nor `*`.
struct Words {
    /// Whether full text makes any word of a text.
    let hasStems: (String) throws -> Bool

    enum Asked: Equatable {
        case expression(String)
        /// Words of which full text makes none, as `&` or `🙂`: ignored beside others, found nowhere alone.
        case nothing
    }

    /// What a condition asks of full text alone; nil when it asks for something else as well, or only says which
    /// words should not be there.
    func asked(by condition: Condition) throws -> Asked? {
        switch condition {
        case .word(let word, let prefix):
            try hasStems(word) ? .expression(Words.quoted(word) + (prefix ? " *" : "")) : .nothing
        case .phrase(let words):
            try hasStems(words.joined(separator: " ")) ? .expression(Words.quoted(words.joined(separator: " "))) : .nothing
        case .all(let conditions): try asked(byAll: conditions)
        case .any(let conditions): try asked(byAny: conditions)
        default: nil
        }
    }

    private func asked(byAll conditions: [Condition]) throws -> Asked? {
        let parts = try Conjunction(conditions, self)
        return parts.others.isEmpty ? parts.asked : nil
    }

    private func asked(byAny conditions: [Condition]) throws -> Asked? {
        var parts: [String] = []
        guard !conditions.isEmpty else { return nil }
        for condition in conditions {
            switch try asked(by: condition) {
            case nil: return nil
            case .nothing: break
            case .expression(let text): parts.append(text)
            }
        }
        return parts.isEmpty ? .nothing : .expression(Words.joined(parts, "OR"))
    }

    /// Each word or phrase that makes a row fit better, wherever it stands, but not under a `not`.
    func ranking(of condition: Condition) throws -> [String] {
        switch condition {
        case .all(let conditions), .any(let conditions): return try conditions.flatMap(ranking)
        case .word, .phrase:
            guard case .expression(let text) = try asked(by: condition) else { return [] }
            return [text]
        default: return []
        }
    }

    static func joined(_ parts: [String], _ sign: String) -> String {
        parts.count == 1 ? parts[0] : "(" + parts.joined(separator: " \(sign) ") + ")"
    }

    /// A text as one string of FTS5's.
    static func quoted(_ text: String) -> String {
        "\"" + FullText.readable(text).replacing("\"", with: "\"\"") + "\""
    }

    /// Conditions that hold together, sorted into what full text answers in one go and the others.
    struct Conjunction {
        /// Nil when no word must be there.
        private(set) var asked: Asked?
        private(set) var others: [Condition] = []

        init(_ conditions: [Condition], _ words: Words) throws {
            var there: [Asked] = []
            var absent: [(condition: Condition, asked: Asked)] = []
            for condition in conditions.flatMap(Conjunction.flattened) {
                if case .not(let inner) = condition, let asked = try words.asked(by: inner) {
                    absent.append((condition, asked))
                } else if let asked = try words.asked(by: condition) {
                    there.append(asked)
                } else {
                    others.append(condition)
                }
            }
            guard !there.isEmpty else {
                // FTS5 can take rows away from others, and cannot name those without a word.
                others += absent.map(\.condition)
                return
            }
            let parts = there.compactMap(\.text)
            let without = absent.compactMap(\.asked.text)
            guard !parts.isEmpty else {
                asked = .nothing
                return
            }
            let all = Words.joined(parts, "AND")
            asked = .expression(without.isEmpty ? all : "(\(all) NOT \(Words.joined(without, "OR")))")
        }

        private static func flattened(_ condition: Condition) -> [Condition] {
            if case .all(let conditions) = condition { conditions.flatMap(flattened) } else { [condition] }
        }
    }
}

extension Words.Asked {
    var text: String? { if case .expression(let text) = self { text } else { nil } }
}
