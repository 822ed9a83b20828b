/// The address of a server that keeps registries, as people write it: `postgres://HOST/DATABASE`.
public enum ServerAddress {
    private static let schemes = ["postgres://", "postgresql://"]

    /// Whether a registry of that name is on a server, not in a file.
    public static func isOne(_ name: String) -> Bool { schemes.contains { name.hasPrefix($0) } }

    /// Whether it is the other way in which libpq's settings are written, `host=… dbname=…`, which is no address here.
    public static func isSettings(_ name: String) -> Bool {
        let known = ["host", "hostaddr", "port", "dbname", "user", "password", "service", "passfile", "sslmode", "target_session_attrs"]
        return name.contains("=") && known.contains(name.prefix { $0 != "=" && !$0.isWhitespace }.lowercased())
    }

    /// The address for everybody: without who one is.
    public static func withoutLogin(_ text: String) -> String {
        guard isOne(text), let scheme = text.range(of: "://") else { return text }
        var rest = text[scheme.upperBound...]
        let path = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        if let at = rest[..<path].lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        guard let question = rest.firstIndex(of: "?") else { return String(text[..<scheme.upperBound] + rest) }
        let kept = rest[rest.index(after: question)...].split(separator: "&").filter { !$0.hasPrefix("user=") }
        return String(text[..<scheme.upperBound] + rest[..<question]) + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
    }

    /// The address without what is or could be a password: what may be shown, told and kept.
    public static func masked(_ text: String) -> String {
        guard isOne(text), let scheme = text.range(of: "://") else { return withoutPasswords(text) }
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

    /// A text with what stands behind `password=` taken out.
    private static func withoutPasswords(_ text: String) -> String {
        guard text.lowercased().contains("password") else { return text }
        return text.replacing(/(password\s*=\s*)('[^']*'?|"[^"]*"?|[^\s&'"]+)/.ignoresCase()) { "\($0.output.1)…" }
    }

    /// A line that was typed, with every address in it masked.
    public static func masked(inLine line: String) -> String {
        let line = withoutPasswords(line)
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
