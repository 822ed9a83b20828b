import RegistryCore
import RegistryShell

/// Innovations themselves: put in, edited, shown, found, commented on.
public struct RecordsPlugin: Plugin {
    public let id = "records"
    public let summary = "Put innovations in, edit, show and find them, and comment"

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        return [
            CommentKind(), AnswersSection(), CommentsSection(), FurtherSection(), Command(SubmitCommand.self), Command(EditCommand.self),
            Command(ShowCommand.self), Command(FindCommand.self), Command(HistoryCommand.self), Command(CommentCommand.self),
            Command(DraftsCommand.self),
        ]
    }
}
