import Foundation

/// The folder in which a plugin's process runs: new for each start and removed at its end, since it may hold what people
/// wrote.
struct WorkingFolder {
    let path: String

    /// - Parameter id: the plugin's.
    init(for id: String) throws(Breach) {
        let place = WorkingFolder.place()
        WorkingFolder.sweep(place)
        var template = Array("\(place)/\(getpid())-\(id)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Breach("cannot be started: no working folder can be made in \(place)") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// A folder that only this account can read, in the usual temporary one.
    private static func place() -> String {
        let temporary = FileManager.default.temporaryDirectory.path
        let path = "\(temporary)/practice-plugins-\(getuid())"
        mkdir(path, 0o700)
        var found = stat()
        // Somebody else may have made it first.
        guard lstat(path, &found) == 0, found.st_mode & S_IFMT == S_IFDIR, found.st_uid == getuid(), found.st_mode & 0o077 == 0 else { return temporary }
        return path
    }

    /// Removes what programs left that were killed.
    private static func sweep(_ place: String) {
        guard place.hasSuffix("practice-plugins-\(getuid())") else { return }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] {
            guard let pid = name.split(separator: "-").first.flatMap({ pid_t($0) }), kill(pid, 0) == -1, errno == ESRCH else { continue }
            try? FileManager.default.removeItem(atPath: "\(place)/\(name)")
        }
    }
}
