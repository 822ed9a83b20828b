import RegistryCore
import RegistryShell

/// Tags: short words by which innovations are found, added and taken away one by one or over a selection.
///
/// The registry keeps the tags; this brings the commands, and the proposals of those who may not tag themselves.
public struct TaggingPlugin: Plugin {
    public let id = "tagging"
    public let summary = "Tags, in bulk too, and tags that people propose for what others submitted"

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        return [TagProposalKind(), TagProposalSection(), Command(TagCommand.self), Command(TagsCommand.self)]
    }
}
