import RegistryCore

/// Records as JSON: a line each, or as one array; read and written as streams.
public struct JSONLinesPlugin: Plugin {
    public let id = "jsonlines"
    public let summary = "JSON Lines and JSON arrays, in and out"

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        return [
            RecordImporter(name: "jsonl", extensions: ["jsonl", "ndjson"], isArray: false),
            RecordImporter(name: "json", extensions: ["json"], isArray: true),
            RecordExporter(name: "jsonl", extensions: ["jsonl", "ndjson"], isArray: false),
            RecordExporter(name: "json", extensions: ["json"], isArray: true),
        ]
    }
}
