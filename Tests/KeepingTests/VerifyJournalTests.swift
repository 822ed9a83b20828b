import Fixture
import Foundation
@testable import RegistryCore
import Synchronization
import Testing

@Suite("verify: the journal itself", .disabled(if: Engine.isServer, "whose seals are of several batches; what is looked at is no engine's"))
struct VerifyJournalTests {
    /// Batches 3 to 6: two submissions and two ratings.
    private func troubles(
        batch: @escaping @Sendable (Batch) -> Batch? = { $0 }, entry: @escaping @Sendable (Entry) -> Entry? = { $0 },
        seals: @escaping @Sendable ([Seal]) -> [Seal] = { $0 }
    ) throws -> [String] {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies", "Walking club")
        try fixture.submit("Wet days")
        try fixture.perform([rating(4, on: 1)], as: "ben")
        try fixture.perform([rating(5, on: 1)], as: "ben")
        let store = AlteredStore(try fixture.registry().store, batch: batch, entry: entry, seals: seals)
        let registry = try Registry(store: store, plugins: fixture.plugins)
        defer { try? store.close() }
        return try registry.verify().troubles
    }

    @Test("a connection that is lost in the middle ends it with its own words, and is no damage")
    func lost() throws {
        let fixture = try Fixture()
        try fixture.submit("Wet days")
        let isLost = Flag()
        let lost = Problem(.unavailable, "the connection to the server was lost", next: "try again")
        let store = AlteredStore(
            try fixture.registry().store,
            entry: { entry in
                isLost.set()
                return entry
            }, silence: { isLost.isSet ? lost : nil })
        let registry = try Registry(store: store, plugins: fixture.plugins)
        defer { try? store.close() }
        #expect(throws: lost) { try registry.verify() }
    }

    /// As an archive is written.
    private final class Bytes: ByteSink {
        var all = Data()
        func write(_ text: String) { all += Data(text.utf8) }
        func write(_ utf8: [UInt8]) { all += utf8 }
        func write(bytes: UnsafeRawBufferPointer) { all += bytes }
    }

    @Test("a copy has seals for all that it has, also where the last batches still wait for theirs, as on a server")
    func copied() throws {
        let fixture = try Fixture()
        try fixture.submit("Wet days", "Dry days")
        let store = AlteredStore(try fixture.registry().store, seals: { $0.dropLast(2) })
        let registry = try Registry(store: store, plugins: fixture.plugins), admin = try fixture.actor("admin")
        defer { try? store.close() }
        let moved = try registry.move(to: Fixture.destination(fixture.folder.appending(path: "moved").path), as: admin)
        #expect(try moved.registry.verify().troubles == [])
        let archived = Bytes(), archive = fixture.folder.appending(path: "copy.archive").path
        _ = try registry.archive(into: archived, as: admin)
        #expect(FileManager.default.createFile(atPath: archive, contents: archived.all))
        let restored = fixture.folder.appending(path: "restored").path
        try fixture.run("--registry \(restored) restore \(archive)", as: "admin")
        #expect(try fixture.run("--registry \(restored) verify", as: "admin").contains("Nothing is wrong"))
    }

