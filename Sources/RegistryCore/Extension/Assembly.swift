/// The plugins of a build, sorted by extension point, checked, and from then on immutable.
public struct Assembly: Sendable {
    /// A plugin with what it brought.
    public struct Member: Sendable {
        /// The plugin itself.
        public let plugin: any Plugin
        /// What it brought, in its order.
        public let extensions: [any Extension]
        /// What making its extensions took: its part in the start of the program.
        public let cost: Duration
    }

    /// A plugin of the build that adds nothing here, and why.
    public struct LeftOut: Sendable {
        /// Why it adds nothing.
        public enum Reason: Sendable, Equatable {
            /// The home leaves it out.
            case disabled
            /// No admin of this registry approved it.
            case notApproved
            /// An admin approved other files of it, of this version.
            case otherApproved(version: String)
            /// It clashes with another plugin, or does not take its settings.
            case broken(Problem)
        }

        /// The plugin itself.
        public let plugin: any Plugin
        /// Why it adds nothing.
        public let reason: Reason
    }

    /// All plugins of the build, those that are left out among them.
    public let plugins: [any Plugin]
    /// Those that add something, in the order of the build.
    public let members: [Member]
    /// Those that do not.
    public let leftOut: [LeftOut]
    /// Every extension with the id of its plugin.
    private let owned: [(owner: String, value: any Extension)]

    /// Every kind.
    public let kinds: [any Kind]
    /// Every signal.
    public let signals: [any Signal]
    /// Every check.
    public let checks: [any Check]
    /// Every gate.
    public let gates: [any Gate]
    /// Every channel.
    public let channels: [any Channel]
    /// Every section, in the order in which a page shows them.
    public let sections: [any Section]
    /// Every observer.
    public let observers: [any Observer]
    /// Every importer.
    public let importers: [any Importer]
    /// Every exporter.
    public let exporters: [any Exporter]
    private let kindsByName: [KindName: any Kind]

    /// Asks each plugin for its extensions and holds them against each other.
    ///
    /// An attached plugin that clashes or fails is left out, since nobody who works here made it; of the others, which
    /// are parts of the program, it is an error.
    /// - Parameters:
    ///   - settings: the home's settings for a plugin's id; none where there is no registry yet.
    ///   - choices: which plugins the home leaves out, and which attached ones it approved; nil where there is no
    ///     registry yet, and all are there.
    /// - Throws: a `Problem` of kind `plugin` that names both owners of a clash.
    public init(
        _ plugins: [any Plugin], settings: (String) throws -> Settings = { .none(file: $0) }, choices: PluginChoices? = nil
    ) throws {
        var members: [Member] = []
        var leftOut: [LeftOut] = []
        var owned: [(owner: String, value: any Extension)] = []
        var claims = Claims(plugins: plugins.count)
        for plugin in plugins {
            if let reason = choices?.reason(against: plugin) {
                leftOut.append(LeftOut(plugin: plugin, reason: reason))
                continue
            }
            do {
                let start = ContinuousClock.now
                let extensions = try plugin.extensions(try settings(plugin.id))
                try claims.take(plugin, extensions)
                members.append(Member(plugin: plugin, extensions: extensions, cost: plugin.reading + (ContinuousClock.now - start)))
                owned += extensions.map { (plugin.id, $0) }
            } catch let problem as Problem where plugin.from == .attached {
                leftOut.append(LeftOut(plugin: plugin, reason: .broken(problem)))
            }
        }
        self.plugins = plugins
        self.members = members
        self.leftOut = leftOut
        self.owned = owned
        var kinds: [any Kind] = [], signals: [any Signal] = [], checks: [any Check] = [], gates: [any Gate] = [], channels: [any Channel] = []
        var sections: [any Section] = [], observers: [any Observer] = [], importers: [any Importer] = [], exporters: [any Exporter] = []
        for (_, value) in owned {
            switch value.part {
            case .kind(let kind): kinds.append(kind)
            case .signal(let signal): signals.append(signal)
            case .check(let check): checks.append(check)
            case .gate(let gate): gates.append(gate)
            case .channel(let channel): channels.append(channel)
            case .section(let section): sections.append(section)
            case .observer(let observer): observers.append(observer)
            case .importer(let importer): importers.append(importer)
            case .exporter(let exporter): exporters.append(exporter)
            case .naming, .other: break
            }
        }
        self.kinds = kinds
        self.signals = signals
        self.checks = checks
        self.gates = gates
        self.channels = channels
        self.sections = sections.sorted { $0.order < $1.order }
        self.observers = observers
        self.importers = importers
        self.exporters = exporters
        kindsByName = Dictionary(kinds.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The same plugins as a configuration has them.
    public func configured(by configuration: Configuration) throws -> Assembly {
        try Assembly(plugins, settings: configuration.settings, choices: configuration.plugins)
    }

    /// The extensions of one point, in the order of the plugins.
    public func all<Point>(_ point: Point.Type) -> [Point] { owned.compactMap { $0.value as? Point } }

    /// The id of the plugin that brought an extension.
    public func owner(of point: String, _ name: String) -> String? {
        owned.first { type(of: $0.value).point == point && $0.value.name == name }?.owner
    }

    /// The id of the plugin that brought each extension of a point, by the extension's name.
    public func owners(of point: String) -> [String: String] {
        Dictionary(owned.filter { type(of: $0.value).point == point }.map { ($0.value.name, $0.owner) }) { first, _ in first }
    }

    /// The kind of that name, if a plugin brings it.
    public func kind(_ name: KindName) -> (any Kind)? { kindsByName[name] }
    /// The gate of that name, if a plugin brings it.
    public func gate(_ name: String) -> (any Gate)? { gates.first { $0.name == name } }
}

/// An extension that answers to further names, which may not clash either: a command's aliases.
public protocol ClaimsNames: Extension {
    /// The further names.
    var aliases: [String] { get }
}
