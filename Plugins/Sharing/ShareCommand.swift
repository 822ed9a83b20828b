import ArgumentParser
import RegistryCore
import RegistryShell

struct ShareCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "share", abstract: "Point an innovation out to people, or send it to a channel.")
    static let about = CommandAbout(.spread, examples: [
        Example("share P1 --with ben --note \"Would this suit the Thursday group?\"", "puts it into ben's inbox, with a note"),
        Example("share P1 --with ben --with \"Amina Khan\"", "shares it with two people"),
        Example("share P1 --to file:innovations.md", "adds its page to a Markdown file"),
    ])

    @Argument(help: ArgumentHelp("Which innovation.", valueName: "reference")) var reference: String
    @Option(help: ArgumentHelp("Whom to share it with; may stand several times.", valueName: "person")) var with: [String] = []
    @Option(help: ArgumentHelp("Where to send it: CHANNEL or CHANNEL:TARGET.", valueName: "channel")) var to: String?
    @Option(help: ArgumentHelp("What you say to it.", valueName: "text")) var note: String?
    @Option(help: ArgumentHelp("Why a text that was warned about must stay.", valueName: "reason")) var keep: String?

    func run(_ session: Session) throws {
        let innovation = try session.innovation(reference)
        let registry = try session.registry()
        var seen = Set<String>()
        let receivers = try with.map(registry.person).filter { seen.insert(Person.key($0.name)).inserted }
        let (channel, target) = try channel(in: registry, hasReceivers: !receivers.isEmpty, for: innovation)
        let inbox = try ShareCommand.channel("inbox", in: registry)
        // A channel without receivers takes one share; people find theirs in their inboxes all the same.
        var shares = receivers.map { (channel: channel.needsReceiver ? channel : inbox, receiver: Optional($0.name)) }
        if !channel.needsReceiver { shares.append((channel, nil)) }
        let outcome = try session.perform(
            shares.map { share in
                .contribute(try NewContribution(kind: "share", about: innovation.subject, Share(with: share.receiver, to: share.channel.name, note: note)))
            }, command: "share", keeping: keep)
        let page = try SharedPage.blocks(registry.page(innovation.number, for: session.viewer()))
        let sender = try session.actor().person
        let delivered = try shares.map { share in
            try deliver(share.channel, Delivery(
                innovation: innovation, sender: sender, receiver: share.receiver, note: note, target: share.receiver == nil ? target : nil, page: page))
        }
        let unseeing = try blind(receivers, innovation, session)
        try session.report(
            ["\(innovation.reference) is shared: \(delivered.joined(separator: ", "))."],
            [
                "ref": .string(innovation.reference.description), "with": .array(receivers.map { .string($0.name) }), "to": .string(channel.name),
                "delivered": .array(delivered.map(JSONValue.string)), "not_seen_by": .array(unseeing.map(JSONValue.string)),
                "batch": JSONValue(outcome.batch.map { Double($0.number) }),
            ])
    }

    /// The channel that `--to` names and what stands after its colon; the inbox when only people are named.
    private func channel(in registry: Registry, hasReceivers: Bool, for innovation: Innovation) throws -> (any Channel, String?) {
        let parts = (to ?? "inbox").split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let channel = try ShareCommand.channel(parts.first ?? "", in: registry)
        let target = parts.count == 2 ? parts[1] : nil
        guard hasReceivers || !channel.needsReceiver else {
            throw Problem(.usage, to == nil ? "whom to share it with is not said" : "the channel “\(channel.name)” needs a person", next: "share \(innovation.reference) --with SOMEBODY")
        }
        if !channel.needsReceiver, innovation.held != nil {
            throw Problem(
                .refused, "\(innovation.reference) is held: it cannot go out before a lead clears it", value: innovation.title,
                next: "clear \(innovation.reference)")
        }
        try channel.accept(target: target)
        return (channel, target)
    }

    private static func channel(_ name: String, in registry: Registry) throws -> any Channel {
        let channels = registry.assembly.channels
        guard let channel = channels.first(where: { $0.name == name.lowercased() }) else {
            throw Problem.unknown("channel", name, among: channels.map(\.name), next: "share P1 --with SOMEBODY")
        }
        return channel
    }

    /// A delivery that fails says that the share itself is saved.
    private func deliver(_ channel: any Channel, _ delivery: Delivery) throws -> String {
        do {
            return try channel.deliver(delivery)
        } catch var problem as Problem {
            problem.details.append("the share itself is saved, and can be sent again")
            throw problem
        }
    }

    /// The receivers who may not see the innovation now: they find the share once they may. Each is told of.
    private func blind(_ receivers: [Person], _ innovation: Innovation, _ session: Session) throws -> [PersonName] {
        let registry = try session.registry()
        // The note may have held it just now.
        let now = try registry.innovation(innovation.number, for: session.viewer())
        let blind = receivers.filter { (try? registry.innovation(innovation.number, for: Viewer($0))) == nil }.map(\.name)
        let why = now.held != nil ? "it is held until a lead clears it" : now.visibility == .me ? "only its submitter and leads see it" : "only its submitter's team sees it"
        let next = now.held != nil ? "clear \(now.reference)" : "show \(now.reference)"
        for name in blind { session.notice("\(name) cannot see \(now.reference) yet, as \(why); then it is in \(name)'s inbox (\(next))") }
        return blind
    }
}
