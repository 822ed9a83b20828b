import RegistryCore
import RegistryShell

/// What a start must know of a plugin: what it adds, by name, without the forms of arguments, payloads and settings.
///
/// The list of attached plugins keeps it beside the manifest, which is read when the plugin is first used.
struct Outline: Sendable, Equatable {
    var id: String
    var version: String
    var summary: String
    var commands: [CommandOutline]
    var kinds: [KindOutline]
    var signals: [SignalPart]
    var checks: [CheckPart]
    var gates: [GateOutline]
    var importers: [FormatPart]
    var exporters: [FormatPart]
    var channels: [ChannelPart]
    var sections: [SectionPart]
    var observers: [ObserverPart]
}

/// A command without its arguments.
struct CommandOutline: Sendable, Equatable {
    var name: String
    var aliases: [String]
    var group: Command.Group
    var summary: String
    var examples: [Example]
}

/// A kind without its payload.
struct KindOutline: Sendable, Equatable {
    var name: String
    var letter: Character?
    var onePerAuthor: Bool
    var role: Role
    var othersOnly: Bool
}

/// A gate without its parameters.
struct GateOutline: Sendable, Equatable {
    var name: String
    var summary: String
}

extension Manifest {
    var outline: Outline {
        let adds = contributes
        return Outline(
            id: id, version: version, summary: summary, commands: adds.commands.map(\.outline),
            kinds: adds.kinds.map(\.outline), signals: adds.signals, checks: adds.checks, gates: adds.gates.map(\.outline), importers: adds.importers,
            exporters: adds.exporters, channels: adds.channels, sections: adds.sections, observers: adds.observers)
    }

    /// The home's settings for it, with what is left out filled in. Throws a problem by file and line.
    func value(of given: Settings) throws -> JSONValue { try (settings ?? .nothing).value(of: given) }

    /// A command with its arguments.
    func command(_ name: String) throws -> CommandPart { try part(name, contributes.commands.first { $0.outline.name == name }) }

    /// A kind with its payload.
    func kind(_ name: KindName) throws -> KindPart { try part(name, contributes.kinds.first { $0.outline.name == name }) }

    /// A gate with its parameters.
    func gate(_ name: String) throws -> GatePart { try part(name, contributes.gates.first { $0.outline.name == name }) }

    private func part<Part>(_ name: String, _ found: Part?) throws -> Part {
        guard let found else { throw Problem(.plugin, "the plugin “\(id)” does not bring what the list of attached plugins says", value: name, next: "plugins attach FOLDER, as an admin") }
        return found
    }
}
