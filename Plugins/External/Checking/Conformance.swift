import Foundation
import RegistryCore
import RegistryShell

/// Holds a plugin against the protocol: the handshake, each contribution with good, bad and hostile input, cancelling, and
/// its end.
///
/// Contributions are asked through the same code that asks them in earnest, each by a process of its own, so that one
/// that breaks off costs the others nothing. The registry that a command finds is a pretended one.
final class Conformance {
    let manifest: Manifest
    let folder: String
    let machine: Machine
    let configuration: Configuration
    /// The plugin's own, as the home has configured it.
    let settings: Settings
    /// Where a channel may deliver a sample to; it delivers nothing when nil.
    let target: String?
    private let heard: (Trial) -> Void
    private(set) var trials: [Trial] = []

    /// - Parameter heard: is told of each trial as soon as it is over.
    init(
        _ manifest: Manifest, in folder: String, settings: Settings, starter: Starter, machine: Machine, target: String?, heard: @escaping (Trial) -> Void
    ) throws {
        self.manifest = manifest
        self.settings = settings
        self.folder = folder
        self.machine = machine
        self.target = target
        self.heard = heard
        configuration = try Configuration(starter.documents.map { Configuration.Document(name: $0.key, version: 1, text: $0.value) })
    }

    func run() throws {
        guard try settingsFit(), try folderHolds(), try greets() else { return }
        try messages()
        try commands()
        try checks()
        try signals()
        try gates()
        try importers()
        try exporters()
        try channels()
        try sections()
        try observers()
        try ending()
    }

    /// Tries one thing. Whatever it throws is how it does not hold, but for what the plugin told in order: that is an
    /// answer as well.
    ///
    /// - Parameter mayRefuse: false where nothing but an answer will do.
    @discardableResult
    func holds(_ subject: String, _ what: String, mayRefuse: Bool = true, _ body: () throws -> Void) throws -> Bool {
        var trial = Trial(subject: subject, what: what)
        do {
            try body()
        } catch let breach as Breach {
            trial.failure = (["it \(breach.what)"] + breach.log).joined(separator: "; ")
        } catch let problem as Problem {
            if problem.kind == .interrupted { throw problem }
            if problem.kind == .plugin || !mayRefuse {
                trial.failure = ([problem.what + (problem.value.map { ": \($0)" } ?? "")] + problem.details).joined(separator: "; ")
            }
        } catch let told as Told {
            if !mayRefuse { trial.failure = told.problem.what }
        } catch let failure as PluginFailure {
            trial.failure = failure.problem(of: manifest.id).what + ": " + failure.message
        }
        trials.append(trial)
        heard(trial)
        return trial.failure == nil
    }

    /// Whom contributions ask: a program that was not started yet.
    func fresh() throws -> Asking {
        let program = PluginProgram(id: manifest.id, manifest: LateManifest(manifest), folder: folder, digest: nil, machine: machine)
        return Asking(program: program, given: settings)
    }

    /// Asks with a program of its own, which is ended afterwards.
    func asking(_ body: (Asking) throws -> Void) throws {
        let asking = try fresh()
        defer { asking.program.end() }
        try body(asking)
    }

    /// Does something with a process of its own.
    func process(_ body: (PluginProcess) throws -> Void) throws {
        let asking = try fresh()
        let process = try asking.program.own(asking.settings())
        defer { process.end() }
        try body(process)
    }

    var callLimit: Duration { .seconds(manifest.limits.call) }

    private func settingsFit() throws -> Bool {
        try holds("settings", settings.isNone ? "it does without any" : "those of this registry fit its plugin.yaml", mayRefuse: false) {
            _ = try fresh().settings()
        }
    }

    private func folderHolds() throws -> Bool {
        try holds("folder", "its files can be pinned", mayRefuse: false) { _ = try Fingerprint(of: folder) }
        if let file = manifest.documentation {
            try holds("folder", "the documentation that it names is there", mayRefuse: false) {
                guard FileManager.default.fileExists(atPath: "\(folder)/\(file)") else { throw Breach("names \(file), which is not in its folder") }
            }
        }
        return try holds("folder", "its program is there", mayRefuse: false) { _ = try Executable(manifest.executable, in: folder) }
    }

    private func greets() throws -> Bool {
        try holds("handshake", "it starts within \(manifest.limits.start) seconds and says that it is \(manifest.id) \(manifest.version)", mayRefuse: false) {
            try process { _ in }
        }
    }

    private func messages() throws {
        try holds("messages", "a method that it does not have is answered with an error") {
            try process { process in
                do {
                    _ = try process.ask("practice.unheard-of", .object([:]), within: callLimit)
                    throw Breach("answered a method that there is not as if it were one")
                } catch is PluginFailure {}
            }
        }
        try holds("messages", "members and notifications that it does not know are ignored") {
            try process { process in
                process.notify("unheard-of", ["what": "nothing"])
                process.notify("cancel", ["id": 99])
                do {
                    _ = try process.ask("practice.unheard-of", ["further": ["deep": [1, 2, 3]]], within: callLimit)
                } catch is PluginFailure {}
            }
        }
        try holds("messages", "hostile text in a method's name costs it nothing") {
            try process { process in
                for text in Samples.hostileTexts {
                    do {
                        _ = try process.ask("practice.unheard-of", ["text": .string(text)], within: callLimit)
                    } catch is PluginFailure {}
                }
            }
        }
        try holds("messages", "a request that is cancelled leaves it whole") {
            try process { process in
                process.cancelNext()
                do {
                    _ = try process.ask("practice.unheard-of", .object([:]), within: callLimit)
                } catch is PluginFailure {}
                do {
                    _ = try process.ask("practice.unheard-of", .object([:]), within: callLimit)
                } catch is PluginFailure {}
            }
        }
    }

    private func ending() throws {
        try holds("end", "it ends within 300 ms of the end of its input") {
            try process { process in
                guard process.endsOfItself() else { throw Breach("was still there 300 ms after the end of its input, and had to be ended") }
            }
        }
    }
}
