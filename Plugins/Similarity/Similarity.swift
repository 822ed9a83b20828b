import RegistryCore
import RegistryShell

/// Likely duplicates: told of when somebody submits, and looked for by hand.
///
/// The question is an indexed look-up of the six rarest words of title, problem and change, which finds disturbed
/// copies in a millisecond; what it brings is then compared word by word.
public struct SimilarityPlugin: Plugin {
    public let id = "similarity"
    public let summary = "Likely duplicates by their rarest shared words, as a note that says which"

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        return [SimilarityCheck(), SimilarSection(), Command(SimilarCommand.self)]
    }
}
