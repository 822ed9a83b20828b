import Foundation
import RegistryCore

/// The words of a text that can tell it from others: no stop words, each once by its stem, in their order.
struct TellingWords: Equatable {
    struct Word: Equatable, Hashable {
        /// As it stands in the text, lower case, without accents.
        var word: String
        var stem: String
    }

    private(set) var all: [Word] = []
    private(set) var stems: Set<String> = []

    /// Up to this many words are read; what tells a text from others stands in its beginning.
    static let most = 120

    init(_ texts: [String]) {
        for text in texts {
            let folded = text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
            for part in folded.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "’") }) {
                guard all.count < TellingWords.most else { return }
                add(String(part.prefix { $0 != "'" && $0 != "’" }))
            }
        }
    }

    private mutating func add(_ word: String) {
        guard word.count > 2, word.contains(where: \.isLetter), !StopWords.all.contains(word) else { return }
        let stem = Stem.of(word)
        if stems.insert(stem).inserted { all.append(Word(word: word, stem: stem)) }
    }

    /// What of an innovation is compared.
    static func texts(of innovation: Innovation, in fields: [FieldName] = TellingWords.fields) -> [String] {
        fields.compactMap { innovation.fields[$0]?.text }
    }

    static let fields: [FieldName] = ["title", "problem", "change"]
}

/// English words that stand in any text, and those that stand in nearly every text of this kind.
enum StopWords {
    static let all = Set(
        """
        about above after again against all also although always among and another any anybody anyone anything are around away \
        back because become been before began begin being below best better between both but came can cannot come comes could \
        did different differently does doing done down during each either else enough even ever every everybody everyone \
        everything few find first for from gave get gets give given goes going good got had half has have having her here hers \
        herself him himself his how however into its itself just keep kept know known last least less let like made make makes \
        making many may maybe might more most much must myself need needed needs never new next nobody none nor not nothing now \
        off often once one ones only onto other others our ours ourselves out over own part people per perhaps person put \
        quite rather really same say says see seen set several shall she should since some somebody someone something \
        sometimes soon still such take taken takes tell than that the their theirs them themselves then there these they thing \
        things this those though through till time times together too took tried try two under until upon use used using very \
        want wanted was way ways well went were what when where whether which while who whole whom whose why will with within \
        without work worked working works would yet you your yours yourself
        """.split(separator: " ").map(String.init))
}

/// A word without its common endings, so that “journeys” and “journey”, “trained” and “training” are one.
///
/// Steps 1a to 1c of Porter's algorithm (Program 14:3, 1980) and no more: the store's full text has the whole of
/// it; this only compares the few texts that the store brought.
enum Stem {
    static func of(_ word: String) -> String {
        var word = word
        if word.hasSuffix("sses") {
            word.removeLast(2)
        } else if word.hasSuffix("ies") {
            word.removeLast(2)
        } else if word.hasSuffix("s"), !word.hasSuffix("ss"), !word.hasSuffix("us"), word.count > 3 {
            word.removeLast()
        }
        for ending in ["ing", "ed"] where word.hasSuffix(ending) {
            let rest = word.dropLast(ending.count)
            guard rest.count > 2, rest.contains(where: { "aeiouy".contains($0) }) else { break }
            word = String(rest)
            if let last = word.last, word.dropLast().last == last, !"aeioulsz".contains(last) { word.removeLast() }
            break
        }
        if word.hasSuffix("e"), word.count > 3 { word.removeLast() }
        if word.hasSuffix("y"), word.count > 3 { word = word.dropLast() + "i" }
        return word
    }
}
