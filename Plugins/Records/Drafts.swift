import ArgumentParser
import RegistryCore
import RegistryShell

struct DraftsCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "drafts", abstract: "List your unfinished submissions; submit goes on with the newest.")
    static let about = CommandAbout(.ideas, examples: [Example("drafts", "your drafts"), Example("drafts --delete 1", "throws the first away")])

    @Option(help: ArgumentHelp("Throw away the draft of this number in the list.", valueName: "number")) var delete: Int?

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let drafts = try registry.drafts(of: session.actor().person)
        if let delete {
            guard drafts.indices.contains(delete - 1) else {
                throw Problem(.noInput, "you have no draft of that number", value: String(delete), allowed: drafts.indices.map { String($0 + 1) }, next: "drafts")
            }
            try registry.forget(drafts[delete - 1])
            return try session.report(["The draft is gone."], ["deleted": JSONValue(delete)])
        }
        try session.show(Listing(
            [.init("number", "Draft"), .init("title", "Title", wraps: true), .init("answers", "Answers"), .init("updated", "Kept")],
            rows: drafts.enumerated().map { index, draft in
                [JSONValue(index + 1), JSONValue(draft.fields["title"]?.text), JSONValue(draft.fields.count), .string(String(Moment.text(draft.updated).prefix(10)))]
            }, empty: "You have no drafts."))
    }
}
