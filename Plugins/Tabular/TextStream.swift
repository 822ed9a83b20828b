/// The text of a file as UTF-8, a piece at a time, whatever its encoding.
///
/// Memory is two pieces at most. The text is not checked here, only converted: what is malformed
/// stays malformed in UTF-8 (an odd byte, a lone surrogate), so that the reader can name its row.
struct TextStream: Sendable {
    /// The usual size of a piece, in bytes: it fits a second-level cache, and system calls do not count.
    static let pieceSize = 1 << 18

    /// What the file is read as. Until a byte beyond ASCII turns up this is a first guess, UTF-8.
    private(set) var encoding: TextEncoding
    /// The current piece; only `range` of it is text.
    private(set) var piece: [UInt8] = []
    private(set) var range = 0..<0
    /// Whether the current piece is the last.
    private(set) var isAtEnd = false
    /// How many bytes of the file were read.
    private(set) var bytesRead = 0
    let byteCount: Int?

    private var source: ByteSource
    private var isSettled: Bool
    // What was read, before conversion; stays empty while the file is UTF-8.
    private var stored: [UInt8] = []
    // The beginning of a character whose rest comes with the next piece.
    private var rest: [UInt8] = []
    // The place in the file of the piece's first byte.
    private var pieceStart = 0

    /// Opens the stream and reads its first piece.
    ///
    /// Throws `.notText` for what is no text, and `.unreadable`. With `forced`, nothing is guessed.
    /// `pieceSize` is at least 8 bytes.
    init(_ source: ByteSource, forced: TextEncoding?, pieceSize: Int = Self.pieceSize) throws(CSVProblem) {
        self.source = source
        byteCount = source.byteCount
        encoding = forced ?? .utf8
        isSettled = forced != nil
        piece = [UInt8](repeating: 0, count: pieceSize)
        let end = try self.source.fill(&piece, from: 0)
        isAtEnd = end < piece.count
        bytesRead = end
        let start = try passMark(end)
        settle(start..<end)
        if !encoding.isUTF8 { swap(&piece, &stored) }
        present(start..<end)
    }

    /// Moves to the next piece; false at the end. Throws `.unreadable`.
    mutating func advance() throws(CSVProblem) -> Bool {
        guard !isAtEnd else { return false }
        pieceStart = bytesRead - rest.count
        let start = rest.count
        let end: Int
        if encoding.isUTF8 {
            piece.replaceSubrange(0..<start, with: rest)
            end = try source.fill(&piece, from: start)
            isAtEnd = end < piece.count
            settle(0..<end)
            if !encoding.isUTF8 { swap(&piece, &stored) }
        } else {
            stored.replaceSubrange(0..<start, with: rest)
            end = try source.fill(&stored, from: start)
            isAtEnd = end < stored.count
        }
        bytesRead += end - start
        present(0..<end)
        return true
    }

    /// The place in the file, in bytes, of the byte at `index` of the current piece.
    func offset(of index: Int) -> Int {
        pieceStart + encoding.storedLength(of: piece.span.extracting(range.lowerBound..<index))
    }

    // Settles what the first bytes tell, and says where the text begins.
    private mutating func passMark(_ end: Int) throws(CSVProblem) -> Int {
        let piece = piece
        let head = piece.span.extracting(first: end)
        if let other = TextEncoding.otherFormat(of: head) { throw CSVProblem(.notText(looksLike: other)) }
        if !isSettled, let marked = TextEncoding.marked(by: head) {
            encoding = marked
            isSettled = true
        }
        return TextEncoding.begins(head, with: encoding.byteOrderMark) ? encoding.byteOrderMark.count : 0
    }

    // Everything before the first piece with a byte beyond ASCII reads alike in UTF-8 and Windows-1252,
    // so the choice can wait for it, and no second pass over the file is needed.
    private mutating func settle(_ read: Range<Int>) {
        guard !isSettled else { return }
        let piece = piece
        var text = piece.span.extracting(read)
        // A character cut in two says nothing yet, unless no more comes.
        if !isAtEnd { text = text.extracting(droppingLast: UTF8Text.cutOffCount(in: text)) }
        guard let judged = TextEncoding.judged(by: text) else { return }
        encoding = judged
        isSettled = true
    }

    // Turns what was read into the current piece, and keeps a character that was cut off for the next.
    private mutating func present(_ read: Range<Int>) {
        let unused: Int
        if encoding.isUTF8 {
            unused = isAtEnd ? 0 : Self.cutOffCount(in: piece, read)
            rest = Array(piece[read.upperBound - unused..<read.upperBound])
            range = read.lowerBound..<read.upperBound - unused
        } else {
            piece.removeAll(keepingCapacity: true)
            let stored = stored
            unused = encoding.convert(stored.span.extracting(read), isLast: isAtEnd, into: &piece)
            rest = Array(stored[read.upperBound - unused..<read.upperBound])
            range = 0..<piece.count
        }
        pieceStart += read.lowerBound
    }

    private static func cutOffCount(in bytes: [UInt8], _ read: Range<Int>) -> Int {
        UTF8Text.cutOffCount(in: bytes.span.extracting(read))
    }
}
