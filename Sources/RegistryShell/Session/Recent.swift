import RegistryCore

/// What a prompt remembers between commands: the last list, and the innovation last shown.
public struct Recent: Equatable, Sendable {
    /// The rows of the last list, so that `show 3` is its third.
    public var list: [Reference] = []
    /// What `.` means.
    public var current: Reference?
    /// Whether numbers and `.` mean something: at the prompt and in scripts, not in a shell's single command.
    public var isKept = false
    /// Whether the last list numbered its rows itself, as those of drafts and batches do: then a number is no innovation.
    private(set) var isOfOthers = false

    public init() {}

    /// Remembers the rows of a list. One that found no innovation leaves none to number; one of other things that have no
    /// numbers, as tags and people have not, leaves the innovations before it.
    mutating func take(_ listing: Listing) {
        if !listing.references.isEmpty || listing.rows.isEmpty && listing.columns.first?.name == "ref" {
            (list, isOfOthers) = (listing.references, false)
        } else if case .number? = listing.rows.first?.first {
            (list, isOfOthers) = ([], true)
        }
    }
}

extension Session {
    /// The reference that a word means: `P12`, `.`, or a row of the last list at the prompt. It is one's own home's: whatever
    /// else it meant is refused, so that a command may go by its number.
    public func reference(_ word: String) throws -> Reference {
        let reference = try referenceOfAnyHome(word)
        return try registry().own(reference)
    }

    private func referenceOfAnyHome(_ word: String) throws -> Reference {
        if let reference = Reference(word) { return reference }
        if word == "." {
            guard let current = recent.current else {
                throw Problem(.usage, "no innovation was shown yet, so “.” means nothing", next: "show P1")
            }
            return current
        }
        if let row = Int(word) { return try self.row(row, word) }
        throw Problem(.usage, "this is no reference", value: word, allowed: ["P12", "p12"] + (recent.isKept ? ["a row of the last list, ."] : []), next: "find \(Words.quote(word))")
    }

    private func row(_ row: Int, _ word: String) throws -> Reference {
        guard recent.isKept else {
            throw Problem(.usage, "a bare number is no reference", value: word, nearest: "P\(word)", next: "use P\(word)")
        }
        guard row > 0, recent.list.indices.contains(row - 1) else {
            if recent.isOfOthers {
                throw Problem(.usage, "the rows of the last list are no innovations", value: word, nearest: row > 0 ? "P\(row)" : nil, next: "find, and use its numbers")
            }
            let count = recent.list.count
            throw Problem(
                .usage, count == 0 ? "there is no list yet whose row this could be" : "the last list has \(count) \(count == 1 ? "row" : "rows")",
                value: word, nearest: row > 0 ? "P\(row)" : nil, next: count == 0 ? "find" : row > 0 ? "use P\(row) for the innovation of that number" : nil)
        }
        return recent.list[row - 1]
    }

    /// The same where only an innovation will do: a row of a list of evidence is none, though it is on one.
    private func innovationReference(_ word: String) throws -> Reference {
        let reference = try reference(word)
        guard reference.contribution != nil, Reference(word) == nil, word != "." else { return reference }
        throw Problem(
            .usage, "row \(word) of the last list is \(reference), which is no innovation but on one", value: word, next: "use \(Reference(reference.number))")
    }

    /// The page of the innovation that a word means, which may be another home's: `trafford:P12`. For reading alone.
    public func page(ofAnyHome word: String) throws -> PageView {
        let view = try registry().page(ofAnyHome: referenceOfAnyHome(word), for: viewer())
        recent.current = view.registry.reference(of: view.innovation)
        return view
    }

    /// The innovation of one's own home that a word means, if this person may see it.
    public func innovation(_ word: String) throws -> Innovation {
        let innovation = try registry().innovation(innovationReference(word), for: viewer())
        recent.current = innovation.reference
        return innovation
    }

    /// The references of one's own home that words mean; ranges of references (`P2-P5`) and of rows (`2-5`) too.
    public func references(_ words: [String]) throws -> [Reference] {
        try words.flatMap { word -> [Reference] in
            let ends = word.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            guard ends.count == 2, Int(ends[0]) != nil || Reference(ends[0]) != nil else { return [try innovationReference(word)] }
            if let low = Int(ends[0]), let high = Int(ends[1]) {
                guard low > 0, low <= high, high - low < 100_000 else { throw Problem(.usage, "a range goes from a lower to a higher row", value: word) }
                return try (low...high).map { try innovationReference(String($0)) }
            }
            let low = try reference(ends[0]), high = try reference(ends[1])
            guard low.number <= high.number, high.number - low.number < 100_000 else {
                throw Problem(.usage, "a range goes from a lower to a higher number", value: word)
            }
            return (low.number...high.number).map { Reference($0) }
        }
    }
}
