import RegistryCore

/// Writes records as delimited text.
struct DelimitedExporter: Exporter {
    let name: String
    let endings: [String]
    let dialect: Dialect

    var summary: String { "separated by \(dialect.name)s, with what a spreadsheet would run made harmless" }
    var extensions: [String] { endings }

    func records(of columns: [ExportColumn], into sink: any ByteSink) throws -> any RecordSink {
        let records = DelimitedRecords(CSVWriter(options: .init(dialect: dialect)), sink)
        try records.write(columns.map { .string($0.name) })
        return records
    }
}

private final class DelimitedRecords: RecordSink {
    private var writer: CSVWriter
    private let sink: any ByteSink
    private var buffer: [UInt8] = []
    /// How many bytes are gathered before they are handed on.
    private let enough = 1 << 16

    init(_ writer: CSVWriter, _ sink: any ByteSink) {
        self.writer = writer
        self.sink = sink
    }

    func write(_ values: [JSONValue]) throws {
        writer.append(values.map(DelimitedRecords.text), to: &buffer)
        if buffer.count >= enough { try flush() }
    }

    func finish() throws { try flush() }

    private func flush() throws {
        try sink.write(String(decoding: buffer, as: UTF8.self))
        buffer.removeAll(keepingCapacity: true)
    }

    /// A list's values are joined by a semicolon and a blank, which an import reads back as a list.
    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .bool(let value): value ? "yes" : "no"
        case .number(let number): JSONValue.text(of: number)
        case .string(let text): text
        case .array(let values): ListText.joined(values.map(text))
        case .object: value.line
        }
    }
}
