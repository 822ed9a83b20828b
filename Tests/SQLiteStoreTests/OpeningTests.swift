import Foundation
import GRDB
import RegistryCore
@testable import SQLiteStore
import Testing

@Suite struct OpeningTests {
    @Test func whatIsMissingOrNoRegistryIsSaidToBeSo() throws {
        let scratch = try Scratch()
        #expect(kind { _ = try SQLiteStore.open(path: scratch.path()) } == .noInput)
        #expect(kind { _ = try SQLiteStore.open(path: scratch.path("none/registry")) } == .noInput)
        #expect(kind { _ = try SQLiteStore.open(path: scratch.folder) } == .badInput)
        #expect(kind { _ = try SQLiteStore.open(path: "/dev/null") } == .badInput)
        #expect(scratch.names.isEmpty)
    }

    @Test(arguments: [Data(), Data("title,problem\n".utf8), Data(count: 8192), Data("SQLite format 3\0".utf8), Data("SQLite format 3\0".utf8) + Data(count: 5000)])
    func aFileThatIsNoRegistryStaysAsItIs(bytes: Data) throws {
        let scratch = try Scratch()
        scratch.put(bytes)
        #expect(kind { _ = try SQLiteStore.open(path: scratch.path()) } == .badInput)
        #expect(kind { _ = try SQLiteStore.create(path: scratch.path()) } == .cannotCreate)
        #expect(scratch.bytes() == bytes)
        #expect(scratch.names == ["registry"])
    }

    @Test(arguments: ["DELETE", "WAL"])
    func anotherProgramsDatabaseStaysAsItIs(mode: String) throws {
        let scratch = try Scratch()
        let queue = try DatabaseQueue(path: scratch.path())
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = \(mode); CREATE TABLE home (home TEXT)") }
        try queue.close()
        let bytes = scratch.bytes()
        #expect(kind { _ = try SQLiteStore.open(path: scratch.path()) } == .badInput)
        #expect(scratch.bytes() == bytes)
        #expect(scratch.names == ["registry"])
    }

    @Test func aNewerSchemaIsRefusedAndNothingChanged() throws {
        let scratch = try Scratch()
        try scratch.registry()
        var bytes = try #require(scratch.bytes())
        // `user_version` stands at byte 60, big-endian (https://www.sqlite.org/fileformat2.html, section 1.3).
        bytes[63] = 4
        for name in ["registry-wal", "registry-shm", "registry-lock"] { try? FileManager.default.removeItem(atPath: scratch.path(name)) }
        scratch.put(bytes)
        do {
            _ = try SQLiteStore.open(path: scratch.path())
            Issue.record("it was opened")
        } catch let problem as Problem {
            #expect(problem.kind == .unavailable)
            #expect(problem.details == ["it has schema version 4, and this program knows up to 3"])
        }
        #expect(scratch.bytes() == bytes)
        #expect(scratch.names == ["registry"])
    }

