import RegistryCore

/// Writes records as delimited text.
struct DelimitedExporter: Exporter {
    let name: String
    let endings: [String]
    let dialect: Dialect

    var summary: String { "separated by \(dialect.name)s, with what a spreadsheet would run made harmless" }
    var extensions: [String] { endings }

    func records(of columns: [ExportColumn], into sink: any ByteSink) throws -> any RecordSink {
        let records = DelimitedRecords(DelimitedText(CSVWriter(options: .init(dialect: dialect))), sink)
        try records.write(columns.map { .string($0.name) })
        return records
    }
}

private final class DelimitedRecords: RecordSink {
    private var text: DelimitedText
    private let sink: any ByteSink
    /// How many bytes are gathered before they are handed on.
    private let enough = 1 << 16

    init(_ text: DelimitedText, _ sink: any ByteSink) {
        self.text = text
        self.sink = sink
    }

    func write(_ values: [JSONValue]) throws { try write(EncodedRecord(values)) }

    func write(_ record: EncodedRecord) throws {
        text.append(record)
        if text.bytes.count >= enough { try flush() }
    }

    func finish() throws { try flush() }

    private func flush() throws {
        try sink.write(text.bytes)
        text.bytes.removeAll(keepingCapacity: true)
    }
}

/// Records as rows of text that was not handed on yet. It is a value, as to ask for each of an object's parts whether it
/// may be changed took a tenth of an export's time.
private struct DelimitedText {
    var bytes: [UInt8] = []
    private var writer: CSVWriter
    /// Kept for the next cell that does not stand in JSON as it is.
    private var spare: [UInt8] = []

    init(_ writer: CSVWriter) { self.writer = writer }

    mutating func append(_ record: EncodedRecord) {
        var cell: [UInt8] = []
        swap(&cell, &spare)
        writer.begin(record.places.count, to: &bytes)
        for place in record.places {
            let json = record.bytes.span.extracting(place)
            if let text = CellText.bare(json) {
                writer.append(json.extracting(text), to: &bytes)
            } else {
                cell.removeAll(keepingCapacity: true)
                CellText.append(json, to: &cell)
                writer.append(cell.span, to: &bytes)
            }
        }
        writer.end(to: &bytes)
        swap(&cell, &spare)
    }
}
