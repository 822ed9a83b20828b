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
    public func result(_ text: String) throws { try writeResult(text) }
    /// Writes results that are no text, such as a workbook; as the text that they are where nothing else is known.
    public var writeBytes: ((UnsafeRawBufferPointer) throws -> Void)?
    public func result(bytes: UnsafeRawBufferPointer) throws {
        try writeBytes.map { try $0(bytes) } ?? result(String(decoding: bytes, as: UTF8.self))
    }
    /// A line that a person reads beside the results.
    public func message(_ line: String) { writeMessage(line + "\n") }
    /// Writes over the line of a live terminal; an empty text takes it away.
    func redraw(_ line: String) { writeMessage("\r\u{1B}[K" + line) }
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
