import RegistryCore
import RegistryShell

/// What is said after a submission: its reference, who sees it, what happens next.
enum Submitted {
    /// - Parameter whatIsNext: whether the person sat before a form, and hears who looks at it and how they learn of it.
    static func tell(_ outcome: Outcome, _ session: Session, whatIsNext: Bool = false) throws {
        let innovations = outcome.innovations
        session.recent.current = innovations.last?.reference
        if innovations.count > 1 { session.recent.list = innovations.map(\.reference) }
        var lines = innovations.flatMap { innovation in
            [
                "Saved as \(innovation.reference): \(innovation.title)",
                innovation.held == nil
                    ? "It is submitted. \(innovation.visibility.seen); a lead looks at it next."
                    : "It is held: only you and the leads see it until a lead clears it.",
            ]
        }
        if let only = innovations.first, innovations.count == 1 {
            if whatIsNext { lines += try next(only, session) }
            lines.append("Next: show \(only.reference)")
        }
        let rows = innovations.map { innovation -> JSONObject in
            [
                "ref": .string(innovation.reference.description), "title": .string(innovation.title), "stage": .string(innovation.stage),
                "visibility": .string(innovation.visibility.rawValue), "held": .bool(innovation.held != nil),
                "batch": JSONValue(outcome.batch.map { Double($0.number) }),
            ]
        }
        try session.report(lines, rows.count == 1 ? rows[0] : ["submitted": .array(rows.map(JSONValue.object))])
    }

    /// Who looks at it, what they check, and how its submitter hears of it.
    private static func next(_ innovation: Innovation, _ session: Session) throws -> [String] {
        let registry = try session.registry()
        let me = try session.viewer()
        let leads = try registry.people(for: me).filter { $0.role >= .lead && Person.key($0.name) != Person.key(me.name) }.map(\.name)
        var lines: [String] = []
        switch leads.count {
        case 0: lines.append("Nobody else here is a lead yet; an admin names one: people add NAME --role lead")
        case 1...3: lines.append("Who looks at it: \(leads.joined(separator: ", ")).")
        default: lines.append("Who looks at it: one of the \(leads.count) leads of this home.")
        }
        if let name = registry.configuration.stages[innovation.stage]?.next, let stage = registry.configuration.stages[name] {
            lines.append("What comes next: \(stage.label). \(stage.meaning)")
        }
        if session.has(command: "inbox") { lines.append("You hear of it in your inbox (inbox), also when somebody adds to it.") }
        lines.append("Until then you can still change it: edit \(innovation.reference)")
        return lines
    }
}
