import Foundation
import RegistryCore
import RegistryShell

/// A plugin that was installed with the program, and waits for an admin to attach it by its name.
struct InstalledPlugin {
    /// Of its folder, which `plugins attach` takes.
    var name: String
    var folder: String
    var outline: Outline
    /// What an admin types to have it.
    var way: String { "plugins attach \(Words.quote(name))" }

    /// All of them on this machine, each name once. Read only where somebody asks for them: it is YAML.
    static func all(on machine: Machine) -> [InstalledPlugin] {
        var found: [String: InstalledPlugin] = [:]
        for place in places(on: machine) {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] where found[name] == nil {
                guard let folder = folder(name, on: machine), let manifest = try? Manifest(Manifest.settings(in: folder)) else { continue }
                found[name] = InstalledPlugin(name: name, folder: folder, outline: manifest.outline)
            }
        }
        return found.values.sorted { $0.name < $1.name }
    }

    /// The folder of the one that has this name; nil when there is none.
    static func folder(_ name: String, on machine: Machine) -> String? {
        guard !name.contains("/"), !name.hasPrefix(".") else { return nil }
        return places(on: machine).lazy.map { "\($0)/\(name)" }.first { FileManager.default.fileExists(atPath: "\($0)/\(Manifest.file)") }
            .map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
    }

    /// `practice/plugins` in this account's data directory, in the one beside the program's `bin`, and in the system's.
    private static func places(on machine: Machine) -> [String] {
        let system = machine.variables["XDG_DATA_DIRS"].flatMap { $0.isEmpty ? nil : $0 } ?? "/usr/local/share:/usr/share"
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let beside = URL(fileURLWithPath: program).deletingLastPathComponent().deletingLastPathComponent().appending(path: "share").path
        return ([machine.dataFolder, beside] + system.split(separator: ":").map(String.init)).filter { $0.hasPrefix("/") }.map { $0 + "/practice/plugins" }
    }
}

extension Machine {
    /// `XDG_DATA_HOME`, else `.local/share` of the person's folder. A relative value is ignored (XDG Base Directory
    /// Specification).
    var dataFolder: String {
        if let folder = variables["XDG_DATA_HOME"], folder.hasPrefix("/") { return folder }
        return (variables["HOME"] ?? NSHomeDirectory()) + "/.local/share"
    }
}
