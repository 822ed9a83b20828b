import ArgumentParser
import Foundation
import RegistryCore
import RegistryShell

struct AttachPlugin: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach", abstract: "Let the plugin of a folder in: shows what it asks for, and pins its files. An admin's.",
        discussion: "Every file of the folder is pinned by SHA-256, but those below folders whose names begin with a dot. When one changes, the plugin stops until it is attached again.")

    @Argument(help: ArgumentHelp("The folder in which its plugin.yaml lies, or the name of one that was installed with the program.", valueName: "file")) var folder: String

    func run(_ session: Session) throws {
        let registry = try session.registryOfAnAdmin("attach a plugin")
        let machine = session.surroundings.machine
        let folder = NamedFolder.path(folder, on: machine)
        let settings = try Manifest.settings(in: folder)
        let manifest = try Manifest(settings)
        let files = try Fingerprint(of: folder)
        let plugin = AttachedPlugin(manifest, in: folder, digest: files.digest, on: machine)
        try plugin.refuseClashes(registry, session)
        _ = try named(manifest) { () throws(Breach) in try Executable(manifest.executable, in: folder) }
        let known = registry.configuration.plugins.approved.first { $0.id == manifest.id }
        let pinned = try Pin.all(on: machine).first { $0.id == manifest.id }
        if known?.digest == files.digest, pinned?.digest == files.digest, pinned?.folder == folder {
            // One that rests, as its files were others for a while, may be used again.
            try session.replug()
            return try session.report(["\(manifest.id) \(manifest.version) is attached already, with just these files."], ["plugin": .string(manifest.id), "changed": false])
        }
        try ask(manifest, plugin, files, since: pinned, session)
        guard try session.confirm("Attach it?") else { return session.notice("Nothing was attached.") }
        var choices = registry.configuration.plugins
        choices.approve(.init(id: manifest.id, version: manifest.version, digest: files.digest))
        choices.disabled.removeAll { $0 == manifest.id }
        // The registry first: a pin that no admin approved adds nothing.
        let outcome = try session.perform([.configure(name: PluginChoices.document, text: choices.yaml)], command: "plugins")
        try Pin(folder: folder, digest: files.digest, outline: plugin.outline, manifest: PinnedManifest(settings)).keep(files.files, on: machine)
        try session.replug()
        try plugin.tellOfSettings(session)
        try session.report(
            ["\(manifest.id) \(manifest.version) is attached, with \(files.files.count) \(files.files.count == 1 ? "file" : "files")."]
                + ["next: \(session.recent.isKept ? "" : "practice ")\(plugin.outline.commands.first?.examples.first?.line ?? "plugins \(manifest.id)")"],
            [
                "plugin": .string(manifest.id), "version": .string(manifest.version), "folder": .string(folder), "digest": .string(files.digest), "changed": true,
                "files": .array(files.files.keys.sorted().map(JSONValue.string)), "batch": JSONValue(outcome.batch.map { Double($0.number) }),
            ])
    }

    private func named<Value>(_ manifest: Manifest, _ body: () throws(Breach) -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            var problem = error.problem(of: manifest.id)
            // There is nothing yet that could be disabled.
            problem.next = "mend it, and type plugins attach again"
            throw problem
        }
    }

    /// Shows what it asks for.
    private func ask(_ manifest: Manifest, _ plugin: AttachedPlugin, _ files: Fingerprint, since pinned: Pin?, _ session: Session) throws {
        var known = KnownPlugin(id: plugin.id, version: plugin.version, summary: plugin.summary, from: .attached, state: "")
        known.extensions = AttachedPlugin.Unsettled(attached: plugin).extensions(.none(file: plugin.id))
        var facts = [Block.Fact("Adds", known.adds.isEmpty ? "nothing" : known.adds)] + Terms(manifest, in: plugin.program.folder).facts
        facts.append(.init("Files", "\(files.files.count), \(max(1, files.size >> 10)) KiB, SHA-256 \(files.digest.prefix(16))…"))
        if let pinned {
            let before = Pin.files(of: pinned.id, on: session.surroundings.machine)
            let changed = Set(before.keys).union(files.files.keys).filter { before[$0] != files.files[$0] }.sorted()
            let names = changed.count > 10 ? changed.prefix(10) + ["and \(changed.count - 10) more"] : changed[...]
            facts.append(.init("Before", "\(pinned.outline.version) in \(pinned.folder); changed since: \(names.isEmpty ? "nothing" : names.joined(separator: ", "))"))
        }
        session.output.message(session.output.text(of: [.heading("\(manifest.id) \(manifest.version)"), .paragraph(manifest.summary), .facts(facts)]))
    }
}

