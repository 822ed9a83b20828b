import RegistryCore
import RegistryShell

/// The values that a field takes, as its question lists them: each with a number that may be typed for it.
struct FieldChoices {
    let field: FieldDefinition

    /// Whether nothing else is taken; only then have the values numbers.
    var isClosed: Bool { !field.choices.isEmpty && !field.open }

    /// The list, in columns while that takes few lines, else one behind the other.
    func lines(width: Int, plain: Bool) -> [String] {
        let values = field.choices.map { $0.visible() }
        guard isClosed else {
            return values.isEmpty ? [] : Wrapping.wrap("For example: " + values.joined(separator: ", "), to: width)
        }
        let digits = String(values.count).count
        let items = zip(1..., values).map { number, value in
            Wrapping.pad(String(number), to: digits, alignment: .right) + " " + value
        }
        let cell = (items.map(\.displayWidth).max() ?? 0) + 3
        let across = max(1, (width + 3) / cell)
        let down = (items.count + across - 1) / across
        // A screen reader reads columns across, and a long list would push the question off the screen.
        guard !plain, down <= FieldChoices.fewRows else {
            // A number and its value stay on one line: the blanks between them are no place to break.
            let run = zip(1..., values).map { "\($0) \($1)".replacing(" ", with: "\u{A0}") }.joined(separator: "; ")
            return Wrapping.wrap(run, to: width).map { $0.replacing("\u{A0}", with: " ") }
        }
        return (0..<down).map { row in
            let cells = stride(from: row, to: items.count, by: down).map { items[$0] }
            return cells.enumerated().map { $0 < cells.count - 1 ? Wrapping.pad($1, to: cell) : $1 }.joined()
        }
    }

    private static let fewRows = 8

    /// The answer with values in place of their numbers.
    func meant(_ text: String) -> String {
        guard isClosed else { return text }
        guard field.type == .list else { return value(text.trimmed) }
        let words = text.split(whereSeparator: \.isWhitespace)
        // “1 3” can only mean two of them.
        let parts = words.allSatisfy { Int($0) != nil } ? words : text.split(whereSeparator: { ",;\n".contains($0) })
        return parts.map { value($0.trimmed) }.joined(separator: ", ")
    }

    private func value(_ word: String) -> String {
        guard !field.choices.contains(word), let number = Int(word), field.choices.indices.contains(number - 1) else { return word }
        return field.choices[number - 1]
    }

    /// The value that a word most likely means: a near one, or the only one that it stands in.
    func nearest(to word: String) -> String? {
        if let near = Nearest.match(word, among: field.choices) { return near }
        let holding = field.choices.filter { $0.lowercased().contains(word.lowercased()) }
        return holding.count == 1 ? holding.first : nil
    }
}

/// Offers a field's values, and for tags those of the vocabulary, whatever the case and whichever word of them is typed.
struct ValueCompleter: Completer {
    private let values: [String]
    private let isList: Bool

    init(_ field: FieldDefinition, _ session: Session) {
        isList = field.type == .list
        values = field.name == "tags" ? ((try? session.registry().configuration.tags.all.map(\.name)) ?? []) : field.choices
    }

    func completion(of line: String, at cursor: Int) -> Completion {
        let before = line.prefix(cursor)
        let start = isList ? (before.lastIndex { ",;".contains($0) }.map { before.index(after: $0) } ?? before.startIndex) : before.startIndex
        let word = before[start...].drop(while: \.isWhitespace)
        let typed = word.lowercased()
        let beginning = values.filter { $0.lowercased().hasPrefix(typed) }
        // “disability” finds “Learning disability” too, where nothing begins so.
        let matching = beginning.isEmpty ? values.filter { $0.lowercased().contains(" " + typed) } : beginning
        return Completion(
            start: before.distance(from: before.startIndex, to: word.startIndex), candidates: matching.map { Candidate(value: $0, finished: false) },
            isText: true)
    }
}
