import Foundation

/// A temporary file without a name, which is only appended to and read from: what does not fit into memory goes there.
/// Nothing is left of it, however the program ends.
public struct SpoolFile: ~Copyable, Sendable {
    private let descriptor: CInt
    private let folder: String
    /// How long it is, in bytes.
    public private(set) var count = 0

    /// Throws `inputOutput` when there can be no file in `folder`.
    public init(folder: String) throws {
        self.folder = folder
        var template = Array((folder + "/.practice-XXXXXX").utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw SpoolFile.problem(folder, errno) }
        // A program that is started meanwhile must not hold it.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
    }

    deinit { _ = close(descriptor) }

    public mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard let start = bytes.baseAddress else { return }
        var done = 0
        while done < bytes.count {
            let written = write(descriptor, start + done, bytes.count - done)
            guard written >= 0 else {
                if errno == EINTR { continue }
                throw SpoolFile.problem(folder, errno)
            }
            done += written
        }
        count += bytes.count
    }

    /// Fills `bytes` from `place` on, and says how many it filled: fewer only at the end.
    public func read(into bytes: UnsafeMutableRawBufferPointer, at place: Int) throws -> Int {
        guard let start = bytes.baseAddress else { return 0 }
        var done = 0
        while done < bytes.count {
            let read = pread(descriptor, start + done, bytes.count - done, off_t(place + done))
            guard read >= 0 else {
                if errno == EINTR { continue }
                throw SpoolFile.problem(folder, errno)
            }
            if read == 0 { break }
            done += read
        }
        return done
    }

    private static func problem(_ folder: String, _ code: CInt) -> Problem {
        switch code {
        case ENOSPC, EDQUOT: Problem(.inputOutput, "there is no room left for a temporary file; nothing was saved", value: folder, next: "make room there")
        case EROFS, EACCES, EPERM: Problem(.notPermitted, "this folder cannot be written; nothing was saved", value: folder, next: "import with the rights to write there")
        default: Problem(.inputOutput, "a temporary file could not be written (\(String(cString: strerror(code)))); nothing was saved", value: folder)
        }
    }
}
