import Foundation
import RegistryCore
import RegistryShell

/// Importers, exporters, channels, sections and observers.
extension Conformance {
    func importers() throws {
        for part in manifest.contributes.importers {
            let subject = "importer \(part.name)"
            let files: [(what: String, bytes: [UInt8])] = [
                ("an empty file", []), ("one NUL", [0]), ("a megabyte of noise", (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 11) }),
                ("text that is not its format", Array(Samples.hostileTexts.joined(separator: "\n").utf8)), ("a line of a megabyte", Array(repeating: 0x61, count: 1 << 20)),
            ]
            for file in files {
                try holds(subject, "\(file.what) gives rows, or is refused in words") {
                    try withFile(file.bytes, ending: part.endings[0]) { try read(part, $0) }
                }
            }
            try holds(subject, "a file that is gone is refused in words") { try open(part, "/nonexistent/file.\(part.endings[0])") }
            try holds(subject, "a folder is refused in words") { try open(part, FileManager.default.temporaryDirectory.path) }
        }
    }

    private func withFile(_ bytes: [UInt8], ending: String, _ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "practice-check-\(UID().text).\(ending)").path
        guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { throw Problem(.cannotCreate, "a file to try it with cannot be written", value: path) }
        defer { unlink(path) }
        try body(path)
    }

    private func read(_ part: FormatPart, _ path: String) throws {
        let asking = try fresh()
        let rows = try AttachedImporter(part: part, asking: asking).rows(of: .file(path), options: [:]) { false }
        while try rows.next() != nil {}
    }

    /// Opens what is no file, which the program itself would not ask of it.
    private func open(_ part: FormatPart, _ path: String) throws {
        try process { process in
            _ = try process.ask("importer.open", ["importer": .string(part.name), "path": .string(path), "options": .object([:])], within: callLimit)
            throw Breach("opened what is no file as if it were one")
        }
    }

    func exporters() throws {
        for part in manifest.contributes.exporters {
            let subject = "exporter \(part.name)"
            let columns = [ExportColumn(name: "ref", label: "Reference"), ExportColumn(name: "title", label: "Title"), ExportColumn(name: "rating.mean", label: "Rating")]
            func write(_ what: String, _ columns: [ExportColumn], _ rows: [[JSONValue]]) throws {
                try holds(subject, "\(what) becomes a file of the size that it says", mayRefuse: false) {
                    let sink = Discarding()
                    let records = try AttachedExporter(part: part, asking: fresh()).records(of: columns, into: sink)
                    for row in rows { try records.write(row) }
                    try records.finish()
                }
            }
            try write("no record", columns, [])
            try write("one record", columns, [["P1", "Night bus buddies", 4.5]])
            try write("a record without values", columns, [[.null, .null, .null]])
            try write("values of every type", columns, [["P1", ["one", "two"], true], [.null, "", -0.0]])
            try write("hostile texts", columns, Samples.hostileTexts.map { ["P1", .string($0), .null] })
            try write("3,000 records", columns, (1...3000).map { [.string("P\($0)"), .string("Idea \($0)"), JSONValue($0)] })
        }
    }

    private final class Discarding: ByteSink {
        func write(_ text: String) throws {}
        func write(bytes: UnsafeRawBufferPointer) throws {}
    }

    func channels() throws {
        for part in manifest.contributes.channels {
            let subject = "channel \(part.name)"
            for target in [nil, "", "somewhere", "👩‍👩‍👧‍👦\u{202E}\u{0}", String(repeating: "../", count: 1000)] as [String?] {
                let what = target.map { $0.count > 100 ? "a target of 3,000 signs" : "the target “\($0.visible())”" } ?? "no target"
                try holds(subject, "\(what) is accepted, or refused in words") {
                    try asking { try AttachedChannel(part: part, asking: $0).accept(target: target) }
                }
            }
            guard let target else { continue }
            for text in ["Night bus buddies", "👩‍👩‍👧‍👦\u{202E}\u{0}\u{1B}[31m"] {
                try holds(subject, "a share of “\(text.visible())” is delivered to \(target)", mayRefuse: false) {
                    try asking { asking in
                        _ = try AttachedChannel(part: part, asking: asking).deliver(Delivery(
                            innovation: Samples.innovation(text, configuration), sender: Samples.lead, receiver: part.needsReceiver ? "ben" : nil, note: text, target: target,
                            page: [.heading(text), .paragraph(text), .facts([.init(text, text)]), .list([text]), .table(columns: [text], rows: [[text]])]))
                    }
                }
            }
        }
    }

    func sections() throws {
        for part in manifest.contributes.sections {
            for text in ["Night bus buddies"] + Samples.hostileTexts {
                let shown = text.count > 40 ? "long text" : "“\(text.visible())”"
                let contributions = manifest.contributes.kinds.map { Samples.contribution($0.name, $0.payload.sample(text)) }
                try holds("section \(part.name)", "an innovation with \(shown) gets blocks", mayRefuse: false) {
                    try asking { asking in
                        let section = AttachedSection(part: part, asking: asking)
                        let innovation = Samples.innovation(text, configuration)
                        _ = try section.ask(section.params(innovation, [:], contributions, CalendarDate(Samples.day), configuration.fields)) { try $0.blocks("blocks") }
                        _ = try section.ask(section.params(innovation, [:], [], CalendarDate(Samples.day), configuration.fields)) { try $0.blocks("blocks") }
                    }
                }
            }
        }
    }

    func observers() throws {
        for part in manifest.contributes.observers {
            for (what, entries) in [("a batch of every action", Action.allCases.map { Conformance.entry($0) }), ("a batch of 1,000 entries", Array(repeating: Conformance.entry(.moved), count: 1000))] {
                try holds("observer \(part.name)", "\(what) is taken note of", mayRefuse: false) {
                    try asking { asking in
                        let observer = AttachedObserver(part: part, asking: asking)
                        _ = try observer.ask(observer.params(number: 7, command: "promote", at: Samples.day, entries: entries))
                    }
                }
            }
        }
    }

    private static func entry(_ action: Action) -> JSONValue {
        ["action": .string(action.rawValue), "ref": "P1", "kind": nil, "properties": ["stage"], "stage": "developing"]
    }
}
