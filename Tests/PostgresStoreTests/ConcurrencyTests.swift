import Foundation
import PostgresStore
import RegistryCore
import Server
import Synchronization
import Testing

@Suite struct ConcurrencyTests {
    /// Runs a body in so many threads at once, each with a store of its own, and returns what they threw.
    private func together(_ count: Int, _ trying: Trying, _ body: @escaping @Sendable (Int, PostgresStore) throws -> Void) -> [String] {
        let thrown = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: count) { index in
            do {
                let store = try trying.open()
                try body(index, store)
                try store.close()
            } catch {
                thrown.withLock { $0.append("\(error)") }
            }
        }
        return thrown.withLock { $0 }
    }

    @Test("numbers are given out once, and every batch is told of, in an order that misses none")
    func numbers() throws {
        let trying = try Trying()
        let seen = Mutex<[Int]>([])
        let isDone = Flag()
        let reader = try trying.open()
        let reading = DispatchQueue(label: "reader")
        reading.async {
            // Reads on from the last that it was told, as an inbox does.
            var last = 0
            while true {
                let wasDone = isDone.isSet
                let news = (try? reader.read { try $0.news(after: last, in: .county, limit: 100) }) ?? []
                last = news.last?.batch.number ?? last
                seen.withLock { $0 += news.map(\.batch.number) }
                if wasDone, news.isEmpty { return }
            }
        }
        let thrown = together(16, trying) { index, store in
            for round in 0..<40 {
                try store.write { writer in
                    try writer.addBatch("\(index).\(round)")
                    if round == 5 { _ = try writer.reserveNumbers(7, in: .county) }
                }
            }
        }
        isDone.set()
        reading.sync {}
        #expect(thrown.isEmpty, "\(thrown.prefix(3))")
        #expect(try trying.psql("SELECT count(*), count(DISTINCT number) FROM innovation") == "640|640")
        #expect(try trying.psql("SELECT count(DISTINCT number) FROM batch") == "640")
        #expect(seen.withLock { $0 }.count == 640 && Set(seen.withLock { $0 }).count == 640)
    }

    @Test("what is made of an innovation's contributions is made of all of them, whoever adds one meanwhile")
    func signals() throws {
        let trying = try Trying()
        _ = try trying.open().write { try $0.addBatch("rated") }
        let thrown = together(8, trying) { index, store in
            for round in 0..<10 {
                try store.write { writer in
                    _ = try writer.innovation(1, in: .county)
                    try writer.put(
                        Contribution(
                            home: .county, uid: UID(), kind: "comment", subject: .innovation(1), origin: .innovation(1), innovation: 1,
                            ordinal: writer.reserveOrdinal(of: "comment", on: 1, in: .county), author: "p\(index).\(round)", payload: ["value": 1], created: Date(), updated: Date()),
                        onePerAuthor: true)
                    try writer.set(["comments": Double(writer.contributions(on: 1, in: .county).count)], of: 1, in: .county)
                }
            }
        }
        #expect(thrown.isEmpty, "\(thrown.prefix(3))")
        #expect(try trying.psql("SELECT value FROM signal") == "80")
        #expect(try trying.psql("SELECT count(*), count(DISTINCT ordinal), max(ordinal) FROM contribution") == "80|80|80")
    }

    @Test("of many who contribute the one that each may have, one is kept and the others are told")
    func onePerAuthor() throws {
        let trying = try Trying()
        _ = try trying.open().write { try $0.addBatch("rated") }
        let refused = Mutex(0)
        let thrown = together(8, trying) { index, store in
            do {
                try store.write { writer in
                    try writer.put(
                        Contribution(
                            home: .county, uid: UID(), kind: "rating", subject: .innovation(1), origin: .innovation(1), innovation: 1, author: "ana",
                            payload: ["value": JSONValue(index)], created: Date(), updated: Date()),
                        onePerAuthor: true)
                }
            } catch let problem as Problem where problem.kind == .refused {
                refused.withLock { $0 += 1 }
            }
        }
        #expect(thrown.isEmpty, "\(thrown.prefix(3))")
        #expect(refused.withLock { $0 } == 7)
        #expect(try trying.psql("SELECT count(*) FROM contribution") == "1")
    }
}
