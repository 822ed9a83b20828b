import Foundation
import RegistryCore

/// The files of a plugin's folder, each with its SHA-256, and one digest over all of them.
///
/// All files count, since which of them a program reads nobody can say beforehand; not those below a folder whose name
/// begins with a dot, which is where tools keep their own.
struct Fingerprint: Equatable {
    /// Paths within the folder, in order, with their digests in hexadecimal.
    let files: [String: String]
    /// Of all paths and digests, in hexadecimal.
    let digest: String
    /// Bytes in all.
    let size: Int

    /// A folder has no more, so that a mistyped one is told of at once.
    static let mostFiles = 2000, mostBytes = 256 << 20

    /// Throws a problem where a file cannot be read, or the folder is too large to be a plugin's.
    init(of folder: String) throws {
        var paths: [String] = []
        guard let walk = FileManager.default.enumerator(atPath: folder) else {
            throw Problem(.noInput, "the folder of this plugin cannot be read", value: folder)
        }
        for case let path as String in walk {
            let type = walk.fileAttributes?[.type] as? FileAttributeType
            if type == .typeDirectory {
                if path.split(separator: "/").last?.hasPrefix(".") ?? false { walk.skipDescendants() }
                continue
            }
            guard type == .typeRegular || type == .typeSymbolicLink else { throw Problem(.badInput, "a plugin's folder has files only", value: "\(folder)/\(path)") }
            paths.append(path)
            guard paths.count <= Fingerprint.mostFiles else {
                throw Problem(.badInput, "this folder has more than \(Fingerprint.mostFiles) files, so it is hardly a plugin's alone", value: folder)
            }
        }
        var files: [String: String] = [:]
        var parts: [[UInt8]] = []
        var size = 0
        for path in paths.sorted() {
            let bytes = try Fingerprint.content(of: path, in: folder)
            size += bytes.count
            guard size <= Fingerprint.mostBytes else { throw Problem(.badInput, "this folder has more than \(Fingerprint.mostBytes >> 20) MiB, so it is hardly a plugin's alone", value: folder) }
            let digest = Digest.of([bytes])
            files[path] = digest.description
            parts += [Array(path.utf8), digest.bytes]
        }
        self.files = files
        digest = Digest.of(parts).description
        self.size = size
    }

    /// What a file holds; of a link, which must stay within the folder, what it points to.
    private static func content(of path: String, in folder: String) throws -> [UInt8] {
        let file = "\(folder)/\(path)"
        let real = URL(fileURLWithPath: file).resolvingSymlinksInPath().path
        let home = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        guard real.hasPrefix(home + "/") else { throw Problem(.badInput, "a link in a plugin's folder points out of it", value: file) }
        guard let data = FileManager.default.contents(atPath: file) else { throw Problem(.noInput, "this file of a plugin cannot be read", value: file) }
        return Array(data)
    }

    /// What was changed since files were pinned, as the problem that stops the plugin.
    func changed(since pinned: [String: String], id: String, folder: String) -> Problem {
        let paths = Set(files.keys).union(pinned.keys).filter { files[$0] != pinned[$0] }.sorted()
        let lines = paths.map { path in
            "\(path) was \(pinned[path] == nil ? "added" : files[path] == nil ? "taken away" : "changed")"
        }
        return Problem(
            .plugin, "the plugin “\(id)” is stopped: its files are not those that an admin attached",
            details: lines.count > 5 ? Array(lines.prefix(5)) + ["and \(lines.count - 5) more"] : lines, next: "plugins attach \(folder), as an admin")
    }
}
