import Glibc

/// An open history file, locked against other sessions for as long as it is open.
final class HistoryHandle {
    private let path: String
    private let descriptor: Int32

    /// Opens and locks the file, and takes it away from group and others. `nil` if there is none.
    init?(_ path: String, flags: Int32) throws(HistoryFailure) {
        self.path = path
        for _ in 0..<10 {
            // O_NONBLOCK: a FIFO in the file's place must not hold the prompt up.
            let opened = open(path, flags | O_CLOEXEC | O_NONBLOCK, 0o600)
            guard opened >= 0 else {
                if errno == ENOENT, flags & O_CREAT == 0 { return nil }
                throw HistoryFailure()
            }
            var status = stat()
            guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                close(opened)
                throw HistoryFailure("it is not an ordinary file")
            }
            if status.st_mode & 0o077 != 0 { fchmod(opened, 0o600) }
            Self.lock(opened)
            // Another session may have replaced the file between opening and locking.
            var named = stat()
            if stat(path, &named) == 0, named.st_ino == status.st_ino, named.st_dev == status.st_dev {
                descriptor = opened
                return
            }
            close(opened)
        }
        throw HistoryFailure("other sessions keep replacing it")
    }

    deinit { close(descriptor) }

    /// Waits for other sessions, but no longer than 100 ms: a history is not worth a prompt that
    /// hangs, and without the lock an append is still whole (O_APPEND, one write).
    private static func lock(_ descriptor: Int32) {
        for _ in 0..<20 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK { return }
            usleep(5_000)
        }
    }

    /// The bytes in the file.
    var size: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    var endsInNewline: Bool {
        var last: UInt8 = 0x0A
        return size == 0 || pread(descriptor, &last, 1, size - 1) != 1 || last == 0x0A
    }

    /// The last bytes of the file, at most `limit` of them.
    func tail(_ limit: Int) throws(HistoryFailure) -> [UInt8] {
        let start = max(size - limit, 0)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = pread(descriptor, &chunk, chunk.count, start + bytes.count)
            if count == 0 { break }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw HistoryFailure() }
            bytes += chunk[..<count]
        }
        return bytes
    }

    func write(_ text: String) throws(HistoryFailure) {
        guard writeAll(text, to: descriptor) else { throw HistoryFailure() }
    }

    /// Puts a new file in this one's place, all at once: a reader sees the old or the new.
    func replace(with text: String) throws(HistoryFailure) {
        var name = Array((path + ".XXXXXX").utf8CString)
        let fresh = mkstemp(&name)  // made 0600
        guard fresh >= 0 else { throw HistoryFailure() }
        defer { close(fresh) }
        // Synchronised, because a history that a power cut empties is worse than one that is too long.
        guard writeAll(text, to: fresh), fsync(fresh) == 0, rename(name, path) == 0 else {
            let failure = HistoryFailure()
            unlink(name)
            throw failure
        }
    }
}
