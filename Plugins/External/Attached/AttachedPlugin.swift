import Foundation
import RegistryCore
import RegistryShell

/// A plugin that is a program of its own, as the registry knows any other: its extensions are made from the outline of its
/// manifest, and ask its process.
struct AttachedPlugin: Plugin {
    let outline: Outline
    let program: PluginProgram
    let digest: String?
    let from = PluginSource.attached
    let reading: Duration

    var id: String { outline.id }
    var summary: String { outline.summary }
    var version: String { outline.version }

    /// - Parameter digest: of its files as an admin attached them; nil for one that is only checked.
    init(_ manifest: Manifest, in folder: String, digest: String?, on machine: Machine) {
        outline = manifest.outline
        reading = .zero
        self.digest = digest
        program = PluginProgram(id: outline.id, manifest: LateManifest(manifest), folder: folder, digest: digest, machine: machine)
    }

    /// The plugin that was pinned; its manifest is read when it is first used.
    init(_ pin: Pin, on machine: Machine) {
        outline = pin.outline
        reading = pin.reading
        digest = pin.digest
        program = PluginProgram(
            id: pin.id, manifest: LateManifest { try pin.manifest.read(in: pin.folder) }, folder: pin.folder, digest: pin.digest, machine: machine)
    }

    var documentation: String? {
        guard let file = try? program.manifest().documentation, !file.hasPrefix("/"), !file.split(separator: "/").contains("..") else { return nil }
        return FileManager.default.contents(atPath: "\(program.folder)/\(file)").map { String(decoding: $0.prefix(1 << 16), as: UTF8.self) }
    }

    func extensions(_ settings: Settings) throws -> [any Extension] {
        let asking = Asking(program: program, given: settings)
        // What is set must be right from the start. Whether something must be is told when it is used: a home can set
        // something only for a plugin that is there.
        if !settings.isNone { _ = try asking.settings() }
        return extensions(asking)
    }

    private func extensions(_ asking: Asking) -> [any Extension] {
        var extensions: [any Extension] = outline.commands.map { Command(attached: $0, asking) }
        extensions += outline.kinds.map { AttachedKind(part: $0, asking: asking) }
        extensions += outline.signals.map { AttachedSignal(part: $0, asking: asking) }
        extensions += outline.checks.map { AttachedCheck(part: $0, asking: asking) }
        extensions += outline.gates.map { AttachedGate(part: $0, asking: asking) }
        extensions += outline.importers.map { AttachedImporter(part: $0, asking: asking) }
        extensions += outline.exporters.map { AttachedExporter(part: $0, asking: asking) }
        extensions += outline.channels.map { AttachedChannel(part: $0, asking: asking) }
        extensions += outline.sections.map { AttachedSection(part: $0, asking: asking) }
        extensions += outline.observers.map { AttachedObserver(part: $0, asking: asking) }
        return extensions
    }

    func end() { program.end() }

    /// The same without the home's settings: what it adds, to be held against others.
    struct Unsettled: Plugin {
        let attached: AttachedPlugin
        let from = PluginSource.attached
        var id: String { attached.id }
        var summary: String { attached.summary }

        func extensions(_ settings: Settings) -> [any Extension] { attached.extensions(Asking(program: attached.program, given: .none(file: id))) }
    }
}

/// A plugin's program with the home's settings for it: whom each of its extensions asks.
struct Asking: Sendable {
    let program: PluginProgram
    /// As the home gave them.
    let given: Settings

    var id: String { program.id }
    /// Throws the problem of one that is none for this program any more.
    func manifest() throws -> Manifest { try program.manifest() }
    /// With what is left out filled in.
    func settings() throws -> JSONValue {
        do {
            return try manifest().value(of: given)
        } catch var problem as Problem where problem.kind == .badInput {
            problem.next = problem.next ?? "config set \(id) FILE"
            throw problem
        }
    }

    func ask<Value>(_ method: String, _ params: JSONValue, atMost seconds: Int = .max, read: (Answer) throws -> Value) throws -> Value {
        try ask(method, json: Array(params.line.utf8), atMost: seconds, read: read)
    }

    func ask<Value>(_ method: String, json params: [UInt8], atMost seconds: Int = .max, read: (Answer) throws -> Value) throws -> Value {
        try program.ask(method, json: params, settings: settings(), atMost: seconds, read: read)
    }
}
