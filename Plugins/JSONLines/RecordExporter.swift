import RegistryCore

/// Writes records as JSON: their members in the columns' order, without those that have no value.
struct RecordExporter: Exporter {
    let name: String
    let extensions: [String]
    let isArray: Bool

    var summary: String { isArray ? "an array of objects" : "an object a line" }

    func records(of columns: [ExportColumn], into sink: any ByteSink) throws -> any RecordSink {
        Records(names: columns.map { Array((JSONValue.string($0.name).line + ":").utf8) }, isArray: isArray, sink)
    }

    private final class Records: RecordSink {
        /// With the quotes and the colon.
        private let names: [[UInt8]]
        private let isArray: Bool
        private let sink: any ByteSink
        private var text: [UInt8] = []
        private var count = 0
        /// How many bytes are gathered before they are handed on.
        private static let enough = 1 << 16

        init(names: [[UInt8]], isArray: Bool, _ sink: any ByteSink) {
            self.names = names
            self.isArray = isArray
            self.sink = sink
        }

        func write(_ values: [JSONValue]) throws { try write(EncodedRecord(values)) }

        func write(_ record: EncodedRecord) throws {
            if isArray { text += (count == 0 ? "[\n" : ",\n").utf8 }
            count += 1
            text.append(UInt8(ascii: "{"))
            var isFirst = true
            for (name, place) in zip(names, record.places) where !place.isEmpty {
                if !isFirst { text.append(UInt8(ascii: ",")) }
                isFirst = false
                text += name
                text += record.bytes[place]
            }
            text.append(UInt8(ascii: "}"))
            if !isArray { text.append(0x0A) }
            if text.count >= Records.enough { try flush() }
        }

        func finish() throws {
            if isArray { text += (count == 0 ? "[]\n" : "\n]\n").utf8 }
            try flush()
        }

        private func flush() throws {
            try sink.write(text)
            text.removeAll(keepingCapacity: true)
        }
    }
}
