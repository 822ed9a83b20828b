import Foundation
import RegistryCore

/// Writes beside the file and takes its place once whole, so that an export that fails leaves the old one.
final class FileSink: ByteSink {
    private let path: String
    private let temporary: String
    private let handle: FileHandle
    private var isKept = false

    /// - Parameter isPrivate: only this account may read it, as what is in it is not for everybody.
    init(_ path: String, isPrivate: Bool = false) throws {
        self.path = path
        temporary = path + ".\(UUID().uuidString.prefix(8)).part"
        guard FileManager.default.createFile(atPath: temporary, contents: nil, attributes: isPrivate ? [.posixPermissions: 0o600] : nil), let handle = FileHandle(forWritingAtPath: temporary) else {
            throw Problem(.cannotCreate, "this file cannot be written", value: path)
        }
        self.handle = handle
    }

    func write(_ text: String) throws { try write(Data(text.utf8)) }
    func write(_ utf8: [UInt8]) throws { try write(Data(utf8)) }

    private func write(_ data: Data) throws {
        do {
            try handle.write(contentsOf: data)
        } catch {
            throw Problem(.inputOutput, "writing failed; the export is not whole, and nothing was put in its place", value: path)
        }
    }

    func keep() throws {
        do {
            try handle.synchronize()
            try handle.close()
        } catch {
            throw Problem(.inputOutput, "writing failed; the export is not whole, and nothing was put in its place", value: path)
        }
        guard rename(temporary, path) == 0 else { throw Problem(.cannotCreate, "this file cannot be replaced", value: path) }
        isKept = true
        // A name is in its folder only once that is on the disk too. A folder that cannot be opened for it, as on some
        // network file systems, is no failure: the file is whole.
        let folder = open((path as NSString).deletingLastPathComponent.isEmpty ? "." : (path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    deinit { if !isKept { try? FileManager.default.removeItem(atPath: temporary) } }
}
