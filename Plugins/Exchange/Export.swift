import ArgumentParser
import Foundation
import RegistryCore
import RegistryShell

struct ExportCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "export", abstract: "Take innovations out into a file, or to standard output with -.")
    static let about = CommandAbout(.bulk, takesHyphenWords: true, asksStandby: true, examples: [
        Example("export --to csv - 'tag:transport'", "those tagged transport, to standard output"),
        Example("export everything.archive", "all that the registry keeps, for restore; an admin's"),
        Example("export promising.csv 'stage:promising'", "into a file, its ending tells the format"),
    ])

    @Argument(help: ArgumentHelp("The file, or - for standard output; one that is there is replaced only after a yes (--yes).", valueName: "file")) var file: String
    @Argument(help: ArgumentHelp("Only these; everything that you may see when left out.", valueName: "selection")) var selection: [String] = []
    @Option(help: ArgumentHelp("The format, when the file's name does not tell.", valueName: "exporter")) var to: String?

    func run(_ session: Session) throws {
        // From the first moment a signal is a reason to stop: a death would leave half a file behind.
        _ = session.console.interrupted()
        let registry = try session.registry()
        if to?.lowercased() == "archive" || to == nil && Files.ending(of: file) == "archive" { return try archive(registry, session) }
        let viewer = try session.viewer()
        let exporter = try exporter(registry, session)
        let selection = try registry.selection(SelectionArgument.text(of: selection), for: viewer)
        let columns = registry.exportColumns
        if file != "-", Files.exists(file), try !session.confirm("\(file) is there already; replace it?") {
            return session.notice("Nothing was written.")
        }
        let sink: any ByteSink = file == "-" ? StandardSink(session.output) : try FileSink(file)
        let records = try exporter.records(of: columns, into: sink)
        let count = try registry.export(registry.query(selection.condition, for: viewer, order: .number), of: columns, into: records) {
            if session.console.interrupted() { throw Problem(.interrupted, "stopped; the export is not whole, and nothing was put in its place") }
        }
        guard let written = sink as? FileSink else { return }
        try written.keep()
        try session.report(["\(count) \(count == 1 ? "innovation" : "innovations") written to \(file)."], ["rows": JSONValue(count), "file": .string(file), "to": .string(exporter.name)])
    }

    /// Everything, for `restore`.
    private func archive(_ registry: Registry, _ session: Session) throws {
        guard selection.isEmpty else {
            throw Problem(.usage, "an archive holds everything, so it takes no selection", value: selection.joined(separator: " "), next: "export \(Words.quote(file))")
        }
        if file != "-", Files.exists(file), try !session.confirm("\(file) is there already; replace it?") {
            return session.notice("Nothing was written.")
        }
        // It has everybody's logins, and what is held.
        let sink: any ByteSink = file == "-" ? StandardSink(session.output) : try FileSink(file, isPrivate: true)
        let counts = try registry.archive(into: sink, as: session.actor(), isStopped: session.console.interrupted)
        guard let written = sink as? FileSink else { return }
        try written.keep()
        try session.report(
            ["\(counts.sentence) written to \(file).", "restore \(Words.quote(file)) reads it back into an empty registry. Drafts are not in it: they are their owners'."],
            counts.json(["file": .string(file), "to": "archive"]))
    }

    private func exporter(_ registry: Registry, _ session: Session) throws -> any Exporter {
        let exporters = registry.assembly.exporters
        let names = exporters.map(\.name)
        if let to {
            guard let chosen = exporters.first(where: { $0.name == to.lowercased() || $0.extensions.contains(to.lowercased()) }) else {
                throw session.problemOfMissing("exporter", to.lowercased()) ?? .unknown("format", to, among: names + ["archive"])
            }
            return chosen
        }
        guard let ending = Files.ending(of: file), let match = exporters.first(where: { $0.extensions.contains(ending) }) else {
            if let missing = Files.ending(of: file).flatMap({ session.problemOfMissing("exporter", $0) }) { throw missing }
            throw Problem(.usage, "the file's name does not tell the format", value: file, allowed: names + ["archive"], next: "export --to csv \(Words.quote(file))")
        }
        return match
    }
}

private final class StandardSink: ByteSink {
    private let output: Output
    init(_ output: Output) { self.output = output }
    func write(_ text: String) throws { try output.data(text) }
    func write(bytes: UnsafeRawBufferPointer) throws { try output.result(bytes: bytes) }
}
