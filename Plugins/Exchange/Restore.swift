import ArgumentParser
import RegistryCore
import RegistryShell

struct RestoreCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Read an archive back into an empty registry.",
        discussion: "Everything comes back as it was, journal and references included; drafts are in no archive. A registry that is not there is made.")
    static let about = CommandAbout(.bulk, examples: [
        Example("--registry copy restore everything.archive", "into a new registry"),
    ])

    @Argument(help: ArgumentHelp("What export --to archive wrote, or - for standard input.", valueName: "file")) var file: String

    func run(_ session: Session) throws {
        let lines = try ArchiveLines(file)
        let registry = try registry(session, lines)
        let batches = try registry.batches().count
        if batches > 1, try !session.confirm("This registry has no innovation, but \(batches) batches of other changes; replace them?") {
            return session.notice("Nothing was restored.")
        }
        let progress = ProgressLine(session.output, quiet: session.options.quiet)
        defer { progress.end() }
        let counts = try registry.restore(lines, as: session.actor()) { count in
            guard count & 0xFF == 0 else { return }
            if session.console.interrupted() { throw Problem(.interrupted, "stopped; nothing was restored") }
            progress.tell("restoring", count, of: "lines", fraction: lines.fraction)
        }
        progress.end()
        try session.reopen()
        try session.report(
            ["\(counts.sentence) restored from \(lines.file).", "verify looks whether all of it is as the journal says."],
            counts.json(["file": .string(lines.file)]))
    }

    /// The registry, made under the archive's home when it is not there.
    private func registry(_ session: Session, _ lines: ArchiveLines) throws -> Registry {
        do {
            return try session.registry()
        } catch let problem as Problem where problem.kind == .noInput {
            guard let home = try lines.home() else {
                throw Problem(.badInput, "this is no archive of a registry", at: .init(file: lines.file, line: 1), next: "export --to archive FILE makes one")
            }
            return try session.makeRegistry(home: home)
        }
    }
}

extension ArchiveCounts {
    /// “240 innovations, 12 contributions, 5 people and 9 batches”.
    var sentence: String {
        func counted(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }
        return [counted(innovations, "innovation", "innovations"), counted(contributions, "contribution", "contributions"), counted(people, "person", "people")]
            .joined(separator: ", ") + " and " + counted(batches, "batch", "batches")
    }

    func json(_ more: JSONObject) -> JSONObject {
        var json: JSONObject = [
            "innovations": JSONValue(innovations), "contributions": JSONValue(contributions), "people": JSONValue(people),
            "batches": JSONValue(batches), "entries": JSONValue(entries),
        ]
        for member in more.members { json[member.name] = member.value }
        return json
    }
}
