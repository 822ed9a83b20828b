import RegistryCore

/// Innovations as pages that people read.
public struct CataloguePlugin: Plugin {
    public let id = "catalogue"
    public let summary = "Innovations as pages to read, in Markdown"

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        return [MarkdownExporter()]
    }
}
