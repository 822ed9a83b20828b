import Foundation
import Server
import Testing

/// The real program, killed while it moves a registry to a server.
@Suite struct RelocatingTests {
    @Test func aMoveThatIsKilledHalfWayLeavesNothing() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "relocating-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = try Server.shared.get(), database = try Database(on: server)
        let address = try database.address(as: "admin", makesRegistry: true)
        #expect(try Program.run(["init", "--founding"], in: folder, as: "admin").code == 0)
        // Another home's tables, so that there is something to stop at: whoever holds seals lets everything else in first.
        #expect(try Program.run(["--registry", address, "--home", "other", "init"], in: folder, as: "admin").code == 0)
        let holding = try Program.started("psql", ["-q", "-d", database.address(), "-c", "BEGIN", "-c", "LOCK TABLE practice.seal", "-c", "SELECT pg_sleep(600)"], in: folder)
        defer { holding.terminate() }
        func waits(_ condition: String) throws -> Bool {
            try server.psql("SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = '\(database.name)' AND \(condition)") == "t"
        }
        try wait(until: waits("query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()"))
        let moving = try Program.started("practice", ["move", "--to", address], in: folder)
        try wait(until: waits("usename = 'admin' AND wait_event_type = 'Lock'"))
        kill(moving.processIdentifier, SIGKILL)
        moving.waitUntilExit()
        try server.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database.name)' AND pid <> pg_backend_pid()")
        try wait(until: !waits("usename = 'admin'"))
        #expect(try server.psql("SELECT string_agg(home, ' ') FROM practice.home", in: database.name) == "other")
        #expect(try server.psql("SELECT count(*) FROM practice.innovation", in: database.name) == "0")
        let again = try Program.run(["move", "--to", address], in: folder, as: "admin")
        #expect(again.code == 0 && again.said.contains("nothing is wrong"), "\(again.said)")
        #expect(try Program.run(["--registry", address, "--home", "home", "find", "--count"], in: folder, as: "admin").said == "8\n")
    }

    private func wait(until condition: @autoclosure () throws -> Bool) throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        while try !condition() {
            guard Date() < deadline else { throw Waited() }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    /// What was waited for did not come.
    private struct Waited: Error {}
}
