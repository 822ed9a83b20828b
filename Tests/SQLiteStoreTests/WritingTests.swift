import Foundation
import GRDB
import RegistryCore
@testable import SQLiteStore
import Testing

@Suite struct WritingTests {
    @Test func everyCommitIsFlushedAndNoCheckpointComesByItself() throws {
        let scratch = try Scratch()
        try scratch.registry()
        let store = try SQLiteStore.open(path: scratch.path())
        let found = try store.alone { queue in
            try queue.writeWithoutTransaction { db in
                try ["journal_mode", "synchronous", "wal_autocheckpoint", "secure_delete"].map { try String.fetchOne(db, sql: "PRAGMA \($0)") }
            }
        }
        // 2 is FULL, 1 would be NORMAL (https://www.sqlite.org/pragma.html#pragma_synchronous).
        #expect(found == ["wal", "2", "0", "1"])
    }

    @Test func aSecondWriterWaitsABoundedTimeAndIsThenToldThatItIsBusy() throws {
        let scratch = try Scratch()
        try scratch.registry()
        let first = try SQLiteStore.open(path: scratch.path())
        let second = try SQLiteStore.open(path: scratch.path(), waiting: 0.3)
        try first.write { writer in
            try writer.add(8)
            let start = ContinuousClock.now
            #expect(kind { try second.write { try $0.add(9) } } == .busy)
            let took = ContinuousClock.now - start
            #expect(took > .milliseconds(290) && took < .seconds(3))
            #expect(try second.read { try $0.exists(8) } == false, "a reader goes on, and sees what was kept")
        }
        try second.write { try $0.add(9) }
        #expect(try first.read { try $0.exists(8) && $0.exists(9) })
    }

    @Test func aWriterThatComesWhileAnotherFinishesGetsItsTurn() async throws {
        let scratch = try Scratch()
        try scratch.registry(count: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for start in [0, 100, 200, 300] {
                group.addTask {
                    let store = try SQLiteStore.open(path: scratch.path(), waiting: 60)
                    for number in 1...25 { try store.write { try $0.add(start + number) } }
                    try store.close()
                }
            }
            try await group.waitForAll()
        }
        let store = try SQLiteStore.open(path: scratch.path())
        let lead = Viewer(Person(home: .unnamed, name: "lea", role: .lead, created: Date()))
        #expect(try store.read { try $0.count(Query(viewer: lead)) } == 100)
        #expect(try store.read { try $0.damage() } == [])
    }

    @Test func anotherProgramsWriteIsWaitedForToo() throws {
        let scratch = try Scratch()
        try scratch.registry()
        let shell = try DatabaseQueue(path: scratch.path())
        let store = try SQLiteStore.open(path: scratch.path(), waiting: 0.2)
        try shell.inTransaction(.immediate) { _ throws in
            #expect(kind { try store.write { try $0.add(9) } } == .busy)
            let seen = try store.read { try $0.exists(3) }
            #expect(seen)
            return .rollback
        }
        try store.write { try $0.add(9) }
    }

