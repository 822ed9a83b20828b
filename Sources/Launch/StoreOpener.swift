import Foundation
import RegistryCore
import RegistryShell
import Prompt
import PostgresStore
import SQLiteStore
import StarterRegistry
import Synchronization

/// Chooses the store that options name: a file, or a server.
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
        switch try named(options) {
        case .server(let address): ServerAddress.masked(address)
        case .file(let path): path.inHomeFolder
        case nil: dataFolder + "/practice/registry"
        }
    }

    /// What the prompt's history of that registry is called by.
    func historyName(_ options: GlobalOptions) throws -> String {
        let location = try location(options)
        return ServerAddress.isOne(location) ? location : URL(fileURLWithPath: location).standardizedFileURL.path
    }

    private func named(_ options: GlobalOptions) throws -> RegistryName? {
        try (options.registry ?? variables["PRACTICE_REGISTRY"].flatMap { $0.trimmed.isEmpty ? nil : $0 }).map(RegistryName.init)
    }

    /// The server that options name; nil where it is a file. What stands among the words of a command, others can read.
    private func server(_ options: GlobalOptions) throws -> Address? {
        guard case .server(let address) = try named(options) else { return nil }
        return try Address(address, isVisible: options.registry != nil)
    }

    /// A mistyped address must not leave a registry on somebody's server.
    func makesOnFirstWrite(_ options: GlobalOptions) -> Bool {
        if case .server = try? named(options) { false } else { true }
    }

    /// XDG Base Directory Specification: a relative value is ignored.
    private var dataFolder: String {
        if let folder = variables["XDG_DATA_HOME"], folder.hasPrefix("/") { return folder }
        return (variables["HOME"] ?? NSHomeDirectory()) + "/.local/share"
    }

    func open(_ options: GlobalOptions, plugins: [any Plugin]) throws -> Registry {
        if let address = try server(options) {
            // What was stopped while a server saves it is saved or not: that is found out, and said.
            Stopping.watch()
            let store = try PostgresStore.open(address, isStopped: { Stopping.isAsked }, tell: StoreOpener.tell)
            return try Registry(store: store, home: options.homeName(), plugins: plugins)
        }
        let path = try location(options)
        guard SQLiteStore.exists(path: path) else {
            throw Problem(.noInput, "there is no registry here", value: path, next: "init, or name another with --registry PATH")
        }
        return try Registry(store: StoreOpener.store(path), home: options.homeName(), plugins: plugins)
    }

    func make(_ options: GlobalOptions, plugins: [any Plugin], home: HomeName, admin: String?, distributed: Bool) throws -> Registry {
        if let address = try server(options) {
            let isStopped: @Sendable () -> Bool = { Stopping.isAsked }
            let store = try PostgresStore.exists(address, isStopped: isStopped, tell: StoreOpener.tell)
                ? PostgresStore.open(address, distributed: distributed, isStopped: isStopped, tell: StoreOpener.tell)
                : PostgresStore.create(address, distributed: distributed, isStopped: isStopped, tell: StoreOpener.tell)
            return try Registry.found(home, in: store, starter: StoreOpener.starter, plugins: plugins, admin: admin, account: NSUserName())
        }
        guard !distributed else {
            throw Problem(.usage, "only a registry on PostgreSQL servers can be distributed", value: try location(options), next: "init --distributed --registry postgres://…")
        }
        let path = try location(options)
        if try named(options) == nil { try makeFolder(of: path) }
        let store = SQLiteStore.exists(path: path) ? try StoreOpener.store(path) : try SQLiteStore.create(path: path)
        return try Registry.found(
            home, in: store, starter: StoreOpener.starter, plugins: plugins, admin: admin, account: NSUserName())
    }

    func destination(_ place: String) throws -> Destination {
        switch try RegistryName(place) {
        case .file(let path): SQLiteStore.destination(path: path.inHomeFolder, opening: StoreOpener.store)
        case .server(let address): PostgresStore.destination(try Address(address, isVisible: true), isStopped: { Stopping.isAsked }, tell: StoreOpener.tell)
        }
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

    private static let tell: @Sendable (String) -> Void = { FileHandle.standardError.write(Data(($0 + "\n").utf8)) }

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
