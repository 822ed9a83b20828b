import ArgumentParser
import RegistryCore

/// What one command would do to many innovations, sorted before anything is saved: what changes, what is so already,
/// and what this person may not change so.
public struct Bulk {
    /// Innovations to which the same would be done.
    public struct Part {
        /// What stands behind “would” and “shall these”: `be tagged +transport`.
        public var deed: String
        public var innovations: [Innovation]
    }

    public struct Refusal {
        public var innovation: Innovation
        public var kind: Problem.Kind
        /// One clause.
        public var why: String
    }

    public private(set) var parts: [Part] = []
    public private(set) var already: [Innovation] = []
    public private(set) var refused: [Refusal] = []

    /// Up to so many that were named are changed without a question.
    public static let unasked = 5

    public init() {}

    public mutating func change(_ innovation: Innovation, _ deed: String) {
        if let index = parts.firstIndex(where: { $0.deed == deed }) {
            parts[index].innovations.append(innovation)
        } else {
            parts.append(Part(deed: deed, innovations: [innovation]))
        }
    }

    public mutating func leave(_ innovation: Innovation) { already.append(innovation) }

    public mutating func refuse(_ innovation: Innovation, because why: String, kind: Problem.Kind = .refused) {
        refused.append(Refusal(innovation: innovation, kind: kind, why: why))
    }

    public var changing: [Innovation] { parts.flatMap(\.innovations) }
    private var count: Int { parts.reduce(already.count + refused.count) { $0 + $1.innovations.count } }

    /// “Shall these 93 be tagged +transport, leaving 2 out?”
    var question: String {
        let number = changing.count
        let deed = parts.count == 1 ? parts[0].deed : "be changed so"
        return "Shall \(number == 1 ? "this one" : "these \(number)") \(deed)\(refused.isEmpty ? "" : ", leaving \(refused.count) out")? Enter is no."
    }

    /// “93 innovations would be tagged +transport”, a clause for each part.
    var summary: String { parts.map { "\(Bulk.counted($0.innovations.count)) would \($0.deed)" }.joined(separator: ", ") }

    /// Why nothing was changed although something could be.
    var refusal: Problem {
        let kinds = Set(refused.map(\.kind))
        let details = refused.prefix(Bulk.mostRefused).map { "\($0.innovation.reference): \($0.why)" }
        return Problem(
            kinds.count == 1 ? refused[0].kind : .refused,
            refused.count == count
                ? "\(count == 1 ? "it" : "none of \(count)") can be changed so" : "\(refused.count) of \(count) cannot be changed so, so none was",
            details: details + (refused.count > details.count ? ["and \(refused.count - details.count) more"] : []),
            next: changing.isEmpty ? refused.first.map { "show \($0.innovation.reference)" } : "add --leave-out, to go on without \(refused.count == 1 ? "it" : "them")")
    }

    private static let mostRefused = 20
    private static let mostShown = 5

    public static func counted(_ number: Int) -> String { number == 1 ? "1 innovation" : "\(number) innovations" }

    /// “P1, P2, P3 and 9 more”.
    public static func listed(_ innovations: [Innovation], most: Int = 5) -> String {
        let shown = innovations.prefix(most).map(\.reference.description).joined(separator: ", ")
        return innovations.count > most ? "\(shown) and \(innovations.count - most) more" : shown
    }

    /// The preview to a width in columns: how many, the first of them with titles, how many are so already, and what
    /// may not be changed, with why.
    func preview(width: Int) -> [String] {
        var lines: [String] = []
        func add(_ text: String, indented: Int = 0) {
            let room = max(20, width) - indented
            lines += Wrapping.wrap(text.visible(), to: room, hanging: indented).map { String(repeating: " ", count: indented) + $0 }
        }
        for part in parts {
            add("\(Bulk.counted(part.innovations.count)) would \(part.deed):")
            for innovation in part.innovations.prefix(Bulk.mostShown) {
                lines.append(Wrapping.cut("  \(innovation.reference)  \(innovation.title)".visible(), to: max(20, width)))
            }
            if part.innovations.count > Bulk.mostShown { lines.append("  and \(part.innovations.count - Bulk.mostShown) more") }
        }
        if !already.isEmpty { add("\(Bulk.counted(already.count)) \(already.count == 1 ? "is" : "are") so already: \(Bulk.listed(already))") }
        if !refused.isEmpty {
            add("\(Bulk.counted(refused.count)) cannot be changed so:")
            for refusal in refused.prefix(Bulk.mostShown) { add("\(refusal.innovation.reference): \(refusal.why)", indented: 2) }
            if refused.count > Bulk.mostShown { lines.append("  and \(refused.count - Bulk.mostShown) more") }
        }
        return lines.isEmpty ? ["Nothing is found, so nothing would change."] : lines
    }