    @Test func aNewerSchemaThatOnlyTheLogKnowsIsRefusedToo() throws {
        let scratch = try Scratch()
        try scratch.registry()
        let store = try SQLiteStore.open(path: scratch.path())
        try store.alone { try $0.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 9") } }
        #expect(kind { _ = try SQLiteStore.open(path: scratch.path()) } == .unavailable)
    }

    @Test func aDamagedFileIsUnavailable() throws {
        let scratch = try Scratch()
        try scratch.registry(count: 1000)
        let bytes = try #require(scratch.bytes())
        for name in ["registry-wal", "registry-shm"] { try? FileManager.default.removeItem(atPath: scratch.path(name)) }
        scratch.put(bytes.prefix(10_000), "cut")
        scratch.put(bytes.prefix(100) + Data(repeating: 0xFF, count: 3996) + bytes.dropFirst(4096), "schema")
        for name in ["cut", "schema"] {
            #expect(kind { _ = try SQLiteStore.open(path: scratch.path(name)) } == .unavailable, "\(name)")
        }
        var flipped = bytes
        // Beyond the schema's own pages.
        for page in 40..<(bytes.count / 16384) { flipped.replaceSubrange(page * 16384..<page * 16384 + 200, with: Data(repeating: 0xA5, count: 200)) }
        scratch.put(flipped, "pages")
        let store = try SQLiteStore.open(path: scratch.path("pages"))
        let damage = try store.read { try $0.damage() }
        #expect(!damage.isEmpty)
        #expect(kind { _ = try store.read { try $0.find(Query(viewer: .init(Person(home: .unnamed, name: "a", role: .lead, created: Date())))) } } == .unavailable)
    }

    @Test func fullTextThatDoesNotFitIsDamage() throws {
        let scratch = try Scratch()
        try scratch.registry()
        let store = try SQLiteStore.open(path: scratch.path())
        #expect(try store.read { try $0.damage() } == [])
        try store.alone { try $0.write { try $0.execute(sql: "UPDATE answers SET fields = json_set(fields, '$.title', 'other') WHERE id = 1") } }
        #expect(try store.read { try $0.damage() } == ["the full-text index does not fit the innovations"])
    }

    @Test func aRegistryIsMadeWholeOrNotAtAll() throws {
        struct Stop: Error {}
        let scratch = try Scratch()
        #expect(throws: Stop.self) { _ = try SQLiteStore.create(path: scratch.path()) { _ in throw Stop() } }
        #expect(scratch.names.isEmpty)
        let store = try SQLiteStore.create(path: scratch.path()) { try $0.create(home: .unnamed, at: Date()) }
        #expect(try store.read { try $0.homes() } == [.unnamed])
        try store.close()
        #expect(scratch.names.filter { $0.hasPrefix(".") }.isEmpty, "nothing of the making is left")
        #expect(kind { _ = try SQLiteStore.create(path: scratch.path()) } == .cannotCreate)
        #expect(kind { _ = try SQLiteStore.create(path: scratch.path("none/registry")) } == .cannotCreate)
        #expect(SQLiteStore.exists(path: scratch.path()) && !SQLiteStore.exists(path: scratch.path("other")))
    }

    /// In a process of its own, as the umask is the whole process's.
    @Test func whoMayShareItFollowsFromTheUmask() async throws {
        let scratch = try Scratch()
        await #expect(processExitsWith: .success) { [path = scratch.path() as String] in
            umask(0o007)
            let store = try SQLiteStore.create(path: path)
            umask(0o077)
            try store.write { try $0.create(home: .unnamed, at: Date()) }
        }
        for name in ["registry", "registry-lock", "registry-wal", "registry-shm"] {
            var facts = stat()
            #expect(stat(scratch.path(name), &facts) == 0 && facts.st_mode & 0o777 == 0o660, "\(name)")
        }
    }

    @Test func theLogOfAnotherRegistryIsNeverPlayedIntoANewOne() throws {
        let scratch = try Scratch()
        scratch.put(Data(count: 100), "registry-wal")
        #expect(kind { _ = try SQLiteStore.create(path: scratch.path()) } == .cannotCreate)
        #expect(scratch.names == ["registry-wal"])
        scratch.put(Data(), "registry-wal")
        try SQLiteStore.create(path: scratch.path()).close()
    }

    @Test func aLinkLeadsToTheSameLockAndLog() throws {
        let scratch = try Scratch()
        try scratch.registry()
        try FileManager.default.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: "registry")
        let store = try SQLiteStore.open(path: scratch.path("link"))
        try store.write { try $0.add(9) }
        #expect(!scratch.names.contains("link-lock") && !scratch.names.contains("link-wal"))
        #expect(try SQLiteStore.open(path: scratch.path()).read { try $0.exists(9) })
    }

    @Test func namesThatAddressesWouldReadDifferentlyAreNames() throws {
        let scratch = try Scratch()
        for name in ["a b", "a?immutable=1", "50%25", "#1", "file:x", "é🙂", "a'b\"c"] {
            try scratch.registry(name)
            #expect(try SQLiteStore.open(path: scratch.path(name)).read { try $0.exists(3) }, "\(name)")
            #expect(scratch.names.contains(name))
        }
    }

    /// As kill -9, or a full disk, leaves it in the middle of carrying the log over: the file's first page says that it
    /// has more pages than are there yet, and the log has them.
    @Test func aCheckpointThatWasCutShortIsReadWithItsLog() throws {
        let scratch = try Scratch()
        try scratch.registry(count: 1)
        let before = try #require(scratch.bytes())
        let store = try SQLiteStore.open(path: scratch.path())
        try store.write { writer in for number in 2...300 { try writer.add(number, text: String(repeating: "word\(number) ", count: 50)) } }
        let log = try #require(scratch.bytes("registry-wal"))
        try store.close()
        let after = try #require(scratch.bytes())
        try #require(after.count > before.count && log.count > 4096)
        scratch.put(after.prefix(4096) + before.dropFirst(4096))
        scratch.put(log, "registry-wal")
        let again = try SQLiteStore.open(path: scratch.path())
        #expect(try again.read { try $0.exists(300) })
        #expect(try again.read { try $0.damage() } == [])
        try again.write { try $0.add(301) }
        try again.close()
    }
}
