import Fixture
import Foundation
import RegistryCore
import Testing

/// Exports go from the store to the file as bytes; what they say is what values would.
@Suite struct ExportTests {
    private let fixture: Fixture
    private let texts = [
        "plain", "comma, \"quote\"", "=1+2", "'=quoted", "@risk", "-5", "-5 degrees", "\ttab", "two\nlines", "back\\slash\\", "\\\"", "u\u{1}\u{1B}[31m\u{7F}\u{85}", "é🙂\u{2028}",
        "sep=;", "a;b", "c|d", "null", "true", "[]", "{}", "1.0", "\u{FEFF}mark", "'",
    ]

    init() throws {
        fixture = try Fixture()
        let path = fixture.folder.appending(path: "odd.jsonl").path
        let lines = texts.enumerated().map { index, text in
            let tags: JSONValue = index % 3 == 0 ? ["bus", "wet-day"] : []
            return JSONValue.object([
                "title": .string("Title \(index) \(text)"), "problem": .string(text), "source_id": .string("K\(index)"), "result": .string(text), "support": ["support", "sharing"],
                "tags": tags, "setup_cost": .number(Double(index) * 12.25), "submitter": .string(["ana", "ben", "Dot"][index % 3]), "partners": .string(text),
                "created": .string("2021-02-0\(1 + index % 9)"),
            ]).line
        }
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        try fixture.run("import \(path)", as: "lead")
        for (number, visibility) in [(1, "me"), (2, "team"), (4, "me"), (5, "me"), (7, "team")] { try fixture.run("edit P\(number) --visibility \(visibility)", as: "lead") }
        for number in [3, 6, 15] { try fixture.run("rate P\(number) 4", as: "ana") }
        try fixture.run("adopt P3 --site Carers --since 2024-03", as: "ben")
    }

    private final class Text: ByteSink {
        var text = ""
        func write(_ text: String) throws { self.text += text }
        func write(bytes: UnsafeRawBufferPointer) throws { text += String(decoding: bytes, as: UTF8.self) }
    }

    @Test(arguments: ["csv", "tsv", "jsonl", "json", "markdown"], ["lead", "ana", "ben"])
    func bytesSayWhatValuesWould(_ format: String, _ person: String) throws {
        for selection in ["", "stage:submitted", "tag:bus", "-tag:bus", "title", "rating.mean>=4"] {
            let exported = try fixture.run("export --to \(format) -\(selection.isEmpty ? "" : " '\(selection)'")", as: person)
            let registry = try fixture.registry()
            let viewer = try fixture.actor(person).viewer
            let exporter = try #require(registry.assembly.exporters.first { $0.name == format })
            let expected = Text()
            let columns = registry.exportColumns
            let records = try exporter.records(of: columns, into: expected)
            let query = registry.query(try registry.selection(selection, for: viewer).condition, for: viewer, order: .number)
            try registry.each(query) { found in try records.write(columns.map { $0.value(of: found) }) }
            try records.finish()
            #expect(exported == expected.text, "\(selection)")
        }
    }

    @Test func aCellIsWhatASpreadsheetMayRead() throws {
        let text = try fixture.run("export --to csv -", as: "lead")
        for cell in [",'=1+2,", ",''=quoted,", ",'@risk,", ",-5,", ",'-5 degrees,", ",support; sharing,", ",transport; wet-day,", ",\"comma, \"\"quote\"\"\",", ",12.25,"] {
            #expect(text.contains(cell), "\(cell)")
        }
    }

    @Test func whatGoesWrongWhileItIsWrittenComesOutAndLeavesTheRegistryUsable() throws {
        let registry = try fixture.registry()
        let viewer = try fixture.actor("lead").viewer
        final class Full: RecordSink {
            var count = 0
            func write(_ values: [JSONValue]) throws {
                count += 1
                if count == 3 { throw Problem(.inputOutput, "the disk is full") }
            }
            func finish() throws {}
        }
        let query = registry.query(.everything, for: viewer, order: .number)
        for sink in [Full(), Full()] {
            #expect(throws: Problem.self) { try registry.export(query, of: registry.exportColumns, into: sink) {} }
            #expect(sink.count == 3)
        }
        struct Stop: Error {}
        #expect(throws: Stop.self) { try registry.export(query, of: registry.exportColumns, into: Full()) { throw Stop() } }
        #expect(try registry.count(query) == texts.count)
    }
}
