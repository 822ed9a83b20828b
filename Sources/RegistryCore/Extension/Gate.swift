/// May hold a promotion: says what is missing and what to type next.
///
/// Stages name gates in `stages.yaml`, with parameters. All failing gates are shown, never just the first.
public protocol Gate: Extension {
    /// One line for `plugins`: what must hold.
    var summary: String { get }
    /// Refuses parameters that it does not understand, when stages are configured (`Settings.only`).
    func accept(_ parameters: Settings) throws
    func verdict(on move: Move, parameters: Settings) throws -> Verdict
}

extension Gate {
    public static var point: String { "gate" }
    public func accept(_ parameters: Settings) throws { try parameters.only([]) }
}

/// An innovation that somebody would move to a stage, with all that a gate may look at.
public struct Move: Sendable {
    public let innovation: Innovation
    public let stage: StageDefinition
    /// Who would move it; the reader when it is only explained.
    public let mover: Person
    /// Those on it that are not withdrawn, oldest first.
    public let contributions: [Contribution]
    public let signals: [SignalName: Double]
    public let configuration: Configuration
    public let today: CalendarDate
    /// True when the person asked what would be needed, and moves nothing.
    public let explaining: Bool

    public init(
        innovation: Innovation, stage: StageDefinition, mover: Person, contributions: [Contribution], signals: [SignalName: Double],
        configuration: Configuration, today: CalendarDate, explaining: Bool = false
    ) {
        self.innovation = innovation
        self.stage = stage
        self.mover = mover
        self.contributions = contributions
        self.signals = signals
        self.configuration = configuration
        self.today = today
        self.explaining = explaining
    }
}

/// What a gate says of a move.
public struct Verdict: Equatable, Sendable {
    /// Whether what the gate asks for is there.
    public var isMet: Bool
    /// One clause: what is there, or what is missing.
    public var reason: String
    /// The next command to type when it is not met.
    public var next: String?

    public static func met(_ reason: String) -> Verdict { Verdict(isMet: true, reason: reason, next: nil) }
    public static func missing(_ reason: String, next: String?) -> Verdict { Verdict(isMet: false, reason: reason, next: next) }
}

/// A gate's verdict with its name: a line of `promote --explain`.
public struct GateAnswer: Equatable, Sendable {
    public var gate: String
    public var verdict: Verdict
}
