import Foundation
import RegistryCore
import Server

/// What a registry on a server costs: each case beside its peer, on the same server at the same time of day.
struct ServerBench {
    private let choices: Choices
    private let place: Workplace

    init(_ choices: Choices) throws {
        self.choices = choices
        place = try Workplace()
    }

    func run(_ table: inout Table) throws {
        defer { if !choices.keeps { place.remove() } }
        // A tenth of the rows: what is searched for is made by the program's own import, and copied twice.
        let rows = max(1000, choices.rows / 10)
        let server = try Server(settings: ServerBench.settings)
        defer { server.stop() }
        print("a registry of \(rows) rows on a PostgreSQL server of its own in \(server.folder)")
        let registry = try ServedRegistry(on: server, rows: rows, in: place)
        for _ in 0..<choices.rounds { try FindBench(registry).run(&table) }
        for _ in 0..<choices.rounds { try ServerImportBench(on: server, rows: choices.rows, in: place).run(&table) }
        try ClientsBench(registry, seconds: choices.seconds).run(&table)
    }

    /// As a server in use has them: what it says is kept is on the disk. The tests' own does without.
    private static let settings = ["fsync=on", "log_line_prefix="]
}
