import Foundation
import RegistryCore

/// The lock that one writer at a time holds, across threads and processes.
///
/// SQLite has a lock of its own, but from 3.7.0 to 3.51.2 two connections that write or checkpoint a write-ahead
/// log at the same instant can, rarely, corrupt the file (https://www.sqlite.org/wal.html#walresetbug), and
/// Debian 12 ships 3.40.1. So every write transaction and every checkpoint of the store happens under this lock.
///
/// It is `flock` on a file beside the registry, not on the registry: closing any descriptor of that file would
/// drop the POSIX locks that SQLite holds on it in this process. The kernel frees the lock when its holder dies,
/// however it dies. Each attempt opens the file anew, so that threads of one process exclude each other too.
struct WriteLock: Sendable {
    let files: RegistryFiles
    /// Called once a second while others hold the lock; throws to give up.
    var whileWaiting: @Sendable () throws -> Void = {}

    /// Runs `body` with the lock held. Throws `busy` when others held it for all of `seconds`.
    func hold<Value>(upTo seconds: Double, _ body: () throws -> Value) throws -> Value {
        let descriptor = try opened()
        defer { _ = close(descriptor) }
        try wait(for: descriptor, seconds)
        return try body()
    }

    /// Reading rights are enough for a lock, so a team's members need no common owner. Closed on exec, as a
    /// program started meanwhile would otherwise hold the lock on.
    private func opened() throws -> CInt {
        var descriptor = open(files.lock, O_RDONLY | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT {
            descriptor = open(files.lock, O_RDONLY | O_CLOEXEC | O_CREAT, 0o666)
            var facts = stat()
            // The same rights as the registry's, whatever this person's umask: as SQLite does for its own files.
            if descriptor >= 0, stat(files.main, &facts) == 0 { _ = fchmod(descriptor, facts.st_mode & 0o666) }
        }
        guard descriptor >= 0 else { throw Problem.writing(files.main, errno) }
        return descriptor
    }

    /// Asks again and again, from every half millisecond to fifty times a second: `flock` itself can only wait
    /// for ever.
    private func wait(for descriptor: CInt, _ seconds: Double) throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        var pause: UInt32 = 500
        var told = ContinuousClock.now
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw Problem.writing(files.main, errno) }
            guard ContinuousClock.now < deadline else { throw Problem.busy(files.main) }
            if ContinuousClock.now - told >= .seconds(1) {
                told = ContinuousClock.now
                try whileWaiting()
            }
            usleep(pause)
            pause = min(pause * 2, 20_000)
        }
    }
}
