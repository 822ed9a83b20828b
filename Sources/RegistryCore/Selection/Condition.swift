/// What a selection asks for, resolved against a home's fields, stages and signals: what a store answers.
public indirect enum Condition: Equatable, Sendable {
    /// Everything when empty.
    case all([Condition])
    /// Nothing when empty.
    case any([Condition])
    case not(Condition)
    /// A word anywhere in the searchable text, by its stem; a beginning of words when `prefix`.
    case word(String, prefix: Bool)
    /// Words that stand next to each other in this order.
    case phrase([String])
    case tag(String)
    case stage(StageName)
    case submitter(PersonName)
    case source(String)
    case number(ClosedRange<Int>)
    case visibility(Visibility)
    /// Held, or something on it is.
    case held
    /// A field compared with a value. `.contains` looks for the text inside, without regard to case; `.equals`
    /// compares whole values without regard to case, and any one value of a list.
    case field(FieldName, Comparison, FieldValue)
    /// A field that has an answer.
    case present(FieldName)
    case signal(SignalName, Comparison, Double)
    /// When it was made, compared with a written date's beginning (`2016-01`): `.equals` means within it.
    case created(Comparison, String)
    case updated(Comparison, String)

    public enum Comparison: String, Sendable, CaseIterable {
        case equals = "="
        case contains = ":"
        case less = "<"
        case atMost = "<="
        case greater = ">"
        case atLeast = ">="
    }

    public static let everything = Condition.all([])
}

/// Which innovations, in which order, for whom: one question to a store.
public struct Query: Sendable {
    public enum Order: Equatable, Sendable {
        /// By relevance of the words, best first; by number where there are none.
        case relevance
        case field(FieldName)
        case signal(SignalName)
        case created, updated, number
    }

    public var viewer: Viewer
    public var condition: Condition
    public var order: Order
    /// Largest, newest, best or last first. Relevance is always best first. Absent values come last either way;
    /// ties go by number, lowest first.
    public var descending: Bool
    /// The most rows; nil for all.
    public var limit: Int?
    public var offset: Int
    /// Whether stages that `find` leaves out (withdrawn, merged) come along; the registry sets the stages.
    public var unlisted: [StageName]
    /// Whether other homes' innovations come along whose visibility is everyone.
    public var everywhere: Bool

    public init(
        viewer: Viewer, condition: Condition = .everything, order: Order = .relevance, descending: Bool = false,
        limit: Int? = nil, offset: Int = 0, unlisted: [StageName] = [], everywhere: Bool = false
    ) {
        self.viewer = viewer
        self.condition = condition
        self.order = order
        self.descending = descending
        self.limit = limit
        self.offset = offset
        self.unlisted = unlisted
        self.everywhere = everywhere
    }
}

/// One row of an answer.
public struct Found: Equatable, Sendable {
    public var innovation: Innovation
    /// How well the words fit, larger is better; nil when the selection has no words.
    public var score: Double?
    public var signals: [SignalName: Double]

    public init(innovation: Innovation, score: Double?, signals: [SignalName: Double]) {
        self.innovation = innovation
        self.score = score
        self.signals = signals
    }
}
