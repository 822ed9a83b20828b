import RegistryCore

extension Session {
    /// How many rows of a list are shown before it is asked on.
    private static let screenful = 18

    /// Lists innovations, numbered and a screenful at a time, until some of them are picked; nil when none are, and on
    /// Ctrl-C and Ctrl-D.
    func pick(from innovations: [Innovation]) -> [Innovation]? {
        func say(_ text: String) {
            for line in Wrapping.wrap(text.visible(), to: max(20, console.width - 1)) { console.write(line + "\n") }
        }
        say("Say which by their numbers: 1-3 5. -4 is all but the fourth; all, none.")
        var shown = 0
        while true {
            let next = min(shown + Session.screenful, innovations.count)
            for index in shown..<next {
                let number = String(repeating: " ", count: String(innovations.count).count - String(index + 1).count) + String(index + 1)
                console.write(Wrapping.cut("\(number)  \(innovations[index].reference)  \(innovations[index].title)".visible(), to: max(20, console.width - 1)) + "\n")
            }
            shown = next
            while true {
                let prompt = shown < innovations.count ? "Which (Enter: \(min(Session.screenful, innovations.count - shown)) more)? " : "Which? "
                guard case .line(let line) = console.ask(prompt, prefill: "", completer: nil, remember: false) else { return nil }
                guard !line.trimmed.isEmpty else {
                    if shown < innovations.count { break }
                    continue
                }
                do {
                    let picked = try Picked(line, among: innovations.map(\.reference))
                    return picked.places.isEmpty ? nil : picked.places.map { innovations[$0] }
                } catch {
                    say(error.sentence)
                }
            }
        }
    }
}

/// The places in a numbered list that somebody names: `1-3 5`, `-4` for all but the fourth, `all`, `none`; a reference
/// names its own row.
struct Picked: Equatable {
    /// From 0, in the list's order.
    let places: [Int]

    struct Misunderstood: Error {
        /// What is wrong, for the person.
        let sentence: String
    }

    init(_ text: String, among references: [Reference]) throws(Misunderstood) {
        var taken = Set<Int>(), left = Set<Int>()
        var takesAll = false, takesNone = false
        for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }).map({ $0.lowercased() }) {
            switch word {
            case "all", "a", "*": takesAll = true
            case "none", "n", "0": takesNone = true
            default:
                let isLeft = word.hasPrefix("-")
                let range = try Picked.range(isLeft ? String(word.dropFirst()) : word, among: references)
                if isLeft { left.formUnion(range) } else { taken.formUnion(range) }
            }
        }
        guard !takesNone || (taken.isEmpty && left.isEmpty && !takesAll) else {
            throw Misunderstood(sentence: "“none” stands alone.")
        }
        if takesAll || (taken.isEmpty && !left.isEmpty) { taken = Set(references.indices) }
        places = taken.subtracting(left).sorted()
    }

    private static func range(_ word: String, among references: [Reference]) throws(Misunderstood) -> ClosedRange<Int> {
        let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { end in
            Int(end).map { $0 - 1 } ?? Reference(String(end)).flatMap { references.firstIndex(of: $0) }
        }
        guard (1...2).contains(ends.count), let low = ends.first ?? nil, let high = ends.last ?? nil, low <= high else {
            throw Misunderstood(sentence: "“\(Wrapping.cut(word.visible(), to: 40))” is no number of this list. Numbers such as 1-3 5 pick, -4 leaves out; all, none.")
        }
        guard low >= 0, high < references.count else {
            throw Misunderstood(sentence: "The list goes from 1 to \(references.count): “\(word)” is not in it.")
        }
        return low...high
    }
}
