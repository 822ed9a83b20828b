/// The name of a field, as `registry/fields.yaml` gives it: `title`, `setup_cost`.
public typealias FieldName = String
/// The name of a stage, as `registry/stages.yaml` gives it: `promising`.
public typealias StageName = String
/// The name of a kind of contribution: `rating`.
public typealias KindName = String
/// The name of a signal: `rating.mean`.
public typealias SignalName = String
/// A person's name in a registry, as that person wrote it; compared without regard to case.
public typealias PersonName = String

/// The organisation whose registry it is; part of the key of every row.
public struct HomeName: RawRepresentable, Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    public let rawValue: String

    /// A home's name is 1 to 63 lower-case letters, digits and hyphens, beginning with a letter: it stands in
    /// references (`trafford:P12`), so nothing in it may need quotes.
    public init?(rawValue: String) {
        let letters = rawValue.unicodeScalars
        guard (1...63).contains(letters.count), let first = letters.first, ("a"..."z").contains(first),
            letters.allSatisfy({ ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" })
        else { return nil }
        self.rawValue = rawValue
    }

    private init(known: String) { rawValue = known }

    /// What an embedded registry is called when `init` is not told otherwise.
    public static let unnamed = HomeName(known: "home")

    public var description: String { rawValue }
    public static func < (a: HomeName, b: HomeName) -> Bool { a.rawValue < b.rawValue }
}
