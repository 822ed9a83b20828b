/// Something that adds to the registry: a value with an id, a summary and the extensions that it brings.
///
/// The host sorts the extensions by the protocols that they conform to, so a plugin registers nothing and names
/// no other plugin. What ships uses only what every plugin may: the protocols beside this one, and `Command` of the
/// shell.
///
/// An id and a summary, and `extensions(_:)`, are all that most plugins say; the rest has a default.
public protocol Plugin: Sendable {
    /// Lower-case words joined by hyphens; unique among the plugins of a build. A home's settings are kept under it, so it
    /// stays what it is.
    var id: String { get }
    /// One line, as `plugins` lists it.
    var summary: String { get }
    /// As `plugins` shows it: `1.0.0`.
    var version: String { get }
    /// How it came into this build; one of a package of its own says `composed`.
    var from: PluginSource { get }
    /// What an admin must have approved in a registry before it adds anything there: the digest of its files, in
    /// hexadecimal. Nil for what is a part of the program.
    var digest: String? { get }
    /// Whether no home can leave it out, since nothing else could take it in again.
    var isIndispensable: Bool { get }
    /// What reading it took before its extensions were asked for: nothing for a part of the program.
    var reading: Duration { get }
    /// What it says of itself beside its summary and its extensions, in Markdown; nil when nothing.
    var documentation: String? { get }
    /// The extensions, made with the home's settings for this plugin.
    ///
    /// Called at each start of the program, without settings, and again with them for each registry that is opened:
    /// so it opens no file and takes no time (`plugins` shows what it took). Commands are those of the first call.
    /// - Throws: a `Problem` by file and line for settings that it does not understand (`Settings.only`). The program
    ///   does not start then, and the registry is not opened.
    func extensions(_ settings: Settings) throws -> [any Extension]
    /// Ends what it runs beside this program; called once, at the program's end.
    func end()
}

extension Plugin {
    public var version: String { programVersion }
    public var from: PluginSource { .shipped }
    public var digest: String? { nil }
    public var isIndispensable: Bool { false }
    public var reading: Duration { .zero }
    public var documentation: String? { nil }
    public func end() {}
}

/// A plugin that brings further plugins: those that are attached to this machine.
public protocol PluginBringing: Plugin {
    /// Those that it brings. Read at each start, so it must be cheap; what cannot be read is told to `machine` and left
    /// out.
    func plugins(on machine: Machine) -> [any Plugin]
}

/// How a plugin comes into a build.
public enum PluginSource: String, Sendable, CaseIterable {
    /// It ships with the program.
    case shipped
    /// A Swift package with a main of its own added it.
    case composed
    /// An executable of its own, which an admin attached.
    case attached
}

/// The version of this program and of the plugins that ship with it.
public let programVersion = "0.1.0"

/// Anything that a plugin adds: one of the protocols of this folder, or a `Command`.
///
/// It is a value. Several threads may use it at once, and it keeps nothing from one call to the next.
public protocol Extension: Sendable {
    /// The extension point, in the word of the documentation: `kind`. The point's protocol says it, so an extension need
    /// not.
    static var point: String { get }
    /// What it is called among the extensions of its point: `rating`. Another of that name is an error that names both
    /// plugins. People type it and registries keep it, so it stays what it is.
    var name: String { get }
}
