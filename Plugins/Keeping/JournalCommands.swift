import ArgumentParser
import Foundation
import RegistryCore
import RegistryShell

struct JournalCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "What was done here, by whom and when (UTC), the last first.",
        discussion: "The lines of one batch stand in the order in which they were done.")
    static let about = CommandAbout(.keep, examples: [
        Example("journal", "the last 20 changes that you may see"),
        Example("journal --by ben --limit 5", "the last five that ben made"),
        Example("journal --batch 2", "what one batch did"),
    ])

    @Option(help: ArgumentHelp("How many at most.", valueName: "number")) var limit = 20
    @Option(help: ArgumentHelp("Only what this person did.", valueName: "person")) var by: String?
    @Option(help: ArgumentHelp("Only what this batch did.", valueName: "batch")) var batch: Int?

    func run(_ session: Session) throws {
        let limit = try checked(limit: limit, of: "journal")
        let (lines, more) = try lines(limit, session)
        try session.show(Listing(
            [
                .init("batch", "Batch"), .init("at", "When"), .init("by", "Who"), .init("ref", "Ref"), .init("what", "What", wraps: true),
                .init("why", "Why", wraps: true), .init("action", ""), .init("subject", ""), .init("command", ""), .init("account", ""),
            ],
            rows: lines.map { line in
                let subject = line.entry.subject
                let reference = line.entry.innovation.map { Reference($0).description }
                return [
                    JSONValue(line.batch.number), .string(session.shown(line.batch.at)), .string(line.batch.person), JSONValue(reference),
                    .string(line.what), JSONValue(line.reason), .string(line.entry.action.rawValue), .string(subject.type),
                    .string(line.batch.command), .string(line.batch.account),
                ]
            }, empty: "nothing was done here that you may see"))
        if more, let last = lines.last { session.notice("batch \(last.batch.number) goes on: journal --batch \(last.batch.number) --limit \(last.batch.count)") }
    }

    /// The lines, and whether the last of their batches has more of them.
    private func lines(_ limit: Int, _ session: Session) throws -> ([HistoryLine], Bool) {
        let registry = try session.registry()
        let viewer = try session.viewer()
        let person = try by.map { try registry.person($0).name }
        if let batch {
            let one = try registry.batch(batch)
            if let person, Person.key(person) != Person.key(one.person) { return ([], false) }
            let found = try registry.lines(of: one, for: viewer, limit: limit + 1)
            return (Array(found.prefix(limit)), found.count > limit)
        }
        var lines: [HistoryLine] = []
        var before: Int?
        while lines.count < limit {
            // A page at a time, as some batches may show this viewer nothing.
            let batches = try registry.batches(by: person, before: before, limit: 50)
            guard let last = batches.last else { break }
            for batch in batches where lines.count < limit {
                let found = try registry.lines(of: batch, for: viewer, limit: limit - lines.count + 1)
                if lines.count + found.count > limit { return (lines + found.prefix(limit - lines.count), true) }
                lines += found
            }
            before = last.number
        }
        return (lines, false)
    }
}

struct BatchesCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "batches", abstract: "The changes as they were made together, the last first; undo takes one back.")
    static let about = CommandAbout(.keep, examples: [
        Example("batches", "the last 20"),
        Example("batches --by ben --limit 5", "ben's last five"),
    ])

    @Option(help: ArgumentHelp("How many at most.", valueName: "number")) var limit = 20
    @Option(help: ArgumentHelp("Only this person's.", valueName: "person")) var by: String?

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let person = try by.map { try registry.person($0).name }
        let batches = try registry.batches(by: person, limit: checked(limit: limit, of: "batches"), for: session.viewer())
        let undoings = try registry.undoings(since: batches.last?.number ?? .max)
        let numbers = Dictionary(batches.map { ($0.uid, $0.number) }, uniquingKeysWith: { $1 })
        try session.show(Listing(
            [
                .init("batch", "Batch"), .init("at", "When"), .init("by", "Who"), .init("account", "Account"), .init("command", "Command"),
                .init("entries", "Entries"), .init("undone_by", "Undone by"), .init("undoes", "Undoes"),
            ],
            rows: try batches.map { batch in
                // At a terminal the account is of interest only where it is not the name.
                let repeats = session.format == .table && Person.key(batch.account) == Person.key(batch.person)
                let undoes = try batch.undoes.flatMap { uid in try numbers[uid] ?? registry.batch(uid)?.number }
                return [
                    JSONValue(batch.number), .string(session.shown(batch.at)), .string(batch.person),
                    .string(repeats ? "" : batch.account), .string(batch.command), JSONValue(batch.count),
                    JSONValue(undoings[batch.uid].map { Double($0.number) }), JSONValue(undoes.map(Double.init)),
                ]
            }, empty: "nothing was changed here yet"))
    }
}

extension Session {
    /// A moment: to the minute at a terminal, whole for programs.
    func shown(_ date: Date) -> String {
        let text = Moment.text(date)
        return format == .table || format == .markdown ? String(text.prefix(16)).replacing("T", with: " ") : text
    }
}

extension HistoryLine {
    /// What it did, with whom or which document it did it to.
    var what: String {
        let said = clauses.joined(separator: "; ")
        switch entry.subject {
        case .person(let name): return "\(name): \(entry.action == .joined ? "joined; " : "")\(said)"
        case .configuration(let name): return "config \(name): \(said)"
        case .home: return entry.action == .created ? "made the home" : "the home: \(said)"
        case .innovation, .contribution: return said
        }
    }
}
