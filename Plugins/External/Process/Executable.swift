import Foundation

/// The program of a plugin, as it is started.
struct Executable {
    /// Where a program is looked for that is not a file of the plugin's folder.
    static let path = "/usr/local/bin:/usr/bin:/bin"

    /// The full path of the program, and its arguments.
    let words: [String]

    /// - Parameters:
    ///   - named: as `plugin.yaml` has it.
    ///   - folder: the plugin's.
    /// - Throws: a breach where it is not there, cannot be run, or is not among the files that are pinned.
    init(_ named: [String], in folder: String) throws(Breach) {
        func own(_ word: String) -> String? {
            guard !word.hasPrefix("/"), !word.hasPrefix("-"), !word.split(separator: "/").contains("..") else { return nil }
            let file = "\(folder)/\(word)"
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) && !isFolder.boolValue ? file : nil
        }
        guard let first = named.first else { throw Breach("has no executable") }
        if let hidden = named.first(where: { Executable.isBelowADot($0) && own($0) != nil }) {
            throw Breach("runs a file that is not pinned, as the name of its folder begins with a dot: \(hidden)")
        }
        var program = own(first)
        if program != nil, !FileManager.default.isExecutableFile(atPath: "\(folder)/\(first)") {
            throw Breach("cannot be run: \(first) is not marked as a program (chmod +x)")
        }
        if program == nil, !first.contains("/") {
            program = Executable.path.split(separator: ":").map { "\($0)/\(first)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        }
        guard let program else {
            throw Breach(first.contains("/") ? "has no such file in its folder: \(first)" : "needs the program “\(first)”, which is not installed in \(Executable.path)")
        }
        words = [program] + named.dropFirst().map { own($0) ?? $0 }
    }

    /// Whether one of the folders on the way to a file is left out of its `Fingerprint`.
    private static func isBelowADot(_ path: String) -> Bool {
        path.split(separator: "/").dropLast().contains { $0.hasPrefix(".") && $0 != "." }
    }
}
