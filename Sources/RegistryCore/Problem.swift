/// Why something could not be done: facts only. One place, in the shell, turns them into words.
///
/// A problem says what happened, where, with which value, what is allowed, and what to type next. The core
/// never prints, and never lets an engine's or a library's own description reach a user.
public struct Problem: Error, Equatable, Sendable {
    /// What sort of problem it is; the exit code follows from it.
    public enum Kind: String, Sendable, CaseIterable {
        /// A rule said no: a gate, a check, "not on your own innovation".
        case refused
        /// The words of the command are wrong.
        case usage
        /// The data that came in is wrong.
        case badInput
        /// What was named does not exist.
        case noInput
        /// The engine cannot be used: newer schema, damaged file, no server.
        case unavailable
        /// A file or registry cannot be created.
        case cannotCreate
        /// Reading or writing failed.
        case inputOutput
        /// Somebody else is writing; the same command may succeed in a moment.
        case busy
        /// This person may not do this.
        case notPermitted
        /// The person stopped it.
        case interrupted
        /// A plugin broke its contract.
        case plugin
    }

    /// Where in a text, file or command line the trouble stands.
    public struct Place: Equatable, Sendable {
        public var file: String?
        /// Physical line, from 1.
        public var line: Int?
        /// Data row, from 1, where it differs from the line.
        public var row: Int?
        public var column: String?
        /// The text in which `range` points.
        public var text: String?
        /// Characters of `text` that a caret should underline.
        public var range: Range<Int>?

        public init(
            file: String? = nil, line: Int? = nil, row: Int? = nil, column: String? = nil,
            text: String? = nil, range: Range<Int>? = nil
        ) {
            self.file = file
            self.line = line
            self.row = row
            self.column = column
            self.text = text
            self.range = range
        }
    }

    public var kind: Kind
    /// One sentence, without the value, without a full stop at its end.
    public var what: String
    public var place: Place?
    public var value: String?
    public var allowed: [String]
    public var nearest: String?
    /// Further lines that each stand alone: what is missing, what was found.
    public var details: [String]
    /// The next command to type, or a clause that says what to do.
    public var next: String?

    public init(
        _ kind: Kind, _ what: String, value: String? = nil, at place: Place? = nil, allowed: [String] = [],
        nearest: String? = nil, details: [String] = [], next: String? = nil
    ) {
        self.kind = kind
        self.what = what
        self.place = place
        self.value = value
        self.allowed = allowed
        self.nearest = nearest
        self.details = details
        self.next = next
    }

    /// A value that is not one of those allowed, with the nearest of them.
    public static func unknown(
        _ noun: String, _ value: String, among allowed: [String], kind: Kind = .usage, at place: Place? = nil,
        next: String? = nil
    ) -> Problem {
        Problem(
            kind, "there is no \(noun) of that name", value: value, at: place, allowed: allowed,
            nearest: Nearest.match(value, among: allowed), next: next)
    }
}
