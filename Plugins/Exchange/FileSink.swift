import Foundation
import RegistryCore

/// Writes beside the file and takes its place once whole, so that an export that fails leaves the old one.
final class FileSink: ByteSink {
    private let path: String
    private let temporary: String
    private let handle: FileHandle
    private var isKept = false

    init(_ path: String) throws {
        self.path = path
        temporary = path + ".\(UUID().uuidString.prefix(8)).part"
        guard FileManager.default.createFile(atPath: temporary, contents: nil), let handle = FileHandle(forWritingAtPath: temporary) else {
            throw Problem(.cannotCreate, "this file cannot be written", value: path)
        }
        self.handle = handle
    }

    func write(_ text: String) throws { try write(Data(text.utf8)) }

    func write(bytes: UnsafeRawBufferPointer) throws { try write(Data(bytes)) }

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
    }

    deinit { if !isKept { try? FileManager.default.removeItem(atPath: temporary) } }
}
