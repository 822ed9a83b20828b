import CSQLite
import Foundation
import GRDB
import RegistryCore

/// How a connection to a registry's file is opened.
///
/// Two `DatabaseQueue`s are used, not a `DatabasePool`: that one sets `synchronous` to NORMAL after everything
/// that it can be told, and writes to the file when it opens it, outside of the write lock.
enum Connection {
    /// One that cannot write.
    static func reader(_ path: String, patience: Double, _ interruption: Interruption) throws -> DatabaseQueue {
        try DatabaseQueue(path: path, configuration: configuration(readonly: true, patience: patience, interruption))
    }

    /// One that cannot write, to a file that cannot be locked: in a folder where nobody may make SQLite's side
    /// files. It stands only where there is no log that it would miss.
    static func readerOfUnchanging(_ path: String, patience: Double, _ interruption: Interruption) throws -> DatabaseQueue {
        try reader(Probe.address(path, "immutable=1"), patience: patience, interruption)
    }

    /// In KiB, 160 MiB: in an import the pages of keys in no order stay, and what is complete goes to the log. With less, a
    /// page that is in the log already changes once more, and SQLite then computes the sums of the whole log anew.
    static let bulkCache = 160 << 10

    /// - Parameter cache: in KiB; 64 MiB, so that a large transaction does not spill into the log page by page.
    static func writer(_ path: String, patience: Double, cache: Int = 64 << 10, _ interruption: Interruption) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: path, configuration: configuration(readonly: false, patience: patience, interruption))
        try queue.writeWithoutTransaction { db in
            // After opening, where nothing of GRDB's comes later. With NORMAL a power cut lost every row that
            // was acknowledged since the last checkpoint; FULL flushes the log at each commit.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // SQLite's own checkpoints would run at commit, at a moment that it chooses.
            _ = try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint = 0")
            // What is deleted or replaced is overwritten with zeros: `redact` and drafts rely on it.
            _ = try Int.fetchOne(db, sql: "PRAGMA secure_delete = ON")
            try db.execute(sql: "PRAGMA cache_size = -\(cache)")
        }
        return queue
    }

    /// The configuration of a file that is being made and that nobody else sees yet.
    static func maker() -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { db in
            addFunctions(to: db)
            // 16 KiB, four times SQLite's own: an import writes each page into the log and from there into the file, and
            // its two million calls of the system took more time than what they wrote.
            try db.execute(sql: "PRAGMA page_size = 16384")
        }
        return configuration
    }

    private static func configuration(readonly: Bool, patience: Double, _ interruption: Interruption) -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.readonly = readonly
        // The schema has none: all writes come through one door, and imports need not pay for the look-ups.
        configuration.foreignKeysEnabled = false
        // SQLite's own lock, beside ours: other programs (the sqlite3 shell) know only that one.
        configuration.busyMode = .timeout(patience)
        configuration.label = readonly ? "registry.read" : "registry.write"
        configuration.prepareDatabase { db in
            addFunctions(to: db)
            if let connection = db.sqliteConnection {
                _ = csqlite_leave_log_on_close(connection)
                interruption.watch(connection)
            }
        }
        return configuration
    }

    private static func addFunctions(to db: Database) {
        for function in [fold] + SearchedText.functions { db.add(function: function) }
    }

    /// `fold(x)` in SQL: a text by the key by which names are compared, so that case does not count in any
    /// alphabet (SQLite's own `lower` knows only ASCII). What is no text stays what it is.
    private static let fold = DatabaseFunction("fold", argumentCount: 1, pure: true) { values in
        guard let value = values.first, case .string(let text) = value.storage else { return values.first }
        return folded(text)
    }

    static func folded(_ text: String) -> String {
        // Nearly all texts are ASCII, and composing them canonically would take most of the time.
        text.utf8.allSatisfy { $0 < 0x80 } ? text.lowercased() : Person.key(text)
    }
}
