import Synchronization

/// What plugins that are attached may know of this machine and of the person at it.
public final class Machine: Sendable {
    /// The variables of the environment.
    public let variables: [String: String]
    private let stopping: @Sendable () -> Bool
    private let telling: @Sendable (String) -> Void
    private let verbose = Atomic<Bool>(false)
    private let told = Mutex<Set<String>>([])

    /// - Parameters:
    ///   - isStopped: whether the person, or the system, asked running work to stop.
    ///   - tell: shows a line beside the results.
    public init(variables: [String: String] = [:], isStopped: @escaping @Sendable () -> Bool = { false }, tell: @escaping @Sendable (String) -> Void = { _ in }) {
        self.variables = variables
        stopping = isStopped
        telling = tell
    }

    /// Whether running work should stop. True once for each Ctrl-C, so who sees it stops.
    public func isStopped() -> Bool { stopping() }

    /// Tells the person something that is no result; the same line once a session.
    public func tell(_ line: String) {
        guard told.withLock({ $0.insert(line).inserted }) else { return }
        telling(line)
    }

    /// Whether logs are shown: `--verbose`.
    public var isVerbose: Bool {
        get { verbose.load(ordering: .relaxed) }
        set { verbose.store(newValue, ordering: .relaxed) }
    }

    /// A line of a plugin's log.
    public func log(_ plugin: String, _ line: String) {
        if isVerbose { telling("\(plugin): \(line)") }
    }
}
