import Foundation

/// A temporary file without a name, which is only appended to and read from: what does not fit into memory goes there.
/// Nothing is left of it, however the program ends.
///
/// It is several, one behind the other, so that the room of those that nobody reads again can be given back.
public struct SpoolFile: ~Copyable, Sendable {
    private let folder: String
    /// How long it is, in bytes.
    public private(set) var count = 0
    private var pieces: [Piece] = []

    private struct Piece {
        /// -1 once its room was given back.
        var descriptor: CInt
        var place: Range<Int>
    }

    private let step: Int

    /// Throws `inputOutput` when there can be no file in `folder`.
    public init(folder: String) throws { try self.init(folder: folder, step: 16 << 20) }

    /// - Parameter step: how many bytes each piece is longer than the one before: so there are few of them, whatever is
    ///   written.
    init(folder: String, step: Int) throws {
        self.folder = folder
        self.step = step
        try addPiece()
    }

    deinit { for piece in pieces where piece.descriptor >= 0 { _ = close(piece.descriptor) } }

    private mutating func addPiece() throws {
        var template = Array((folder + "/.practice-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw SpoolFile.problem(folder, errno) }
        // A program that is started meanwhile must not hold it.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
        pieces.append(Piece(descriptor: descriptor, place: count..<count + step * (pieces.count + 1)))
    }

    public mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard let start = bytes.baseAddress else { return }
        var done = 0
        while done < bytes.count {
            if count == pieces.last?.place.upperBound { try addPiece() }
            guard let piece = pieces.last else { return }
            let written = write(piece.descriptor, start + done, min(bytes.count - done, piece.place.upperBound - count))
            guard written >= 0 else {
                if errno == EINTR { continue }
                throw SpoolFile.problem(folder, errno)
            }
            done += written
            count += written
        }
    }

    /// Fills `bytes` from `place` on, and says how many it filled: fewer only at the end, and where room was given back.
    public func read(into bytes: UnsafeMutableRawBufferPointer, at place: Int) throws -> Int {
        guard let start = bytes.baseAddress else { return 0 }
        var done = 0
        while done < bytes.count {
            let at = place + done
            guard let piece = pieces.first(where: { $0.place.contains(at) }), piece.descriptor >= 0 else { break }
            let length = min(bytes.count - done, piece.place.upperBound - at)
            let read = pread(piece.descriptor, start + done, length, off_t(at - piece.place.lowerBound))
            guard read >= 0 else {
                if errno == EINTR { continue }
                throw SpoolFile.problem(folder, errno)
            }
            if read == 0 { break }
            done += read
        }
        return done
    }

    /// Gives the room of bytes before `place` back, which nobody reads again: piece by piece.
    public mutating func release(upTo place: Int) {
        for piece in pieces.indices where pieces[piece].descriptor >= 0 && pieces[piece].place.upperBound <= place {
            _ = close(pieces[piece].descriptor)
            pieces[piece].descriptor = -1
        }
    }

    private static func problem(_ folder: String, _ code: CInt) -> Problem {
        switch code {
        case ENOSPC, EDQUOT: Problem(.inputOutput, "there is no room left for a temporary file; nothing was saved", value: folder, next: "make room there")
        case EROFS, EACCES, EPERM: Problem(.notPermitted, "this folder cannot be written; nothing was saved", value: folder, next: "import with the rights to write there")
        default: Problem(.inputOutput, "a temporary file could not be written (\(String(cString: strerror(code)))); nothing was saved", value: folder)
        }
    }
}
