import ArgumentParser
import RegistryCore
import RegistryShell

struct InboxCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox", abstract: "What others shared with you, and what they did to what you submitted or follow.",
        discussion: """
            Shows what is new and then counts it as read. In a format for programs (--format json) nothing is counted as read: \
            every item says whether it is unread.
            """)
    static let about = CommandAbout(.spread, examples: [
        Example("inbox", "what is new, the newest first"),
        Example("inbox --all", "all there ever was"),
    ])

    @Flag(help: "Also what was read before.") var all = false

    func run(_ session: Session) throws {
        let actor = try session.actor()
        let inbox = try Inbox(of: actor.person, in: session.registry())
        let read = try inbox.readUpTo
        // Taken before the items: what is added meanwhile is shown next time, rather than missed.
        let last = try inbox.lastBatch
        let items = try inbox.items(after: all ? 0 : read)
        try session.show(Listing(
            [
                .init("at", "When"), .init("ref", "Ref"), .init("title", "Title", wraps: true), .init("by", "By"), .init("what", "What", wraps: true),
                .init("kind", ""), .init("note", ""), .init("batch", ""), .init("unread", all ? "New" : ""),
            ],
            rows: items.map { item in
                [
                    .string(session.format == .table ? CalendarDate(item.at).description : Moment.text(item.at)),
                    .string(item.innovation.reference.description), .string(item.innovation.title), .string(item.by), .string(item.what),
                    .string(item.sort.rawValue), JSONValue(item.note), JSONValue(item.batch), .bool(item.batch > read),
                ]
            }, references: items.map(\.innovation.reference),
            empty: all ? "nothing has come for \(actor.person.name) yet" : "nothing new for \(actor.person.name); inbox --all shows what was read before"))
        guard session.format == .table, !all, !items.isEmpty, last > read else { return }
        do {
            try inbox.markRead(upTo: last)
        } catch let problem as Problem where problem.kind == .busy {
            session.notice("somebody is writing, so this stays unread: it is shown again next time")
        } catch let problem as Problem where problem.kind == .unavailable {
            // As a standby does, which answers and keeps nothing.
            session.notice("how far you read could not be kept, so this stays unread: \(problem.what)")
        }
    }
}
