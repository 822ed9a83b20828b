import RegistryCore

/// One of the ways to go on at a question, chosen by its letter, its word, or a beginning of the word.
public struct Choice<Value> {
    /// The word in lower case; the letter stands in it.
    public var word: String
    public var letter: Character
    /// What choosing it does, as a clause: `?` lists these.
    public var meaning: String
    public var value: Value

    /// - Parameter letter: its first letter when nil.
    public init(_ word: String, letter: Character? = nil, _ meaning: String, _ value: Value) {
        self.word = word
        self.letter = letter ?? word.first ?? " "
        self.meaning = meaning
        self.value = value
    }

    /// The word with its letter marked: `[a]pprove`, `m[e]rge`.
    var marked: String {
        guard let place = word.firstIndex(of: letter) else { return "\(word) [\(letter)]" }
        return "\(word[..<place])[\(letter)]\(word[word.index(after: place)...])"
    }
}

/// What a person chose, and the words behind it: `tag +transport` at the prompt of a review.
public struct Chosen<Value> {
    public var value: Value
    public var rest: String
}

extension Session {
    /// Asks which way to go on until one is chosen; nil on Ctrl-C, Ctrl-D or a closed terminal.
    ///
    /// A misspelt word chooses nothing: it is told, with the nearest. `?` says what each choice does.
    ///
    /// - Parameters:
    ///   - question: said before the choices; may be empty.
    ///   - otherwise: what an empty line chooses; an empty line asks again without it.
    ///   - beside: what words beside the choices choose, such as a number of a list; nil for those that mean nothing.
    public func choose<Value>(
        _ question: String = "", from choices: [Choice<Value>], otherwise: Value? = nil, completer: (any Completer)? = nil,
        beside: (String) -> Value? = { _ in nil }
    ) -> Chosen<Value>? {
        let listed = choices.map(\.marked).joined(separator: ", ") + ", [?]"
        let whole = (question.isEmpty ? "" : question + " ") + listed + ": "
        var prompt = whole
        if whole.displayWidth >= console.width {
            // Readline would break it in the middle of a word.
            for line in Wrapping.wrap(whole.trimmed, to: max(20, console.width - 1)) { console.write(line + "\n") }
            prompt = output.ink(.prompt, "> ")
        }
        while true {
            let answer = console.ask(prompt, prefill: "", completer: completer, remember: false)
            // As at the prompt, Ctrl-C clears what stands in the line first, and leaves an empty one.
            if answer == .interrupted, console.clearedText { continue }
            guard case .line(let line) = answer else { return nil }
            let text = line.trimmed
            guard let word = text.split(whereSeparator: \.isWhitespace).first.map({ $0.lowercased() }) else {
                if let otherwise { return Chosen(value: otherwise, rest: "") }
                continue
            }
            if ["?", "help", ":help"].contains(word) {
                for choice in choices {
                    for line in Wrapping.wrap("\(choice.letter), \(choice.word): \(choice.meaning)", to: max(20, console.width - 3), hanging: 4) {
                        console.write("  \(line)\n")
                    }
                }
                continue
            }
            // In a form words that steer begin so, and `:quit` means `quit`.
            if let value = Session.meant(word.hasPrefix(":") ? String(word.dropFirst()) : word, choices)?.value ?? beside(word) {
                return Chosen(value: value, rest: String(text.dropFirst(word.count)).trimmed)
            }
            let near = Nearest.match(word, among: choices.map(\.word)).map { " Did you mean “\($0)”?" } ?? ""
            for line in Wrapping.wrap("“\(Wrapping.cut(word.visible(), to: 40))” is none of these: \(choices.map(\.word).joined(separator: ", ")).\(near)", to: max(20, console.width - 1)) {
                console.write(line + "\n")
            }
        }
    }

    /// The choice of that letter or word, or the only one that begins so.
    private static func meant<Value>(_ word: String, _ choices: [Choice<Value>]) -> Choice<Value>? {
        if let exact = choices.first(where: { String($0.letter) == word || $0.word == word }) { return exact }
        let beginning = choices.filter { $0.word.hasPrefix(word) }
        return beginning.count == 1 ? beginning.first : nil
    }
}

extension StringProtocol {
    /// Without white space at either end.
    public var trimmed: String {
        let tail = drop(while: \.isWhitespace)
        guard let last = tail.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(tail[...last])
    }
}
