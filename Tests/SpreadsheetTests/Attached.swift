import Foundation
import Testing

/// A registry with the founding records to which Plugins/Spreadsheet is attached, the real program, and the workbooks.
final class Attached {
    let folder: URL

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let plugin = root.appending(path: "Plugins/Spreadsheet").path
    static let scripts = root.appending(path: "Tests/SpreadsheetTests/Workbooks").path
    /// Beside the test bundle, where the build leaves it.
    private static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "practice").path
    static let python = "/usr/bin/python3"

    static let isPossible = (try? ran(python, ["-c", "import openpyxl"], in: FileManager.default.temporaryDirectory).code) == 0

    /// - Parameter workbooks: honest or hostile.
    init(_ workbooks: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "spreadsheet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try run("init", "--founding")
        try run("plugin", "attach", Attached.plugin, "--yes")
        let made = try Attached.ran(Attached.python, ["-B", "\(Attached.scripts)/workbooks.py", workbooks, folder.path], in: folder)
        try #require(made.code == 0, "\(made.err)")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    typealias Outcome = (code: Int32, out: String, err: String)

    /// What a command says on standard error stands in one line here, however it was wrapped.
    @discardableResult func run(_ words: String..., input: Data? = nil) throws -> Outcome {
        var outcome = try run(words, input)
        outcome.err = outcome.err.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return outcome
    }

    /// What a command says as JSON.
    func json<Value: Decodable>(_ words: String...) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(run(words + ["--format", "json"], nil).out.utf8))
    }

    private func run(_ words: [String], _ input: Data?) throws -> Outcome {
        try Attached.ran(Attached.program, words, in: folder, environment: [
            "HOME": folder.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PRACTICE_REGISTRY": folder.appending(path: "registry").path, "PRACTICE_USER": "admin",
        ], input: input)
    }

    static func ran(_ program: String, _ words: [String], in folder: URL, environment: [String: String] = [:], input: Data? = nil) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = words
        process.environment = environment
        process.currentDirectoryURL = folder
        let files = (0..<3).map { _ in FileManager.default.temporaryDirectory.appending(path: "outcome-\(UUID().uuidString)") }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        // Files, so that neither stream fills a pipe while the other is read.
        for (file, data) in zip(files, [input ?? Data(), Data(), Data()]) { try data.write(to: file) }
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        func text(_ file: URL) throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }
        return (process.terminationStatus, try text(files[1]), try text(files[2]))
    }
}
