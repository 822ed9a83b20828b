import Foundation
import RegistryCore
import RegistryShell

/// A plugin that is a program of its own, as the registry knows any other: its extensions are made from its manifest, and
/// ask its process.
struct AttachedPlugin: Plugin {
    let manifest: Manifest
    let program: PluginProgram
    let digest: String?
    let from = PluginSource.attached
    let reading: Duration

    var id: String { manifest.id }
    var summary: String { manifest.summary }
    var version: String { manifest.version }

    /// - Parameter digest: of its files as an admin attached them; nil for one that is only checked.
    init(_ manifest: Manifest, in folder: String, digest: String?, on machine: Machine, reading: Duration = .zero) {
        self.manifest = manifest
        self.reading = reading
        self.digest = digest
        program = PluginProgram(manifest: manifest, folder: folder, digest: digest, machine: machine)
    }

    /// The plugin that was pinned. Throws a problem where its manifest is none for this program any more.
    init(_ pin: Pin, on machine: Machine) throws {
        let start = ContinuousClock.now
        let manifest = try Manifest(Settings(json: pin.manifest, file: "\(pin.folder)/\(Manifest.file)"))
        self.init(manifest, in: pin.folder, digest: pin.digest, on: machine, reading: ContinuousClock.now - start)
    }

    var documentation: String? {
        guard let file = manifest.documentation, !file.hasPrefix("/"), !file.split(separator: "/").contains("..") else { return nil }
        return FileManager.default.contents(atPath: "\(program.folder)/\(file)").map { String(decoding: $0.prefix(1 << 16), as: UTF8.self) }
    }

    func extensions(_ settings: Settings) throws -> [any Extension] {
        let asking = Asking(program: program, settings: try (manifest.settings ?? .nothing).value(of: settings))
        let parts = manifest.contributes
        var extensions: [any Extension] = parts.commands.map { Command(attached: $0, asking) }
        extensions += parts.kinds.map { AttachedKind(part: $0) }
        extensions += parts.signals.map { AttachedSignal(part: $0, asking: asking) }
        extensions += parts.checks.map { AttachedCheck(part: $0, asking: asking) }
        extensions += parts.gates.map { AttachedGate(part: $0, asking: asking) }
        extensions += parts.importers.map { AttachedImporter(part: $0, asking: asking) }
        extensions += parts.exporters.map { AttachedExporter(part: $0, asking: asking) }
        extensions += parts.channels.map { AttachedChannel(part: $0, asking: asking) }
        extensions += parts.sections.map { AttachedSection(part: $0, asking: asking) }
        extensions += parts.observers.map { AttachedObserver(part: $0, asking: asking) }
        return extensions
    }

    func end() { program.end() }
}

/// A plugin's program with the home's settings for it: whom each of its extensions asks.
struct Asking: Sendable {
    let program: PluginProgram
    let settings: JSONValue

    var id: String { program.manifest.id }
    var manifest: Manifest { program.manifest }

    func ask<Value>(_ method: String, _ params: JSONValue, atMost seconds: Int = .max, read: (Answer) throws -> Value) throws -> Value {
        try ask(method, json: Array(params.line.utf8), atMost: seconds, read: read)
    }

    func ask<Value>(_ method: String, json params: [UInt8], atMost seconds: Int = .max, read: (Answer) throws -> Value) throws -> Value {
        try program.ask(method, json: params, settings: settings, atMost: seconds, read: read)
    }
}
