import GRDB

/// When the write-ahead log is carried over into the file. All of this runs under the write lock.
enum WriteAheadLog {
    /// Bytes beyond which the log is carried over after a commit: SQLite's own default of 1,000 pages. A longer
    /// log slows reads, a shorter one makes commits write more.
    static let longest = 4_000_000

    /// Carries the log over when it has grown, or at once when `whole`: after an erasure, so that what was
    /// erased does not live on in the log.
    static func afterCommit(_ db: Database, files: RegistryFiles, whole: Bool) {
        if whole || RegistryFiles.size(of: files.log) ?? 0 > longest { carryOver(db) }
    }

    /// Copies the log into the file, flushes that, and empties the log.
    ///
    /// It waits for no reader: what one still reads stays in the log until next time. A failure is no failure of
    /// the write before it, which the log keeps; so it is left to the next write to meet it.
    static func carryOver(_ db: Database) {
        let patience = try? Int.fetchOne(db, sql: "PRAGMA busy_timeout")
        _ = try? Int.fetchOne(db, sql: "PRAGMA busy_timeout = 0")
        _ = try? Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        _ = try? Int.fetchOne(db, sql: "PRAGMA busy_timeout = \(patience ?? 0)")
    }
}
