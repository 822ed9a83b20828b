/// Reads a selection's pieces into a condition: alternatives of sequences of terms.
struct SelectionParser {
    /// So that neither this parser nor an engine runs out of stack; SQLite's own limit is 1,000 levels.
    static let deepest = 50
    /// Each becomes a part of one statement; SQLite takes a chain of 1,000.
    static let mostTerms = 500

    let characters: [Character]
    let vocabulary: SelectionVocabulary
    /// The words and phrases that are looked for, in order.
    private(set) var words: [String] = []
    private let tokens: [SelectionToken]
    private var index = 0
    private var terms = 0
    /// In how many exclusions the present term stands.
    private var exclusions = 0

    init(_ text: String, vocabulary: SelectionVocabulary) {
        characters = Array(text)
        self.vocabulary = vocabulary
        tokens = SelectionLexer.tokens(of: characters)
    }

    /// A usage problem that points at these characters.
    func problem(
        _ what: String, at range: Range<Int>, value: String? = nil, allowed: [String] = [], nearest: String? = nil,
        details: [String] = [], next: String = "help find"
    ) -> Problem {
        Problem(
            .usage, what, value: value ?? String(characters[range]), at: .init(text: String(characters), range: range),
            allowed: allowed, nearest: nearest, details: details, next: next)
    }

    mutating func parse() throws -> Condition {
        guard !tokens.isEmpty else {
            if characters.allSatisfy(SelectionLexer.isBlank) { return .everything }
            throw problem("there is no word in this selection", at: 0..<characters.count)
        }
        return try alternatives(depth: 0)
    }

    private var current: SelectionToken? { index < tokens.count ? tokens[index] : nil }

    private mutating func alternatives(depth: Int) throws -> Condition {
        var options = [try sequence(depth: depth, after: nil)]
        while let token = current, token.kind == .or {
            index += 1
            options.append(try sequence(depth: depth, after: token))
        }
        return options.count == 1 ? options[0] : .any(options)
    }

    /// Reads terms up to an `or`, a parenthesis or the end.
    ///
    /// - Parameter joint: the `or` before it, which needs a term after it.
    private mutating func sequence(depth: Int, after joint: SelectionToken?) throws -> Condition {
        var parts: [Condition] = []
        var joint = joint
        while let token = current {
            switch token.kind {
            case .close where depth == 0: throw problem("no parenthesis is open here", at: token.range)
            case .or, .close:
                if let joint { throw dangling(joint) }
                if parts.isEmpty { throw dangling(token) }
                return joined(parts)
            case .and:
                if parts.isEmpty || joint != nil { throw dangling(joint ?? token) }
                joint = token
                index += 1
            case .word, .quoted, .term, .orphan, .minus, .open:
                parts.append(try excludable(token, depth: depth))
                joint = nil
            }
        }
        if let joint { throw dangling(joint) }
        return joined(parts)
    }

    /// Juxtaposition means that all hold. But no innovation has two numbers, so references side by side
    /// (`P12 P14 P20-P25`) are alternatives: whoever writes them means each of them.
    private func joined(_ parts: [Condition]) -> Condition {
        var rest: [Condition] = []
        var numbers: [Condition] = []
        var place = 0
        for part in parts {
            if case .number = part {
                if numbers.isEmpty { place = rest.count }
                numbers.append(part)
            } else {
                rest.append(part)
            }
        }
        if !numbers.isEmpty { rest.insert(numbers.count == 1 ? numbers[0] : .any(numbers), at: place) }
        return rest.count == 1 ? rest[0] : .all(rest)
    }

    private func dangling(_ token: SelectionToken) -> Problem {
        let word = String(characters[token.range])
        return problem(
            "“\(word.lowercased())” should stand between two things to look for", at: token.range,
            details: ["to look for the word itself, put it in quotes: \"\(word)\""])
    }

    private mutating func excludable(_ token: SelectionToken, depth: Int) throws -> Condition {
        index += 1
        terms += 1
        guard terms <= Self.mostTerms else {
            throw problem("a selection has at most \(Self.mostTerms) terms, and this is one more", at: token.range)
        }
        guard token.kind == .minus else { return try primary(token, depth: depth) }
        guard let excluded = current, excluded.range.lowerBound == token.range.upperBound,
            ![.minus, .or, .and, .close].contains(excluded.kind)
        else { throw problem("“-” needs what it excludes directly after it", at: token.range) }
        index += 1
        exclusions += 1
        defer { exclusions -= 1 }
        return .not(try primary(excluded, depth: depth))
    }

    private mutating func primary(_ token: SelectionToken, depth: Int) throws -> Condition {
        switch token.kind {
        case .open: return try group(token, depth: depth + 1)
        case .word(let text, let isPrefix): return try word(text, prefix: isPrefix, at: token.range)
        case .quoted(let text, let closed):
            guard closed else { throw unclosed(token.range) }
            let phrase = text.precomposedStringWithCanonicalMapping.split(whereSeparator: \.isWhitespace)
                .filter { $0.contains { $0.isLetter || $0.isNumber } }.map(String.init)
            guard !phrase.isEmpty else { throw problem("there is no word between these quotes", at: token.range) }
            if exclusions == 0 { words.append(phrase.joined(separator: " ")) }
            return .phrase(phrase)
        case .term(let term): return try condition(of: term)
        case .orphan, .minus, .or, .and, .close:
            throw problem("the name of a field should stand before this", at: token.range, allowed: vocabulary.names)
        }
    }

    func unclosed(_ range: Range<Int>) -> Problem { problem("this quote is not closed", at: range) }

    private mutating func group(_ opening: SelectionToken, depth: Int) throws -> Condition {
        guard depth <= Self.deepest else {
            throw problem("parentheses nest at most \(Self.deepest) deep", at: opening.range)
        }
        if let token = current, token.kind == .close {
            throw problem("there is nothing between these parentheses", at: opening.range.lowerBound..<token.range.upperBound)
        }
        let condition = current == nil ? .everything : try alternatives(depth: depth)
        guard current?.kind == .close else { throw problem("this parenthesis is not closed", at: opening.range) }
        index += 1
        return condition
    }

    private mutating func word(_ text: String, prefix isPrefix: Bool, at range: Range<Int>) throws -> Condition {
        if !isPrefix, let numbers = try numbers(text, at: range) { return numbers }
        guard !text.contains("*") else {
            throw problem("“*” stands at the end of a word only", at: range)
        }
        let word = text.precomposedStringWithCanonicalMapping
        if exclusions == 0 { words.append(isPrefix ? word + "*" : word) }
        return .word(word, prefix: isPrefix)
    }
}
