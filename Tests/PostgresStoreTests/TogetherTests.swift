import Foundation
@testable import PostgresStore
import RegistryCore
import Server
import Testing

/// Statements that are sent together, and what becomes of them when the server refuses one.
@Suite struct TogetherTests {
    /// A store as it is with this libpq, and as with one that cannot send statements together.
    private func store(_ trying: Trying, waitsForEach: Bool, tell: @escaping @Sendable (String) -> Void = { _ in }) throws -> PostgresStore {
        try PostgresStore(Address(trying.server.address(trying.database), isVisible: false), Waiting(isStopped: { false }, patience: 60, waitsForEach: waitsForEach), tell: tell)
    }

    /// Makes what is put into a table fail with a code, as long as it has not failed so often.
    private func fail(_ table: String, by code: String, times: Int = 1_000_000, _ trying: Trying) throws {
        _ = try trying.psql("""
            CREATE SEQUENCE \(table)_fault; CREATE FUNCTION \(table)_fails() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN IF nextval(''practice.\(table)_fault'') <= \(times) THEN RAISE EXCEPTION ''no'' USING ERRCODE = ''\(code)''; END IF; RETURN new; END';
            CREATE TRIGGER \(table)_fails BEFORE INSERT ON \(table) FOR EACH ROW EXECUTE FUNCTION \(table)_fails()
            """)
    }

    @Test("a save is few ways to the server and back, and a read one that is waited for")
    func ways() throws {
        let trying = try Trying()
        let proxy = try Proxy(to: trying.server)
        let store = try trying.open(through: proxy)
        _ = try store.read { try $0.innovation(1, in: .county) }
        _ = try store.write { try $0.addBatch("first") }
        let before = proxy.requests
        try store.write { writer in
            try writer.addBatch("second")
            try writer.set(["rating.mean": 3, "rating.count": 1], of: 2, in: .county)
        }
        // The number, the row, the batch's number, the row again for its words, and all else.
        #expect(proxy.requests - before == 5)
        let between = proxy.requests
        _ = try store.read { try $0.find(Query(viewer: Viewer(Person(home: .county, name: "lea", role: .lead, created: Date())), limit: 20)) }
        // The end of it may be on its way still.
        #expect(proxy.requests - between <= 2)
        #expect(try trying.psql("SELECT string_agg(name || ' ' || value, ',' ORDER BY name) FROM signal") == "rating.count 1,rating.mean 3")
    }

    @Test("one that is refused takes all of the save with it, the COMMIT too, and the connection goes on", arguments: [false, true])
    func refused(waitsForEach: Bool) throws {
        let trying = try Trying()
        let told = Told()
        let store = try store(trying, waitsForEach: waitsForEach, tell: told.tell)
        try fail("payload", by: "53100", times: 1, trying)
        #expect(try problem { try store.write { try $0.addBatch("never") } }?.kind == .inputOutput)
        #expect(try trying.psql("SELECT (SELECT count(*) FROM innovation), (SELECT count(*) FROM batch)") == "0|0")
        _ = try store.write { try $0.addBatch("goes on") }
        #expect(try store.read { try $0.innovation(2, in: .county) }?.title == "goes on")
        #expect(told.lines.isEmpty)
    }

    @Test("the first that is refused says why, and nothing is kept though the body goes on", arguments: [false, true])
    func first(waitsForEach: Bool) throws {
        let trying = try Trying()
        let store = try store(trying, waitsForEach: waitsForEach)
        try fail("tag", by: "53100", trying)
        try fail("signal", by: "22001", trying)
        let refused = try problem {
            try store.write { writer in
                let number = try writer.addBatch("never", tags: ["bus"])
                try writer.set(["rating.mean": 3], of: number, in: .county)
                // It is told here, and not minded.
                _ = try? writer.signals(of: number, in: .county)
                try? writer.setMark("inbox", of: "ana", in: .county, to: "1")
            }
        }
        #expect(refused?.kind == .inputOutput, "\(String(describing: refused))")
        #expect(try trying.psql("SELECT (SELECT count(*) FROM innovation), (SELECT count(*) FROM mark)") == "0|0")
    }

    @Test("what is to be done again is done again, wherever among them it was refused", arguments: ["tag", "signal", "entry", "payload"], [false, true])
    func again(_ table: String, waitsForEach: Bool) throws {
        let trying = try Trying()
        let store = try store(trying, waitsForEach: waitsForEach)
        try fail(table, by: "40001", times: 2, trying)
        var attempts = 0
        try store.write { writer in
            attempts += 1
            try writer.set(["rating.mean": 3], of: writer.addBatch("whole", tags: ["bus"]), in: .county)
        }
        #expect(attempts == 3)
        #expect(try trying.psql("SELECT (SELECT count(*) FROM innovation), (SELECT count(*) FROM batch), (SELECT count(*) FROM tag)") == "1|1|1")
    }

    @Test("a text that no server keeps is refused before anything is sent, and the save has begun all the same", arguments: [false, true])
    func unsent(waitsForEach: Bool) throws {
        let trying = try Trying()
        let store = try store(trying, waitsForEach: waitsForEach)
        struct Dropped: Error {}
        #expect(throws: Dropped.self) {
            try store.write { writer in
                #expect(try problem { try writer.mark("in\0box", of: "ana", in: .county) }?.kind == .badInput)
                try writer.addBatch("never")
                throw Dropped()
            }
        }
        #expect(try trying.psql("SELECT count(*) FROM innovation") == "0")
    }

    @Test("many rows of a journal are kept in their order", arguments: [false, true])
    func many(waitsForEach: Bool) throws {
        let trying = try Trying()
        let store = try store(trying, waitsForEach: waitsForEach)
        let batch = try store.write { writer in
            let number = try writer.reserveBatchNumber(in: .county), uid = UID(), digest = Digest.of([[1]])
            let entries = (1...700).map { place in
                Entry(
                    home: .county, batch: uid, position: place, action: .revised, subject: .innovation(place), innovation: place,
                    payload: Entry.Payload(changes: [Change("field.title", was: nil, now: .string("\(place)"))], salt: [1]), digest: digest, link: digest)
            }
            try writer.append(
                Batch(home: .county, uid: uid, number: number, person: "ana", account: "test", at: Date(), command: "edit", count: 700, head: digest), entries)
            return uid
        }
        let kept = try store.read { try $0.entries(of: batch, in: .county) }
        #expect(kept.map(\.position) == Array(1...700))
        #expect(kept.last?.payload?.changes.first?.now == .string("700"))
    }
}
