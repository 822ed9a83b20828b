import Foundation
import RegistryCore
import Server

/// What a registry on a server costs: each case beside its peer, on the same server at the same time of day.
struct ServerBench {
    private let choices: Choices
    private let folder: String
    private let program: String

    init(_ choices: Choices) throws {
        self.choices = choices
        folder = FileManager.default.temporaryDirectory.path + "/practice-bench-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        program = URL(fileURLWithPath: CommandLine.arguments[0]).path
    }

    func run(_ table: inout Table) throws {
        defer { if !choices.keeps { try? FileManager.default.removeItem(atPath: folder) } }
        // A tenth of the rows: what is searched for is made by the program's own import, and copied twice.
        let rows = max(1000, choices.rows / 10)
        let server = try Server(settings: ServerBench.settings)
        defer { server.stop() }
        print("a registry of \(rows) rows on a PostgreSQL server of its own in \(server.folder)")
        let registry = try ServedRegistry(on: server, rows: rows, folder: folder, program: program)
        for _ in 0..<choices.rounds { try FindBench(registry).run(&table) }
        for _ in 0..<choices.rounds { try ServerImportBench(on: server, rows: choices.rows, folder: folder, program: program).run(&table) }
        try ClientsBench(registry, seconds: choices.seconds).run(&table)
    }

    /// As a server in use has them: what it says is kept is on the disk. The tests' own does without.
    private static let settings = ["fsync=on", "log_line_prefix="]
}
