/// What shows results a screen at a time, once they are longer than one: `less`, or what a person likes better.
public protocol Pager: AnyObject {
    /// The lines that fit on the terminal above the next prompt; nil where nothing is paged, or can be any more.
    var room: Int? { get }
    /// Starts it. Returns whether it runs.
    func start() -> Bool
    /// Hands on results. Throws `Unread` once the person has left it.
    func write(_ text: String) throws
    /// Waits until the person leaves it. Returns what it was given and never showed, since it could not be started.
    func finish() -> String?
    /// Why results are not paged any more, for a line beside them; nil but once.
    func takeTrouble() -> String?
}

/// Thrown when nobody reads the results any more: a pager was left, or `head` has seen enough. The command ends, and
/// nothing is wrong.
public struct Unread: Error {
    public init() {}
}

/// Holds the results of one command back until they are longer than the screen, and then has a pager show them.
///
/// At most a screen is held, never the million rows of an export: the pager starts with that much, and what follows
/// goes on into it. What a person must see in between (a message, a question) lets go of what is held, or waits until
/// the pager was left.
final class Paging {
    private let pager: any Pager
    private let plainly: (String) throws -> Void
    private let message: (String) -> Void
    private let width: () -> Int?
    private var held = ""
    private var rows = 0
    private var isRunning = false
    /// Said while the pager had the screen.
    private var later: [String] = []

    /// - Parameters:
    ///   - plainly: writes results where there is no pager.
    ///   - message: writes beside the results.
    init(_ pager: any Pager, width: @escaping () -> Int?, plainly: @escaping (String) throws -> Void, message: @escaping (String) -> Void) {
        self.pager = pager
        self.width = width
        self.plainly = plainly
        self.message = message
    }

    func result(_ text: String) throws {
        if isRunning { return try hand(text) }
        guard let room = pager.room else {
            try release()
            return try plainly(text)
        }
        held += text
        rows += Paging.rows(of: text, width: width() ?? .max, atMost: room + 1)
        guard rows > room else { return }
        isRunning = pager.start()
        let page = held
        (held, rows) = ("", 0)
        if isRunning { try hand(page) } else { try plainly(page) }
    }

    /// A message: after the results so far, and never on the pager's screen.
    func tell(_ text: String) {
        if isRunning { return later.append(text) }
        try? release()
        message(text)
    }

    /// A line that is written over: of no use once the pager has the screen.
    func redraw(_ text: String) {
        guard !isRunning else { return }
        try? release()
        message(text)
    }

    /// Shows what is held and waits until the pager was left, so that the terminal is free.
    func settle() throws {
        if isRunning { _ = try left() } else { try release() }
        guard let trouble = pager.takeTrouble() else { return }
        for line in Wrapping.wrap(trouble, to: width() ?? 80) { message(line + "\n") }
    }

    private func hand(_ text: String) throws {
        do {
            try pager.write(text)
        } catch is Unread {
            guard try left() else { throw Unread() }
        }
    }

    /// Waits for the pager's end. Returns whether it never began: then nothing was read, and all of it is printed.
    private func left() throws -> Bool {
        isRunning = false
        let unshown = pager.finish()
        if let unshown { try plainly(unshown) }
        for text in later { message(text) }
        later = []
        return unshown != nil
    }

    private func release() throws {
        guard !held.isEmpty else { return }
        let text = held
        (held, rows) = ("", 0)
        try plainly(text)
    }

    /// The rows of the screen that a text takes: a line too long takes several. Counts no further than it must.
    static func rows(of text: String, width: Int, atMost most: Int) -> Int {
        var rows = 0
        var rest = text.utf8[...]
        while !rest.isEmpty, rows < most {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            let line = rest[..<end]
            // Fewer bytes than columns: no need to measure.
            rows += line.count <= width ? 1 : max(1, (Substring(line).displayWidth + width - 1) / width)
            rest = end == rest.endIndex ? rest[end...] : rest[rest.index(after: end)...]
        }
        return rows
    }
}
