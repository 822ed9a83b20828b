import Foundation
import RegistryCore

/// An attached plugin on this machine: where it is, what its manifest said, and what its files came to when an admin
/// attached it.
struct Pin: Sendable {
    var folder: String
    var digest: String
    /// The manifest as JSON, so that a start reads no YAML: `Settings.json`.
    var manifest: JSONValue
    var id: String { manifest["id"]?.string ?? "" }

    init(folder: String, digest: String, manifest: JSONValue) {
        self.folder = folder
        self.digest = digest
        self.manifest = manifest
    }

    private init?(json: JSONValue) {
        guard let folder = json["folder"]?.string, let digest = json["digest"]?.string, let manifest = json["manifest"], manifest["id"]?.string != nil else { return nil }
        self.init(folder: folder, digest: digest, manifest: manifest)
    }

    private var json: JSONValue { ["folder": .string(folder), "digest": .string(digest), "manifest": manifest] }
}

/// Where a machine keeps its pins: `practice/attached` in the XDG data directory, of this account alone.
extension Pin {
    private static func place(on machine: Machine) -> String {
        // XDG Base Directory Specification: a relative value is ignored.
        if let folder = machine.variables["XDG_DATA_HOME"], folder.hasPrefix("/") { return folder + "/practice/attached" }
        return (machine.variables["HOME"] ?? NSHomeDirectory()) + "/.local/share/practice/attached"
    }

    /// All of them, by id. Throws a problem when the file is there and is none of ours.
    static func all(on machine: Machine) throws -> [Pin] {
        let path = place(on: machine) + "/plugins.json"
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        let bytes = (try? FileHandle(fileDescriptor: file, closeOnDealloc: false).readToEnd()) ?? nil
        guard let json = try? JSONValue(parsing: Array(bytes ?? Data())), json["version"]?.integer == 1, let plugins = json["plugins"]?.array else {
            throw Problem(.unavailable, "the list of attached plugins cannot be read, so none of them is there", value: path, next: "plugins attach FOLDER makes it anew, once this file is moved away")
        }
        return plugins.compactMap(Pin.init(json:))
    }

    /// The digests of the files of a plugin as they were pinned.
    static func files(of id: String, on machine: Machine) -> [String: String] {
        guard let data = FileManager.default.contents(atPath: place(on: machine) + "/\(id).files.json"), let json = try? JSONValue(parsing: Array(data)) else { return [:] }
        return Dictionary((json.object?.members ?? []).compactMap { name, value in value.string.map { (name, $0) } }) { $1 }
    }

    /// Keeps a pin in the place of an older one of the same plugin.
    func keep(_ files: [String: String], on machine: Machine) throws {
        let others = try Pin.all(on: machine).filter { $0.id != id }
        try Pin.write(.object(JSONObject(files.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })), to: "\(id).files.json", on: machine)
        try Pin.write((others + [self]).sorted { $0.id < $1.id }, on: machine)
    }

    /// Forgets a plugin's pin.
    static func remove(_ id: String, on machine: Machine) throws {
        try write(try all(on: machine).filter { $0.id != id }, on: machine)
        unlink(place(on: machine) + "/\(id).files.json")
    }

    private static func write(_ pins: [Pin], on machine: Machine) throws {
        try write(["version": 1, "plugins": .array(pins.map(\.json))], to: "plugins.json", on: machine)
    }

    /// Whole or not at all: a start that reads meanwhile finds the old one.
    private static func write(_ json: JSONValue, to name: String, on machine: Machine) throws {
        let folder = place(on: machine)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data((json.line + "\n").utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"), options: .atomic)
        } catch {
            throw Problem(.cannotCreate, "the list of attached plugins cannot be written", value: folder)
        }
    }
}
