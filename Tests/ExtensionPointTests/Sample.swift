import ArgumentParser
import RegistryCore
import RegistryShell

/// A plugin as a stranger would write it: it fills every extension point once.
struct SamplePlugin: Plugin {
    let id = "sample"
    let summary = "fills every extension point, for the tests"
    var extra: [any Extension] = []

    func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only(["loudness"])
        return [
            Wave(), WaveCount(), ForbiddenWord(), WaveGate(), LineImporter(), LineExporter(), WaveChannel(), WaveSection(), WaveObserver(),
            Command(WaveCommand.self),
        ] + extra
    }
}

struct WavePayload: Codable, Sendable {
    var words: String
}

struct Wave: Kind {
    let name = "wave"
    let letter: Character? = "W"
    let onePerAuthor = true
    let rule = ContributionRule(othersOnly: true)

    func validated(_ wave: WavePayload, _ setting: ContributionSetting) throws -> WavePayload {
        guard !wave.words.isEmpty else { throw Problem(.badInput, "a wave needs words") }
        return WavePayload(words: wave.words.lowercased())
    }
    func texts(of wave: WavePayload) -> [LabelledText] { [LabelledText("wave", wave.words)] }
    func searchable(_ wave: WavePayload) -> String { wave.words }
    func summary(of wave: WavePayload) -> String { "waved: \(wave.words)" }
}

struct WaveCount: Signal {
    let name = "wave.count"
    let label = "Waves"
    let kinds: Set<KindName> = ["wave"]
    func value(of contributions: [Contribution]) -> Double? { Double(contributions.count) }
}

/// Blocks “forbidden”, warns of “doubtful”, notes “curious”.
struct ForbiddenWord: Check {
    let name = "forbidden-word"
    let summary = "refuses a word"
    func examine(_ passages: [Passage], _ setting: CheckSetting) throws -> [[Finding]] {
        passages.map { passage in
            passage.texts.flatMap { text in
                [("forbidden", Finding.Severity.block), ("doubtful", .warning), ("curious", .note)].compactMap { word, severity in
                    text.text.lowercased().contains(word)
                        ? Finding(check: name, severity: severity, label: text.label, message: "it says \(word)", replacement: "[removed]") : nil
                }
            }
        }
    }
}

struct WaveGate: Gate {
    let name = "waved"
    let summary = "enough waves"
    func accept(_ parameters: Settings) throws { try parameters.only(["least"]) }
    func verdict(on move: Move, parameters: Settings) throws -> Verdict {
        let least = Double(try parameters.whole("least") ?? 1)
        let count = move.signals["wave.count"] ?? 0
        return count >= least ? .met("waved at") : .missing("nobody waved", next: "wave \(move.innovation.reference) hello")
    }
}

/// A title a line. A format of large files would open it here, and read on in `next`.
struct LineImporter: Importer {
    let name = "lines"
    let summary = "a title a line"
    let extensions = ["lines"]
    func rows(of source: ImportSource, options: [String: String], isStopped: @escaping @Sendable () -> Bool) throws -> any RowSource {
        guard case .file(let path) = source, let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Problem(.noInput, "no such file", value: source.name)
        }
        return Lines(text.split(separator: "\n").map(String.init), isStopped)
    }
    final class Lines: RowSource {
        let columns = ["title"]
        let detected = "lines"
        private var lines: ArraySlice<String>
        private var row = 0
        private let isStopped: @Sendable () -> Bool
        init(_ lines: [String], _ isStopped: @escaping @Sendable () -> Bool) {
            self.lines = lines[...]
            self.isStopped = isStopped
        }
        func next() throws -> SourceRow? {
            guard !isStopped() else { throw Problem(.interrupted, "stopped; nothing was saved") }
            guard let line = lines.popFirst() else { return nil }
            row += 1
            return SourceRow(row: row, line: row, cells: [line])
        }
    }
}

struct LineExporter: Exporter {
    let name = "lines"
    let summary = "a title a line"
    let extensions = ["lines"]
    func records(of columns: [ExportColumn], into sink: any ByteSink) throws -> any RecordSink {
        Lines(sink, title: columns.firstIndex { $0.name == "title" } ?? 0)
    }
    final class Lines: RecordSink {
        private let sink: any ByteSink
        private let title: Int
        init(_ sink: any ByteSink, title: Int) {
            self.sink = sink
            self.title = title
        }
        func write(_ values: [JSONValue]) throws { try sink.write((values[title].string ?? "") + "\n") }
        func finish() throws {}
    }
}

struct WaveChannel: Channel {
    let name = "shout"
    let summary = "says it aloud"
    let needsReceiver = false
    func deliver(_ share: Delivery) throws -> String { "shouted \(share.innovation.reference) at \(share.target ?? "nobody")" }
}

struct WaveSection: Section {
    let name = "waves"
    let title = "Waves"
    let order = 90
    func blocks(for view: PageView) throws -> [Block] {
        let waves = try view.contributions(of: "wave").map { try $0.payload(as: WavePayload.self).words }
        return waves.isEmpty ? [] : [.list(waves)]
    }
    func json(for view: PageView) throws -> JSONValue? { JSONValue(view.contributions(of: "wave").count) }
}

/// Says what it was told; fails when that is much, to show that nothing is undone by it.
struct WaveObserver: Observer {
    let name = "echo"
    let summary = "says what it was told"
    func committed(_ news: News) throws -> [String] {
        if news.batch.command == "wave", news.entries.count > 5 { throw Problem(.inputOutput, "too loud") }
        return news.batch.command == "wave" ? ["echo of batch \(news.batch.number)"] : []
    }
}

struct WaveCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "wave", abstract: "Wave at an innovation.")
    static let about = CommandAbout(.judge, examples: [Example("wave P1 hello", "waves at P1")])
    @Argument(help: ArgumentHelp("Which innovation.", valueName: "reference")) var reference: String
    @Argument(help: ArgumentHelp("What to say.", valueName: "text")) var words: String

    func run(_ session: Session) throws {
        let innovation = try session.innovation(reference)
        let outcome = try session.perform([.contribute(try NewContribution(kind: "wave", about: innovation.subject, WavePayload(words: words)))], command: "wave")
        try session.report(["You wave at \(innovation.reference)."], ["batch": JSONValue(outcome.batch.map { Double($0.number) })])
    }
}
