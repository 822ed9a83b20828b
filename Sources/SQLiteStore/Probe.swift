import CSQLite
import Foundation
import RegistryCore

/// A first look at a file, which changes nothing and leaves nothing beside it.
///
/// SQLite itself looks, told that the file is immutable: so it takes no lock and makes no side files, and, unlike
/// a read of the header by our own hand, drops none of the locks that this process may hold on the file.
struct Probe {
    /// The number by which SQLite knows files of one program (`PRAGMA application_id`): `PReg`.
    static let mark = 0x5052_6567

    /// The file's mark, and its schema's version, of which the log may know a later one. Nil where only the file and
    /// its log together make sense: a checkpoint that was killed, or found the disk full, leaves them so.
    private let numbers: (mark: Int, version: Int)?

    /// Throws `noInput` when nothing is there, `badInput` when it is no SQLite file.
    init(_ path: String, location: String) throws {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            throw errno == ENOENT || errno == ENOTDIR
                ? Problem(.noInput, "there is no registry here", at: .init(file: location), next: "init")
                : Problem.reading(location, errno)
        }
        guard facts.st_mode & S_IFMT != S_IFDIR else {
            throw Problem(.badInput, "this is a folder, not a registry", at: .init(file: location), next: "name a file in it: --registry \(CommandWord.quoted(location + "/registry"))")
        }
        guard facts.st_mode & S_IFMT == S_IFREG, facts.st_size > 0 else { throw Probe.noRegistry(location) }
        guard access(path, R_OK) == 0 else { throw Problem.reading(location, errno) }
        do {
            numbers = try Probe.numbers(path, location)
        } catch let problem as Problem where problem.kind == .unavailable {
            if RegistryFiles.size(of: path + "-wal") ?? 0 > 0 {
                numbers = nil
            } else {
                numbers = try Probe.settled { try Probe.numbers(path, location) }
            }
        }
    }

    /// How often, and after how long a pause in microseconds, a first page that makes no sense is looked at again.
    private static let tries = (count: 50, pause: UInt32(20_000))

    /// Looks again while the first page makes no sense: as the look takes no lock, another process may be writing
    /// that page, or the file's end, at this moment (a checkpoint). What is damaged stays so, and is told.
    private static func settled(_ look: () throws -> (mark: Int, version: Int)) throws -> (mark: Int, version: Int) {
        for _ in 1..<tries.count {
            do {
                return try look()
            } catch let problem as Problem where problem.kind == .unavailable {
                usleep(tries.pause)
            }
        }
        return try look()
    }

    private static func numbers(_ path: String, _ location: String) throws -> (mark: Int, version: Int) {
        var connection: OpaquePointer?
        defer { sqlite3_close(connection) }
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
        guard sqlite3_open_v2(Probe.address(path, "immutable=1"), &connection, flags, nil) == SQLITE_OK, let connection else {
            throw Probe.noRegistry(location)
        }
        return (try Probe.number("PRAGMA application_id", connection, location), try Probe.number("PRAGMA user_version", connection, location))
    }

    /// Throws `badInput` unless it is a registry's file, `unavailable` when a newer program made it.
    func check(_ location: String) throws {
        guard let numbers else { return }
        try Probe.check(numbers, location)
    }

    static func check(_ numbers: (mark: Int, version: Int), _ location: String) throws {
        guard numbers.mark == Probe.mark else { throw Probe.noRegistry(location) }
        try Schema.check(version: numbers.version, location)
    }

    private static func noRegistry(_ location: String) -> Problem {
        Problem(
            .badInput, "this file is not a registry", at: .init(file: location),
            next: "name another file, or import this one into a registry")
    }

    private static func number(_ sql: String, _ connection: OpaquePointer, _ location: String) throws -> Int {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        var code = sqlite3_prepare_v2(connection, sql, -1, &statement, nil)
        if code == SQLITE_OK { code = sqlite3_step(statement) }
        switch code {
        case SQLITE_ROW: return Int(sqlite3_column_int64(statement, 0))
        // It begins as SQLite's files do, and is shorter than it says, or its first page makes no sense.
        case SQLITE_CORRUPT: throw Problem.damaged("it cannot be read").at(location)
        default: throw Probe.noRegistry(location)
        }
    }

    /// A path as SQLite's `file:` address, with a parameter.
    static func address(_ path: String, _ parameter: String) -> String {
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
        return "file:" + (path.addingPercentEncoding(withAllowedCharacters: plain) ?? path) + "?" + parameter
    }
}
