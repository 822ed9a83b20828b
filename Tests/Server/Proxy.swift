import Foundation
import RegistryCore
import Synchronization

/// What stands between a program and a server, and fails as networks do.
public final class Proxy: Sendable {
    public enum Fault: Sendable {
        /// The next COMMIT never reaches the server.
        case losesCommit
        /// The next COMMIT reaches the server, and its answer never comes back.
        case losesAnswer
        /// When the next COMMIT has come to the server, and was not read, that process of the server's is killed.
        case kills(pid_t)
        /// Nothing comes back any more.
        case hangs
    }

    /// The folder of its socket.
    public let folder: String
    private let server: String
    private let listener: CInt
    private let fault = Mutex<Fault?>(nil)
    private let open = Mutex<[CInt]>([])
    private let passed = Atomic<Int>(0)
    /// How often something was sent to the server, which is how often it was waited for unless nobody did.
    public var requests: Int { passed.load(ordering: .relaxed) }

    public init(to server: Server) throws {
        var template = Array((FileManager.default.temporaryDirectory.path + "/practice-proxy-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw Problem(.cannotCreate, "no folder for a proxy") }
        folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        self.server = "\(server.folder)/.s.PGSQL.5432"
        listener = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        guard Proxy.at("\(folder)/.s.PGSQL.5432", { bind(listener, $0, $1) }) == 0, listen(listener, 16) == 0 else { throw Problem(.cannotCreate, "no socket for a proxy") }
        Thread.detachNewThread { [self] in serve() }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// From now on, until it has happened.
    public func fail(by fault: Fault?) { self.fault.withLock { $0 = fault } }

    /// Ends every connection.
    public func cut() {
        open.withLock { open in
            for descriptor in open { shutdown(descriptor, CInt(SHUT_RDWR)) }
            open = []
        }
    }

    public func address(_ database: String) -> String { "postgres://\(Server.owner)@/\(database)?host=\(folder)" }

    private static func at(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }

    /// As a statement of its own: a transaction also begins as READ COMMITTED.
    private static let commit = Data("COMMIT\0".utf8)

    private func serve() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { return }
            let behind = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
            guard Proxy.at(server, { connect(behind, $0, $1) }) == 0 else {
                close(client)
                close(behind)
                continue
            }
            open.withLock { $0 += [client, behind] }
            let deaf = Deaf()
            Thread.detachNewThread { [self] in pass(from: client, to: behind, deaf, isRequest: true) }
            Thread.detachNewThread { [self] in pass(from: behind, to: client, deaf, isRequest: false) }
        }
    }

    /// Whether answers are kept from the client.
    private final class Deaf: Sendable {
        let value = Atomic<Bool>(false)
    }

    private func pass(from: CInt, to: CInt, _ deaf: Deaf, isRequest: Bool) {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        var dying: pid_t?
        func end() {
            shutdown(from, CInt(SHUT_RDWR))
            shutdown(to, CInt(SHUT_RDWR))
        }
        while true {
            let count = read(from, &bytes, bytes.count)
            guard count > 0 else { return end() }
            if isRequest {
                passed.add(1, ordering: .relaxed)
            } else {
                if case .hangs = fault.withLock({ $0 }) { continue }
                if deaf.value.load(ordering: .relaxed) { return end() }
            }
            if isRequest, Data(bytes[..<count]).range(of: Proxy.commit) != nil {
                let now: Fault? = fault.withLock { fault in
                    guard let given = fault else { return nil }
                    if case .hangs = given { return nil }
                    fault = nil
                    return given
                }
                switch now {
                case .losesCommit: return end()
                case .losesAnswer: deaf.value.store(true, ordering: .relaxed)
                case .kills(let process):
                    kill(process, SIGSTOP)
                    dying = process
                case .hangs, nil: break
                }
            }
            defer { if let dying { kill(dying, SIGKILL) } }
            var sent = 0
            while sent < count {
                let written = bytes[sent..<count].withUnsafeBytes { send(to, $0.baseAddress, count - sent, CInt(MSG_NOSIGNAL)) }
                guard written > 0 else { return end() }
                sent += written
            }
        }
    }
}
