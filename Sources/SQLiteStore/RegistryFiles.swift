import Foundation

/// The names of the files that a registry is kept in, and which file it is.
///
/// Beside the registry stand SQLite's write-ahead log and its index (`-wal`, `-shm`), and the file whose lock
/// writers hold (`-lock`, always empty). They stay, so that somebody who may only read the folder can still read.
struct RegistryFiles: Sendable {
    /// The registry itself. Links are followed, so that whoever comes by another name meets the same lock and log.
    let main: String

    var log: String { main + "-wal" }
    var lock: String { main + "-lock" }

    /// Of a file that stands there already.
    init(existing path: String) {
        guard let resolved = realpath(path, nil) else {
            main = path
            return
        }
        defer { free(resolved) }
        main = String(cString: resolved)
    }

    /// Bytes; nil when there is no such file.
    static func size(of path: String) -> Int? {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int(facts.st_size) : nil
    }

    /// What tells one file from another of the same name: the device and the number on it.
    struct Identity: Equatable, Sendable {
        private let device: UInt64
        private let number: UInt64

        /// Nil when there is no file.
        init?(of path: String) {
            var facts = stat()
            guard stat(path, &facts) == 0 else { return nil }
            device = UInt64(facts.st_dev)
            number = UInt64(facts.st_ino)
        }
    }
}
