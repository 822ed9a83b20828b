import RegistryCore

/// What a prompt remembers between commands: the last list, and the innovation last shown.
public struct Recent: Equatable, Sendable {
    /// The rows of the last list, so that `show 3` is its third.
    public var list: [Reference] = []
    /// What `.` means.
    public var current: Reference?
    /// Whether numbers and `.` mean something: at the prompt and in scripts, not in a shell's single command.
    public var isKept = false

    public init() {}
}

extension Session {
    /// The reference that a word means: `P12`, `.`, or a row of the last list at the prompt.
    public func reference(_ word: String) throws -> Reference {
        if let reference = Reference(word) { return reference }
        if word == "." {
            guard let current = recent.current else {
                throw Problem(.usage, "no innovation was shown yet, so “.” means nothing", next: "show P1")
            }
            return current
        }
        if let row = Int(word) {
            guard recent.isKept else {
                throw Problem(.usage, "a bare number is no reference", value: word, nearest: "P\(word)", next: "use P\(word)")
            }
            guard row > 0, recent.list.indices.contains(row - 1) else {
                throw Problem(
                    .usage, recent.list.isEmpty ? "there is no list yet whose row this could be" : "the last list has \(recent.list.count) rows",
                    value: word, nearest: "P\(word)", next: recent.list.isEmpty ? "find" : "use P\(word) for the innovation of that number")
            }
            return recent.list[row - 1]
        }
        throw Problem(.usage, "this is no reference", value: word, allowed: ["P12", "p12", recent.isKept ? "a row of the last list, ." : "trafford:P12"], next: "find \(Words.quote(word))")
    }

    /// The innovation that a word means, if this person may see it.
    public func innovation(_ word: String) throws -> Innovation {
        let innovation = try registry().innovation(reference(word), for: viewer())
        recent.current = innovation.reference
        return innovation
    }

    /// The references that words mean; ranges of references (`P2-P5`) and of rows (`2-5`) too.
    public func references(_ words: [String]) throws -> [Reference] {
        try words.flatMap { word -> [Reference] in
            if let single = try? reference(word) { return [single] }
            let ends = word.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            guard ends.count == 2, Int(ends[0]) != nil || Reference(ends[0]) != nil else { return [try reference(word)] }
            if let low = Int(ends[0]), let high = Int(ends[1]) {
                guard low > 0, low <= high, high - low < 100_000 else { throw Problem(.usage, "a range goes from a lower to a higher row", value: word) }
                return try (low...high).map { try reference(String($0)) }
            }
            let low = try reference(ends[0]), high = try reference(ends[1])
            guard low.number <= high.number, high.number - low.number < 100_000 else {
                throw Problem(.usage, "a range goes from a lower to a higher number", value: word)
            }
            return (low.number...high.number).map { Reference($0) }
        }
    }
}
