import RegistryCore
import RegistryShell

/// What a batch did, in the words of somebody who did it: “tagged 3 innovations +transport (P1 Bus buddies, …)”.
struct BatchInWords {
    let batch: Batch
    /// A clause each.
    let deeds: [String]
    /// Whether it put innovations in.
    let putIn: Bool
    /// How many of its entries are not among the clauses.
    let more: Int
    /// “you 3 minutes ago”.
    let whoAndWhen: String

    /// Beyond so many entries only the first are put into words.
    static let most = 1000
    private static let mostTitles = 5

    init(_ batch: Batch, _ session: Session) throws {
        let registry = try session.registry()
        let viewer = try session.viewer()
        self.batch = batch
        let who = Person.key(batch.person) == Person.key(viewer.name) ? "you" : batch.person
        whoAndWhen = "\(who) did \(registry.ago(batch.at))"
        let lines = try registry.lines(of: batch, for: viewer, limit: BatchInWords.most)
        more = batch.count - lines.count
        var groups: [(phrase: Phrase, numbers: [Int])] = []
        for line in lines {
            let phrase = Phrase(line)
            let index = groups.firstIndex { $0.phrase == phrase } ?? groups.endIndex
            if index == groups.endIndex { groups.append((phrase, [])) }
            if let number = line.entry.innovation { groups[index].numbers.append(number) }
        }
        putIn = groups.contains { $0.phrase.verb == Phrase.putIn }
        deeds = groups.map { phrase, numbers in
            let titles = BatchInWords.titles(numbers, registry, viewer)
            guard !numbers.isEmpty else { return [phrase.verb, phrase.rest].filter { !$0.isEmpty }.joined(separator: " ") }
            guard phrase.isVerb else { return "\(phrase.rest) (\(titles))" }
            let what = numbers.count == 1 ? titles : "\(numbers.count) innovations"
            return [phrase.verb, what, phrase.rest].filter { !$0.isEmpty }.joined(separator: " ") + (numbers.count == 1 ? "" : " (\(titles))")
        }
    }

    /// “P1 Bus buddies, P4 Walking club”, or of many in a row “P10 to P249”.
    private static func titles(_ numbers: [Int], _ registry: Registry, _ viewer: Viewer) -> String {
        if numbers.count > mostTitles, let first = numbers.first, let last = numbers.last, Array(first...max(first, last)) == numbers {
            return "\(Reference(first)) to \(Reference(last))"
        }
        let shown = numbers.prefix(mostTitles).map { number in
            let title = (try? registry.innovation(number, for: viewer))?.title ?? ""
            return title.isEmpty ? Reference(number).description : "\(Reference(number)) \(title.count > 40 ? title.prefix(39).trimmed + "…" : title)"
        }
        return shown.joined(separator: ", ") + (numbers.count > mostTitles ? " and \(numbers.count - mostTitles) more" : "")
    }

    /// What was done to one thing, as it is said of several: “tagged … +transport”.
    private struct Phrase: Equatable {
        static let putIn = "put in"
        var verb = ""
        var rest = ""
        var isVerb: Bool { !verb.isEmpty }

        init(_ line: HistoryLine) {
            let changes = line.entry.payload?.changes ?? []
            func now(_ property: String) -> String? { changes.first { $0.property == property }?.now?.string }
            switch line.entry.action {
            case .submitted: verb = Phrase.putIn
            case .imported: (verb, rest) = (Phrase.putIn, now("source").map { "from \($0)" } ?? "")
            case .revised where !changes.isEmpty:
                let names = changes.map { $0.property.hasPrefix("field.") ? String($0.property.dropFirst(6)) : $0.property }.filter { $0 != "imported" }
                (verb, rest) = ("edited", names.isEmpty ? "" : "(\(names.joined(separator: ", ")))")
            case .tagged where !line.clauses.isEmpty: (verb, rest) = ("tagged", line.clauses[0].replacing("tags: ", with: ""))
            case .moved: (verb, rest) = ("moved", now("stage").map { "to \($0)" } ?? "")
            case .cleared: verb = "cleared"
            default: rest = line.what
            }
        }
    }
}
