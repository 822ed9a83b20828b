import RegistryCore

/// Reads one stretch's words and lists back, in order, through a buffer.
struct RunCursor: ~Copyable {
    private let end: Int
    /// Where in the file the buffer ends.
    private var place: Int
    private var buffer: Bytes
    private var at = 0
    private(set) var word = Bytes()
    /// The first text that has the word.
    private(set) var first = 0
    /// How many bytes of the word's list were not read yet.
    private var left = 0
    private(set) var isAtEnd = false

    static let bufferSize = 1 << 17

    init(_ run: Range<Int>) {
        place = run.lowerBound
        end = run.upperBound
        buffer = Bytes(capacity: RunCursor.bufferSize)
    }

    /// Moves to the next word; its list must have been read.
    mutating func next(_ file: borrowing SpoolFile) throws {
        try need(RunCursor.mostNumbers, file)
        guard at < buffer.count else {
            isAtEnd = true
            return
        }
        let length = Bytes.varint(buffer.start, &at)
        try need(length + RunCursor.mostNumbers, file)
        word.removeAll()
        word.append(buffer.start + at, length)
        at += length
        first = Bytes.varint(buffer.start, &at)
        left = Bytes.varint(buffer.start, &at)
    }

    /// Hands over the word's texts: the number of each, and its positions.
    mutating func eachText(_ file: borrowing SpoolFile, _ body: (Int, UnsafePointer<UInt8>, Int) throws -> Void) throws {
        var text = first
        var isFirst = true
        while left > 0 {
            try need(min(left, RunCursor.mostNumbers), file)
            let from = at
            if !isFirst { text += Bytes.varint(buffer.start, &at) }
            isFirst = false
            let length = Bytes.varint(buffer.start, &at) / 2
            left -= at - from + length
            try need(length, file)
            try body(text, buffer.start + at, length)
            at += length
        }
    }

    /// Hands over the word's list in pieces of whole texts: the number of the first one, and the list from the length of
    /// its positions on, as far as it is at hand, and whether that is to its end. At least the first text is whole; `body`
    /// says how many bytes it took, and the number of the last text in them.
    mutating func eachPiece(
        _ file: borrowing SpoolFile, _ body: (Int, UnsafePointer<UInt8>, Int, Bool) throws -> (taken: Int, last: Int)
    ) throws {
        var text = first
        var isFirst = true
        while left > 0 {
            try need(min(left, RunCursor.mostNumbers), file)
            if !isFirst {
                let from = at
                text += Bytes.varint(buffer.start, &at)
                left -= at - from
            }
            isFirst = false
            var positions = at
            let length = Bytes.varint(buffer.start, &positions) / 2
            try need(positions - at + length, file)
            let piece = min(left, buffer.count - at)
            let (taken, last) = try body(text, buffer.start + at, piece, piece == left)
            at += taken
            left -= taken
            text = last
        }
    }

    /// Bytes that the two numbers before positions take at most.
    static let mostNumbers = 20

    /// Has at least so many bytes in the buffer, unless the stretch ends before.
    private mutating func need(_ length: Int, _ file: borrowing SpoolFile) throws {
        guard buffer.count - at < length, place < end else { return }
        let rest = buffer.count - at
        let size = max(RunCursor.bufferSize, length)
        var fuller = Bytes(capacity: size)
        fuller.append(buffer.start + at, rest)
        let wanted = min(size - rest, end - place)
        let read = try file.read(into: .init(start: fuller.start + rest, count: wanted), at: place)
        guard read == wanted else { throw Problem(.inputOutput, "a temporary file of the import ended early; nothing was saved") }
        fuller.grow(by: read)
        place += read
        buffer = fuller
        at = 0
    }
}
