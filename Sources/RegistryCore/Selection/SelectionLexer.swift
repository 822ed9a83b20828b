/// Cuts a selection into its pieces. It refuses nothing, so that a half-typed one can be completed.
struct SelectionLexer {
    private let characters: [Character]
    private var position = 0
    private var tokens: [SelectionToken] = []

    static func tokens(of characters: [Character]) -> [SelectionToken] {
        var lexer = SelectionLexer(characters: characters)
        lexer.run()
        return lexer.tokens
    }

    private init(characters: [Character]) { self.characters = characters }

    static func isBlank(_ character: Character) -> Bool {
        character.isWhitespace || character.unicodeScalars.allSatisfy { $0.properties.generalCategory == .control }
    }

    /// Word processors turn quotes into these.
    static let typographicQuotes: Set<Character> = ["“", "”", "„", "‟", "«", "»", "＂"]
    static func isQuote(_ character: Character) -> Bool { character == "\"" || typographicQuotes.contains(character) }

    private static func isComparison(_ character: Character) -> Bool { ":<>=".contains(character) }

    /// Whether it could be meant as the name of a field or a signal. The `!` lets `stage!=x` be seen as one, and refused.
    private static func isName(_ text: ArraySlice<Character>) -> Bool {
        guard let first = text.first, first.isLetter else { return false }
        return text.allSatisfy { $0.isLetter || $0.isNumber || "_.-!".contains($0) }
    }

    private static func trimmed(_ text: ArraySlice<Character>, of marks: String) -> ArraySlice<Character> {
        var text = text
        while let first = text.first, marks.contains(first) { text.removeFirst() }
        while let last = text.last, marks.contains(last) { text.removeLast() }
        return text
    }

    private mutating func run() {
        while position < characters.count {
            switch characters[position] {
            case let blank where Self.isBlank(blank): position += 1
            case "(": single(.open)
            case ")": single(.close)
            case "-", "−": single(.minus)
            case let quote where Self.isQuote(quote):
                let start = position
                let (text, closed) = quoted()
                tokens.append(.init(kind: .quoted(text, closed: closed), range: start..<position))
            default: word()
            }
        }
    }

    private mutating func single(_ kind: SelectionToken.Kind) {
        tokens.append(.init(kind: kind, range: position..<position + 1))
        position += 1
    }

    /// Where the run of characters that begins at `start` ends: before a blank, a parenthesis or a quote.
    private func end(from start: Int) -> Int {
        characters[start...].firstIndex { Self.isBlank($0) || $0 == "(" || $0 == ")" || Self.isQuote($0) } ?? characters.count
    }

    private func afterBlanks(_ start: Int) -> Int {
        characters[start...].firstIndex { !Self.isBlank($0) } ?? characters.count
    }

    /// Where the comparison of a term that begins at `start` stands; nil when no term begins there.
    ///
    /// `http://x` and `9:30` are words. A blank may stand before `<`, `>` and `=`: `rating.mean >= 4`.
    private func comparison(from start: Int) -> Int? {
        let end = end(from: start)
        guard let place = characters[start..<end].firstIndex(where: Self.isComparison) else {
            let next = afterBlanks(end)
            return next < characters.count && "<>=".contains(characters[next]) && Self.isName(characters[start..<end]) ? next : nil
        }
        let isAddress = characters[place..<end].starts(with: "://")
        return Self.isName(characters[start..<place]) && !isAddress ? place : nil
    }

    private mutating func word() {
        let start = position
        if let place = comparison(from: start) {
            term(start, comparison: place)
            return
        }
        if "<>=".contains(characters[start]) {
            position += characters[start...].prefix(2).elementsEqual([characters[start], "="]) ? 2 : 1
            tokens.append(.init(kind: .orphan, range: start..<position))
            return
        }
        position = end(from: start)
        let raw = characters[start..<position]
        switch String(raw).lowercased() {
        case "or": tokens.append(.init(kind: .or, range: start..<position))
        case "and": tokens.append(.init(kind: .and, range: start..<position))
        default:
            var text = Self.trimmed(raw, of: ",.;:!?…")
            // A dash or an ampersand between words is none.
            guard text.contains(where: { $0.isLetter || $0.isNumber }) else { return }
            let isPrefix = text.last == "*"
            while text.last == "*" { text.removeLast() }
            tokens.append(.init(kind: .word(String(text), prefix: isPrefix), range: start..<position))
        }
    }

    private mutating func term(_ start: Int, comparison place: Int) {
        let nameEnd = min(place, end(from: start))
        position = place
        // `stage:>=promising` is read as `stage>=promising`.
        if characters[position] == ":", position + 1 < characters.count, "<>=".contains(characters[position + 1]) { position += 1 }
        var sign = String(characters[position])
        position += 1
        if sign != ":", position < characters.count, characters[position] == "=" {
            sign += sign == "=" ? "" : "="
            position += 1
        }
        var term = SelectionTerm(
            name: String(characters[start..<nameEnd]), nameRange: start..<nameEnd,
            comparison: Condition.Comparison(rawValue: sign) ?? .contains, comparisonRange: place..<position)
        term.value = value()
        tokens.append(.init(kind: .term(term), range: start..<position))
    }

    /// Reads the value after a comparison, past blanks; leaves the place alone where another piece begins instead.
    private mutating func value() -> SelectionTerm.Value? {
        let start = afterBlanks(position)
        guard start < characters.count else { return nil }
        if Self.isQuote(characters[start]) {
            position = start
            let (text, closed) = quoted()
            return .init(text: text, quoted: true, closed: closed, range: start..<position)
        }
        let end = end(from: start)
        let raw = characters[start..<end]
        if start > position, comparison(from: start) != nil || ["or", "and"].contains(String(raw).lowercased()) { return nil }
        let text = String(Self.trimmed(raw, of: ",;"))
        guard !text.isEmpty else { return nil }
        position = end
        return .init(text: text, quoted: false, closed: true, range: start..<end)
    }

    /// Reads from an opening quote to the one that closes it; `\"` and `\\` stand for themselves without the `\`.
    private mutating func quoted() -> (text: String, closed: Bool) {
        let opening = characters[position]
        let isPlainClosed = opening == "\"" && read(from: position + 1, until: { $0 == "\"" }).end != nil
        let (text, end) = read(from: position + 1, until: isPlainClosed ? { $0 == "\"" } : Self.isQuote)
        position = end.map { $0 + 1 } ?? characters.count
        return (text, end != nil)
    }

    private func read(from start: Int, until closes: (Character) -> Bool) -> (text: String, end: Int?) {
        var text = ""
        var place = start
        while place < characters.count {
            if characters[place] == "\\", place + 1 < characters.count, characters[place + 1] == "\\" || Self.isQuote(characters[place + 1]) {
                place += 1
            } else if closes(characters[place]) {
                return (text, place)
            }
            text.append(characters[place])
            place += 1
        }
        return (text, nil)
    }
}
