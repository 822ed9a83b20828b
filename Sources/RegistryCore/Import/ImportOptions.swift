/// What an import is told beside its files and its mapping.
public struct ImportOptions {
    /// What becomes of innovations whose rows are no longer in the source.
    public enum Missing: String, Sendable, CaseIterable {
        /// Nothing; nobody looks.
        case ignore
        /// They are named.
        case report
        /// They are named and parked.
        case park
    }

    /// Whether everything is done but the saving.
    public var dryRun = false
    /// Whether one bad row keeps all others out.
    public var stopsOnError = false
    /// More bad rows than these end the import, and nothing is saved; nil for no end.
    public var mostErrors: Int?
    /// Whether an answer that somebody edited here gives way to the file's.
    public var theirsWin = false
    public var missing = Missing.ignore
    /// Told how far it is, some times a second at most.
    public var progress: (ImportProgress) -> Void = { _ in }
    /// Asked again and again; the import stops, and saves nothing, as soon as it says yes.
    public var isStopped: () -> Bool = { false }
    public init() {}

    func goOn() throws {
        if isStopped() { throw Problem(.interrupted, "stopped; nothing was saved") }
    }
}

/// How far an import is.
public struct ImportProgress: Equatable, Sendable {
    public enum Stage: String, Sendable { case reading, saving, indexing }

    public var stage: Stage
    /// Rows that this stage has done.
    public var rows: Int
    /// How much of the stage's work that is, 0 to 1; nil where nobody knows how much there is.
    public var fraction: Double?
}

/// Seconds of work by kind, over all threads; how long the whole took is less, as they work at once.
public struct ImportSeconds: Equatable, Sendable {
    /// Reading the file and cutting it into cells.
    public var read = 0.0
    /// Making answers of cells: validation, digests.
    public var parse = 0.0
    public var check = 0.0
    /// Storing rows under the write lock.
    public var write = 0.0
    public var fullText = 0.0
    /// Making what was written last through a power cut, and carrying it over into the file.
    public var commit = 0.0
    /// From the first row to the end.
    public var total = 0.0

    static func + (a: ImportSeconds, b: ImportSeconds) -> ImportSeconds {
        ImportSeconds(
            read: a.read + b.read, parse: a.parse + b.parse, check: a.check + b.check, write: a.write + b.write,
            fullText: a.fullText + b.fullText, commit: a.commit + b.commit, total: max(a.total, b.total))
    }

    /// What `body` returns, and how many seconds it took.
    static func measured<Value>(_ body: () throws -> Value) rethrows -> (Value, Double) {
        let start = ContinuousClock.now
        let value = try body()
        return (value, start.secondsAgo)
    }
}

extension ContinuousClock.Instant {
    var secondsAgo: Double {
        let parts = (ContinuousClock.now - self).components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }
}
