import Foundation
import RegistryCore

/// A format that a plugin's process writes.
struct AttachedExporter: Exporter {
    let part: FormatPart
    let asking: Asking

    var name: String { part.name }
    var summary: String { part.summary }
    var extensions: [String] { part.endings }

    func records(of columns: [ExportColumn], into sink: any ByteSink) throws -> any RecordSink {
        let program = asking.program
        let process = try program.own(asking.settings())
        let records = AttachedRecords(process, program, file: process.home + "/export", into: sink)
        try records.open(name, columns)
        return records
    }
}

/// Records on their way to a plugin's process, some hundreds at a time. It writes a file of its own, which goes on once
/// it is whole.
final class AttachedRecords: RecordSink {
    private let process: PluginProcess
    private let program: PluginProgram
    private let file: String
    private let sink: any ByteSink
    private var waiting: [UInt8] = []
    private var count = 0

    /// What goes into one message: records, and bytes.
    private static let most = 500, mostBytes = 1 << 20

    init(_ process: PluginProcess, _ program: PluginProgram, file: String, into sink: any ByteSink) {
        self.process = process
        self.program = program
        self.file = file
        self.sink = sink
    }

    deinit { process.end() }

    func open(_ name: String, _ columns: [ExportColumn]) throws {
        _ = try ask("exporter.open", [
            "exporter": .string(name), "columns": .array(columns.map { ["name": .string($0.name), "label": .string($0.label)] }), "file": .string(file),
        ])
    }

    func write(_ values: [JSONValue]) throws {
        waiting += (count == 0 ? "{\"rows\":[" : ",").utf8
        JSONValue.array(values).appendCanonical(to: &waiting)
        count += 1
        if count >= AttachedRecords.most || waiting.count >= AttachedRecords.mostBytes { try flush() }
    }

    func finish() throws {
        try flush()
        let bytes = try ask("exporter.finish", .object([:]))
        try program.watching(process) { try copy(try Answer(bytes, to: "exporter.finish").whole("bytes")) }
        process.end()
    }

    private func flush() throws {
        guard count > 0 else { return }
        waiting += "]}".utf8
        _ = try program.watching(process) { try process.ask("exporter.rows", json: waiting, within: program.patience()) }
        waiting.removeAll(keepingCapacity: true)
        count = 0
    }

    private func ask(_ method: String, _ params: JSONValue) throws -> JSONValue {
        try program.watching(process) { try process.ask(method, params, within: program.patience()) }
    }

    /// Hands the file on, which must be one, and as long as was said.
    private func copy(_ bytes: Int) throws {
        let descriptor = Foundation.open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw Breach("did not write the file that it was asked for") }
        defer { close(descriptor) }
        var found = stat()
        guard fstat(descriptor, &found) == 0, found.st_mode & S_IFMT == S_IFREG else { throw Breach("wrote something else than a file") }
        guard Int(found.st_size) == bytes else { throw Breach("says that its file has \(bytes) bytes, and it has \(found.st_size)") }
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw Problem(.inputOutput, "what the plugin wrote cannot be read again", value: file) }
            guard count > 0 else { return }
            try buffer.withUnsafeBytes { try sink.write(bytes: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }
}
