import Foundation
import Testing

/// The real program, ended as cron, systemd and people end it.
@Suite struct SignalTests {
    @Test(arguments: [(SIGTERM, Int32(143)), (SIGINT, Int32(130))])
    func anImportThatIsEndedSavesNothingAndSaysSo(_ signal: Int32, _ code: Int32) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "Signals-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "ideas.csv").path
        let rows = (0..<60_000).map { "Idea \($0) of many,What was not working number \($0),k\($0)" }.joined(separator: "\n")
        try ("title,problem,source_id\n" + rows + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let registry = folder.appending(path: "registry").path
        #expect(try run(["--registry", registry, "init"]).code == 0)
        let ended = try run(["--registry", registry, "import", file], ending: signal)
        #expect(ended.code == code)
        #expect(ended.told.contains("nothing was saved"), "\(ended.told)")
        #expect(try run(["--registry", registry, "find", "--format", "json"]).printed == "[]\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(".practice") }.isEmpty)
    }

    private func run(_ words: [String], ending signal: Int32? = nil) throws -> (code: Int32, printed: String, told: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: TranscriptTests.programs).appending(path: "practice")
        process.arguments = words
        let out = Pipe(), err = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = out
        process.standardError = err
        try process.run()
        if let signal {
            // It catches signals from its first moment on, which is some time after its process began.
            Thread.sleep(forTimeInterval: 1.5)
            kill(process.processIdentifier, signal)
        }
        let printed = out.fileHandleForReading.readDataToEndOfFile(), told = err.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: printed, as: UTF8.self), String(decoding: told, as: UTF8.self))
    }
}
