import RegistryCore
import RegistryShell

/// What a change of tags would come to, innovation by innovation, before anything is saved.
struct TagPlan {
    var changing: [Innovation] = []
    var proposing: [Innovation] = []
    var unchanged: [Innovation] = []
    private var operations: [Operation] = []

    init(_ words: TagWords, on innovations: [Innovation], _ session: Session) throws {
        let registry = try session.registry()
        let person = try session.actor().person
        for innovation in innovations {
            let change = TagProposal(add: words.add, remove: words.remove)
            guard change.open(on: innovation) != nil else {
                unchanged.append(innovation)
                continue
            }
            if registry.mayTag(innovation, person) {
                changing.append(innovation)
                operations.append(.tag(innovation.number, add: words.add, remove: words.remove))
                continue
            }
            let own = try registry.page(innovation.number, for: Viewer(person)).contributions(of: "tag-proposal")
                .first { Person.key($0.author) == Person.key(person.name) }?.payload(as: TagProposal.self).open(on: innovation)
            let proposal = own.map { $0.followed(by: change) } ?? change
            if proposal == own {
                unchanged.append(innovation)
            } else {
                proposing.append(innovation)
                operations.append(.contribute(try NewContribution(kind: "tag-proposal", about: innovation.subject, proposal)))
            }
        }
    }

    /// Lines that say what it would do: asked about before, and what `--dry-run` prints.
    func preview(_ change: String) -> [String] {
        var lines: [String] = []
        if !changing.isEmpty { lines.append("\(counted(changing.count)) would be tagged \(change): \(listed(changing))") }
        if !proposing.isEmpty { lines.append("for \(counted(proposing.count)) of others it would be proposed: \(listed(proposing))") }
        if !unchanged.isEmpty { lines.append("\(counted(unchanged.count)) would stay as \(unchanged.count == 1 ? "it is" : "they are"): \(listed(unchanged))") }
        return lines
    }

    /// Does it as one batch.
    func perform(_ session: Session, keeping reason: String?) throws -> TagOutcome {
        guard !operations.isEmpty else { return TagOutcome(unchanged: unchanged.count) }
        let outcome = try session.perform(operations, command: "tag", keeping: reason)
        return TagOutcome(
            changed: outcome.innovations.count, unchanged: unchanged.count + outcome.unchanged, proposed: outcome.contributions.count,
            batch: outcome.batch?.number)
    }
}

/// What a change of tags came to.
struct TagOutcome {
    var changed = 0
    var unchanged = 0
    var proposed = 0
    var batch: Int?

    var json: JSONObject {
        ["changed": JSONValue(changed), "unchanged": JSONValue(unchanged), "proposed": JSONValue(proposed), "batch": JSONValue(batch.map(Double.init))]
    }
}