    @Test func theLogIsCarriedOverWhenItGrowsAndOnClosingUnderTheLockOnly() throws {
        let scratch = try Scratch()
        try scratch.registry()
        let store = try SQLiteStore.open(path: scratch.path(), waiting: 0.2)
        let other = try SQLiteStore.open(path: scratch.path(), waiting: 0.2)
        try store.write { try $0.add(8) }
        #expect(RegistryFiles.size(of: scratch.path("registry-wal")) ?? 0 > 0)
        let before = scratch.bytes()
        try other.write { _ in
            try store.close()
            #expect(scratch.bytes() == before, "somebody else holds the lock, so closing leaves the log")
        }
        #expect(RegistryFiles.size(of: scratch.path("registry-wal")) ?? 0 > 0)
        try other.write { try $0.setMark("large", of: "ana", in: .unnamed, to: String(repeating: "x", count: WriteAheadLog.longest + 1)) }
        #expect(RegistryFiles.size(of: scratch.path("registry-wal")) == 0)
        try other.write { try $0.add(9) }
        try other.close()
        #expect(RegistryFiles.size(of: scratch.path("registry-wal")) == 0)
        scratch.put(try #require(scratch.bytes()), "copy")
        #expect(try SQLiteStore.open(path: scratch.path("copy")).read { try $0.exists(8) && $0.exists(9) }, "the file alone is whole")
    }

    @Test func readingChangesNothing() throws {
        let scratch = try Scratch()
        try scratch.registry()
        let bytes = scratch.bytes()
        let store = try SQLiteStore.open(path: scratch.path())
        #expect(try store.read { try $0.exists(3) })
        #expect(kind { try store.read { try ($0 as? any StoreWriting)?.add(9) } } == .notPermitted)
        try store.close()
        #expect(scratch.bytes() == bytes)
    }

    @Test func aRegistryThatWasReplacedOrRemovedTakesNoMoreWrites() throws {
        let scratch = try Scratch()
        try scratch.registry()
        try scratch.registry("other")
        let store = try SQLiteStore.open(path: scratch.path())
        try store.write { try $0.add(8) }
        #expect(rename(scratch.path("other"), scratch.path()) == 0)
        #expect(kind { try store.write { try $0.add(9) } } == .unavailable)
        #expect(kind { _ = try store.read { try $0.homes() } } == .unavailable)
        try FileManager.default.removeItem(atPath: scratch.path())
        #expect(kind { try store.write { try $0.add(9) } } == .unavailable)
        try store.close()
        #expect(!scratch.names.contains("registry"))
    }

    @Test func whatWasErasedIsGoneFromEveryByte() throws {
        let scratch = try Scratch()
        try scratch.registry(count: 200)
        let secret = "zanzibarqwx"
        let store = try SQLiteStore.open(path: scratch.path())
        let uid = UID()
        let payload = Entry.Payload(changes: [Change("field.who", was: nil, now: .string("\(secret) is her name"))], salt: [1, 2, 3])
        let entry = Entry(
            home: .unnamed, batch: uid, position: 1, action: .submitted, subject: .innovation(500), innovation: 500, payload: payload,
            digest: .nothing, link: .nothing)
        let batch = Batch(
            home: .unnamed, uid: uid, number: 1, person: "ana", account: "ana", at: Date(), command: "submit", count: 1, head: .nothing)
        try store.write { writer in
            try writer.add(500, text: "\(secret) is her name")
            try writer.append(batch, [entry])
        }
        func places() -> [String] { scratch.names.filter { scratch.bytes($0)?.range(of: Data(secret.prefix(8).utf8)) != nil } }
        #expect(!places().isEmpty)
        try store.write { writer in
            var innovation = try #require(try writer.innovation(500, in: .unnamed))
            innovation.fields["who"] = .text("somebody")
            innovation.version = 2
            try writer.update(innovation, expecting: 1)
            try writer.index(SearchText(title: "number500", tags: "", body: "somebody", contributed: ""), of: 500, in: .unnamed)
            try writer.erasePayloads(of: [(uid, 1)], in: .unnamed)
        }
        #expect(places() == [])
        #expect(try store.read { try $0.damage() } == [])
        try store.close()
    }

    @Test(.enabled(if: geteuid() != 0, "root may write everything")) func whereOneMayOnlyReadReadsWorkAndWritesSayWhy() throws {
        let scratch = try Scratch()
        for name in ["fresh", "used"] { try scratch.registry(name) }
        for name in ["fresh-wal", "fresh-shm", "fresh-lock"] { try FileManager.default.removeItem(atPath: scratch.path(name)) }
        for name in scratch.names { chmod(scratch.path(name), 0o444) }
        chmod(scratch.folder, 0o555)
        defer { chmod(scratch.folder, 0o755) }
        for name in ["fresh", "used"] {
            let store = try SQLiteStore.open(path: scratch.path(name))
            #expect(try store.read { try $0.exists(3) }, "\(name)")
            #expect(try store.read { try $0.damage() } == [], "\(name)")
            #expect(kind { try store.write { try $0.add(9) } } == .notPermitted, "\(name)")
            try store.close()
        }
        #expect(kind { _ = try SQLiteStore.create(path: scratch.path("new")) } == .cannotCreate)
        chmod(scratch.path("used"), 0)
        #expect(kind { _ = try SQLiteStore.open(path: scratch.path("used")) } == .notPermitted)
    }
}