struct DetachPlugin: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "detach", abstract: "Let a plugin go again. What was saved by it stays readable. An admin's.")

    @Argument(help: ArgumentHelp("Which plugin.", valueName: "plugin")) var id: String

    func run(_ session: Session) throws {
        let registry = try session.registryOfAnAdmin("detach a plugin")
        let machine = session.surroundings.machine
        var choices = registry.configuration.plugins
        let pins = try Pin.all(on: machine)
        guard pins.contains(where: { $0.id == id }) || choices.approved.contains(where: { $0.id == id }) else {
            let ids = Set(pins.map(\.id) + choices.approved.map(\.id)).sorted()
            if registry.assembly.plugins.contains(where: { $0.id == id }) {
                throw Problem(.usage, "this plugin is a part of the program, and was never attached", value: id, next: "plugins disable \(id)")
            }
            throw Problem.unknown("attached plugin", id, among: ids, kind: .noInput, next: "plugins")
        }
        choices.forget(id)
        choices.disabled.removeAll { $0 == id }
        let outcome = try session.perform([.configure(name: PluginChoices.document, text: choices.yaml)], command: "plugins")
        try Pin.remove(id, on: machine)
        session.tellOfGates(of: id, in: registry)
        try session.replug()
        try session.report(["\(id) is detached. What was saved by it stays readable."], ["plugin": .string(id), "batch": JSONValue(outcome.batch.map { Double($0.number) })])
    }
}

extension Manifest {
    /// In bytes.
    private static let longest = 1 << 18

    /// The `plugin.yaml` of a folder.
    static func settings(in folder: String) throws -> Settings {
        let path = "\(folder)/\(file)"
        let facts = try? FileManager.default.attributesOfItem(atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
        guard facts?[.type] as? FileAttributeType == .typeRegular else {
            let isThere = FileManager.default.fileExists(atPath: folder)
            throw Problem(.noInput, isThere ? "there is no \(file) in this folder" : "there is no such folder", value: folder, next: "plugins new NAME --in python writes a plugin")
        }
        guard (facts?[.size] as? Int ?? 0) <= longest else { throw Problem(.badInput, "this file is longer than a manifest can be (\(longest >> 10) KiB)", at: .init(file: path)) }
        guard let data = FileManager.default.contents(atPath: path) else { throw Problem(.noInput, "this file cannot be read", value: path) }
        guard let text = String(data: data, encoding: .utf8) else { throw Problem(.badInput, "this is not text in UTF-8", at: .init(file: path)) }
        return try Settings(yaml: text, file: path)
    }
}

extension AttachedPlugin {
    /// Says what the home has to set before it can work.
    func tellOfSettings(_ session: Session) throws {
        let given = try session.registry().configuration.settings(of: id)
        do {
            _ = try Asking(program: program, given: given).settings()
        } catch let problem as Problem {
            session.notice("It cannot work before it has its settings: \(problem.what)" + (problem.next.map { "; \($0)" } ?? ""))
        }
    }

    /// Throws a problem that names both owners where it brings a name that another plugin has.
    func refuseClashes(_ registry: Registry, _ session: Session) throws {
        let others = session.plugins.filter { $0.id != id || $0.from != .attached }
        // Settings come later: a home can give some only to a plugin that is there.
        let assembly = try Assembly(others + [Unsettled(attached: self)], settings: registry.configuration.settings)
        // It comes last, so it is the one that is left out.
        if case .broken(let problem)? = assembly.leftOut.last(where: { $0.plugin.id == id })?.reason { throw problem }
    }
}

extension Session {
    /// The registry, where an admin is at hand.
    func registryOfAnAdmin(_ what: String) throws -> Registry {
        let registry = try registry()
        let person = try actor().person
        guard person.role == .admin else {
            throw Problem(.notPermitted, "\(person.name) is \(person.role.rawValue) here, and only an admin may \(what)", next: "ask an admin, or act as one with --as")
        }
        return registry
    }

    /// Says which promotions are held from now on, as their gates are gone.
    func tellOfGates(of id: String, in registry: Registry) {
        let own = Set(registry.assembly.members.first { $0.plugin.id == id }?.extensions.compactMap { ($0 as? any Gate)?.name } ?? [])
        let stages = registry.configuration.stages.all.filter { $0.gates.contains { own.contains($0.name) } }.map(\.name)
        guard !stages.isEmpty else { return }
        notice("Stages name its gates, which hold from now on: \(stages.joined(separator: ", ")); config edit stages takes them out")
    }
}