    var json: JSONObject {
        func references(_ innovations: [Innovation]) -> JSONValue { .array(innovations.map { .string($0.reference.description) }) }
        return [
            "dry_run": true, "would": .array(parts.map { ["deed": .string($0.deed), "refs": references($0.innovations)] }), "already": references(already),
            "refused": .array(refused.map { ["ref": .string($0.innovation.reference.description), "why": .string($0.why)] }),
        ]
    }
}

/// The options of every command that changes many: which ones, and how.
public struct BulkOptions: ParsableArguments {
    @Option(help: ArgumentHelp("All that this finds; `help find` says how.", valueName: "selection")) public var `where`: String?
    @Flag(help: "Say what would be done, and do nothing.") public var dryRun = false
    @Flag(help: "Go on without those that may not be changed so.") public var leaveOut = false

    public init() {}

    /// The innovations that are meant, each once: those that are named, or those that the selection finds.
    ///
    /// - Parameter example: a command line that would be right, for errors.
    public func innovations(_ references: [Reference], _ session: Session, example: String) throws -> [Innovation] {
        let registry = try session.registry()
        let viewer = try session.viewer()
        guard let text = self.where else {
            guard !references.isEmpty else { throw Problem(.usage, "which innovation is not said", next: example) }
            var seen = Set<Int>()
            let found = try references.map { try registry.innovation($0, for: viewer) }.filter { seen.insert($0.number).inserted }
            if found.count == 1 { session.recent.current = found[0].reference }
            return found
        }
        guard references.isEmpty else {
            throw Problem(.usage, "either references or --where say which innovations, not both", value: references[0].description)
        }
        guard !text.trimmed.isEmpty else {
            throw Problem(.usage, "--where needs a selection: an empty one would mean every innovation", next: "help find")
        }
        return try registry.find(registry.query(registry.selection(text, for: viewer).condition, for: viewer, order: .number)).map(\.innovation)
    }
}

extension Session {
    private enum Agreement { case yes, no, choose }

    /// Shows what a command would do to many, and asks; the default is no. Without a person to ask, `--yes` answers,
    /// and the error that is thrown without it names it and how many there are.
    ///
    /// Up to five that were named are changed without a question. Those that may not be changed are left out only
    /// when the person says so, here or with `--leave-out`.
    ///
    /// - Returns: those to change, none where all is so already; nil when the person wants nothing changed, which is
    ///   told.
    public func agreed(to bulk: Bulk, _ bulkOptions: BulkOptions) throws -> [Innovation]? {
        let changing = bulk.changing
        guard !changing.isEmpty else {
            guard bulk.refused.isEmpty || bulkOptions.leaveOut else { throw bulk.refusal }
            return []
        }
        let isAnswered = options.yes || !canAsk
        if !bulk.refused.isEmpty, isAnswered, !bulkOptions.leaveOut { throw bulk.refusal }
        let asks = bulkOptions.where != nil || changing.count > Bulk.unasked || (!bulk.refused.isEmpty && !bulkOptions.leaveOut)
        guard asks, !options.yes else {
            if !bulk.refused.isEmpty { notice("left out: \(Bulk.listed(bulk.refused.map(\.innovation)))") }
            return changing
        }
        preview(bulk)
        guard canAsk else { throw Problem(.usage, "this needs a yes: \(bulk.summary)", next: "add --yes") }
        let choices: [Choice<Agreement>] = [
            Choice("yes", "does it, as one batch that undo takes back", .yes), Choice("no", "changes nothing", .no),
            Choice("choose", "lists all of them, and you say which", .choose),
        ]
        switch choose(bulk.question, from: choices, otherwise: .no)?.value {
        case .yes: return changing
        case .choose:
            if let picked = pick(from: changing) { return picked }
        case .no, nil: break
        }
        notice("nothing was changed")
        return nil
    }

    private func preview(_ bulk: Bulk) {
        for line in bulk.preview(width: output.messageWidth()) { output.message(line) }
    }

    /// What `--dry-run` prints: the preview, or for programs one object.
    ///
    /// - Parameter further: members of the object that the command has had for itself.
    public func foretell(_ bulk: Bulk, _ further: JSONObject = [:]) throws {
        let lines = bulk.preview(width: output.width() ?? 1000)
        guard format != .table else { return try output.result(lines.joined(separator: "\n") + "\n") }
        try report(lines, JSONObject(further.members.map { ($0.name, $0.value) } + bulk.json.members.map { ($0.name, $0.value) }))
    }
}
