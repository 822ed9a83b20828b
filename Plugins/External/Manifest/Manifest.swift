import RegistryCore
import RegistryShell

/// What a `plugin.yaml` says: all that is known of an attached plugin before its program is started.
///
/// docs/plugin.example.yaml has every key with what it means.
struct Manifest: Sendable {
    /// Its file in the plugin's folder.
    static let file = "plugin.yaml"
    /// The version of the protocol that is spoken here.
    static let protocolVersion = 1

    var id: String
    var version: String
    var summary: String
    /// A file of its folder, in Markdown.
    var documentation: String?
    /// The program and its arguments.
    var executable: [String]
    var contributes: Contributed
    var sees: Sight
    var limits: Limits
    /// The form of its settings; nil when it has none.
    var settings: Shape?

    /// What it adds, by extension point.
    struct Contributed: Sendable {
        var commands: [CommandPart] = []
        var kinds: [KindPart] = []
        var signals: [SignalPart] = []
        var checks: [CheckPart] = []
        var gates: [GatePart] = []
        var importers: [FormatPart] = []
        var exporters: [FormatPart] = []
        var channels: [ChannelPart] = []
        var sections: [SectionPart] = []
        var observers: [ObserverPart] = []
    }

    /// What it may see of what people wrote.
    struct Sight: Sendable {
        /// Names of fields, or all of them.
        var fields = Selected.these([])
        var tags = false
        var signals = Selected.these([])
        /// Kinds of other plugins whose contributions it sees; its own it sees anyway.
        var kinds: [KindName] = []
        var people = false
        var page = false
    }

    /// Some names, or all.
    enum Selected: Sendable, Equatable {
        case all
        case these([String])

        func has(_ name: String) -> Bool {
            switch self {
            case .all: true
            case .these(let names): names.contains(name)
            }
        }
    }

    struct Limits: Sendable {
        /// Seconds.
        var start = 10
        var call = 30
        /// MiB.
        var memory = 512
        var reply = 16
    }
}

struct CommandPart: Sendable {
    var outline: CommandOutline
    var description: String?
    var shape: CommandShape
    var name: String { outline.name }
}

struct KindPart: Sendable {
    var outline: KindOutline
    var name: String { outline.name }
    /// With members of the payload in braces.
    var summary: String
    var searchable: [String]
    var payload: Shape
}

struct SignalPart: Sendable, Equatable {
    var name: String
    var label: String
    var kinds: Set<KindName>
}

struct CheckPart: Sendable, Equatable {
    /// What comes of a save while it cannot answer.
    enum OnFailure: String, Sendable, CaseIterable { case block, pass }

    var name: String
    var summary: String
    var onFailure: OnFailure
}

struct GatePart: Sendable {
    var outline: GateOutline
    var parameters: Shape
    var name: String { outline.name }
}

/// An importer or an exporter.
struct FormatPart: Sendable, Equatable {
    var name: String
    var summary: String
    var endings: [String]
    var options: [Option]

    struct Option: Sendable, Equatable {
        var name: String
        var help: String
    }
}

struct ChannelPart: Sendable, Equatable {
    var name: String
    var summary: String
    var needsReceiver: Bool
}

struct SectionPart: Sendable, Equatable {
    var name: String
    var title: String
    var order: Int
    /// It is asked only where there are contributions of these; always when there are none.
    var kinds: [KindName]
}

struct ObserverPart: Sendable, Equatable {
    var name: String
    var summary: String
    /// It is told of these only; of all when nil.
    var actions: Set<Action>?
}
