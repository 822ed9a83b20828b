import ArgumentParser
import Foundation
import RegistryCore
import RegistryShell

struct ExportCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "export", abstract: "Take innovations out into a file, or to standard output with -.")
    static let about = CommandAbout(.bulk, takesHyphenWords: true, examples: [
        Example("export --to csv - 'tag:transport'", "those tagged transport, to standard output"),
        Example("export everything.archive", "all that the registry keeps, for restore; an admin's"),
        Example("export ideas.csv 'stage:promising'", "into a file, its ending tells the format"),
    ])

    @Argument(help: ArgumentHelp("The file, or - for standard output; one that is there is replaced only after a yes (--yes).", valueName: "file")) var file: String
    @Argument(help: ArgumentHelp("Only these; everything that you may see when left out.", valueName: "selection")) var selection: [String] = []
    @Option(help: ArgumentHelp("The format, when the file's name does not tell.", valueName: "format")) var to: String?

    func run(_ session: Session) throws {
        let registry = try session.registry()
        if to?.lowercased() == "archive" || to == nil && Files.ending(of: file) == "archive" { return try archive(registry, session) }
        let viewer = try session.viewer()
        let exporter = try exporter(registry)
        let selection = try registry.selection(SelectionArgument.text(of: selection), for: viewer)
        let columns = ExportRow.columns(registry)
        if file != "-", Files.exists(file), try !session.confirm("\(file) is there already; replace it?") {
            return session.notice("Nothing was written.")
        }
        let sink: any ByteSink = file == "-" ? StandardSink(session.output) : try FileSink(file)
        let records = try exporter.records(of: columns, into: sink)
        var count = 0
        try registry.each(registry.query(selection.condition, for: viewer, order: .number)) { found in
            try records.write(ExportRow.values(found, columns))
            count += 1
        }
        try records.finish()
        guard let written = sink as? FileSink else { return }
        try written.keep()
        try session.report(["\(count) \(count == 1 ? "innovation" : "innovations") written to \(file)."], ["rows": JSONValue(count), "file": .string(file), "to": .string(exporter.name)])
    }

    /// Everything, for `restore`.
    private func archive(_ registry: Registry, _ session: Session) throws {
        guard selection.isEmpty else {
            throw Problem(.usage, "an archive holds everything, so it takes no selection", value: selection.joined(separator: " "), next: "export \(file)")
        }
        if file != "-", Files.exists(file), try !session.confirm("\(file) is there already; replace it?") {
            return session.notice("Nothing was written.")
        }
        let sink: any ByteSink = file == "-" ? StandardSink(session.output) : try FileSink(file)
        let counts = try registry.archive(into: sink, as: session.actor(), isStopped: session.console.interrupted)
        guard let written = sink as? FileSink else { return }
        try written.keep()
        try session.report(
            ["\(counts.sentence) written to \(file).", "restore \(file) reads it back into an empty registry. Drafts are not in it: they are their owners'."],
            counts.json(["file": .string(file), "to": "archive"]))
    }

    private func exporter(_ registry: Registry) throws -> any Exporter {
        let exporters = registry.assembly.exporters
        let names = exporters.map(\.name)
        if let to {
            guard let chosen = exporters.first(where: { $0.name == to.lowercased() }) else { throw Problem.unknown("format", to, among: names + ["archive"]) }
            return chosen
        }
        guard let ending = Files.ending(of: file), let match = exporters.first(where: { $0.extensions.contains(ending) }) else {
            throw Problem(.usage, "the file's name does not tell the format", value: file, allowed: names + ["archive"], next: "export --to csv \(file)")
        }
        return match
    }
}

/// What an export has of an innovation, column by column.
enum ExportRow {
    static func columns(_ registry: Registry) -> [ExportColumn] {
        let own = [
            ("ref", "Reference"), ("uid", "Uid"), ("stage", "Stage"), ("visibility", "Visibility"), ("held", "Held"), ("submitter", "Put in by"),
            ("created", "Put in"), ("updated", "Changed"), ("source", "Source"), ("source_id", "Source id"),
        ].map { ExportColumn(name: $0.0, label: $0.1) }
        let fields = registry.configuration.fields.all.map { ExportColumn(name: $0.name, label: $0.label) }
        let signals = registry.assembly.signals.map { ExportColumn(name: $0.name, label: $0.label) }
        return own + fields + signals
    }

    static func values(_ found: Found, _ columns: [ExportColumn]) -> [JSONValue] {
        let innovation = found.innovation
        return columns.map { column in
            switch column.name {
            case "ref": .string(innovation.reference.description)
            case "uid": .string(innovation.uid.text)
            case "stage": .string(innovation.stage)
            case "visibility": .string(innovation.visibility.rawValue)
            case "held": JSONValue(innovation.held)
            case "submitter": .string(innovation.submitter)
            case "created": .string(Moment.text(innovation.created))
            case "updated": .string(Moment.text(innovation.updated))
            case "source": JSONValue(innovation.source)
            case "source_id": JSONValue(innovation.sourceID)
            case "tags": .array(innovation.tags.map(JSONValue.string))
            default: innovation.fields[column.name]?.json ?? JSONValue(found.signals[column.name])
            }
        }
    }
}

private final class StandardSink: ByteSink {
    private let output: Output
    init(_ output: Output) { self.output = output }
    func write(_ text: String) throws { try output.result(text) }
    func write(bytes: UnsafeRawBufferPointer) throws { try output.result(bytes: bytes) }
}
