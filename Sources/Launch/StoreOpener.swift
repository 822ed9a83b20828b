import Foundation
import RegistryCore
import RegistryShell
import Prompt
import SQLiteStore
import StarterRegistry
import Synchronization

/// Chooses the store that options name: a file, or in time a server.
final class StoreOpener: Session.Opener {
    private let variables: [String: String]

    init(variables: [String: String]) { self.variables = variables }

    /// What the files in `registry/` say.
    static var starter: Starter {
        Starter(
            documents: ["fields": StarterFiles.fields, "stages": StarterFiles.stages, "evidence": StarterFiles.evidence, "tags": StarterFiles.tags],
            founding: StarterFiles.founding)
    }

    /// `--registry`, else `PRACTICE_REGISTRY`, else `practice/registry` in the XDG data directory.
    func location(_ options: GlobalOptions) throws -> String {
        let named = options.registry ?? variables["PRACTICE_REGISTRY"].flatMap { $0.isEmpty ? nil : $0 }
        if let named {
            guard !named.hasPrefix("postgres://"), !named.hasPrefix("postgresql://") else {
                throw Problem(.unavailable, "this build has no PostgreSQL engine yet", next: "use a file: --registry PATH")
            }
            return named.inHomeFolder
        }
        return dataFolder + "/practice/registry"
    }

    /// XDG Base Directory Specification: a relative value is ignored.
    private var dataFolder: String {
        if let folder = variables["XDG_DATA_HOME"], folder.hasPrefix("/") { return folder }
        return (variables["HOME"] ?? NSHomeDirectory()) + "/.local/share"
    }

    func open(_ options: GlobalOptions, plugins: [any Plugin]) throws -> Registry {
        let path = try location(options)
        guard SQLiteStore.exists(path: path) else {
            throw Problem(.noInput, "there is no registry here", value: path, next: "init, or name another with --registry PATH")
        }
        return try Registry(store: StoreOpener.store(path), home: options.homeName(), plugins: plugins)
    }

    func make(_ options: GlobalOptions, plugins: [any Plugin], home: HomeName, admin: String?) throws -> Registry {
        let path = try location(options)
        if options.registry == nil, variables["PRACTICE_REGISTRY"] == nil { try makeFolder(of: path) }
        let store = SQLiteStore.exists(path: path) ? try StoreOpener.store(path) : try SQLiteStore.create(path: path)
        return try Registry.found(
            home, in: store, starter: StoreOpener.starter, plugins: plugins, admin: admin, account: NSUserName())
    }

    /// The folder of the usual place is made on the way; one that was named must be there, since a mistyped path is
    /// the likelier cause.
    private func makeFolder(of path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Problem(.cannotCreate, "this folder cannot be made", value: folder, next: "name another place with --registry PATH")
        }
    }

    private static func store(_ path: String) throws -> SQLiteStore {
        try SQLiteStore.open(path: path, waiting: patience, whileWaiting: wait, isStopped: { Stopping.isAsked })
    }

    /// An hour: somebody's import of a million rows takes a minute, and a save that fails meanwhile would be lost on
    /// whoever made it.
    private static let patience = 3600.0

    /// Says once of each save that it waits, and ends one that is of no use any more. It is called once a second.
    private static let wait: @Sendable () throws -> Void = {
        Stopping.watch()
        let now = ContinuousClock.now
        let goesOn = lastCall.withLock { last in
            defer { last = now }
            return last.map { now - $0 < .seconds(3) } ?? false
        }
        if !goesOn {
            FileHandle.standardError.write(Data("waiting for somebody else's save to finish, such as a large import; Ctrl-C gives up\n".utf8))
        }
        if Stopping.isAsked { throw Problem(.interrupted, "stopped while waiting for somebody else's save; nothing was saved") }
    }

    private static let lastCall = Mutex<ContinuousClock.Instant?>(nil)
}
