import RegistryCore

/// The options that every command takes, before and after its name.
public struct GlobalOptions: Equatable, Sendable {
    public var registry: String?
    public var home: String?
    public var person: String?
    public var format: Format?
    public var readFrom = ReadFrom.primary
    public var yes = false
    public var noInput = false
    /// Tells nothing of how far something is.
    public var quiet = false
    /// Shows the logs of plugins that are processes of their own.
    public var verbose = false
    public var colour: ColourChoice = .auto
    public var help = false
    public var version = false

    /// Which of a registry's servers answers commands that only read.
    public enum ReadFrom: String, Sendable, CaseIterable { case primary, standby }

    public enum ColourChoice: String, Sendable, CaseIterable { case auto, always, never }

    public init() {}

    /// The home that was named. Throws a problem when it cannot be a home's name.
    public func homeName() throws -> HomeName? {
        try home.map { text in
            guard let home = HomeName(rawValue: text) else {
                throw Problem(.usage, "this cannot be a home's name", value: text, allowed: ["lower-case letters, digits and hyphens, beginning with a letter"])
            }
            return home
        }
    }

    public static let names = ["--registry", "--home", "--as", "--format", "--read-from", "--yes", "--no-input", "--quiet", "--verbose", "--color", "--help", "--version"]

    static let takingValues: Set<String> = ["--registry", "--home", "--as", "--format", "--read-from", "--color"]

    /// Takes the global options out of a command's words, up to `--`. Later ones win.
    ///
    /// - Parameter known: option names that the command has for itself; those are left alone.
    public mutating func take(from words: [String], except known: Set<String> = []) throws -> [String] {
        var rest = words[...]
        var left: [String] = []
        while let word = rest.popFirst() {
            if word == "--" { return left + [word] + rest }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let name = parts.first ?? ""
            guard GlobalOptions.names.contains(name), !known.contains(name) else {
                left.append(word)
                continue
            }
            func value(_ what: String) throws -> String {
                let given = parts.count == 2 ? parts[1] : rest.popFirst()
                guard let given, !given.isEmpty else { throw Problem(.usage, "\(name) needs \(what)", next: "help") }
                return given
            }
            switch name {
            case "--registry": registry = try value("a path")
            case "--home": home = try value("a home's name")
            case "--as": person = try value("a person's name")
            case "--format": format = try GlobalOptions.one(of: Format.self, try value("a format"), name)
            case "--read-from": readFrom = try GlobalOptions.one(of: ReadFrom.self, try value("primary or standby"), name)
            case "--color": colour = try GlobalOptions.one(of: ColourChoice.self, try value("one of auto, always, never"), name)
            case "--yes": yes = true
            case "--no-input": noInput = true
            case "--quiet": quiet = true
            case "--verbose": verbose = true
            case "--version": version = true
            default:
                help = true
                left.append(word)
            }
        }
        return left
    }

    private static func one<Choice: RawRepresentable & CaseIterable>(of type: Choice.Type, _ text: String, _ option: String) throws -> Choice
    where Choice.RawValue == String {
        guard let choice = Choice(rawValue: text.lowercased()) else {
            let allowed = Choice.allCases.map(\.rawValue)
            throw Problem(.usage, "\(option) does not take this", value: text, allowed: allowed, nearest: Nearest.match(text, among: allowed), next: "help options")
        }
        return choice
    }
}

/// How results are printed; the same on a terminal and in a pipe.
public enum Format: String, Sendable, CaseIterable {
    case table, json, jsonl, csv, markdown
}
