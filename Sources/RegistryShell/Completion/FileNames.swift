import Foundation

/// The names of files that a path may become.
enum FileNames {
    /// As they are written, and only where none begins so, without regard to case. A folder goes on, and so is not
    /// finished; what begins with a dot is shown to whoever typed one.
    static func matching(_ path: String) -> [Candidate] {
        guard path != "~" else { return [Candidate(value: "~/", finished: false)] }
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[...$0]) } ?? ""
        let beginning = slash.map { String(path[path.index(after: $0)...]) } ?? path
        let place = folder.isEmpty ? "." : folder.inHomeFolder
        let all = ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).filter { beginning.hasPrefix(".") || !$0.hasPrefix(".") }
        var names = all.filter { $0.hasPrefix(beginning) }
        if names.isEmpty { names = all.filter { $0.lowercased().hasPrefix(beginning.lowercased()) } }
        if [".", ".."].contains(beginning) { names.append("..") }
        return names.sorted().map { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: place + "/" + name, isDirectory: &isFolder)
            return Candidate(value: folder + name + (isFolder.boolValue ? "/" : ""), finished: !isFolder.boolValue)
        }
    }
}
