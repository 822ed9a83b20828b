import Foundation
import RegistryCore
import RegistryShell

/// A person's inbox: nothing has to be carried there, since an inbox is a query over the shares that are saved.
struct InboxChannel: Channel {
    let name = "inbox"
    let summary = "the inbox of a person of this registry"
    let needsReceiver = true

    func deliver(_ share: Delivery) throws -> String { "in \(share.receiver ?? "nobody")'s inbox" }
}

/// A Markdown file, at whose end the innovation's page is added.
struct FileChannel: Channel {
    let name = "file"
    let summary = "the end of a Markdown file (file:PATH)"
    let needsReceiver = false

    func accept(target: String?) throws {
        let path = try path(target)
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw Problem(.cannotCreate, "this is a folder, not a file", value: path, next: "share P… --to file:\(path)/innovations.md")
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw Problem(.cannotCreate, "there is no folder for this file", value: path, next: "make the folder \(folder) first")
        }
    }

    func deliver(_ share: Delivery) throws -> String {
        let path = try path(share.target)
        var text = Markdown.text(of: share.page)
        if let note = share.note { text += "\n> " + Markdown.escape("\(share.sender.name): \(note)").replacing("\n", with: "\n> ") + "\n" }
        try append(Array((text + "\n").utf8), to: path)
        return "at the end of \(path)"
    }

    private func path(_ target: String?) throws -> String {
        guard let target, !target.isEmpty else {
            throw Problem(.usage, "which file is not said", allowed: ["file:PATH"], next: "share P… --to file:innovations.md")
        }
        return target.inHomeFolder
    }

    /// One write in append mode, so that two that share at once do not mix their pages.
    private func append(_ bytes: [UInt8], to path: String) throws {
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure(errno, path) }
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                throw failure(errno, path)
            }
            rest = rest.dropFirst(written)
        }
    }

    private func failure(_ code: Int32, _ path: String) -> Problem {
        switch code {
        case EACCES, EPERM, EROFS: Problem(.cannotCreate, "this file may not be written", value: path)
        case ENOENT, ENOTDIR: Problem(.cannotCreate, "there is no folder for this file", value: path)
        case ENOSPC, EDQUOT: Problem(.inputOutput, "there is no room left for this file", value: path)
        default: Problem(.inputOutput, "this file cannot be written", value: path)
        }
    }
}
