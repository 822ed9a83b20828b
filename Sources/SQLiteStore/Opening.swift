import Foundation
import GRDB
import RegistryCore

extension SQLiteStore {
    /// Whether something stands under that name: a registry, or something that `create` would not replace.
    public static func exists(path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0
    }

    /// Opens the registry that stands there, and changes nothing in doing so.
    ///
    /// - Parameter seconds: how long a write waits for other writers before it throws `busy`.
    /// - Parameter isStopped: asked while SQLite works; what it does ends as `interrupted` once this is true.
    /// - Throws: `noInput` when nothing is there, `badInput` when it is no registry, `unavailable` when a newer
    ///   version of the program made it or it is damaged, `notPermitted` when this person may not read it.
    public static func open(
        path: String, waiting seconds: Double = 5, whileWaiting: @escaping @Sendable () throws -> Void = {},
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) throws -> SQLiteStore {
        let files = RegistryFiles(existing: path)
        let identity = RegistryFiles.Identity(of: files.main)
        try Probe(files.main, location: path).check(path)
        return try mapped(path) {
            guard let identity else { throw Problem(.noInput, "there is no registry here", at: .init(file: path), next: "init") }
            let interruption = Interruption(isStopped)
            let reader = try self.reader(files, seconds, interruption)
            do {
                try reader.read { db in
                    // Once more, now with what the log says.
                    let mark = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
                    try Probe.check((mark, try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0), path)
                    try Schema.checkTables(db)
                }
            } catch let problem as Problem {
                throw problem.at(path)
            }
            return SQLiteStore(
                location: path, files: files, identity: identity, reader: reader, patience: seconds, whileWaiting: whileWaiting, interruption: interruption)
        }
    }

    private static func reader(_ files: RegistryFiles, _ seconds: Double, _ interruption: Interruption) throws -> DatabaseQueue {
        do {
            return try Connection.reader(files.main, patience: SQLiteStore.own(seconds), interruption)
        } catch let error as DatabaseError where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode) {
            // SQLite cannot make its side files here. Without a log the file alone is all there is to read.
            guard RegistryFiles.size(of: files.log) ?? 0 == 0 else { throw error }
            return try Connection.readerOfUnchanging(files.main, patience: SQLiteStore.own(seconds), interruption)
        }
    }

    /// Makes a registry where nothing stands, and opens it.
    ///
    /// It is made under another name in the same folder, flushed, and only then given its own: so a registry stands
    /// there whole or not at all, through a power cut too. Who may read and write it follows from the umask, as a
    /// team may share it.
    ///
    /// - Parameter filling: the first rows, which are there as soon as the file is.
    /// - Throws: `cannotCreate` when something is there or the folder cannot be written, and what `filling` throws.
    public static func create(
        path: String, waiting seconds: Double = 5, filling: (any StoreWriting) throws -> Void = { _ in }
    ) throws -> SQLiteStore {
        let address = URL(fileURLWithPath: path)
        let folder = address.deletingLastPathComponent().path
        let temporary = folder + "/." + UID().text + ".new"
        guard !exists(path: path) else { throw Problem.creating(path, EEXIST) }
        try checkRemains(of: path)
        let descriptor = Foundation.open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Problem.creating(path, errno) }
        defer {
            _ = Foundation.close(descriptor)
            for suffix in ["", "-wal", "-shm", "-journal"] { _ = unlink(temporary + suffix) }
        }
        do {
            try mapped(path) { try make(temporary, path, filling) }
        } catch let problem as Problem where problem.kind == .inputOutput {
            throw Problem(.cannotCreate, problem.what, at: problem.place, details: problem.details, next: problem.next)
        }
        guard fsync(descriptor) == 0 else { throw Problem.creating(path, errno) }
        try name(temporary, path)
        try flush(folder, for: path)
        return try open(path: path, waiting: seconds)
    }

    /// The place of a file for a registry that moves there.
    ///
    /// - Parameter opening: opens the file as the program opens others.
    public static func destination(path: String, opening: @escaping (String) throws -> SQLiteStore = { try open(path: $0) }) -> Destination {
        Destination(location: path) { fill in
            try create(path: path) { try fill($0, nil) }.close()
            return try opening(path)
        }
    }

    private static func make(_ temporary: String, _ path: String, _ filling: (any StoreWriting) throws -> Void) throws {
        let queue = try DatabaseQueue(path: temporary, configuration: Connection.maker())
        try queue.write { db in
            try Schema.create(db)
            let transaction = SQLiteTransaction(db, location: path)
            try filling(transaction)
            try transaction.finish()
        }
        // Kept in the file from now on. Closing the only connection takes the side files away.
        try queue.writeWithoutTransaction { db in _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") }
        try queue.close()
    }

    /// A log or journal that another registry left under this name would be played into the new one.
    private static func checkRemains(of path: String) throws {
        for remains in ["-wal", "-journal"].map({ path + $0 }) where RegistryFiles.size(of: remains) ?? 0 > 0 {
            throw Problem(
                .cannotCreate, "the log of another registry stands here, with changes that are in no other file", value: remains,
                at: .init(file: path), next: "put it back beside its registry, or choose another name")
        }
    }

    /// A link, not a rename, as that would replace what somebody else made there meanwhile. File systems without
    /// links get the rename.
    private static func name(_ temporary: String, _ path: String) throws {
        guard link(temporary, path) != 0 else { return }
        let code = errno
        guard [EPERM, ENOSYS, EOPNOTSUPP].contains(code), !exists(path: path), rename(temporary, path) == 0 else {
            throw Problem.creating(path, code)
        }
    }

    /// Without this the folder may forget the name in a power cut.
    private static func flush(_ folder: String, for path: String) throws {
        let descriptor = Foundation.open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Problem.creating(path, errno) }
        defer { _ = Foundation.close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw Problem.creating(path, errno) }
    }
}

extension Problem {
    /// The same problem, with the file when it names no place.
    func at(_ location: String) -> Problem {
        var problem = self
        problem.place = place ?? Place(file: location)
        return problem
    }
}
