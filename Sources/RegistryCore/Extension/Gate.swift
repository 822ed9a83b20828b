/// May hold a promotion: says what is missing and what to type next.
///
/// Stages name gates in `stages.yaml`, with parameters: `{gate: ratings, count: 3}`. A move asks the gates of every stage
/// on its way, and all that fail are shown, never just the first. A gate that stages name and no plugin brings holds.
public protocol Gate: Extension {
    /// One line for `plugins`: what must hold.
    var summary: String { get }
    /// Refuses parameters that it does not understand (`Settings.only`), by a problem that names their line.
    ///
    /// Called when stages are configured, and at each opening of a registry: parameters that were taken once are taken
    /// by later versions too, or that registry does not open.
    func accept(_ parameters: Settings) throws
    /// Whether what it asks for is there; else what is missing, and what to type.
    ///
    /// Called on the thread of the command: within the transaction that moves, and again wherever somebody is told what
    /// a move would need. So it reads `move` and nothing else, and changes nothing. What is missing is no error: one
    /// that throws refuses the move by its own problem alone.
    func verdict(on move: Move, parameters: Settings) throws -> Verdict
}

extension Gate {
    public static var point: String { "gate" }
    public func accept(_ parameters: Settings) throws { try parameters.only([]) }
}

/// An innovation that somebody would move to a stage, with all that a gate may look at.
public struct Move: Sendable {
    /// As it stands before the move.
    public let innovation: Innovation
    /// The stage whose list names the gate: the one moved to, or one on the way there.
    public let stage: StageDefinition
    /// Who would move it; the reader when it is only explained.
    public let mover: Person
    /// Those on it that are neither withdrawn nor held, oldest first, of every kind.
    public let contributions: [Contribution]
    /// Its signals; one that has nothing to count is absent, which is not 0.
    public let signals: [SignalName: Double]
    /// The home's fields, stages, scales, tags and settings.
    public let configuration: Configuration
    /// The day, by UTC.
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
    /// The next command to type when it is not met: `rate P12 4`.
    public var next: String?

    /// What the gate asks for is there.
    public static func met(_ reason: String) -> Verdict { Verdict(isMet: true, reason: reason, next: nil) }
    /// It is not there. `next` is a whole command line that helps, `rate P12 4`, or nil when nothing can be typed.
    public static func missing(_ reason: String, next: String?) -> Verdict { Verdict(isMet: false, reason: reason, next: next) }
}

/// A gate's verdict with its name: a line of `promote --explain`.
public struct GateAnswer: Equatable, Sendable {
    /// The gate's name.
    public var gate: String
    /// What it says.
    public var verdict: Verdict
}
