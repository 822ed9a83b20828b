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
        var claims = Claims()
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
        // By point first: asking whether a type has a protocol that it has not costs a search of the whole program.
        let byPoint = Dictionary(grouping: owned.map(\.value)) { type(of: $0).point }
        func all<Point>(_ point: String, _ type: Point.Type) -> [Point] { (byPoint[point] ?? []).compactMap { $0 as? Point } }
        kinds = all("kind", (any Kind).self)
        signals = all("signal", (any Signal).self)
        checks = all("check", (any Check).self)
        gates = all("gate", (any Gate).self)
        channels = all("channel", (any Channel).self)
        sections = all("section", (any Section).self).sorted { $0.order < $1.order }
        observers = all("observer", (any Observer).self)
        importers = all("importer", (any Importer).self)
        exporters = all("exporter", (any Exporter).self)
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
