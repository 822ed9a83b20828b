import RegistryCore

/// Innovations by number or by words of their title, rows of the last list, and contributions by reference.
extension Values {
    /// Whether one of the words before names an innovation.
    var hasReference: Bool { arguments.contains { !Set("+-").contains($0.first ?? "+") && (try? session.references([$0])) != nil } }

    /// By number (`P1`), by row of the last list (`3`), by words that words of the title begin with, or, with nothing to
    /// go by, those of the last list and the newest.
    func references(_ word: String) -> [Candidate] {
        guard let registry, let viewer else { return [] }
        if word.isEmpty || word.lowercased() == "p" { return listed(word) + newest() }
        if let row = Int(word) {
            guard session.recent.isKept, session.recent.list.indices.contains(row - 1) else { return [] }
            return titled([session.recent.list[row - 1]], group: nil)
        }
        if let point = word.firstIndex(of: "."), let reference = Reference(word[..<point]), reference.home == nil {
            let found = (try? registry.references(on: reference.number, for: viewer)) ?? []
            return found.map { Candidate(value: $0.reference.description, note: $0.summary) }.beginning(word)
        }
        if let reference = Reference(word) {
            guard reference.home == nil else { return [] }
            return candidates((try? registry.titles(.numbers(Values.numbers(beginning: reference.number)), for: viewer, limit: Values.most)) ?? [])
        }
        let words = word.split { $0.isWhitespace }.map(String.init)
        return candidates((try? registry.titles(.words(words), for: viewer, limit: Values.most)) ?? [])
    }

    private func candidates(_ titles: [Titled], group: String? = nil) -> [Candidate] {
        titles.map { Candidate(value: Reference($0.number).description, note: $0.title, group: group) }
    }

    /// What the person has before their eyes.
    private func listed(_ word: String) -> [Candidate] {
        let current = word.isEmpty ? session.recent.current.map { titled([$0], group: "Last shown") } ?? [] : []
        let dot = current.map { Candidate(value: ".", note: "\($0.value) \($0.note ?? "")", group: $0.group) }
        return dot + titled(Array(session.recent.list.prefix(20)), group: "Of the last list")
    }

    private func newest() -> [Candidate] {
        guard let registry, let viewer else { return [] }
        let shown = Set(session.recent.list.prefix(20).filter { $0.home == nil }.map(\.number))
        return candidates(((try? registry.titles(.newest, for: viewer, limit: Values.most)) ?? []).filter { !shown.contains($0.number) }, group: "Newest")
    }

    /// References as candidates in their order, without those that the person may not see, and another home's, which few
    /// commands take.
    private func titled(_ references: [Reference], group: String?) -> [Candidate] {
        guard let registry, let viewer else { return [] }
        let references = references.filter { $0.home == nil }
        let found = (try? registry.titles(.numbers(references.map { $0.number...$0.number }), for: viewer, limit: references.count)) ?? []
        return candidates(found, group: group)
    }

    /// The ranges of numbers whose decimal digits begin with these: 1, 10 to 19, 100 to 199 …
    static func numbers(beginning number: Int) -> [ClosedRange<Int>] {
        var ranges = [number...number]
        var low = number, high = number
        while high < 100_000_000 {
            low *= 10
            high = high * 10 + 9
            ranges.append(low...high)
        }
        return ranges
    }

    /// `+` and a tag to add, `-` and a tag that the innovations before have, or another innovation.
    func tagging(_ word: String) -> [Candidate] {
        switch word.first {
        case "+": return tags(String(word.dropFirst())).map { $0.after("+") }
        case "-": return tagsThere(String(word.dropFirst())).map { $0.after("-") }
        case nil where hasReference: return tags("").map { $0.after("+") }
        default: return references(word)
        }
    }

    private func tagsThere(_ word: String) -> [Candidate] {
        guard let registry, let viewer else { return [] }
        let named = arguments.filter { !Set("+-").contains($0.first ?? "+") }
        // `--where` says which they are: then it may be any.
        guard !named.isEmpty else { return tags(word).filter { $0.group == "In use" } }
        let references = named.flatMap { (try? session.references([$0])) ?? [] }.prefix(20)
        let there = Set(references.flatMap { (try? registry.innovation($0, for: viewer).tags) ?? [] })
        return there.sorted().map { Candidate(value: $0) }.beginning(word)
    }

    /// Contributions of a kind that people name, where an argument is called as the kind: those on the innovation whose
    /// number stands in the word, else the last.
    func contributions(ofKind kind: String, _ word: String) -> [Candidate] {
        guard let registry, let viewer, let letter = registry.assembly.kind(kind)?.letter else { return [] }
        let found: [(reference: Reference, summary: String)]
        if let reference = Reference(word.prefix { $0 != "." }), reference.home == nil {
            found = ((try? registry.references(on: reference.number, for: viewer)) ?? []).filter { $0.reference.contribution?.letter == letter }
        } else {
            found = (try? registry.references(ofKind: kind, for: viewer, limit: Values.most)) ?? []
        }
        return found.map { Candidate(value: $0.reference.description, note: $0.summary) }.beginning(word)
    }
}
