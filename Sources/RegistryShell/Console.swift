/// What a person did when asked for a line.
public enum Answer: Equatable, Sendable {
    /// A line was entered. It holds newlines where several lines were pasted; it may be empty.
    case line(String)
    /// Ctrl-C: the line was cleared and what it held is gone.
    case interrupted
    /// Ctrl-D on an empty line, a closed terminal, or nobody there to ask.
    case endOfInput
}

/// One thing that the word at the cursor may become.
public struct Candidate: Equatable, Sendable {
    /// The whole word as it should stand, unquoted: the console adds the quotes that it needs.
    public var value: String
    /// A few words beside it in a list (a title, a count). They are never inserted.
    public var note: String?
    /// The word is complete, so a space follows it. `false` for `--option=`, `field:` or a folder.
    public var finished: Bool
    /// The heading under which a list shows it, together with others of the same group.
    public var group: String?

    public init(value: String, note: String? = nil, finished: Bool = true, group: String? = nil) {
        self.value = value
        self.note = note
        self.finished = finished
        self.group = group
    }
}

/// The candidates for the word at the cursor, best first, and where that word starts.
public struct Completion: Sendable {
    /// The offset, in Characters of the line, at which the word that is being completed starts: at
    /// its opening quote or just behind it, as the completer likes.
    public var start: Int
    /// What the word may become, in the order in which they are listed. A value need not begin with
    /// what was typed: the words of a title may give `P12`.
    public var candidates: [Candidate]
    /// The line is somebody's text and no command: nothing in it is quoted.
    public var isText: Bool

    public init(start: Int, candidates: [Candidate], isText: Bool = false) {
        self.start = start
        self.candidates = candidates
        self.isText = isText
    }
}

/// Proposes what the word at the cursor may become; asked at each press of Tab.
public protocol Completer {
    /// The candidates for the word that ends at the cursor.
    ///
    /// - Parameters:
    ///   - line: all that was typed so far, behind the cursor too.
    ///   - cursor: the offset of the cursor in Characters of the line, 0 at its start.
    func completion(of line: String, at cursor: Int) -> Completion
}

/// The terminal as commands and forms see it: one question at a time, and text in between.
///
/// It is synchronous and belongs to the thread that made it. `Prompt` implements it on GNU
/// Readline; a test implements it with an array of answers.
public protocol Console: AnyObject {
    /// Whether a person is there to answer.
    var isInteractive: Bool { get }

    /// The columns of the terminal now; they change when its window does.
    var width: Int { get }

    /// Asks for one line, with editing, and returns what the person did.
    ///
    /// A Ctrl-C between two questions that nobody polled for answers the second at once, so that none
    /// is lost.
    ///
    /// - Parameters:
    ///   - prompt: the text before the cursor; it may hold SGR colour sequences.
    ///   - prefill: the text that stands there already, to be edited.
    ///   - completer: what Tab proposes; without one, Tab does nothing.
    ///   - remember: whether the answer goes into the command history, and whether the history can
    ///     be recalled. `false` for the answers of a form.
    func ask(_ prompt: String, prefill: String, completer: (any Completer)?, remember: Bool) -> Answer

    /// Whether the line that Ctrl-C cleared last had something in it: then it was cleared, and the question stands.
    var clearedText: Bool { get }

    /// Writes to the terminal what a form says between questions. Results go to standard output.
    func write(_ text: String)

    /// Whether the person asked, with Ctrl-C, that running work stop: `true` once for each time.
    ///
    /// Work polls it at least every 200 ms. Whoever runs a pager or an editor at the terminal calls it
    /// once afterwards and ignores the answer: a Ctrl-C in there was not meant for this program.
    func interrupted() -> Bool
}

extension Console {
    public var clearedText: Bool { false }
}
