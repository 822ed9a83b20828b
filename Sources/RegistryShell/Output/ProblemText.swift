import RegistryCore

/// The one place that turns a problem's facts into words and into an exit code.
public enum ProblemText {
    /// The exit code of a kind of problem (sysexits.h where it has one).
    public static func exitCode(of kind: Problem.Kind) -> Int32 {
        switch kind {
        case .refused: 1
        case .usage: 64
        case .badInput: 65
        case .noInput: 66
        case .unavailable, .plugin: 69
        case .cannotCreate: 73
        case .inputOutput: 74
        case .busy: 75
        case .notPermitted: 77
        case .interrupted: 130
        }
    }

    /// Lines for standard error: what, where, the value, what is allowed, what to type next.
    ///
    /// - Parameter plain: says where in words, since a caret under a word is nothing to a screen reader.
    public static func lines(_ problem: Problem, width: Int, ink: Ink = .none, plain: Bool = false, prefix: String = "") -> [String] {
        let problem = masked(problem), width = max(20, width)
        var lines = Wrapping.wrap(prefix.visible() + sentence(problem), to: width)
        if !lines.isEmpty { lines[0] = ink(.trouble, lines[0]) }
        lines += plain ? spot(problem.place, width: width) : caret(problem.place, width: width, ink: ink)
        for detail in problem.details { lines += indented("- " + detail.visible(), width, hanging: 4) }
        if let nearest = problem.nearest {
            lines += indented("did you mean “\(nearest.visible())”?", width)
        }
        if !problem.allowed.isEmpty { lines += indented("allowed: " + allowed(problem.allowed), width, hanging: 4) }
        if let next = problem.next { lines += indented("next: " + next.visible(), width, hanging: 4) }
        return lines
    }

    /// Whoever mistypes a password, or puts an address where none is asked for, is shown the rest of it.
    private static func masked(_ problem: Problem) -> Problem {
        func masked(_ text: String) -> String { ServerAddress.masked(inLine: text) }
        var shown = problem
        (shown.what, shown.value, shown.nearest, shown.next) = (masked(problem.what), problem.value.map(masked), problem.nearest.map(masked), problem.next.map(masked))
        (shown.allowed, shown.details) = (problem.allowed.map(masked), problem.details.map(masked))
        shown.place?.file = problem.place?.file.map(masked)
        // In another text the range points elsewhere.
        if let text = problem.place?.text, masked(text) != text { shown.place?.text = nil }
        return shown
    }

    private static func sentence(_ problem: Problem) -> String {
        var text = problem.what.visible()
        if let place = problem.place, let stands = Self.place(place) { text = stands + ": " + text }
        if let value = problem.value { text += ": “\(Wrapping.cut(value.visible(), to: 120))”" }
        return text
    }

    private static func place(_ place: Problem.Place) -> String? {
        var parts: [String] = []
        if let file = place.file { parts.append(file.visible()) }
        if let line = place.line { parts.append("line \(line)") }
        if let row = place.row { parts.append("row \(row)") }
        if let column = place.column { parts.append(column.visible()) }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// The line in question with carets under the word, where both fit.
    private static func caret(_ place: Problem.Place?, width: Int, ink: Ink) -> [String] {
        guard let text = place?.text, let range = place?.range, range.lowerBound <= text.count else { return [] }
        let before = String(text.prefix(range.lowerBound)).visible()
        let word = String(text.dropFirst(range.lowerBound).prefix(range.count)).visible()
        let after = String(text.dropFirst(range.upperBound)).visible()
        // A long line is shown from a little before the word.
        let room = max(0, width - 4 - min(word.displayWidth, width / 2))
        let head = before.displayWidth > room ? "…" + tail(before, to: max(0, min(20, room - 1))) : before
        let line = Wrapping.cut(head + word + after, to: width - 2)
        let carets = String(repeating: "^", count: max(1, min(word.displayWidth, width - 2 - head.displayWidth)))
        return ["  " + line, "  " + String(repeating: " ", count: head.displayWidth) + ink(.trouble, carets)]
    }

    /// What the caret shows, in words.
    private static func spot(_ place: Problem.Place?, width: Int) -> [String] {
        guard let text = place?.text, let range = place?.range, range.lowerBound <= text.count else { return [] }
        let word = String(text.dropFirst(range.lowerBound).prefix(range.count)).trimmed
        let stands = word.isEmpty ? "at the end of" : "at “\(word.visible())”, character \(range.lowerBound + 1) of"
        return indented("where: \(stands) “\(text.visible())”", width, hanging: 4)
    }

    private static func tail(_ text: String, to width: Int) -> String {
        var out = ""
        for character in text.reversed() {
            guard out.displayWidth + character.displayWidth <= width else { break }
            out = String(character) + out
        }
        return out
    }

    private static func allowed(_ values: [String]) -> String {
        let shown = values.prefix(30).map { $0.visible() }.joined(separator: ", ")
        return values.count > 30 ? shown + ", and \(values.count - 30) more" : shown
    }

    private static func indented(_ text: String, _ width: Int, hanging: Int = 2) -> [String] {
        Wrapping.wrap(text, to: width - 2, hanging: hanging - 2).map { "  " + $0 }
    }
}

extension Output {
    /// A problem as lines beside the results, as they suit this terminal.
    public func lines(of problem: Problem, prefix: String = "") -> [String] {
        ProblemText.lines(problem, width: messageWidth(), ink: ink, plain: plain, prefix: prefix)
    }
}
