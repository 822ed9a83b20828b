/// The plugins of a build, sorted by extension point, checked, and from then on immutable.
public struct Assembly: Sendable {
    /// A plugin with what it brought.
    public struct Member: Sendable {
        public let plugin: any Plugin
        public let extensions: [any Extension]
    }

    public let members: [Member]
    /// Every extension with the id of its plugin.
    private let owned: [(owner: String, value: any Extension)]

    public let kinds: [any Kind]
    public let signals: [any Signal]
    public let checks: [any Check]
    public let gates: [any Gate]
    public let channels: [any Channel]
    /// In the order in which a page shows them.
    public let sections: [any Section]
    public let observers: [any Observer]
    public let importers: [any Importer]
    public let exporters: [any Exporter]
    private let kindsByName: [KindName: any Kind]

    /// Asks each plugin for its extensions and holds them against each other.
    ///
    /// - Parameter settings: the home's settings for a plugin's id; none where there is no registry yet.
    /// - Throws: a `Problem` of kind `plugin` that names both owners of a clash.
    public init(_ plugins: [any Plugin], settings: (String) throws -> Settings = { .none(file: $0) }) throws {
        var members: [Member] = []
        var owned: [(owner: String, value: any Extension)] = []
        var ids = Set<String>()
        for plugin in plugins {
            guard Assembly.isName(plugin.id) else {
                throw Problem(.plugin, "a plugin's id is lower-case words joined by hyphens", value: plugin.id)
            }
            guard ids.insert(plugin.id).inserted else {
                throw Problem(.plugin, "two plugins have the same id", value: plugin.id, next: "leave one of them out")
            }
            let extensions = try plugin.extensions(try settings(plugin.id))
            members.append(Member(plugin: plugin, extensions: extensions))
            owned += extensions.map { (plugin.id, $0) }
        }
        self.members = members
        self.owned = owned
        func all<Point>(_ point: Point.Type) -> [Point] { owned.compactMap { $0.value as? Point } }
        kinds = all((any Kind).self)
        signals = all((any Signal).self)
        checks = all((any Check).self)
        gates = all((any Gate).self)
        channels = all((any Channel).self)
        sections = all((any Section).self).sorted { $0.order < $1.order }
        observers = all((any Observer).self)
        importers = all((any Importer).self)
        exporters = all((any Exporter).self)
        kindsByName = Dictionary(kinds.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        try refuseClashes()
    }

    /// The extensions of one point, in the order of the plugins.
    public func all<Point>(_ point: Point.Type) -> [Point] { owned.compactMap { $0.value as? Point } }

    /// The id of the plugin that brought an extension.
    public func owner(of point: String, _ name: String) -> String? {
        owned.first { type(of: $0.value).point == point && $0.value.name == name }?.owner
    }

    public func kind(_ name: KindName) -> (any Kind)? { kindsByName[name] }
    public func gate(_ name: String) -> (any Gate)? { gates.first { $0.name == name } }

    /// Names are unique within their point; so are kinds' letters, and file endings among readers and writers.
    private func refuseClashes() throws {
        var owners: [String: String] = [:]
        func claim(_ what: String, _ name: String, for owner: String) throws {
            if let other = owners.updateValue(owner, forKey: "\(what) \(name)") {
                let clash = other == owner ? "the plugin “\(owner)” brings it twice" : "the plugins “\(other)” and “\(owner)” both bring it"
                throw Problem(.plugin, "two extensions have the same \(what): \(clash)", value: name, next: "rename one, or leave one of the plugins out")
            }
        }
        for (owner, value) in owned {
            try claim("\(type(of: value).point) name", value.name, for: owner)
            if let clashing = value as? any ClaimsNames {
                for alias in clashing.aliases { try claim("\(type(of: value).point) name", alias, for: owner) }
            }
            if let kind = value as? any Kind, let letter = kind.letter {
                guard letter.isASCII, letter.isUppercase, letter != "P" else {
                    throw Problem(.plugin, "the kind “\(kind.name)” of the plugin “\(owner)” needs a capital letter other than P", value: String(letter))
                }
                try claim("reference letter", String(letter), for: owner)
            }
            if let importer = value as? any Importer { for ending in importer.extensions { try claim("importer ending", ending, for: owner) } }
            if let exporter = value as? any Exporter { for ending in exporter.extensions { try claim("exporter ending", ending, for: owner) } }
        }
    }

    private static func isName(_ id: String) -> Bool {
        !id.isEmpty && id.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
    }
}

/// An extension that answers to further names, which may not clash either: a command's aliases.
public protocol ClaimsNames: Extension {
    var aliases: [String] { get }
}
