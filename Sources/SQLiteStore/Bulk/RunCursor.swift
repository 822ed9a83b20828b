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
        try need(20, file)
        guard at < buffer.count else {
            isAtEnd = true
            return
        }
        let length = Bytes.varint(buffer.start, &at)
        try need(length + 20, file)
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
            try need(min(left, 20), file)
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
