import RegistryCore
import RegistryShell

/// What a change of tags would come to, innovation by innovation, before anything is saved.
struct TagPlan {
    private(set) var bulk = Bulk()
    private var operations: [Int: Operation] = [:]
    private var proposing: Set<Int> = []

    init(_ words: TagWords, on innovations: [Innovation], _ session: Session) throws {
        let registry = try session.registry()
        let person = try session.actor().person
        for innovation in innovations {
            let change = TagProposal(add: words.add, remove: words.remove)
            guard change.open(on: innovation) != nil else {
                bulk.leave(innovation)
                continue
            }
            if registry.mayTag(innovation, person) {
                bulk.change(innovation, "be tagged \(words.change)")
                operations[innovation.number] = .tag(innovation.number, add: words.add, remove: words.remove)
                continue
            }
            let own = try registry.page(innovation.number, for: Viewer(person)).contributions(of: "tag-proposal")
                .first { Person.key($0.author) == Person.key(person.name) }?.payload(as: TagProposal.self).open(on: innovation)
            let proposal = own.map { $0.followed(by: change) } ?? change
            if proposal == own {
                bulk.leave(innovation)
            } else {
                bulk.change(innovation, "have \(words.change) proposed")
                proposing.insert(innovation.number)
                operations[innovation.number] = .contribute(try NewContribution(kind: "tag-proposal", about: innovation.subject, proposal))
            }
        }
    }

    /// What it would come to.
    var would: TagOutcome {
        TagOutcome(changed: operations.count - proposing.count, unchanged: bulk.already.count, proposed: proposing.count)
    }

    /// Which of those to change are proposals.
    func split(_ innovations: [Innovation]) -> (changing: [Innovation], proposing: [Innovation]) {
        (innovations.filter { !proposing.contains($0.number) }, innovations.filter { proposing.contains($0.number) })
    }

    /// Does it as one batch.
    func perform(_ innovations: [Innovation], _ session: Session, keeping reason: String?) throws -> TagOutcome {
        let operations = innovations.compactMap { self.operations[$0.number] }
        guard !operations.isEmpty else { return TagOutcome(unchanged: bulk.already.count) }
        let outcome = try session.perform(operations, command: "tag", keeping: reason)
        return TagOutcome(
            changed: outcome.innovations.count, unchanged: bulk.already.count + outcome.unchanged, proposed: outcome.contributions.count,
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
