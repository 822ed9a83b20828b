import ArgumentParser
import RegistryCore
import RegistryShell

struct HistoryCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "history", abstract: "Who changed what of an innovation, when and why.")
    static let about = CommandAbout(.ideas, examples: [Example("history P1", "everything that happened to P1, oldest first")])

    @Argument(help: ArgumentHelp("Which innovation.", valueName: "reference")) var reference: String = "."

    func run(_ session: Session) throws {
        let innovation = try session.innovation(reference)
        let lines = try session.registry().history(of: innovation.number, for: session.viewer())
        try session.show(Listing(
            [
                .init("at", "When"), .init("who", "Who"), .init("what", "What", wraps: true), .init("why", "Why", wraps: true),
                .init("batch", "Batch"), .init("account", ""), .init("action", ""), .init("command", ""),
            ],
            rows: lines.map { line in
                let at = Moment.text(line.batch.at)
                return [
                    .string(session.format == .table ? String(at.prefix(16)).replacing("T", with: " ") : at), .string(line.batch.person),
                    .string(line.clauses.joined(separator: "; ")), JSONValue(line.reason), JSONValue(line.batch.number),
                    .string(line.batch.account), .string(line.entry.action.rawValue), .string(line.batch.command),
                ]
            }, empty: "nothing is known of \(innovation.reference)"))
    }
}
