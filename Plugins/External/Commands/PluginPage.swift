import RegistryCore
import RegistryShell

/// All about one plugin: what it adds, what it may see, how it is configured, and what it says of itself.
struct PluginPage {
    private let known: KnownPlugin
    private let settings: Configuration.Document?

    init(_ known: KnownPlugin, _ session: Session) {
        self.known = known
        let document = (try? session.registry())?.configuration.documents[known.id]
        settings = Configuration.own.contains(known.id) ? nil : document
    }

    private var attached: AttachedPlugin? { known.plugin as? AttachedPlugin }
    private var manifest: Manifest? { try? attached?.program.manifest() }

    var blocks: [Block] {
        var blocks: [Block] = [.heading("\(known.id) \(known.version), \(known.origin)")]
        if !known.summary.isEmpty { blocks.append(.paragraph(known.summary)) }
        if known.state != "here" { blocks.append(.paragraph("It adds nothing: \(known.state).")) }
        blocks += known.byPoint.flatMap { point, extensions -> [Block] in
            [.heading(point), .facts(extensions.map { Block.Fact($0.name, $0.line) })]
        }
        if let attached, let manifest { blocks += [.heading("Attached"), .facts(Terms(manifest, in: attached.program.folder).facts)] }
        blocks += configuration
        if let text = known.plugin?.documentation { blocks += [.heading("Documentation")] + Documentation(text).blocks }
        return blocks
    }

    private var configuration: [Block] {
        let shape = manifest?.settings
        guard settings != nil || shape != nil else { return [] }
        var blocks: [Block] = [.heading("Configuration")]
        if let shape {
            blocks.append(.facts(shape.properties.map { name, shape in
                Block.Fact(name, (shape.description.map { "\($0) " } ?? "") + "(\(shape.form.rawValue)\(shape.fallback.map { ", \($0.string ?? $0.line) unless set" } ?? ""))")
            }))
        }
        if let settings { blocks.append(.paragraph("As it is here, at version \(settings.version):\n\(settings.text.trimmed)")) }
        blocks.append(.paragraph(settings == nil ? "Nothing is set here: config set \(known.id) FILE" : "config edit \(known.id) changes it"))
        return blocks
    }

    var json: JSONObject {
        [
            "id": .string(known.id), "version": .string(known.version), "summary": .string(known.summary), "from": .string(known.origin),
            "state": .string(known.state), "contributes": known.contributes,
            "extensions": .array(known.extensions.map { value in
                ["point": .string(type(of: value).point), "name": .string(value.name), "summary": .string(value.line)]
            }),
            "start_up_ms": JSONValue(known.milliseconds), "folder": JSONValue(attached?.program.folder), "digest": JSONValue(known.plugin?.digest),
            "settings": JSONValue(settings?.text), "documentation": JSONValue(known.plugin?.documentation),
        ]
    }
}
