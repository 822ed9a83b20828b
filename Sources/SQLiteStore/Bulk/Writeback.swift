import CSQLite
import Dispatch
import Foundation

/// Has the log of a long transaction written out while it grows: else its two gigabytes begin their way to the disk at
/// the commit, and everybody waits for them there.
final class Writeback {
    /// Opened when there is something to write, as the log may not be there before.
    private var descriptor: CInt = -1
    private let queue = DispatchQueue(label: "registry.writeback")
    private var last = 0
    private let path: String

    /// Bytes after which the kernel is told again.
    private static let step = 64 << 20

    init(_ path: String) { self.path = path }

    deinit {
        let descriptor = descriptor
        queue.async { if descriptor >= 0 { close(descriptor) } }
    }

    /// Tells it when the log has grown enough; on a thread of its own, as it waits while the disk is busy.
    func begin() {
        guard let size = RegistryFiles.size(of: path), Int(size) - last >= Writeback.step else { return }
        last = Int(size)
        if descriptor < 0 { descriptor = open(path, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { return }
        queue.async { [descriptor] in csqlite_begin_writing(descriptor) }
    }
}
