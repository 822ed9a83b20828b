import CSQLite
import Dispatch
import Foundation

/// Has the log and the file of a long transaction go to the disk while they are written: else hundreds of megabytes begin
/// their way there at the flush, and everybody waits for them.
final class Writeback: Sendable {
    private let ended = DispatchSemaphore(value: 0)

    /// Bytes after which the kernel is told again, and how often it is looked, in milliseconds.
    private static let step = 8 << 20
    private static let pause = 10

    /// Watches files, some of which may not be there yet, on a thread of its own, as telling waits while the disk is busy.
    init(_ paths: [String]) {
        Thread.detachNewThread { [ended] in
            var descriptors = paths.map { _ in CInt(-1) }
            var told = paths.map { RegistryFiles.size(of: $0) ?? 0 }
            while ended.wait(timeout: .now() + .milliseconds(Writeback.pause)) == .timedOut {
                for (file, path) in paths.enumerated() {
                    guard let size = RegistryFiles.size(of: path) else { continue }
                    // The log begins anew where it was carried over.
                    if size < told[file] { told[file] = size }
                    guard size - told[file] >= Writeback.step else { continue }
                    told[file] = size
                    if descriptors[file] < 0 { descriptors[file] = open(path, O_RDONLY | O_CLOEXEC) }
                    if descriptors[file] >= 0 { csqlite_begin_writing(descriptors[file]) }
                }
            }
            for descriptor in descriptors where descriptor >= 0 { close(descriptor) }
        }
    }

    func end() { ended.signal() }
}
