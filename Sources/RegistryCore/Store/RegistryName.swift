/// What people name a registry by: a path, or the address of a server, `postgres://HOST/DATABASE`.
///
/// Which of the two a name is, is decided here and nowhere else: `--registry`, `PRACTICE_REGISTRY` and every `--to` ask here.
/// What is nearly an address is neither. Taken for a path it would be shown with its password, and a registry that moves
/// would come to lie in a file of that name.
public enum RegistryName: Equatable, Sendable {
    case file(String)
    /// As libpq reads it.
    case server(String)

    /// Throws `usage` for what is nearly an address, and for the other way in which libpq's settings are written,
    /// `host=… dbname=…`. Both can be the name of a file all the same, as `./NAME`.
    public init(_ name: String) throws {
        switch WrittenName(name) {
        case .path: self = .file(name)
        case .address(let address): self = .server(address)
        case .settings: throw RegistryName.refused("a server is named by an address, and not by settings", name)
        case .nearAddress: throw RegistryName.refused("this is nearly the address of a server, and none", name)
        }
    }

    private static func refused(_ what: String, _ name: String) -> Problem {
        Problem(
            .usage, what, value: ServerAddress.masked(name), allowed: ["postgres://HOST/DATABASE", "postgres:///?service=NAME", "./NAME for a file of such a name"],
            next: "leave a password out: ~/.pgpass has it")
    }

    /// Whether a word that was typed could be an address or settings with a password in it, however it is written.
    public static func mayHoldPassword(_ word: String) -> Bool {
        if Passwords.firstValue(in: word) != nil { return true }
        switch WrittenName(word) {
        case .path: return false
        case .address: return true
        case .settings: return ServerAddress.masked(word) != word.percentDecoded || ServerAddress.assignments(in: word).count > 1
        case .nearAddress(let scheme):
            guard let scheme, !WrittenName.isNearScheme(scheme) else { return true }
            return word.percentDecoded.contains("@") || scheme.contains(#/:\S/#)
        }
    }
}

/// How a name is written, as far as that says what is meant.
enum WrittenName: Equatable {
    case path
    /// With its scheme as libpq wants it.
    case address(String)
    case settings
    /// With what stands where the scheme would; nil where that was left out.
    case nearAddress(scheme: String?)

    init(_ name: String) {
        let text = name.withoutBlanks
        // One slash: two begin what is rather an address without its scheme.
        guard !["./", "../", "~/"].contains(where: text.hasPrefix), !text.hasPrefix("/") || text.hasPrefix("//") else {
            self = .path
            return
        }
        if let scheme = ServerAddress.schemes.first(where: text.lowercased().hasPrefix) {
            self = .address(scheme + text.dropFirst(scheme.count))
            return
        }
        let bare = text.withoutMarks, read = bare.percentDecoded
        let settings = ServerAddress.assignments(in: bare).filter { ServerAddress.keywords.contains($0.keyword) }
        if let first = settings.first, first.isFirst {
            self = .settings
        } else if let scheme = WrittenName.scheme(of: read) {
            self = .nearAddress(scheme: scheme)
        } else if WrittenName.namesLogin(read) || ServerAddress.schemes.contains(where: { read.lowercased().contains($0.dropLast(2)) }) {
            self = .nearAddress(scheme: nil)
        } else {
            self = settings.isEmpty && Passwords.firstValue(in: bare) == nil ? .path : .settings
        }
    }

    /// What stands in the place of an address's scheme: anything before `://`, and what is nearly a scheme of ours before a
    /// colon, two slashes, or a login.
    static func scheme(of text: String) -> String? {
        if let end = text.firstRange(of: "://") { return String(text[..<end.lowerBound]) }
        let scheme = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) || "+.-_".contains($0) }
        let word = String(scheme.prefix { $0 != "+" && $0 != "." }), rest = text[word.endIndex...].drop { $0 != "/" && $0 != ":" && $0 != "\\" }
        guard isNearScheme(word), text.distance(from: word.endIndex, to: rest.startIndex) < 2 || scheme.endIndex == rest.startIndex else { return nil }
        return [":", "//", "\\"].contains(where: rest.hasPrefix) || namesLogin(String(rest)) ? word : nil
    }

    /// Whether it is a scheme of ours, another's for the same, or one of them mistyped.
    static func isNearScheme(_ word: String) -> Bool {
        let word = word.lowercased()
        guard word.count > 5 else { return ["pg", "psql", "pgsql", "postg"].contains(word) }
        return word.hasPrefix("postgre") || Nearest.match(word, among: ["postgres", "postgresql"]) != nil
    }

    /// Whether a login and its password stand at the beginning: `ana:secret@host`.
    static func namesLogin(_ text: String) -> Bool {
        let text = text.drop { ":;.,/\\".contains($0) }
        guard let colon = text.prefix(while: { $0 != "/" }).firstIndex(of: ":"), let next = text[colon...].dropFirst().first, !next.isWhitespace else { return false }
        return text[colon...].contains("@")
    }
}

extension String {
    fileprivate var withoutBlanks: String { without(\.isBlank) }
    /// Without quotation marks around it, as a file of variables may leave them on.
    fileprivate var withoutMarks: String { without { $0.isBlank || "\"'`<>()“”‘’".contains($0) } }

    private func without(_ isLeftOut: (Character) -> Bool) -> String {
        var text = drop(while: isLeftOut)
        while let last = text.last, isLeftOut(last) { text.removeLast() }
        return String(text)
    }
}

extension Character {
    /// White space, and what is not seen either.
    fileprivate var isBlank: Bool { isWhitespace || unicodeScalars.allSatisfy { [.control, .format].contains($0.properties.generalCategory) } }
}
