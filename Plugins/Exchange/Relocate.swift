import ArgumentParser
import RegistryCore
import RegistryShell

struct RelocateCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "relocate", abstract: "Move this registry to a server, to another, or back into a file; also `move --to PLACE`.",
        discussion: "Everything comes along: journal, references, drafts and how far each read an inbox. It is there whole or not at all, is verified, and this one stays as it is. A password never stands in an address: ~/.pgpass, a service file or PGPASSWORD has it.")
    static let about = CommandAbout(.bulk, examples: [
        Example("relocate --to postgres://db.council.example/practice", "to a server; the login that connects is yours there"),
        Example("relocate --to copy", "into a file"),
    ])

    @Option(help: ArgumentHelp("Where to, as --registry names it: postgres://… or a path.", valueName: "place")) var to: String

    func run(_ session: Session) throws {
        // From the first moment a signal is a reason to stop, not a death without a word.
        _ = session.console.interrupted()
        let registry = try session.registry(), actor = try session.actor()
        let destination = try session.opener.destination(to)
        let progress = ProgressLine(session.output, quiet: session.options.quiet)
        defer { progress.end() }
        let moved = try registry.move(to: destination, as: actor) { part, count, total in
            if count & 0xFF == 0, session.console.interrupted() { throw Problem(.interrupted, "stopped; nothing was moved") }
            progress.tell("moving", count, of: part.rawValue, fraction: total.map { Double(count) / Double($0) })
        }
        defer { try? moved.registry.close() }
        let found = try verified(moved, session, progress)
        progress.end()
        try session.report(
            [
                "\(moved.counts.sentence) moved to \(destination.location)\(moved.drafts == 0 ? "" : ", and \(moved.drafts) \(moved.drafts == 1 ? "draft" : "drafts")").",
                "Looked at \(found.innovations + found.contributions + found.entries) of its rows and entries: "
                    + (found.isWhole ? "nothing is wrong." : "\(found.troubles.count + found.further) are not as the journal says."),
            ] + (moved.login.map { ["\(actor.person.name) acts there by the login \($0)."] } ?? [])
                + (ServerAddress.isOne(registry.location) ? ["Other people's drafts and how far they read their inboxes stay there, as a server shows them to nobody else."] : [])
                + ["\(registry.location) stays as it is; what is saved there from now on is not in the new one."] + next(destination, actor, session),
            moved.counts.json([
                "from": .string(registry.location), "to": .string(destination.location), "drafts": JSONValue(moved.drafts),
                "login": JSONValue(moved.login), "ok": .bool(found.isWhole), "troubles": .array(found.troubles.map(JSONValue.string)),
            ]))
        guard !found.isWhole else { return }
        throw Problem(
            .unavailable, "the new registry is not as its journal says", value: destination.location, details: Array(found.troubles.prefix(50)),
            next: "verify, here: what it finds was so before")
    }

    private func verified(_ moved: Moved, _ session: Session, _ progress: ProgressLine) throws -> Verification {
        let total = moved.counts.innovations + moved.counts.contributions + moved.counts.entries
        return try moved.registry.verify { count in
            if count & 0xFF == 0, session.console.interrupted() {
                throw Problem(.interrupted, "stopped; everything was moved, and not all of it looked at again", value: moved.registry.location, next: "verify, there")
            }
            progress.tell("verifying", count, of: "rows and entries", fraction: Double(count) / Double(max(total, 1)))
        }
    }

    /// What people do from now on.
    private func next(_ destination: Destination, _ actor: Actor, _ session: Session) -> [String] {
        let name = "next: everybody sets PRACTICE_REGISTRY=\(Words.quoteForShell(ServerAddress.withoutLogin(destination.location)))"
        if ServerAddress.isOne(destination.location) { return [name, "      people set NAME --login LOGIN, there, for each who works with it"] }
        return actor.person.login == session.surroundings.account ? [name] : [name, "      people set \(Words.quote(actor.person.name)) --login \(Words.quote(session.surroundings.account)), there, or --as"]
    }
}
