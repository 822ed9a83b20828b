/// Looks at what people wrote before it is saved, on every path: form, options, import, contributions, plugins.
///
/// It is batched (many texts in, findings out) and runs before the write lock is taken, so that an import runs it
/// on another core and a process answers a thousand at a time.
public protocol Check: Extension {
    /// One line for `plugins`.
    var summary: String { get }
    /// The findings of each passage, in the passages' order: as many lists as passages.
    func examine(_ passages: [Passage], _ setting: CheckSetting) throws -> [[Finding]]
    /// For one import, a check that remembers what it saw of it; nil when each text is looked at for itself.
    func running(_ setting: CheckSetting) throws -> (any RunningCheck)?
}

/// A check during one import, which may be of a million rows: it compares each with those before, and prepares once
/// what would take too long a thousand times. It is asked by several threads, about each passage once.
public protocol RunningCheck: AnyObject, Sendable {
    func examine(_ passages: [Passage]) throws -> [[Finding]]
}

extension Check {
    public func running(_ setting: CheckSetting) throws -> (any RunningCheck)? { nil }
    public static var point: String { "check" }
}

/// What one save brings: the texts of a submission, of a revision or of a contribution.
public struct Passage: Equatable, Sendable {
    public enum Purpose: String, Sendable { case submission, revision, contribution, remark, draft, imported }

    public var purpose: Purpose
    public var texts: [LabelledText]
    /// The innovation that it is about, when there is one already.
    public var innovation: Int?

    public init(purpose: Purpose, texts: [LabelledText], innovation: Int? = nil) {
        self.purpose = purpose
        self.texts = texts
        self.innovation = innovation
    }
}

/// What a check may look at: the registry as the person sees it. Nil where there is no registry yet.
public struct CheckSetting: Sendable {
    public let registry: Registry?
    public let viewer: Viewer?

    public init(registry: Registry?, viewer: Viewer?) {
        self.registry = registry
        self.viewer = viewer
    }
}

/// What a check found in a text.
public struct Finding: Equatable, Sendable {
    public enum Severity: String, Sendable, CaseIterable, Comparable {
        /// Worth knowing; nothing has to be done.
        case note
        /// Edit it, replace it, or keep it with a reason; then the record is held.
        case warning
        /// Never stored, not even in a draft.
        case block

        public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .block: 2
            }
        }
    }

    /// The check that found it.
    public var check: String
    public var severity: Severity
    /// The label of the text in which it stands; nil when it is about the whole.
    public var label: String?
    /// Where in that text, in UTF-8 bytes; nil when it is about the whole.
    public var range: Range<Int>?
    /// One clause: “this looks like a telephone number”.
    public var message: String
    /// What may stand there instead: “[telephone number removed]”.
    public var replacement: String?
    /// Innovations that it is about, for a check that found similar ones.
    public var related: [Reference]

    public init(
        check: String, severity: Severity, label: String? = nil, range: Range<Int>? = nil, message: String,
        replacement: String? = nil, related: [Reference] = []
    ) {
        self.check = check
        self.severity = severity
        self.label = label
        self.range = range
        self.message = message
        self.replacement = replacement
        self.related = related
    }
}
