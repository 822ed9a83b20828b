/// A part of a source file as it stands there.
enum Excerpt {
    /// The declaration in which a text first stands, with its doc comment, moved out to the left.
    static func text(of file: String, beginning: String) throws -> String {
        let lines = try Surface.text(of: file).split(separator: "\n", omittingEmptySubsequences: false)
        guard let place = lines.firstIndex(where: { $0.contains(beginning) }) else { throw PointPage.Missing(what: "\(beginning) in \(file)") }
        let indent = lines[place].prefix { $0 == " " }
        let start = lines[..<place].lastIndex { !$0.hasPrefix(indent + "///") && !$0.hasPrefix(indent + "@") }.map { $0 + 1 } ?? 0
        let isOneLine = lines[place].count { $0 == "{" } == lines[place].count { $0 == "}" }
        let end = isOneLine ? place : lines[place...].firstIndex { $0.hasPrefix(indent + "}") } ?? place
        return lines[start...end].map { String($0.dropFirst(indent.count)) }.joined(separator: "\n")
    }
}

/// A doc comment as Markdown.
enum Prose {
    static func text(of doc: [String]) -> String {
        var isOfParameters = false
        return doc.map { line in
            if line.hasPrefix("- ") { isOfParameters = line.hasPrefix("- Parameters:") }
            if line == "- Parameters:" { return "- Given:" }
            if let match = line.wholeMatch(of: #/- Parameter (\w+): (.*)/#) { return "- `\(match.1)`: \(match.2)" }
            if isOfParameters, let match = line.wholeMatch(of: #/(\s+)- (\w+): (.*)/#) { return "\(match.1)- `\(match.2)`: \(match.3)" }
            return line
        }.joined(separator: "\n")
    }

    static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  \($0)" }.joined(separator: "\n")
    }
}
