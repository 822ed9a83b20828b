import Foundation
import RegistryCore

/// Writes beside the file and takes its place once whole, so that an export that fails leaves the old one. What is no
/// file, as a device or a pipe, is written to as it is; of a link, what it leads to.
final class FileSink: ByteSink {
    private let path: String
    /// Where it is written until it is whole; nil for what cannot be replaced.
    private let temporary: String?
    private let handle: FileHandle
    private var isKept = false

    /// - Parameter isPrivate: only this account may read it, as what is in it is not for everybody.
    init(_ path: String, isPrivate: Bool = false) throws {
        var facts = stat()
        let isThere = stat(path, &facts) == 0
        if isThere, facts.st_mode & S_IFMT != S_IFREG {
            guard facts.st_mode & S_IFMT != S_IFDIR, let handle = FileHandle(forWritingAtPath: path) else {
                throw Problem(.cannotCreate, facts.st_mode & S_IFMT == S_IFDIR ? "this is a folder, not a file" : "this cannot be written to", value: path)
            }
            (self.path, temporary, self.handle) = (path, nil, handle)
            return
        }
        let path = isThere ? URL(fileURLWithPath: path).resolvingSymlinksInPath().path : path
        self.path = path
        let temporary = path + ".\(UUID().uuidString.prefix(8)).part"
        self.temporary = temporary
        guard FileManager.default.createFile(atPath: temporary, contents: nil, attributes: isPrivate ? [.posixPermissions: 0o600] : nil), let handle = FileHandle(forWritingAtPath: temporary) else {
            throw Problem(.cannotCreate, "this file cannot be written", value: path)
        }
        self.handle = handle
    }

    func write(_ text: String) throws { try write(Data(text.utf8)) }
    func write(_ utf8: [UInt8]) throws { try write(Data(utf8)) }
    func write(bytes: UnsafeRawBufferPointer) throws { try write(Data(bytes)) }

    private func write(_ data: Data) throws {
        do {
            try handle.write(contentsOf: data)
        } catch {
            throw Problem(.inputOutput, "writing failed; the export is not whole, and nothing was put in its place", value: path)
        }
    }

    /// Whether another content stands where this is to go.
    func differs() throws -> Bool {
        guard let temporary, FileManager.default.fileExists(atPath: path) else { return false }
        return !FileManager.default.contentsEqual(atPath: temporary, andPath: path)
    }

    func keep() throws {
        do {
            if temporary != nil { try handle.synchronize() }
            try handle.close()
        } catch {
            throw Problem(.inputOutput, "writing failed; the export is not whole, and nothing was put in its place", value: path)
        }
        guard let temporary else { return }
        guard rename(temporary, path) == 0 else { throw Problem(.cannotCreate, "this file cannot be replaced", value: path) }
        isKept = true
        // A name is in its folder only once that is on the disk too. A folder that cannot be opened for it, as on some
        // network file systems, is no failure: the file is whole.
        let folder = open((path as NSString).deletingLastPathComponent.isEmpty ? "." : (path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    deinit { if !isKept, let temporary { try? FileManager.default.removeItem(atPath: temporary) } }
}
