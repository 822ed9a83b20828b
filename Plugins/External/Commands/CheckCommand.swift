import ArgumentParser
import Foundation
import RegistryCore
import RegistryShell

struct CheckPlugin: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Hold the plugin of a folder against the protocol, with good, bad and hostile input.",
        discussion: "It needs no registry and attaches nothing; its settings are those of the registry at hand, where there is one. Commands run against a pretended registry; channels deliver nothing unless --deliver says where to.")

    @Argument(help: ArgumentHelp("The folder in which its plugin.yaml lies, or the name of one that was installed with the program.", valueName: "file")) var folder: String
    @Option(help: ArgumentHelp("Where its channels may deliver two samples to.", valueName: "target")) var deliver: String?

    func run(_ session: Session) throws {
        let machine = session.surroundings.machine
        let folder = NamedFolder.path(folder, on: machine)
        let manifest = try Manifest(Manifest.settings(in: folder))
        let alone = session.plugins.filter { $0.id != manifest.id || $0.from != .attached }
        let isPeople = session.format == .table
        let settings = try (try? session.registry())?.configuration.settings(of: manifest.id) ?? .none(file: manifest.id)
        let conformance = try Conformance(manifest, in: folder, settings: settings, starter: session.starter, machine: machine, target: deliver) { trial in
            guard isPeople else { return }
            let line = trial.failure.map { "fails: \(trial.subject): \(trial.what): \($0)" } ?? "holds: \(trial.subject): \(trial.what)"
            try? session.output.result(Wrapping.wrap(line.visible(), to: session.output.width() ?? 100, hanging: 7).map { $0 + "\n" }.joined())
        }
        try conformance.holds("plugin.yaml", "it reads, and nothing that it adds clashes with this build", mayRefuse: false) {
            let assembly = try Assembly(alone + [AttachedPlugin.Unsettled(attached: AttachedPlugin(manifest, in: folder, digest: nil, on: machine))])
            if case .broken(let problem)? = assembly.leftOut.first(where: { $0.plugin.id == manifest.id })?.reason { throw problem }
        }
        try conformance.run()
        let trials = conformance.trials, failures = trials.filter { $0.failure != nil }
        if !isPeople {
            try session.show(Listing(
                [.init("subject", "Subject"), .init("what", "What", wraps: true), .init("holds", "Holds"), .init("failure", "How it fails", wraps: true)],
                rows: trials.map { [.string($0.subject), .string($0.what), .bool($0.failure == nil), JSONValue($0.failure)] }, empty: "nothing was tried"))
        }
        guard failures.isEmpty else {
            throw Problem(.refused, "\(manifest.id) does not hold to the protocol: \(failures.count) of \(trials.count) trials fail", next: "read docs/plugin-protocol.md")
        }
        if isPeople { try session.output.result("\(manifest.id) \(manifest.version) holds to the protocol: \(trials.count) trials.\n") }
    }
}
