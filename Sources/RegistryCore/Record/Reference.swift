/// What people call an innovation or a contribution by: `P12`, `trafford:P12`, `P12.E3`.
///
/// A reference from another home carries that home's name. Lower case is read, upper case is written. A bare
/// number is no reference: at the prompt it is a row of the last list.
public struct Reference: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The home that it names, or nil for one's own.
    public var home: HomeName?
    /// The innovation's number in its home, from 1.
    public var number: Int
    /// The contribution on it, when one is meant.
    public var contribution: Ordinal?

    /// A contribution's letter and its number among its kind on one innovation, from 1: `E3`.
    public struct Ordinal: Hashable, Sendable, CustomStringConvertible {
        public var letter: Character
        public var number: Int
        public init(letter: Character, number: Int) {
            self.letter = letter
            self.number = number
        }
        public var description: String { "\(letter)\(number)" }
    }

    public init(_ number: Int, home: HomeName? = nil, contribution: Ordinal? = nil) {
        self.home = home
        self.number = number
        self.contribution = contribution
    }

    /// Reads a reference; nil when the text is not one.
    public init?(_ text: some StringProtocol) {
        var rest = Substring(text)
        if let colon = rest.firstIndex(of: ":") {
            guard let home = HomeName(rawValue: rest[..<colon].lowercased()) else { return nil }
            self.home = home
            rest = rest[rest.index(after: colon)...]
        }
        let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let first = Self.ordinal(parts[0]), first.letter == "P" else { return nil }
        number = first.number
        if parts.count == 2 {
            guard let second = Self.ordinal(parts[1]) else { return nil }
            contribution = second
        }
    }

    private static func ordinal(_ text: Substring) -> Ordinal? {
        guard let letter = text.first, letter.isASCII, letter.isLetter, let upper = letter.uppercased().first else {
            return nil
        }
        let digits = text.dropFirst()
        guard (1...12).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            let number = Int(digits), number > 0
        else { return nil }
        return Ordinal(letter: upper, number: number)
    }

    public var description: String {
        (home.map { "\($0):" } ?? "") + "P\(number)" + (contribution.map { ".\($0)" } ?? "")
    }

    public static func < (a: Reference, b: Reference) -> Bool {
        (a.home?.rawValue ?? "", a.number, a.contribution?.description ?? "")
            < (b.home?.rawValue ?? "", b.number, b.contribution?.description ?? "")
    }
}
