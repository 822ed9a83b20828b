import RegistryCore
import RegistryShell

/// What the words of `tag` say: which innovations, which tags to add, which to take away.
struct TagWords {
    var references: [Reference] = []
    var add: [String] = []
    var remove: [String] = []

    /// As it is typed: `+transport -bus`.
    var change: String { TagProposal(add: add, remove: remove).words }

    /// Reads `P1 P3-P5 +transport -bus`. Tags are read by the home's vocabulary, synonyms too; what a synonym was
    /// understood as is told.
    init(_ words: [String], _ session: Session) throws {
        let vocabulary = try session.registry().configuration.tags
        for word in words {
            guard let sign = word.first, "+-".contains(sign) else {
                references += try TagWords.references(word, session)
                continue
            }
            let typed = word.dropFirst().split(separator: ",").map(String.init)
            guard !typed.isEmpty else {
                throw Problem(.usage, "a tag is missing after “\(sign)”", allowed: ["\(sign)transport"], next: "tags")
            }
            for text in typed {
                let tag = try vocabulary.tag(text)
                if let tidied = TagVocabulary.tidied(text), tidied != tag { session.notice("“\(tidied)” is understood as the tag “\(tag)”") }
                if sign == "+" { add.append(tag) } else { remove.append(tag) }
            }
        }
        add = Set(add).sorted()
        remove = Set(remove).sorted()
        if let both = add.first(where: remove.contains) {
            throw Problem(.usage, "a tag cannot be added and taken away at once", value: both)
        }
    }

    private static func references(_ word: String, _ session: Session) throws -> [Reference] {
        let parts = word.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        let mayBeReference = word == "." || (1...2).contains(parts.count) && parts.allSatisfy { Int($0) != nil || Reference($0) != nil }
        guard mayBeReference else {
            // “P1,P3” is references run together, not a tag.
            let tag = word.contains(",") ? nil : TagVocabulary.tidied(word)
            throw Problem(
                .usage, "this is neither a reference nor a tag with + or - before it", value: word, allowed: ["P1", "P3-P5", "+TAG", "-TAG"],
                nearest: tag.map { "+\($0)" }, next: tag.map { "tag P1 +\($0)" } ?? "help tag")
        }
        return try session.references([word])
    }
}
