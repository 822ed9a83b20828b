/// The address of a server that keeps registries, as people write it: `postgres://HOST/DATABASE`.
public enum ServerAddress {
    private static let schemes = ["postgres://", "postgresql://"]

    /// Whether a registry of that name is on a server, not in a file.
    public static func isOne(_ name: String) -> Bool { schemes.contains { name.hasPrefix($0) } }

    /// The address without what is or could be a password: what may be shown, told and kept.
    public static func masked(_ text: String) -> String {
        guard isOne(text), let scheme = text.range(of: "://") else { return text }
        var rest = String(text[scheme.upperBound...])
        let path = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        // A password may itself hold an @ or a / that should have been escaped: the last @ ends it.
        let at = rest[..<path].lastIndex(of: "@") ?? rest.lastIndex(of: "@").flatMap { rest[..<$0].contains("=") ? nil : $0 }
        if let at, let colon = rest[..<at].firstIndex(of: ":") { rest.removeSubrange(colon..<at) }
        if let question = rest.firstIndex(of: "?") {
            let kept = rest[rest.index(after: question)...].split(separator: "&").filter { !$0.lowercased().contains("password") }
            rest = rest[..<question] + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
        }
        return text[..<scheme.upperBound] + rest
    }

    /// A line that was typed, with every address in it masked.
    public static func masked(inLine line: String) -> String {
        guard schemes.contains(where: { line.contains($0) }) else { return line }
        var masked = "", word = ""
        func end() {
            // Also behind `--registry=` and within quotes.
            let start = schemes.compactMap { word.range(of: $0)?.lowerBound }.min()
            masked += start.map { word[..<$0] + ServerAddress.masked(String(word[$0...])) } ?? word[...]
            word = ""
        }
        for character in line {
            if character.isWhitespace || character == "\"" || character == "'" {
                end()
                masked.append(character)
            } else {
                word.append(character)
            }
        }
        end()
        return masked
    }
}
