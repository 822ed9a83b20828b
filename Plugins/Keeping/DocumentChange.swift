import RegistryCore

/// What differs between two texts of a configuration document, in a line or two.
struct DocumentChange {
    /// Lines that came, and lines that went.
    let added: Int
    let takenOut: Int
    /// What the document defines now and did not, and what it no longer does, a sentence each.
    let names: [String]

    init(of name: String, from old: String, to new: String) {
        func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        let difference = lines(new).difference(from: lines(old))
        added = difference.insertions.count
        takenOut = difference.removals.count
        let before = DocumentChange.defined(by: name, old)
        let after = DocumentChange.defined(by: name, new)
        names = [("New", after.filter { !before.contains($0) }), ("Gone", before.filter { !after.contains($0) })]
            .filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.capped(at: 10).joined(separator: ", "))." }
    }

    /// “3 lines added, 1 line taken out”
    var lines: String { "\(counted(added, "line", "lines")) added, \(counted(takenOut, "line", "lines")) taken out" }

    /// The fields, stages, tags or kinds of evidence that a document names.
    private static func defined(by name: String, _ text: String) -> [String] {
        switch name {
        case "fields": (try? FieldDefinitions(yaml: text).names) ?? []
        case "stages": (try? StageDefinitions(yaml: text).names) ?? []
        case "tags": (try? TagVocabulary(yaml: text).all.map(\.name)) ?? []
        case "evidence": (try? EvidenceScale(yaml: text).kinds.map(\.name)) ?? []
        default: []
        }
    }
}
