import RegistryCore
import RegistryShell

/// A plugin as `plugins` tells of it: of this build or attached, at work here or left out.
struct KnownPlugin {
    var id: String
    var version: String
    var summary: String
    /// Nil for one that was installed with the program, and not attached.
    var from: PluginSource?
    /// “here”, or why it adds nothing.
    var state: String
    var extensions: [any Extension] = []
    /// Its part in the start of the program.
    var cost: Duration?
    /// Nil for one that is not attached to this machine.
    var plugin: (any Plugin)?

    /// All of them: those of this build in their order, then those that are approved for this registry and attached to
    /// other machines, and those that wait to be attached.
    static func all(_ session: Session) throws -> [KnownPlugin] {
        let registry = try? session.registry()
        // As the home has configured it; as it comes where there is no registry, or one that cannot be opened.
        let assembly = try registry?.assembly ?? Assembly(session.plugins)
        var all = assembly.plugins.map { plugin in
            var known = KnownPlugin(id: plugin.id, version: plugin.version, summary: plugin.summary, from: plugin.from, state: "here", plugin: plugin)
            if let member = assembly.members.first(where: { $0.plugin.id == plugin.id }) {
                known.extensions = member.extensions
                known.cost = member.cost
            } else if let leftOut = assembly.leftOut.first(where: { $0.plugin.id == plugin.id }) {
                known.state = leftOut.state
            }
            return known
        }
        let installed = InstalledPlugin.all(on: session.surroundings.machine).filter { plugin in !all.contains { $0.id == plugin.outline.id } }
        for approval in registry?.configuration.plugins.approved ?? [] where !all.contains(where: { $0.id == approval.id }) {
            let way = installed.first { $0.outline.id == approval.id }.map { ": \($0.way)" } ?? ""
            all.append(KnownPlugin(id: approval.id, version: approval.version, summary: "", from: .attached, state: "approved, and not attached to this machine\(way)"))
        }
        for plugin in installed where !all.contains(where: { $0.id == plugin.outline.id }) {
            all.append(KnownPlugin(id: plugin.outline.id, version: plugin.outline.version, summary: plugin.outline.summary, state: "not attached: \(plugin.way)"))
        }
        return all
    }

    /// How it came here, in a word.
    var origin: String { from?.rawValue ?? "installed" }

    /// Its extensions by point, in the order in which it brings them.
    var byPoint: [(point: String, extensions: [any Extension])] {
        var points: [(point: String, extensions: [any Extension])] = []
        for value in extensions {
            let point = type(of: value).point
            if let index = points.firstIndex(where: { $0.point == point }) {
                points[index].extensions.append(value)
            } else {
                points.append((point, [value]))
            }
        }
        return points
    }

    /// “command: rate, top; kind: rating”.
    var adds: String { byPoint.map { "\($0.point): \($0.extensions.map(\.name).joined(separator: ", "))" }.joined(separator: "; ") }

    /// The names of its extensions by point, for programs.
    var contributes: JSONValue {
        .object(JSONObject(byPoint.map { ($0.point, .array($0.extensions.map { .string($0.name) })) }))
    }

    /// To the microsecond.
    var milliseconds: Double? {
        cost.map { cost in
            let parts = cost.components
            return (Double(parts.seconds) * 1e6 + Double(parts.attoseconds) / 1e12).rounded() / 1000
        }
    }
}

extension Assembly.LeftOut {
    /// As a list says it.
    fileprivate var state: String {
        switch reason {
        case .disabled: "disabled"
        case .notApproved: "not approved here"
        case .otherApproved(let version): "other files are approved (\(version))"
        case .broken(let problem): "left out: \(problem.what)" + (problem.value.map { ": \($0)" } ?? "")
        }
    }
}

extension Extension {
    /// What it is, in one line.
    var line: String {
        switch part {
        case .check(let check): check.summary
        case .gate(let gate): gate.summary
        case .importer(let importer): importer.summary + (importer.optionNames.isEmpty ? "" : " (--option \(importer.optionNames.map { "\($0)=…" }.joined(separator: ", ")))")
        case .exporter(let exporter): exporter.summary
        case .channel(let channel): channel.summary
        case .observer(let observer): observer.summary
        case .signal(let signal): "\(signal.label), from \(signal.kinds.sorted().joined(separator: ", "))"
        case .section(let section): section.title
        case .kind(let kind): (kind.onePerAuthor ? "one an author" : "any number") + (kind.letter.map { ", called P1.\($0)1" } ?? "")
        case .naming, .other: (self as? Command)?.summary ?? ""
        }
    }
}
