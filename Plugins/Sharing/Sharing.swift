import RegistryCore
import RegistryShell

/// Telling others: shares, follows and the inbox, which is a query over both, so that nothing in it can be missed.
public struct SharingPlugin: Plugin {
    public let id = "sharing"
    public let summary = "Shares with people and to files, follows, and the inbox"

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        return [
            ShareKind(), FollowKind(), InboxChannel(), FileChannel(), SharesSection(), FollowsObserver(), Command(ShareCommand.self),
            Command(FollowCommand.self), Command(InboxCommand.self),
        ]
    }
}