    @Test("is whole when nobody changed it")
    func whole() throws { #expect(try troubles().isEmpty) }

    @Test("who, when and which command are part of the chain", arguments: [0, 1, 2, 3])
    func batchFacts(what: Int) throws {
        let found = try troubles(batch: { batch in
            guard batch.number == 4 else { return batch }
            var batch = batch
            switch what {
            case 0: batch.person = "lead"
            case 1: batch.at += 3600
            case 2: batch.command = "import"
            default: batch.account = "root"
            }
            return batch
        })
        #expect(found == ["batch 4, entry 1 (P3): its link does not follow from its batch"] + (what == 1 ? ["P3: its last change is not when batch 4 was made"] : []))
    }

    @Test("what an entry says has its digest")
    func payload() throws {
        let found = try troubles(entry: { entry in
            guard entry.innovation == 3, var payload = entry.payload else { return entry }
            var entry = entry
            payload.changes[0].now = .string("Dry days")
            entry.payload = payload
            return entry
        })
        #expect(found == ["batch 4, entry 1 (P3): its payload does not have its digest", "P3: title is not as batch 4 left it"])
    }

    @Test("an entry about something else breaks its link")
    func subject() throws {
        let found = try troubles(entry: { entry in
            guard entry.innovation == 2 else { return entry }
            var entry = entry
            entry.action = .revised
            return entry
        })
        #expect(found == ["batch 3, entry 2 (P2): its link does not follow from the entry before it"])
    }

    @Test("what takes a batch back is its maker's or a lead's, and does so", arguments: [1, 3, 9])
    func undo(target: Int) throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies", "Walking club")
        try fixture.perform([rating(4, on: 1)], as: "ben")
        let made = try fixture.registry().store
        let uid = try made.read { try $0.batch(target, in: .unnamed)?.uid } ?? UID()
        let store = AlteredStore(made, batch: { batch in
            var batch = batch
            if batch.number == 4 { batch.undoes = uid }
            return batch
        })
        let registry = try Registry(store: store, plugins: fixture.plugins)
        defer { try? store.close() }
        let found = try registry.verify().troubles.filter { $0.hasPrefix("batch 4: ") }
        let others = target == 9 ? "batch 4: it says that it undoes a batch, and there was none" : "batch 4: ben was staff, and only a lead undoes what "
        #expect(found.first == "batch 4: it says that it undoes another batch, and none of its entries does")
        #expect(found.count == 2 && found[1].hasPrefix(others), "\(found)")
    }

    @Test("a missing entry shows")
    func missingEntry() throws {
        let first = try troubles(entry: { $0.innovation == 1 && $0.action == .submitted ? nil : $0 })
        #expect(first.prefix(2) == [
            "batch 3: the entry before entry 2 is missing", "batch 3, entry 2 (P2): its link does not follow from the entry before it",
        ])
        #expect(first.contains("P1: no entry of the journal tells of it"))
        let last = try troubles(entry: { $0.innovation == 2 ? nil : $0 })
        #expect(last.contains("batch 3: it has 1 of its 2 entries") && last.contains("batch 3: its head is not its last entry's link"))
        #expect(last.contains("P2: no entry of the journal tells of it"))
    }

    @Test("a missing batch shows, and so does what it did")
    func missingBatch() throws {
        let found = try troubles(batch: { $0.number == 4 ? nil : $0 })
        #expect(found.prefix(2) == ["batch 4 is missing", "seal 4: it covers a batch that does not come next"])
    }

    @Test("every batch is sealed once and in order")
    func seals() throws {
        #expect(try troubles(seals: { Array($0.dropLast()) }) == ["batch 6: no seal covers it in its order"])
        #expect(try troubles(seals: { $0 + $0.suffix(1) }) == ["seal 6: it covers a batch that is not there"])
        #expect(try troubles(seals: { seals in seals.enumerated().filter { $0.offset != 2 }.map(\.element) }).first == "batch 3: no seal covers it in its order")
        let swapped = try troubles(seals: { [$0[0], $0[2], $0[1]] + $0[3...] })
        #expect(swapped.contains("seal 3: it covers a batch that does not come next"))
        let forged = try troubles(seals: { seals in seals.map { Seal(home: $0.home, number: $0.number, batches: $0.batches, digest: .nothing) } })
        #expect(forged.count == 6 && forged.allSatisfy { $0.hasSuffix("its digest is not that of its batches") })
    }

    @Test("what the journal tells of must be there")
    func missingRows() throws {
        let found = try troubles(entry: { entry in
            guard entry.innovation == 3 else { return entry }
            var entry = entry
            entry.innovation = 9
            entry.subject = .innovation(9)
            return entry
        })
        #expect(found.contains("P9: the journal tells of it, and it is not there"))
    }

    @Test("tells how far it is, and can be stopped")
    func progress() throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies", "Walking club")
        let registry = try fixture.registry()
        var steps: [Int] = []
        _ = try registry.verify { steps.append($0) }
        #expect(steps == Array(1...steps.count) && steps.count > 10)
        #expect(throws: Problem(.interrupted, "stop")) { try registry.verify { if $0 == 5 { throw Problem(.interrupted, "stop") } } }
    }
}

/// What is true from a moment on.
private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
}
