/// Looks at what people wrote before it is saved, on every path: form, options, import, contributions, plugins.
///
/// It is batched (many texts in, findings out) and runs before the write lock is taken, so that an import runs it
/// on another core and a process answers a thousand at a time.
///
/// A finding is a `note`, which is told; a `warning`, for which the person gives a reason or edits, and then the record is
/// held until a lead clears it; or a `block`, which is never stored. Where a check throws, or answers for fewer passages
/// than it was given, nothing is saved.
public protocol Check: Extension {
    /// One line for `plugins`.
    var summary: String { get }
    /// The findings of each passage, in the passages' order: as many lists as passages, most of them empty.
    ///
    /// A command has all texts of its batch looked at in one call, on its own thread. An import asks with about a
    /// thousand rows at once, on several threads. A draft is looked at whenever an answer is kept, and what stands is
    /// looked at again when a lead reviews it: so it answers alike whenever it is asked.
    func examine(_ passages: [Passage], _ setting: CheckSetting) throws -> [[Finding]]
    /// For one import, a check that remembers what it saw of it; nil when each text is looked at for itself. Asked once,
    /// before the first row.
    func running(_ setting: CheckSetting) throws -> (any RunningCheck)?
}

/// A check during one import, which may be of a million rows: it compares each with those before, and prepares once
/// what would take too long a thousand times. It is asked by several threads, about each passage once.
public protocol RunningCheck: AnyObject, Sendable {
    /// The findings of each passage of some rows, as `Check.examine` gives them.
    func examine(_ passages: [Passage]) throws -> [[Finding]]
}

extension Check {
    public func running(_ setting: CheckSetting) throws -> (any RunningCheck)? { nil }
    public static var point: String { "check" }
}

/// What one save brings: the texts of a submission, of a revision or of a contribution.
public struct Passage: Equatable, Sendable {
    /// Why its texts are looked at.
    public enum Purpose: String, Sendable {
        /// A new innovation: its answers and tags.
        case submission
        /// Answers that are changed.
        case revision
        /// The `texts` of a contribution's kind.
        case contribution
        /// What is said or named beside: tags, a reason, a person's name.
        case remark
        /// An unfinished form. What blocks is masked in it.
        case draft
        /// A row of an import.
        case imported
    }

    /// Why they are looked at.
    public var purpose: Purpose
    /// Each answer under its field's name; of a contribution, what its kind calls them. There may be none.
    public var texts: [LabelledText]
    /// The number of the innovation that it is about, when there is one already.
    public var innovation: Int?

    public init(purpose: Purpose, texts: [LabelledText], innovation: Int? = nil) {
        self.purpose = purpose
        self.texts = texts
        self.innovation = innovation
    }
}

/// What a check may look at: the registry as the person sees it.
public struct CheckSetting: Sendable {
    /// To read from, not to write to; nil where there is no registry.
    public let registry: Registry?
    /// Who writes the text: findings tell nothing that this person may not see. Nil where there is no registry.
    public let viewer: Viewer?

    public init(registry: Registry?, viewer: Viewer?) {
        self.registry = registry
        self.viewer = viewer
    }
}

/// What a check found in a text.
public struct Finding: Equatable, Sendable {
    /// What becomes of a text in which something was found.
    public enum Severity: String, Sendable, CaseIterable, Comparable {
        /// Worth knowing; nothing has to be done.
        case note
        /// Edit it, replace it, or keep it with a reason; then the record is held.
        case warning
        /// Never stored, not even in a draft.
        case block

        /// By how much each asks of the person.
        public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .block: 2
            }
        }
    }

    /// The name of the check that found it.
    public var check: String
    /// What becomes of the text.
    public var severity: Severity
    /// The label of the text in which it stands; nil when it is about the whole.
    public var label: String?
    /// Where in that text, in UTF-8 bytes from its beginning; nil when it is about the whole.
    public var range: Range<Int>?
    /// One clause: “this looks like a telephone number”.
    public var message: String
    /// What may stand there instead: “[telephone number removed]”; `[removed]` when nil.
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
