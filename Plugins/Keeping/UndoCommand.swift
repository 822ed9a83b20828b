import ArgumentParser
import RegistryCore
import RegistryShell

struct UndoCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take back what you did last; what somebody changed since stays.",
        discussion: "It says what it will take back, and asks; --yes answers. What the batch put in becomes withdrawn and keeps its number. Somebody else's batch takes a lead. An undo is a batch too, and can be undone.")
    static let about = CommandAbout(.keep, examples: [
        Example("undo", "your own last batch"),
        Example("undo --batch 3 --yes", "one batch, without a question"),
    ])

    @Option(help: ArgumentHelp("Which batch; your own last one when it is left out.", valueName: "batch")) var batch: Int?

    func run(_ session: Session) throws {
        let batch = try target(session)
        if session.format == .table { try preview(batch, session) }
        guard try session.confirm("Take batch \(batch.number) (\(batch.command)) back?") else {
            return try session.report(["Nothing was taken back."], ["batch": .null, "undid": .null, "restored": [], "left": []])
        }
        let outcome = try session.perform([.undo(batch.uid)], command: "undo")
        guard case .undone(let report)? = outcome.results.first else { return }
        if batch.command == "config" { try session.reopen() }
        try tell(report, by: outcome.batch, session)
    }

    /// The batch that is meant. Throws where it cannot be undone, before anybody is asked.
    private func target(_ session: Session) throws -> Batch {
        let registry = try session.registry()
        let person = try session.actor().person
        guard let number = batch else {
            guard let last = try registry.lastBatch(of: person) else {
                throw Problem(.refused, "there is nothing of yours to take back, \(person.name)", next: "batches")
            }
            return last
        }
        let batch = try registry.batch(number)
        if Person.key(batch.person) != Person.key(person.name), person.role < .lead {
            throw Problem(.notPermitted, "batch \(number) is \(batch.person)'s, and only a lead may undo somebody else's", next: "undo, for your own last batch")
        }
        if let done = try registry.undoings(since: number)[batch.uid] {
            throw Problem(.refused, "batch \(number) was undone already, by batch \(done.number)", next: "undo --batch \(done.number), to have it again")
        }
        return batch
    }

    /// Says in words what will be taken back, and where that can be known soon, what of it somebody changed since.
    private func preview(_ batch: Batch, _ session: Session) throws {
        let words = try BatchInWords(batch, session)
        let start = "This takes back what \(words.whoAndWhen) (batch \(batch.number))"
        if words.deeds.count == 1, words.more == 0 {
            session.notice("\(start): \(words.deeds[0]).")
        } else {
            session.notice("\(start):")
            for deed in words.deeds.capped(at: UndoCommand.mostDeeds) { session.notice("- \(deed)") }
            if words.more > 0 { session.notice("- and \(words.more) more: journal --batch \(batch.number) --limit \(batch.count)") }
        }
        if words.putIn { session.notice("What was put in becomes withdrawn and keeps its number; what others added to it stays.") }
        guard words.more == 0, session.canAsk, !session.options.yes else { return }
        let left = try session.registry().foretell(undoing: batch.uid, as: session.actor()).left
        if !left.isEmpty { session.notice("It leaves as it is:") }
        for line in Array(left.reversed()).capped(at: UndoCommand.mostDeeds) { session.notice("- \(line)") }
    }

    private static let mostDeeds = 10

    private func tell(_ report: UndoReport, by batch: Batch?, _ session: Session) throws {
        let most = 20
        let number = report.batch.number
        var lines: [String] = []
        if let batch {
            lines.append("Batch \(number) (\(report.batch.command)) is taken back, by batch \(batch.number).")
        } else {
            lines.append("Nothing of batch \(number) (\(report.batch.command)) could be taken back.")
        }
        // An undo goes backwards; people read forwards.
        lines += Array(report.restored.reversed()).capped(at: most).map { "- \($0)" }
        if !report.left.isEmpty {
            lines.append("Left as it is:")
            lines += Array(report.left.reversed()).capped(at: most).map { "- \($0)" }
        }
        if let batch { lines.append("next: undo --batch \(batch.number), to have it again") }
        try session.report(lines, [
            "batch": JSONValue(batch.map { Double($0.number) }), "undid": JSONValue(number),
            "restored": .array(report.restored.map(JSONValue.string)), "left": .array(report.left.map(JSONValue.string)),
        ])
    }
}
