import Foundation
import RegistryCore

/// An attached plugin on this machine: where it is, what it adds, what its manifest said, and what its files came to when
/// an admin attached it.
struct Pin: Sendable {
    var folder: String
    var digest: String
    var outline: Outline
    var manifest: PinnedManifest
    /// What reading it took.
    var reading = Duration.zero
    var id: String { outline.id }

    init(folder: String, digest: String, outline: Outline, manifest: PinnedManifest) {
        self.folder = folder
        self.digest = digest
        self.outline = outline
        self.manifest = manifest
    }

    fileprivate init?(line: ArraySlice<UInt8>, manifest: PinnedManifest) {
        let start = ContinuousClock.now
        guard let list = try? JSONValue(parsing: Array(line)).array, list.count == 3, let folder = list[0].string, let digest = list[1].string, let outline = Outline(list[2])
        else { return nil }
        self.init(folder: folder, digest: digest, outline: outline, manifest: manifest)
        reading = ContinuousClock.now - start
    }

    fileprivate var line: String { JSONValue.array([.string(folder), .string(digest), outline.json]).line }
}

/// The manifest of a pin as JSON (`Settings.json`), in the bytes of the list: nothing of it is read before it is used.
struct PinnedManifest: Sendable {
    private let list: [UInt8]
    /// Which of its lines, from 0.
    private let number: Int

    init(_ settings: Settings) {
        list = Array(settings.json.line.utf8)
        number = 0
    }

    fileprivate init(line number: Int, of list: [UInt8]) {
        self.list = list
        self.number = number
    }

    fileprivate var line: ArraySlice<UInt8> {
        var lines = Lines(list)
        for _ in 0..<number { _ = lines.next() }
        return lines.next() ?? []
    }

    /// Throws a problem where it is none for this program any more.
    ///
    /// - Parameter folder: the plugin's, which errors name.
    func read(in folder: String) throws -> Manifest {
        let file = "\(folder)/\(Manifest.file)"
        guard let json = try? JSONValue(parsing: Array(line)) else {
            throw Problem(.unavailable, "what this plugin's manifest said cannot be read any more", value: file, next: "plugins attach \(folder), as an admin")
        }
        return try Manifest(Settings(json: json, file: file))
    }
}

/// Where a machine keeps its pins: `practice/attached/plugins` in the XDG data directory, of this account alone.
///
/// The first line says how many there are; then comes a line with what a start needs of each, and after all of these a
/// line with the manifest of each, which a start passes over.
extension Pin {
    private static func place(on machine: Machine) -> String { machine.dataFolder + "/practice/attached" }

    private static let list = "plugins", version = 2

    /// All of them, by id. Throws a problem when the file is there and is none of ours.
    static func all(on machine: Machine) throws -> [Pin] {
        let path = "\(place(on: machine))/\(list)"
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        guard let pins = read(bytes(of: file)) else {
            throw Problem(.unavailable, "the list of attached plugins cannot be read, so none of them is there", value: path, next: "plugins attach FOLDER makes it anew, once this file is moved away")
        }
        return pins
    }

    private static func read(_ bytes: [UInt8]) -> [Pin]? {
        var lines = Lines(bytes)
        guard let first = lines.next(), let header = try? JSONValue(parsing: Array(first)), header["version"]?.integer == version,
            let count = header["plugins"]?.integer, count >= 0
        else { return nil }
        var pins: [Pin] = []
        for number in 0..<count {
            guard let line = lines.next(), let pin = Pin(line: line, manifest: PinnedManifest(line: 1 + count + number, of: bytes)) else { return nil }
            pins.append(pin)
        }
        return pins
    }

    private static func bytes(of file: Int32) -> [UInt8] {
        var found = stat()
        guard fstat(file, &found) == 0, found.st_size > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: Int(found.st_size)) { buffer, count in count = max(0, Foundation.read(file, buffer.baseAddress, buffer.count)) }
    }

    /// The digests of the files of a plugin as they were pinned.
    static func files(of id: String, on machine: Machine) -> [String: String] {
        guard let data = FileManager.default.contents(atPath: place(on: machine) + "/\(id).files.json"), let json = try? JSONValue(parsing: Array(data)) else { return [:] }
        return Dictionary((json.object?.members ?? []).compactMap { name, value in value.string.map { (name, $0) } }) { $1 }
    }

    /// Keeps a pin in the place of an older one of the same plugin.
    func keep(_ files: [String: String], on machine: Machine) throws {
        let others = try Pin.all(on: machine).filter { $0.id != id }
        let json = JSONValue.object(JSONObject(files.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
        try Pin.write(Data((json.line + "\n").utf8), to: "\(id).files.json", on: machine)
        try Pin.write((others + [self]).sorted { $0.id < $1.id }, on: machine)
    }

    /// Forgets a plugin's pin.
    static func remove(_ id: String, on machine: Machine) throws {
        try write(try all(on: machine).filter { $0.id != id }, on: machine)
        unlink(place(on: machine) + "/\(id).files.json")
    }

    private static func write(_ pins: [Pin], on machine: Machine) throws {
        let header: JSONValue = ["version": JSONValue(version), "plugins": JSONValue(pins.count)]
        var bytes = Data((header.line + "\n").utf8)
        for pin in pins { bytes += Data((pin.line + "\n").utf8) }
        for pin in pins { bytes += Data(pin.manifest.line) + Data("\n".utf8) }
        try write(bytes, to: list, on: machine)
    }

    /// Whole or not at all: a start that reads meanwhile finds the old one.
    private static func write(_ bytes: Data, to name: String, on machine: Machine) throws {
        let folder = place(on: machine)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try bytes.write(to: URL(fileURLWithPath: "\(folder)/\(name)"), options: .atomic)
        } catch {
            throw Problem(.cannotCreate, "the list of attached plugins cannot be written", value: folder)
        }
    }
}

/// The lines of a file, one after the other, without their ends.
private struct Lines {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> ArraySlice<UInt8>? {
        guard at < bytes.count else { return nil }
        let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
        defer { at = end + 1 }
        return bytes[at..<end]
    }
}
