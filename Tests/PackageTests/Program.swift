import Foundation

/// The real program, run in a folder of its own.
enum Program {
    /// Beside the test bundle, where the build leaves it.
    static let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Runs it with words, or a line of the shell, and returns the exit code and all that it said.
    static func run(_ words: [String], in folder: URL, as person: String) throws -> (code: Int32, said: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.folder).appending(path: "practice")
        process.arguments = words
        process.currentDirectoryURL = folder
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "PRACTICE_REGISTRY": "registry", "PRACTICE_USER": person, "LANG": "C.UTF-8"]
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, said)
    }
}
