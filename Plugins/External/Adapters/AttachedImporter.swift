import Foundation
import RegistryCore

/// A format that a plugin's process reads.
struct AttachedImporter: Importer {
    let part: FormatPart
    let asking: Asking

    var name: String { part.name }
    var summary: String { part.summary }
    var extensions: [String] { part.endings }
    var optionNames: [String] { part.options.map(\.name) }

    func rows(of source: ImportSource, options: [String: String], isStopped: @escaping @Sendable () -> Bool) throws -> any RowSource {
        let program = asking.program
        // Before anything is started: a mistyped name is the likeliest trouble.
        if case .file(let path) = source, !FileManager.default.isReadableFile(atPath: path) {
            throw Problem(.noInput, FileManager.default.fileExists(atPath: path) ? "this file cannot be read" : "there is no such file", value: path)
        }
        if let foreign = options.keys.sorted().first(where: { !optionNames.contains($0) }) {
            throw Problem(.usage, "the format \(name) does not take this option", value: "--\(foreign)", allowed: optionNames.map { "--option \($0)=…" })
        }
        let process = try program.own(asking.settings())
        do {
            let path = switch source {
            case .file(let path): URL(fileURLWithPath: path).standardizedFileURL.path
            case .standardInput: try AttachedImporter.copyStandardInput(into: process.home, isStopped)
            }
            let json = JSONObject(options.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) })
            let (columns, detected) = try program.watching(process) {
                let answer = try Answer(
                    process.ask("importer.open", ["importer": .string(name), "path": .string(path), "options": .object(json)], within: program.patience()),
                    to: "importer.open")
                return (try answer.texts("columns"), try answer.text("detected"))
            }
            return AttachedRows(process, program, file: source.name, columns: columns, detected: detected)
        } catch {
            process.end()
            throw AttachedRows.placed(error, in: source.name)
        }
    }

    private static func copyStandardInput(into folder: String, _ isStopped: () -> Bool) throws -> String {
        let path = folder + "/input"
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path) else {
            throw Problem(.cannotCreate, "standard input cannot be kept while it is read", value: folder)
        }
        do {
            while let bytes = try FileHandle.standardInput.read(upToCount: 1 << 20), !bytes.isEmpty {
                guard !isStopped() else { throw Problem(.interrupted, "stopped; nothing was saved") }
                try file.write(contentsOf: bytes)
            }
            try file.close()
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(.inputOutput, "standard input cannot be kept while it is read", value: folder)
        }
        return path
    }
}

/// The rows of a file that a plugin's process reads, some hundreds at a time.
final class AttachedRows: RowSource {
    private let process: PluginProcess
    private let program: PluginProgram
    private let file: String
    private(set) var columns: [String]
    let detected: String
    private(set) var fraction: Double?
    private var waiting: ArraySlice<SourceRow> = []
    /// The columns that the rows after those that wait have.
    private var isDone = false

    /// How many rows are asked for at once.
    private static let count = 500

    init(_ process: PluginProcess, _ program: PluginProgram, file: String, columns: [String], detected: String) {
        self.process = process
        self.program = program
        self.file = file
        self.columns = columns
        self.detected = String(detected.prefix(200))
    }

    deinit { process.end() }

    func next() throws -> SourceRow? {
        while true {
            if let row = waiting.popFirst() { return row }
            guard !isDone else { return nil }
            do {
                try program.watching(process) { try fetch() }
            } catch {
                process.end()
                isDone = true
                throw AttachedRows.placed(error, in: file)
            }
        }
    }

    private func fetch() throws {
        let answer = try Answer(
            process.ask("importer.next", ["count": JSONValue(AttachedRows.count)], within: program.patience()), to: "importer.next")
        if let now = try answer.optionalTexts("columns") {
            guard now.starts(with: columns) else { throw Breach("changed the columns of a file while it was read") }
            columns = now
        }
        fraction = try answer.optionalNumber("fraction").map { min(max($0, 0), 1) }
        isDone = try answer.truth("done")
        let rows = try answer.list("rows")
        guard rows.count <= AttachedRows.count else { throw Breach("gave \(rows.count) rows, and \(AttachedRows.count) were asked for") }
        guard !rows.isEmpty || isDone else { throw Breach("gave no rows, and said that there are more") }
        waiting = try rows.map { try row(Answer($0, to: "importer.next")) }[...]
        if isDone {
            _ = try process.ask("importer.close", .object([:]), within: program.patience())
            process.end()
        }
    }

    private func row(_ json: Answer) throws -> SourceRow {
        let cells = try json.list("cells").map { cell in
            guard let text = cell.isNull ? "" : cell.string else { throw Breach("gave a cell that is no text: \(cell.line.prefix(40))") }
            return text
        }
        return SourceRow(row: try json.whole("row"), line: try json.whole("line"), cells: cells, trouble: try json.optionalText("trouble"))
    }

    /// A problem that a plugin told, with the file in which it stands.
    static func placed(_ error: any Error, in file: String) -> any Error {
        guard var problem = error as? Problem, [.badInput, .noInput, .inputOutput].contains(problem.kind) else { return error }
        var place = problem.place ?? Problem.Place()
        place.file = file
        problem.place = place
        return problem
    }
}
