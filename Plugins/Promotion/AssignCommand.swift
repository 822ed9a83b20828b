import ArgumentParser
import RegistryCore
import RegistryShell

/// `review assign`: shares the queue among the leads.
struct AssignReviews: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Say which lead looks at what waits; the lead finds it in the queue, and `review` leaves it to them.")

    @Argument(help: ArgumentHelp("Which innovations, as one batch.", valueName: "reference")) var references: [String] = []
    @OptionGroup var bulk: BulkOptions
    @Option(help: ArgumentHelp("A lead, me, or nobody.", valueName: "person")) var to: String

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let actor = try session.actor()
        try ReviewQueue.require(actor)
        let person = try receiver(registry, actor)
        let innovations = try bulk.innovations(session.references(references), session, example: "review assign P1 --to \(person ?? "me")")
        let plan = try plan(innovations, to: person, registry, actor)
        if bulk.dryRun { return try session.foretell(plan) }
        guard let chosen = try session.agreed(to: plan, bulk) else { return }
        let outcome = try session.perform(
            chosen.map { .contribute(try NewContribution(kind: "assignment", about: $0.subject, Assignment(person: person))) }, command: "review")
        let words = chosen.isEmpty
            ? [innovations.isEmpty ? "Nothing is found, so nothing is assigned." : "Nothing changes: \(Bulk.listed(innovations)) \(innovations.count == 1 ? "is" : "are") so already."]
            : [person.map { "\(Bulk.listed(chosen)) \(chosen.count == 1 ? "waits" : "wait") for \($0) now." } ?? "\(Bulk.listed(chosen)) \(chosen.count == 1 ? "waits" : "wait") for any lead now."]
        try session.report(words, [
            "refs": .array(chosen.map { .string($0.reference.description) }), "to": JSONValue(person),
            "batch": JSONValue(outcome.batch.map { Double($0.number) }),
        ])
    }

    /// The lead who is meant; nil for nobody.
    private func receiver(_ registry: Registry, _ actor: Actor) throws -> PersonName? {
        switch to.lowercased() {
        case "nobody": return nil
        case "me": return actor.person.name
        default:
            let person = try registry.person(to)
            guard person.role >= .lead else {
                throw Problem(.refused, "\(person.name) is \(person.role.rawValue) here, and only a lead reviews", value: to, next: "people")
            }
            return person.name
        }
    }

    private func plan(_ innovations: [Innovation], to person: PersonName?, _ registry: Registry, _ actor: Actor) throws -> Bulk {
        let assignments = try Assignments(registry, for: actor.viewer)
        var plan = Bulk()
        for innovation in innovations {
            if actor.person.submitted(innovation) {
                plan.refuse(innovation, because: "you put it in, and nobody reviews their own, nor says who does")
            } else if let person, Person.key(person) == Person.key(innovation.submitter) {
                plan.refuse(innovation, because: "\(innovation.submitter) put it in, and nobody reviews their own")
            } else if try !ReviewQueue.waits(innovation, registry, actor.viewer) {
                plan.refuse(innovation, because: "it is \(innovation.stage), and waits for no lead")
            } else if assignments[innovation.number]?.to == person {
                plan.leave(innovation)
            } else {
                plan.change(innovation, person.map { "be assigned to \($0)" } ?? "be assigned to nobody")
            }
        }
        return plan
    }
}
