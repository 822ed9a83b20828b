import RegistryCore
import Synchronization

/// A manifest that is read when it is first asked for.
final class LateManifest: Sendable {
    private let read: @Sendable () throws -> Manifest
    private let made = Mutex<Result<Manifest, any Error>?>(nil)

    init(_ read: @escaping @Sendable () throws -> Manifest) { self.read = read }

    convenience init(_ manifest: Manifest) { self.init { manifest } }

    /// Throws the problem of one that is none for this program any more.
    func value() throws -> Manifest {
        try made.withLock { made in
            let result = made ?? Result { try read() }
            made = result
            return result
        }.get()
    }
}
