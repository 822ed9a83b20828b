import Foundation
import Testing

/// The real program, ended as cron, systemd and people end it.
@Suite struct SignalTests {
    @Test(arguments: [(SIGTERM, Int32(143)), (SIGINT, Int32(130))])
    func anImportThatIsEndedSavesNothingAndSaysSo(_ signal: Int32, _ code: Int32) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "Signals-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let rows = "title,problem,source_id\n" + (0..<60_000).map { "Idea \($0) of many,What was not working number \($0),k\($0)\n" }.joined()
        let registry = folder.appending(path: "registry").path
        #expect(try run(["--registry", registry, "init"]).code == 0)
        let ended = try run(["--registry", registry, "import", "-"], input: rows, ending: signal)
        #expect(ended.code == code)
        #expect(ended.told.contains("nothing was saved"), "\(ended.told)")
        #expect(try run(["--registry", registry, "find", "--format", "json"]).printed == "[]\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(".practice") }.isEmpty)
    }

    /// - Parameter signal: sent once the program has begun to read its input, and before it can have read all of it.
    private func run(_ words: [String], input: String = "", ending signal: Int32? = nil) throws -> (code: Int32, printed: String, told: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: TranscriptTests.programs).appending(path: "practice")
        process.arguments = words
        let into = Pipe(), out = Pipe(), err = Pipe()
        process.standardInput = into
        process.standardOutput = out
        process.standardError = err
        try process.run()
        // The program may be gone before it has read all.
        Foundation.signal(SIGPIPE, SIG_IGN)
        // A pipe holds 64 KiB: when more was written, the program is reading.
        let bytes = Data(input.utf8), begun = bytes.prefix(1 << 20), rest = bytes.dropFirst(1 << 20)
        into.fileHandleForWriting.write(begun)
        if let signal { kill(process.processIdentifier, signal) }
        try? into.fileHandleForWriting.write(contentsOf: rest)
        try into.fileHandleForWriting.close()
        let printed = out.fileHandleForReading.readDataToEndOfFile(), told = err.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: printed, as: UTF8.self), String(decoding: told, as: UTF8.self))
    }
}
