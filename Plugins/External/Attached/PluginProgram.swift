import Foundation
import RegistryCore
import Synchronization

/// The program of an attached plugin in one session: started on first use, held to its pin, and rested once it broke off.
///
/// Checks, signals, gates, sections, channels and observers share one process, which answers one after the other. A
/// command, an import and an export have one of their own, as they go on over several requests and may bring about
/// some of the others' work.
final class PluginProgram: Sendable {
    let id: String
    let folder: String
    let machine: Machine
    private let late: LateManifest
    /// What its files must come to; nil where nobody pinned them, as when it is checked.
    private let digest: String?

    private struct State: Sendable {
        var shared: PluginProcess?
        var settings: JSONValue = .null
        var isVerified = false
        /// Why it is not started again in this session.
        var rest: Problem?
    }

    private let state = Mutex(State())

    init(id: String, manifest: LateManifest, folder: String, digest: String?, machine: Machine) {
        self.id = id
        late = manifest
        self.folder = folder
        self.digest = digest
        self.machine = machine
    }

    /// Throws the problem of one that is none for this program any more.
    func manifest() throws -> Manifest { try late.value() }

    /// How long an answer may take.
    func patience() throws -> Duration { .seconds(try manifest().limits.call) }

    /// Asks the process that is shared.
    ///
    /// - Parameters:
    ///   - seconds: how long it may take; the manifest's limit when that is less.
    ///   - read: makes of the answer what is wanted. What it throws as a `Breach` counts as the plugin's.
    func ask<Value>(
        _ method: String, json params: [UInt8], settings: JSONValue, atMost seconds: Int = .max, read: (Answer) throws -> Value
    ) throws -> Value {
        let process = try shared(settings)
        let patience = try min(patience(), .seconds(seconds))
        return try watching(process) { try read(Answer(try process.ask(method, json: params, within: patience), to: method)) }
    }

    /// A process for one piece of work, which whoever asked for it ends.
    func own(_ settings: JSONValue) throws -> PluginProcess {
        try state.withLock { state in
            try allowStart(&state)
            return try start(settings, &state)
        }
    }

    private func shared(_ settings: JSONValue) throws -> PluginProcess {
        try state.withLock { state in
            if let rest = state.rest { throw rest }
            if let process = state.shared, !process.isEnded, state.settings == settings { return process }
            state.shared?.end()
            try allowStart(&state)
            let process = try start(settings, &state)
            (state.shared, state.settings) = (process, settings)
            return process
        }
    }

    private func allowStart(_ state: inout State) throws {
        if let rest = state.rest { throw rest }
        guard let digest, !state.isVerified else { return }
        do {
            guard FileManager.default.fileExists(atPath: folder) else {
                throw Problem(.plugin, "the plugin “\(id)” is stopped: its folder is not there any more", value: folder, next: "plugins attach FOLDER where it is now, as an admin, or plugins detach \(id)")
            }
            let found = try Fingerprint(of: folder)
            guard found.digest == digest else { throw found.changed(since: Pin.files(of: id, on: machine), id: id, folder: folder) }
            state.isVerified = true
        } catch let problem as Problem {
            state.rest = problem
            throw problem
        }
    }

    private func start(_ settings: JSONValue, _ state: inout State) throws -> PluginProcess {
        do {
            return try PluginProcess(.init(manifest: manifest(), folder: folder, settings: settings, machine: machine))
        } catch let breach as Breach {
            state.rest = resting(breach)
            throw breach.problem(of: id)
        } catch {
            throw told(error)
        }
    }

    /// Does something with a process, and makes of what goes wrong a problem that names the plugin. After a breach the
    /// process is ended and the plugin rests.
    func watching<Value>(_ process: PluginProcess, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let breach as Breach {
            process.end()
            state.withLock { $0.rest = resting(breach) }
            throw breach.problem(of: id)
        } catch {
            throw told(error)
        }
    }

    private func told(_ error: any Error) -> any Error {
        switch error {
        case let told as Told: told.problem(of: id)
        case let failure as PluginFailure: failure.problem(of: id)
        default: error
        }
    }

    private func resting(_ breach: Breach) -> Problem {
        Problem(.plugin, "the plugin “\(id)” rests for this session: it \(breach.what)", next: "plugins disable \(id) goes on without it")
    }

    func end() { state.withLock { $0.shared?.end() } }
}
