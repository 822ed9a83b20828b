import Foundation

/// The real program, run in a folder of its own.
enum Program {
    /// Beside the test bundle, where the build leaves it.
    static let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Runs it with words, or a line of the shell, and returns the exit code and all that it said.
    static func run(_ words: [String], in folder: URL, as person: String) throws -> (code: Int32, said: String) {
        let process = made("practice", words, in: folder, as: person)
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, said)
    }

    /// Starts it, or another program, for a test that ends it; what it says goes nowhere.
    static func started(_ name: String, _ words: [String], in folder: URL) throws -> Process {
        let process = made(name, words, in: folder, as: "admin")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private static func made(_ name: String, _ words: [String], in folder: URL, as person: String) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: name == "practice" ? Program.folder : "/usr/bin").appending(path: name)
        process.arguments = words
        process.currentDirectoryURL = folder
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "PRACTICE_REGISTRY": "registry", "PRACTICE_USER": person, "LANG": "C.UTF-8"]
        return process
    }
}
