import Foundation
import Testing

/// The transcripts that documents show are run and compared, so that none can rot.
@Suite struct TranscriptTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let programs = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path

    /// A command and what it prints, standard error included.
    struct Step: Equatable {
        var command: String
        var output: String
    }

    /// The steps of the first block of a document that begins with ```console.
    private static func steps(of document: String) throws -> [Step] {
        let text = try String(contentsOf: root.appending(path: document), encoding: .utf8)
        let block = try #require(text.components(separatedBy: "```console\n").dropFirst().first?.components(separatedBy: "```").first)
        var steps: [Step] = []
        for line in block.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("$ ") {
                steps.append(Step(command: String(line.dropFirst(2)), output: ""))
            } else if !steps.isEmpty {
                steps[steps.count - 1].output += line + "\n"
            }
        }
        return steps.map { Step(command: $0.command, output: $0.output.trimmingCharacters(in: .newlines)) }
    }

    /// What differs from machine to machine and from day to day.
    private static func settled(_ text: String) -> String {
        text.replacing(#/\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?/#, with: "DATE").replacing(#/system account \S+/#, with: "system account NAME")
    }

    @Test func theREADMEsTranscriptIsWhatTheProgramSays() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "transcript-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let steps = try Self.steps(of: "README.md")
        #expect(steps.count >= 8)
        for step in steps {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", step.command + " 2>&1"]
            process.currentDirectoryURL = folder
            process.environment = ["PATH": "\(Self.programs):/usr/bin:/bin", "HOME": folder.path, "PRACTICE_REGISTRY": "care", "LANG": "C.UTF-8"]
            let pipe = Pipe()
            process.standardOutput = pipe
            process.standardInput = FileHandle.nullDevice
            try process.run()
            let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(Self.settled(output.trimmingCharacters(in: .newlines)) == Self.settled(step.output), "\(step.command)")
        }
    }
}
