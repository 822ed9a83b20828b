import Foundation
import RegistryCore

/// Files that commands of this plugin read and write.
enum Files {
    static func read(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else { throw Problem(.noInput, "this file cannot be read", value: path) }
        guard let text = String(data: data, encoding: .utf8) else { throw Problem(.badInput, "this file is not UTF-8", at: .init(file: path)) }
        return text
    }

    /// Writes a file whole or not at all: an older one stays as it is when the writing fails.
    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Problem(.cannotCreate, "this file cannot be written", value: path)
        }
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// `ideas.csv` gives `ideas.rejects.csv`; a file of rejects is replaced by what is left of it.
    static func beside(_ path: String) -> String {
        var stem = path
        if let ending = ending(of: path) { stem = String(path.dropLast(ending.count + 1)) }
        return stem.hasSuffix(".rejects") ? stem + ".csv" : stem + ".rejects.csv"
    }

    /// `ideas.rejects.csv` and 2 give `ideas.rejects-2.csv`.
    static func numbered(_ path: String, _ number: Int) -> String {
        guard let ending = ending(of: path) else { return "\(path)-\(number)" }
        return path.dropLast(ending.count + 1) + "-\(number)." + path.suffix(ending.count)
    }

    /// Whether two paths are one file.
    static func isSame(_ path: String, _ other: String) -> Bool {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path == URL(fileURLWithPath: other).resolvingSymlinksInPath().path
    }

    /// Gives a file that is there the first free numbered name, and returns it; nil when none is there.
    static func setAside(_ path: String) throws -> String? {
        guard exists(path) else { return nil }
        guard let free = (1...).lazy.map({ numbered(path, $0) }).first(where: { !exists($0) }), rename(path, free) == 0 else {
            throw Problem(.cannotCreate, "this file cannot be kept under another name", value: path)
        }
        return free
    }

    /// Whether others may not read a file.
    static func isPrivate(_ path: String) -> Bool {
        guard let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int else { return false }
        return mode & 0o044 == 0
    }

    /// The ending of a file's name in lower case, without the dot.
    static func ending(of path: String) -> String? {
        let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
        return ending.isEmpty ? nil : ending
    }

    static func first(_ importers: [any Importer], _ names: [String]) throws -> any Importer {
        guard let first = importers.first else { throw Problem(.plugin, "no plugin reads files", next: "plugins") }
        return first
    }
}
