import Foundation
import PostgresStore
import RegistryCore
import Server
import Synchronization
import Testing

/// A server that dies, for real, at the very moment at which it commits.
@Suite struct CommitTests {
    private let trying: Trying

    /// On a server of the test's own that flushes what it keeps.
    init() throws { trying = try Trying(on: Server(settings: ["fsync=on"])) }

    /// From now on a commit is written, and then waits for a standby that never comes: so there is a moment at which it
    /// is kept and nobody was told.
    private func makeCommitsWait() throws { try trying.server.set("synchronous_standby_names", to: "absent") }

    /// The process that serves somebody, once it waits within a commit.
    private func committing() throws -> pid_t {
        try process("wait_event = 'SyncRep' AND query LIKE 'COMMIT%'")
    }

    private func process(_ condition: String) throws -> pid_t {
        let deadline = Date(timeIntervalSinceNow: 30)
        while Date() < deadline {
            let found = try trying.server.psql("SELECT pid FROM pg_stat_activity WHERE \(condition)")
            if let process = pid_t(found) { return process }
            Thread.sleep(forTimeInterval: 0.02)
        }
        throw Problem(.unavailable, "no process of the server's is where it should be")
    }

    /// What `body` comes to, on a thread of its own, with what happens `meanwhile`.
    private func outcome(_ body: @escaping @Sendable () throws -> Int, meanwhile: () throws -> Void) throws -> Int {
        let awaited = Awaited()
        Thread.detachNewThread { awaited.set(Result(catching: body)) }
        try meanwhile()
        return try awaited.result().get()
    }

    private final class Awaited: Sendable {
        private let result_ = Mutex<Result<Int, any Error>?>(nil)
        private let arrived = DispatchSemaphore(value: 0)

        func set(_ result: Result<Int, any Error>) {
            result_.withLock { $0 = result }
            arrived.signal()
        }

        func result() -> Result<Int, any Error> {
            _ = arrived.wait(timeout: .now() + 120)
            return result_.withLock { $0 } ?? .failure(Problem(.unavailable, "it came to no end"))
        }
    }

    /// That an innovation is there once, with the batch that was said to have made it, which is the last.
    private func isThereOnce(_ title: String, _ batch: Int) throws {
        #expect(try trying.psql("SELECT count(*) FROM innovation WHERE fields ->> 'title' = '\(title)'") == "1")
        #expect(try trying.psql("SELECT max(number) FROM batch") == "\(batch)")
        #expect(try trying.psql("SELECT count(*) FROM batch") == trying.psql("SELECT count(*) FROM innovation"))
    }

    @Test("the whole server, when a commit was written: started again, it is asked whether that was kept")
    func server() throws {
        let told = Told(), store = try trying.open(tell: told.tell)
        _ = try store.write { try $0.addBatch("before") }
        try makeCommitsWait()
        let batch = try outcome({ try store.write { try $0.addBatch("kept") } }) {
            _ = try committing()
            try trying.server.crash()
        }
        try isThereOnce("kept", batch)
        #expect(told.lines.contains { $0.contains("connected again") })
        try trying.server.set("synchronous_standby_names", to: "")
        try isThereOnce("after", try store.write { try $0.addBatch("after") })
    }

    @Test("the process that serves it, when a commit was written: the server recovers, and is asked")
    func written() throws {
        let store = try trying.open()
        _ = try store.write { try $0.addBatch("before") }
        try makeCommitsWait()
        let batch = try outcome({ try store.write { try $0.addBatch("kept") } }) { kill(try committing(), SIGKILL) }
        try isThereOnce("kept", batch)
    }

    @Test("the process that serves it, when a commit has come and was not begun: it is done again, once")
    func notBegun() throws {
        let proxy = try Proxy(to: trying.server), store = try trying.open(through: proxy)
        let first = try store.write { try $0.addBatch("before") }
        proxy.fail(by: .kills(try process("datname = '\(trying.database)' AND state = 'idle'")))
        let batch = try store.write { try $0.addBatch("again") }
        #expect(batch > first + 1, "a number that was given out is not given out again")
        try isThereOnce("again", batch)
    }

    @Test("the whole server, while a registry is made with its first rows: it is there, whole, and opened")
    func making() throws {
        let server = trying.server, database = try server.database()
        try makeCommitsWait()
        let number = try outcome({
            let store = try PostgresStore.create(Address(server.address(database), isVisible: false), filling: { writer, _ in
                try writer.create(home: .county, at: Date())
                try writer.addBatch("first")
            })
            return try store.read { try $0.batches(of: .county, by: nil, before: nil, limit: nil) }.count
        }) {
            _ = try committing()
            try server.crash()
        }
        #expect(number == 1)
    }
}
