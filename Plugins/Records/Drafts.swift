import ArgumentParser
import RegistryCore
import RegistryShell

struct DraftsCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "drafts", abstract: "List your unfinished submissions and changes; only you see them.",
        discussion: "`submit` goes on with the newest, `submit --draft 2` with the second; `edit P4` with what you began to change in P4.")
    static let about = CommandAbout(.ideas, examples: [Example("drafts", "your drafts, newest first"), Example("drafts --delete 1", "throws the first away")])

    @Option(help: ArgumentHelp("Throw away the draft of this number in the list.", valueName: "number")) var delete: Int?

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let drafts = try registry.drafts(of: session.actor().person)
        if let delete {
            let draft = try drafts.numbered(delete)
            try registry.forget(draft)
            return try session.report(["The draft “\(Wrapping.cut(draft.name, to: 60))” is gone."], ["deleted": JSONValue(delete)])
        }
        let isTable = session.format == .table
        try session.show(Listing(
            [
                .init("number", "Draft"), .init("title", "Title", wraps: true), .init("answers", "Answered", wraps: true), .init("updated", "Kept"), .init("ref", ""),
            ],
            rows: drafts.enumerated().map { index, draft in
                [
                    JSONValue(index + 1), isTable ? .string(draft.name) : JSONValue(draft.fields["title"]?.text),
                    isTable ? .string(draft.progress(registry)) : JSONValue(draft.fields.count),
                    .string(isTable ? Ago.words(draft.updated) : Moment.text(draft.updated)), JSONValue(draft.innovation.map { Reference($0).description }),
                ]
            }, empty: "You have no drafts."))
        guard isTable, let first = drafts.first else { return }
        session.notice(first.innovation.map { "edit \(Reference($0)) goes on with the first; drafts --delete 1 throws it away" }
            ?? "submit goes on with the first; drafts --delete 1 throws it away")
    }
}

extension [SavedDraft] {
    /// The draft of a number in the list. Throws `noInput` when there is none.
    func numbered(_ number: Int) throws -> SavedDraft {
        guard indices.contains(number - 1) else {
            throw Problem(.noInput, "you have no draft of that number", value: String(number), allowed: indices.map { String($0 + 1) }, next: "drafts")
        }
        return self[number - 1]
    }
}
