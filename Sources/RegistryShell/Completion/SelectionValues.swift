import RegistryCore

/// The word at the cursor as a selection reads it, and where its characters stand in the line.
///
/// A word that began with a quotation mark is a selection inside of it. In any other word the marks belong to the
/// selection: `area:"Older adults"`.
struct SelectionWord {
    /// Up to the cursor.
    let text: String
    /// Whether the word's own mark is open, so that a value of several words needs marks inside of it.
    let isQuoted: Bool
    private let start: Int
    private let line: String

    /// - Parameter prefix: what of the word stands before the selection: `--where=`.
    init(_ typing: Words.Typing, in line: String, after prefix: String) {
        let from = typing.lastStart + prefix.count
        self.line = line
        isQuoted = typing.openQuote.map { $0.offset == from } ?? false
        start = from
        text = isQuoted ? String(typing.last.text.dropFirst(prefix.count)) : String(line.dropFirst(from))
    }

    /// The place in the line of a character of the text.
    func place(of offset: Int) -> Int {
        guard isQuoted else { return start + offset }
        // Behind the mark; and each backslash that protects a character stands in the line only.
        var low = start + 1, high = line.count
        let beginning = Words.typing(String(line.prefix(start + 1))).last.text.count
        while low < high {
            let middle = (low + high) / 2
            if Words.typing(String(line.prefix(middle))).last.text.count - beginning < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// What a selection may say at the cursor: the names of fields and signals, and their values.
struct SelectionValues {
    let values: Values

    func matching(_ word: SelectionWord) -> (start: Int, candidates: [Candidate]) {
        let (start, expects) = Selection.completing(word.text, cursor: word.text.count)
        var piece = String(word.text.dropFirst(start))
        let place = word.place(of: start)
        guard let registry = values.registry, let viewer = values.viewer else { return (place, []) }
        let vocabulary = registry.vocabulary(for: viewer)
        switch expects {
        case .word:
            if piece.hasPrefix("\"") { return (place, []) }
            if !piece.isEmpty, Reference(piece) != nil { return (place, values.references(piece)) }
            return (place, names(vocabulary, registry).beginning(piece))
        case .value(let name):
            if let first = piece.first, "\"“”".contains(first) { piece.removeFirst() }
            let found = candidates(of: name, piece, vocabulary)
            guard word.isQuoted else { return (place, found) }
            return (place, found.map { Candidate(value: Selection.quoted($0.value), note: $0.note, group: $0.group) })
        }
    }

    private func names(_ vocabulary: SelectionVocabulary, _ registry: Registry) -> [Candidate] {
        let fields = Set(vocabulary.fields.names), signals = Set(vocabulary.signals)
        let labels = Dictionary(registry.assembly.signals.map { ($0.name, $0.label) }, uniquingKeysWith: { first, _ in first })
        return vocabulary.names.map { name in
            if signals.contains(name) { return Candidate(value: name + ">=", note: labels[name], finished: false, group: "Signals") }
            let field = fields.contains(name) ? vocabulary.fields[name] : nil
            let note = field?.label ?? SelectionValues.meanings[name]
            return Candidate(value: name + ":", note: note, finished: false, group: field == nil ? "Kept by the registry" : "Answers")
        }
    }

    /// What the registry keeps itself, by the names of the selection language.
    private static let meanings = [
        "tag": "a tag", "stage": "where it stands; <, > too", "by": "who put it in", "submitter": "who put it in", "source": "where an import had it from",
        "visibility": "who may see it", "created": "when it was put in", "updated": "when it was last changed", "ref": "a reference, or P2-P5",
        "held": "yes or no", "is": "held", "has": "a field or signal that has a value",
    ]

    private func candidates(of name: String, _ piece: String, _ vocabulary: SelectionVocabulary) -> [Candidate] {
        switch name.lowercased() {
        case "by", "submitter": return [Candidate(value: "me", note: vocabulary.me)].beginning(piece) + values.people(piece)
        case "tag", "tags": return values.tags(piece)
        case "stage": return values.stages(piece)
        case "ref": return values.references(piece)
        default: return vocabulary.values(of: name).map { Candidate(value: $0) }.beginning(piece)
        }
    }
}
