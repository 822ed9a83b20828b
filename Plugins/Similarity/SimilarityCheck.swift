import RegistryCore

/// Says at once that somebody has tried it: names up to three likely duplicates of what is being put in.
struct SimilarityCheck: Check {
    let name = "similarity"
    let summary = "names likely duplicates of what is submitted or imported"

    func examine(_ passages: [Passage], _ setting: CheckSetting) throws -> [[Finding]] {
        guard let registry = setting.registry, let viewer = setting.viewer else { return passages.map { _ in [] } }
        let words = passages.map { passage in
            [.submission, .imported].contains(passage.purpose)
                ? TellingWords(TellingWords.fields.compactMap { field in passage.texts.first { $0.label == field }?.text }) : TellingWords([])
        }
        let fewest = passages.map(SimilarityCheck.fewestShared)
        guard zip(words, fewest).contains(where: { $0.all.count >= $1 }) else { return passages.map { _ in [] } }
        let search = try SimilarSearch(for: words, in: registry, viewer: viewer)
        return try zip(passages, zip(words, fewest)).map { passage, own in
            let (words, fewest) = own
            guard words.all.count >= fewest else { return [] }
            let found = try search.find(words).filter {
                $0.score >= SimilarSearch.duplicate && $0.shared.count >= fewest && $0.innovation.number != passage.innovation
            }
            return found.prefix(3).map { Finding(check: name, severity: .note, message: $0.clause, related: [$0.innovation.reference]) }
        }
    }

    /// A form asks as soon as there is a title, which has few words; of them two say something.
    private static func fewestShared(_ passage: Passage) -> Int {
        passage.purpose == .submission && passage.texts.allSatisfy { $0.label == "title" } ? 2 : SimilarSearch.fewestShared
    }
}

extension SimilarityCheck {
    func running(_ setting: CheckSetting) throws -> (any RunningCheck)? { RunningSimilarity(self, setting) }
}

/// What else is like it, on the page of an innovation.
struct SimilarSection: Section {
    let name = "similar"
    let title = "Similar"
    let order = 70

    func blocks(for view: PageView) throws -> [Block] {
        let found = try SimilarSection.found(for: view)
        return found.isEmpty ? [] : [.list(found.map { "\($0.innovation.reference) \($0.innovation.title) (\($0.innovation.stage); shared: \($0.shared.prefix(5).joined(separator: ", ")))" })]
    }

    func json(for view: PageView) throws -> JSONValue? {
        .array(try SimilarSection.found(for: view).map { ["ref": .string($0.innovation.reference.description), "score": JSONValue($0.rounded)] })
    }

    private static func found(for view: PageView) throws -> [Similar] {
        let words = TellingWords(TellingWords.texts(of: view.innovation))
        return try SimilarSearch(for: [words], in: view.registry, viewer: view.viewer).find(words, except: view.innovation.number)
            .filter { $0.score >= SimilarSearch.related && $0.shared.count >= SimilarSearch.fewestShared }.prefix(3).map { $0 }
    }
}

extension Similar {
    /// The score to two decimals.
    var rounded: Double { (score * 100).rounded() / 100 }
}
