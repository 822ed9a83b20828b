import RegistryCore

/// Where results and messages go: results on standard output, everything else on standard error.
public final class Output {
    private let writeResult: (String) throws -> Void
    private let writeMessage: (String) -> Void
    /// Columns of the terminal; nil when results go elsewhere and nothing need fit.
    public var width: () -> Int?
    /// Columns to which messages wrap.
    public var messageWidth: () -> Int
    public var ink: Ink
    /// Whether messages go to a terminal on which a line can be written over.
    public var isLive = false
    /// No boxes, no bars, every state in words: `PRACTICE_ACCESSIBLE`.
    public var plain: Bool
    /// What shows results that are longer than a screen; nil where nothing pages them.
    public var pager: (any Pager)?
    /// The paging of the command that runs.
    private var paging: Paging?

    public init(
        result: @escaping (String) throws -> Void, message: @escaping (String) -> Void, width: @escaping () -> Int? = { nil },
        messageWidth: @escaping () -> Int = { 80 }, ink: Ink = .none, plain: Bool = false
    ) {
        writeResult = result
        writeMessage = message
        self.width = width
        self.messageWidth = messageWidth
        self.ink = ink
        self.plain = plain
    }

    /// A text of results as it is.
    public func result(_ text: String) throws {
        if let paging { try paging.result(text) } else { try writeResult(text) }
    }

    /// Data for a program: as it is into a pipe or a file; at a terminal, where a person looks at it, what could steer
    /// the screen becomes a mark.
    public func data(_ text: String) throws {
        try result(width() == nil ? text : text.visible(keepingNewlines: true))
    }

    /// JSON, the same at a terminal and in a pipe: what could steer a screen is escaped, as JSON may.
    func json(_ text: String) throws { try result(text.escapedAsJSON() + "\n") }

    /// Writes results that are no text, such as a workbook; as the text that they are where nothing else is known.
    public var writeBytes: ((UnsafeRawBufferPointer) throws -> Void)?
    public func result(bytes: UnsafeRawBufferPointer) throws {
        try writeBytes.map { try $0(bytes) } ?? result(String(decoding: bytes, as: UTF8.self))
    }

    /// A line that a person reads beside the results.
    public func message(_ line: String) {
        if let paging { paging.tell(line + "\n") } else { writeMessage(line + "\n") }
    }

    /// Writes over the line of a live terminal; an empty text takes it away.
    func redraw(_ line: String) {
        let text = "\r\u{1B}[K" + line
        if let paging { paging.redraw(text) } else { writeMessage(text) }
    }

    /// Runs a command whose results are paged where they are longer than a screen. A command that it runs in turn
    /// shares its pages.
    ///
    /// Once the person has left the pager, the command ends as if it were done.
    func paged(unless isOff: Bool = false, _ work: () throws -> Void) throws {
        guard let pager, !isOff else { return try work() }
        let isInner = paging != nil
        let paging = paging ?? Paging(pager, width: width, plainly: writeResult, message: writeMessage)
        self.paging = paging
        defer { if !isInner { self.paging = nil } }
        do {
            try work()
        } catch is Unread {
            return
        } catch {
            try paging.settle()
            throw error
        }
        if !isInner { try paging.settle() }
    }

    /// Runs work whose results are not paged: a script's.
    public func unpaged<Value>(_ work: () throws -> Value) rethrows -> Value {
        let outer = (pager, paging)
        try? paging?.settle()
        (pager, paging) = (nil, nil)
        defer { (pager, paging) = outer }
        return try work()
    }

    /// Shows all results so far and waits until a pager was left, before somebody is asked or an editor opens.
    public func settle() { try? paging?.settle() }
}

/// Colours of a terminal, or none. Colour never says what words do not.
public struct Ink: Sendable, Equatable {
    public enum Tone: String, Sendable {
        case strong = "1"
        case faint = "2"
        case trouble = "31"
        case good = "32"
        case prompt = "36"
    }

    public let isColoured: Bool
    public init(coloured: Bool) { isColoured = coloured }
    public static let none = Ink(coloured: false)

    public func callAsFunction(_ tone: Tone, _ text: String) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m" : text
    }
}
