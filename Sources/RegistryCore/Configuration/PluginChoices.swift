/// The document `plugins`: which plugins a home leaves out, and which attached ones its admins approved.
///
/// Attached plugins are per machine; a registry holds the digests of the files that an admin approved, so that other
/// files add nothing to it, on whichever machine.
public struct PluginChoices: Equatable, Sendable {
    public static let document = "plugins"

    /// An attached plugin that an admin approved.
    public struct Approval: Equatable, Sendable {
        public var id: String
        public var version: String
        /// Of its files, in hexadecimal.
        public var digest: String

        public init(id: String, version: String, digest: String) {
            self.id = id
            self.version = version
            self.digest = digest
        }
    }

    /// Ids of plugins that add nothing here.
    public var disabled: [String] = []
    public private(set) var approved: [Approval] = []

    public init() {}

    /// Reads the document. Throws a problem that names the line.
    public init(yaml: String) throws {
        let settings = try Settings(yaml: yaml, file: PluginChoices.document)
        try settings.only(["version", "disabled", "approved"])
        disabled = try settings.texts("disabled")
        for item in try settings.items("approved") {
            try item.only(["id", "version", "digest"])
            approve(Approval(id: try item.text("id"), version: try item.text("version"), digest: try item.text("digest")))
        }
    }

    /// Approves files in the place of those of the same plugin that were approved before.
    public mutating func approve(_ approval: Approval) {
        forget(approval.id)
        approved.append(approval)
    }

    public mutating func forget(_ id: String) { approved.removeAll { $0.id == id } }

    public var yaml: String {
        func quoted(_ text: String) -> String { JSONValue.string(text).line }
        return (["version: 1", "disabled: [\(disabled.map(quoted).joined(separator: ", "))]", approved.isEmpty ? "approved: []" : "approved:"]
            + approved.map { "  - {id: \(quoted($0.id)), version: \(quoted($0.version)), digest: \(quoted($0.digest))}" })
            .joined(separator: "\n") + "\n"
    }

    /// Why a plugin adds nothing here; nil when it does.
    func reason(against plugin: any Plugin) -> Assembly.LeftOut.Reason? {
        if disabled.contains(plugin.id), !plugin.isIndispensable { return .disabled }
        guard let digest = plugin.digest else { return nil }
        guard let approval = approved.first(where: { $0.id == plugin.id }) else { return .notApproved }
        return approval.digest == digest ? nil : .otherApproved(version: approval.version)
    }
}
