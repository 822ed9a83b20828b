/// What a home has settled: its fields, stages and tags, and the documents that plugins read.
///
/// It belongs to the home: `init` copies the program's documents into versioned rows, which rule from then on.
public struct Configuration: Sendable {
    /// One YAML document as it stands in the registry.
    public struct Document: Equatable, Sendable {
        /// `fields`, `stages`, `tags`, `evidence`, or a plugin's id.
        public var name: String
        /// Counts changes from 1.
        public var version: Int
        public var text: String

        public init(name: String, version: Int, text: String) {
            self.name = name
            self.version = version
            self.text = text
        }
    }

    /// The documents that the registry itself reads; any other is a plugin's.
    public static let own = ["fields", "stages", "evidence", "tags"]
    /// One that is there only once an import kept columns.
    public static let columns = KeptColumns.document
    /// Those that the registry itself reads and need not be there.
    public static let further = [columns, PluginChoices.document]

    public let documents: [String: Document]
    public let fields: FieldDefinitions
    public let stages: StageDefinitions
    public let tags: TagVocabulary
    public let evidence: EvidenceScale
    public let plugins: PluginChoices

    /// Reads the documents of a home. Throws a problem that names the document and the line.
    public init(_ documents: [Document]) throws {
        let byName = Dictionary(documents.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        func text(_ name: String) throws -> String {
            guard let document = byName[name] else {
                throw Problem(.unavailable, "this registry has no configuration “\(name)”", next: "init")
            }
            return document.text
        }
        self.documents = byName
        fields = try FieldDefinitions(yaml: try text("fields"), columns: byName[KeptColumns.document]?.text)
        stages = try StageDefinitions(yaml: try text("stages"))
        tags = try TagVocabulary(yaml: try text("tags"))
        evidence = try EvidenceScale(yaml: try text("evidence"))
        plugins = try byName[PluginChoices.document].map { try PluginChoices(yaml: $0.text) } ?? PluginChoices()
    }

    /// The settings of a plugin: its document, or none.
    public func settings(of plugin: String) throws -> Settings {
        guard let document = documents[plugin] else { return .none(file: plugin) }
        return try Settings(yaml: document.text, file: plugin)
    }
}

/// The documents that a new registry begins with: texts of the files in `registry/`, which the program carries.
public struct Starter: Sendable {
    /// Name to YAML: `fields`, `stages`, `evidence`, `tags`.
    public var documents: [String: String]
    /// The founding records, as YAML.
    public var founding: String

    public init(documents: [String: String], founding: String) {
        self.documents = documents
        self.founding = founding
    }
}
