import ArgumentParser
import RegistryCore
import RegistryShell

struct VerifyCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Hold everything here against the journal, and the journal against itself.",
        discussion: "It finds what was changed behind the registry's back, by a disk or by a hand. It changes nothing.")
    static let about = CommandAbout(.keep, examples: [Example("verify", "says what was looked at, and what is wrong")])

    /// The most troubles that are printed for people; programs get all that are known.
    private static let shown = 50

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let found = try registry.verify(for: session.viewer()) { _ in
            if session.console.interrupted() { throw Problem(.interrupted, "stopped; not everything was looked at", next: "verify") }
        }
        try session.report(
            [
                "Looked at \(counted(found.innovations, "innovation", "innovations")), \(counted(found.contributions, "contribution", "contributions")), "
                    + "\(counted(found.batches, "batch", "batches")) with \(counted(found.entries, "entry", "entries"))"
                    + (found.redacted == 0 ? "." : ", \(found.redacted) of them redacted."),
            ] + (found.isWhole ? ["Nothing is wrong."] : []),
            [
                "ok": .bool(found.isWhole), "innovations": JSONValue(found.innovations), "contributions": JSONValue(found.contributions),
                "batches": JSONValue(found.batches), "entries": JSONValue(found.entries), "redacted": JSONValue(found.redacted),
                "troubles": .array(found.troubles.map(JSONValue.string)), "further": JSONValue(found.further),
            ])
        guard !found.isWhole else { return }
        let count = found.troubles.count + found.further
        throw Problem(
            .unavailable, "this registry is damaged, or was changed behind the journal's back: \(counted(count, "trouble", "troubles"))",
            value: registry.location, details: session.format == .table ? found.lines(VerifyCommand.shown) : [],
            next: "keep a copy of it as it is, and go back to the last backup that verifies")
    }
}

extension Verification {
    /// The first troubles, and how many more there are.
    fileprivate func lines(_ most: Int) -> [String] {
        let more = troubles.count - min(most, troubles.count) + further
        return Array(troubles.prefix(most)) + (more == 0 ? [] : ["and \(more) more: verify --format json"])
    }
}
