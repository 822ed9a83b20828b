import Foundation
import RegistryCore

/// The cases of a registry in a file, one after the other.
struct Bench {
    let choices: Choices
    private let place: Workplace

    init(_ choices: Choices) throws {
        self.choices = choices
        place = try Workplace()
    }

    func run(_ table: inout Table) throws {
        defer { if !choices.keeps { place.remove() } }
        var peers: [Child] = []
        let rows = choices.rows, few = max(1000, rows / 10)
        print("\(rows) rows of about 900 bytes, in \(place.folder)\(choices.rounds > 1 ? ", medians of \(choices.rounds) rounds" : "")")
        try Generator(seed: 1).write(rows, key: "a", csv: file("rows.csv"), lines: file("rows.jsonl"))
        try Generator(seed: 2).write(rows, key: "b", csv: file("more.csv"))
        try Generator(seed: 3).write(few, key: "c", csv: file("few.csv"))
        for _ in 0..<choices.rounds { peers.append(try round(rows, few, &table)) }
        if peers.count > 1 {
            print("""
                The machine: the shell's import took \(Table.spread(peers.map(\.wall))) s by the clock and \(Table.spread(peers.map(\.work))) s of work. \
                The further these lie apart, the more else it had to do, and the less a ratio says.
                """)
        }
    }

    /// Every case once, ours beside the peer's. Returns the peer's import.
    private func round(_ rows: Int, _ few: Int, _ table: inout Table) throws -> Child {
        let peer = try importByShell("rows.csv", into: "peer.db")
        let plain = try imported("rows.csv", rows, into: "plain", checks: false)
        let first = "import ÷ sqlite3 .import + FTS5 rebuild"
        table.add(first, plain, peer, most: 0.5)
        table.note(first, "\(perSecond(rows, plain)) rows a second, \(plain.peak) MiB at most; \(plain.split)")
        table.add("  peak memory, MiB ÷ 512", Double(plain.peak), 512, most: 1)

        unlink(file("out.csv"))
        let exportedByShell = try Child(["sqlite3", "-csv", "-header", file("peer.db"), "SELECT * FROM t"])
        let exported = try ours(["--registry", file("plain"), "export", file("out.csv")], checks: false)
        table.add("CSV export ÷ the shell's", exported, exportedByShell, most: 0.7)
        table.note("CSV export ÷ the shell's", "\(perSecond(rows, exported)) rows a second, \(exported.peak) MiB at most")

        let again = try imported("rows.csv", 0, unchanged: rows, into: "plain", checks: false)
        table.add("the same file again ÷ first import", again, plain, most: 0.25)

        let onTop = try imported("more.csv", rows, into: "plain", checks: false)
        table.add("into one that holds as many ÷ peer", onTop, peer, most: 0.65)
        table.note("into one that holds as many ÷ peer", "\(perSecond(rows, onTop)) rows a second, \(onTop.peak) MiB at most; \(onTop.split)")
        remove("plain")

        let checked = try imported("rows.csv", rows, into: "checked", checks: true)
        table.add("with every check ÷ without", checked, plain, most: 1.3)
        table.note("with every check ÷ without", "\(perSecond(rows, checked)) rows a second, \(checked.peak) MiB at most; \(checked.split)")
        remove("checked")

        let lines = try imported("rows.jsonl", rows, into: "lines", checks: false)
        table.add("JSON Lines ÷ CSV", lines, plain, most: 1.5)
        remove("lines")

        let fewPeer = try importByShell("few.csv", into: "few.db")
        let fewPlain = try imported("few.csv", few, into: "few", checks: false)
        table.add("import of \(few) ÷ peer", fewPlain, fewPeer, most: 0.5)
        table.add("a row at \(rows) ÷ a row at \(few)", plain.wall / Double(rows), fewPlain.wall / Double(few), most: 1.3)
        for database in ["few", "few.db", "peer.db"] { remove(database) }
        return peer
    }

    private func file(_ name: String) -> String { place.file(name) }

    private func remove(_ registry: String) {
        for suffix in ["", "-wal", "-shm", "-lock"] { unlink(file(registry) + suffix) }
    }

    private func ours(_ words: [String], checks: Bool) throws -> Child {
        try Child([place.program, checks ? "practice" : "practice-unchecked"] + words)
    }

    /// Imports, and looks whether all came in: a fast import of less would be no import.
    private func imported(_ name: String, _ new: Int, unchanged: Int = 0, into registry: String, checks: Bool) throws -> Child {
        if !FileManager.default.fileExists(atPath: file(registry)) { _ = try ours(["--registry", file(registry), "init"], checks: checks) }
        let child = try ours(["--registry", file(registry), "import", file(name), "--source", "bench", "--quiet", "--format", "json"], checks: checks)
        let report = try JSONValue(parsing: child.output)
        guard report["new"]?.integer == new, report["unchanged"]?.integer == unchanged, report["rejected"] == 0 else {
            throw Child.Failed(description: "\(name): the import says \(report["new"]?.integer ?? -1) new, \(report["unchanged"]?.integer ?? -1) here, \(report["rejected"]?.integer ?? -1) rejected")
        }
        let found = try ours(["--registry", file(registry), "find", "--limit", "1", "--format", "json", "team 7"], checks: checks)
        guard try JSONValue(parsing: found.output).array?.count == 1 else { throw Child.Failed(description: "\(name): nothing is found in what was imported") }
        return child
    }

    private func importByShell(_ name: String, into database: String) throws -> Child {
        let script = file("peer.sql")
        let columns = Generator.columns.joined(separator: ",")
        try """
            PRAGMA journal_mode=WAL;
            CREATE TABLE t(\(columns));
            .mode csv
            .import --skip 1 "\(file(name))" t
            CREATE VIRTUAL TABLE s USING fts5(title,problem,change,who,result,area,team, content='t', tokenize='porter unicode61 remove_diacritics 2');
            INSERT INTO s(s) VALUES('rebuild');
            """.write(toFile: script, atomically: true, encoding: .utf8)
        return try Child(["sqlite3", file(database)], input: script)
    }

    private func perSecond(_ rows: Int, _ child: Child) -> Int { Int(Double(rows) / child.wall) }
}
