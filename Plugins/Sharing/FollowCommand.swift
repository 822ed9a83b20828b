import ArgumentParser
import RegistryCore
import RegistryShell

struct FollowCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow", abstract: "Hear in your inbox what becomes of an innovation; alone, list what you follow.")
    static let about = CommandAbout(.spread, examples: [
        Example("follow P1", "puts what happens to P1 into your inbox"),
        Example("follow P1 --stop", "ends it"),
        Example("follow", "lists what you follow"),
    ])

    @Argument(help: ArgumentHelp("Which innovation.", valueName: "reference")) var reference: String?
    @Flag(help: "Follow it no longer.") var stop = false

    func run(_ session: Session) throws {
        guard let reference else {
            guard !stop else { throw Problem(.usage, "what to follow no longer is not said", next: "follow") }
            return try list(session)
        }
        let innovation = try session.innovation(reference)
        let person = try session.actor().person
        if stop { return try self.stop(innovation, person, session) }
        guard !person.submitted(innovation) else {
            throw Problem(.refused, "\(innovation.reference) is your own: what happens to it is in your inbox anyway", value: innovation.title, next: "inbox")
        }
        let outcome = try session.perform([.contribute(try NewContribution(kind: "follow", about: innovation.subject, Follow()))], command: "follow")
        try session.report(
            [outcome.batch == nil ? "You follow \(innovation.reference) already." : "You follow \(innovation.reference): what happens to it is in your inbox."],
            ["ref": .string(innovation.reference.description), "following": true, "batch": JSONValue(outcome.batch.map { Double($0.number) })])
    }

    private func stop(_ innovation: Innovation, _ person: Person, _ session: Session) throws {
        let own = try session.registry().page(innovation.number, for: Viewer(person)).contributions(of: "follow")
            .first { Person.key($0.author) == Person.key(person.name) }
        guard let own else {
            throw Problem(.refused, "you do not follow this", value: innovation.reference.description, next: "follow")
        }
        let outcome = try session.perform([.retract(own.uid)], command: "follow")
        try session.report(
            ["You follow \(innovation.reference) no longer."],
            ["ref": .string(innovation.reference.description), "following": false, "batch": JSONValue(outcome.batch.map { Double($0.number) })])
    }

    private func list(_ session: Session) throws {
        let registry = try session.registry()
        let viewer = try session.viewer()
        let follows = try registry.contributions(of: ["follow"], by: viewer.name, for: viewer).compactMap { follow in
            try follow.innovation.map { (follow, try registry.innovation($0, for: viewer)) }
        }
        try session.show(Listing(
            [.init("ref", "Ref"), .init("title", "Title", wraps: true), .init("stage", "Stage"), .init("since", "Since")],
            rows: follows.map { follow, innovation in
                [
                    .string(innovation.reference.description), .string(innovation.title), .string(innovation.stage),
                    .string(CalendarDate(follow.updated).description),
                ]
            }, references: follows.map(\.1.reference), empty: "you follow nothing yet; “follow P1” begins it"))
    }
}
