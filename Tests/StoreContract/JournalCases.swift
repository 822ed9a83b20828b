import Foundation
import RegistryCore

extension StoreContract {
    static let journalCases: [Case] = [
        Case("a batch and its entries come back as they were, in their order, byte for byte") { trial in
            try trial.settle()
            let undone = UID()
            let (batch, entries) = Batch.sample(
                3, by: "Zoë", about: [.innovation(12), .contribution(UID()), .person("Ben"), .configuration("fields"), .home], undoes: undone)
            try trial.write { try $0.append(batch, entries) }
            for _ in 0..<2 {
                trial.equal(try trial.read { try $0.batch(3, in: .trafford) }, batch)
                trial.equal(try trial.read { try $0.batch(uid: batch.uid, in: .trafford) }, batch)
                trial.equal(try trial.read { try $0.entries(of: batch.uid, in: .trafford) }, entries)
                try trial.reopen()
            }
            trial.equal(try trial.read { try $0.batch(4, in: .trafford) }, nil)
            trial.equal(try trial.read { try $0.batch(uid: undone, in: .trafford) }, nil)
            trial.equal(try trial.read { try $0.batch(3, in: .salford) }, nil)
            trial.equal(try trial.read { try $0.entries(of: batch.uid, in: .salford) }, [])
        },
        Case("a batch's number and uid stand once") { trial in
            try trial.settle()
            let (batch, entries) = Batch.sample(1)
            try trial.write { try $0.append(batch, entries) }
            let (same, others) = Batch.sample(1)
            trial.refuses(.refused, "the number") { try trial.write { try $0.append(same, others) } }
            var again = batch
            again.number = 2
            trial.refuses(.refused, "the uid") { try trial.write { try $0.append(again, []) } }
            trial.equal(try trial.read { try $0.batches(of: .trafford, by: nil, before: nil, limit: nil) }, [batch])
        },
        Case("history is oldest first, batches are newest first, news is what came after") { trial in
            try trial.settle()
            let plan: [(Int, PersonName, [Subject])] = [
                (1, "ana", [.innovation(1), .innovation(2)]), (2, "Ben", [.innovation(2)]), (3, "ana", [.innovation(1), .home, .innovation(1)]),
                (4, "BEN", [.innovation(3)]),
            ]
            let all = plan.map { Batch.sample($0, by: $1, about: $2) }
            try trial.write { writer in
                for (batch, entries) in all { try writer.append(batch, entries) }
                let other = Batch.sample(1, home: .salford)
                try writer.append(other.batch, other.entries)
            }
            try trial.read { reader in
                trial.equal(try reader.entries(on: 1, in: .trafford), [all[0].entries[0], all[2].entries[0], all[2].entries[2]])
                trial.equal(try reader.entries(on: 9, in: .trafford), [])
                func numbers(_ person: PersonName?, _ before: Int?, _ limit: Int?) throws -> [Int] {
                    try reader.batches(of: .trafford, by: person, before: before, limit: limit).map(\.number)
                }
                trial.equal(try numbers(nil, nil, nil), [4, 3, 2, 1])
                trial.equal(try numbers("ben", nil, nil), [4, 2])
                trial.equal(try numbers(nil, 4, 2), [3, 2])
                trial.equal(try numbers("ana", 3, 9), [1])
                trial.equal(try numbers("nobody", nil, nil), [])
                let news = try reader.news(after: 1, in: .trafford, limit: nil)
                trial.equal(news.map(\.entry), all[1].entries + all[2].entries + all[3].entries)
                trial.equal(news.map(\.batch.number), [2, 3, 3, 3, 4])
                trial.equal(try reader.news(after: 1, in: .trafford, limit: 2).map(\.entry), all[1].entries + all[2].entries.prefix(1))
                trial.equal(try reader.news(after: 4, in: .trafford, limit: nil).count, 0)
            }
        },
        Case("entries are handed over one by one, until the body has enough") { trial in
            try trial.settle()
            let (batch, entries) = Batch.sample(1, about: (1...5).map { .innovation($0) })
            let (other, others) = Batch.sample(2)
            try trial.write { writer in
                try writer.append(batch, entries)
                try writer.append(other, others)
            }
            func handed(_ most: Int) throws -> [Entry] {
                var seen: [Entry] = []
                try trial.read { reader in
                    try reader.eachEntry(of: batch.uid, in: .trafford) { entry in
                        seen.append(entry)
                        try reader.eachEntry(of: other.uid, in: .trafford) { _ in true }
                        return seen.count < most
                    }
                }
                return seen
            }
            trial.equal(try handed(9), entries)
            trial.equal(try handed(2), Array(entries.prefix(2)))
            var none = 0
            try trial.read { try $0.eachEntry(of: batch.uid, in: .salford) { _ in none += 1; return true } }
            trial.equal(none, 0)
        },
        Case("entries come before their batch is whole, and what no batch leads to is counted") { trial in
            try trial.settle()
            let (batch, entries) = Batch.sample(1, about: (1...4).map { .innovation($0) })
            try trial.write { writer in
                var begun = batch
                (begun.count, begun.head) = (0, .nothing)
                try writer.begin(begun)
                try writer.append(Array(entries.prefix(2)), toBatch: 1, in: .trafford)
                try writer.append([entries[2]], toBatch: 1, in: .trafford)
                try writer.append(batch, [entries[3]])
            }
            trial.equal(try trial.read { try $0.batches(of: .trafford, by: nil, before: nil, limit: nil) }, [batch])
            trial.equal(try trial.read { try $0.entries(of: batch.uid, in: .trafford) }, entries)
            trial.equal(try trial.read { try $0.strays(in: .trafford) }, Strays(entries: 0, payloads: 0))
            try trial.write { writer in
                try writer.erasePayloads(of: [(batch.uid, 1)], in: .trafford)
                try writer.append(Array(Batch.sample(7, about: (1...3).map { .innovation($0) }).entries), toBatch: 7, in: .trafford)
            }
            trial.equal(try trial.read { try $0.strays(in: .trafford) }, Strays(entries: 3, payloads: 3))
        },
        Case("a batch of more entries than are handed over at once comes whole, from its beginning and from its end") { trial in
            try trial.settle()
            let (batch, entries) = Batch.sample(1, about: (1...1203).map { .innovation($0 % 7 + 1) })
            let (other, others) = Batch.sample(2)
            try trial.write { writer in
                try writer.append(entries, toBatch: batch.number, in: .trafford)
                try writer.append(batch, [])
                try writer.append(other, others)
            }
            func blocks(_ limit: Int, _ reader: any StoreReading) throws -> [[Entry]] {
                var blocks: [[Entry]] = []
                repeat {
                    blocks.append(try reader.entries(of: batch.uid, before: blocks.last?.last?.position, limit: limit, in: .trafford))
                } while blocks.last?.isEmpty == false
                return blocks
            }
            func compare(_ reader: any StoreReading) throws {
                trial.equal(try reader.entries(of: batch.uid, in: .trafford), entries)
                var handed: [Entry] = []
                try reader.eachEntry(of: batch.uid, in: .trafford) { entry in
                    handed.append(entry)
                    return true
                }
                trial.equal(handed, entries)
                trial.equal(try blocks(500, reader).map(\.count), [500, 500, 203, 0])
                trial.equal(try blocks(401, reader).flatMap { $0 }, entries.reversed())
                trial.equal(try reader.entries(of: batch.uid, before: 3, limit: 500, in: .trafford), [entries[1], entries[0]])
                trial.equal(try reader.entries(of: other.uid, before: nil, limit: 1, in: .trafford), others)
                trial.equal(try reader.entries(of: batch.uid, before: nil, limit: 0, in: .trafford) + reader.entries(of: batch.uid, before: nil, limit: 9, in: .salford), [])
                trial.equal(try reader.entries(of: UID(), before: nil, limit: 9, in: .trafford), [])
            }
            try trial.read(compare)
            try trial.write(compare)
        },
        Case("erasing takes payload and salt, and leaves digests and links") { trial in
            try trial.settle()
            let (batch, entries) = Batch.sample(1, about: [.innovation(1), .innovation(2), .innovation(3)])
            let (other, others) = Batch.sample(2, about: [.innovation(1), .innovation(2)])
            try trial.write { writer in
                try writer.append(batch, entries)
                try writer.append(other, others)
            }
            try trial.write { writer in
                try writer.erasePayloads(of: [(batch.uid, 2), (other.uid, 1), (other.uid, 9), (UID(), 1)], in: .trafford)
            }
            var expected = entries
            expected[1].payload = nil
            trial.equal(try trial.read { try $0.entries(of: batch.uid, in: .trafford) }, expected)
            trial.equal(try trial.read { try $0.entries(of: other.uid, in: .trafford) }.map { $0.payload == nil }, [true, false])
            try trial.write { try $0.erasePayloads(of: [(batch.uid, 1)], in: .salford) }
            trial.equal(try trial.read { try $0.entries(of: batch.uid, in: .trafford) }, expected, "another home's erasing")
        },
        Case("an entry without a payload is kept as one that was redacted") { trial in
            try trial.settle()
            let (batch, whole) = Batch.sample(1)
            var entries = whole
            entries[0].payload = nil
            try trial.write { try $0.append(batch, entries) }
            trial.equal(try trial.read { try $0.entries(of: batch.uid, in: .trafford) }, entries)
        },
        Case("seals come back in order, and the last one alone") { trial in
            try trial.settle()
            trial.equal(try trial.read { try $0.lastSeal(of: .trafford) }, nil)
            let seals = (1...3).map { number in
                Seal(home: .trafford, number: number, batches: (0..<number).map { _ in UID() }, digest: Digest.of([Array("\(number)".utf8)]))
            }
            try trial.write { writer in
                for seal in seals { try writer.append(seal) }
                try writer.append(Seal(home: .salford, number: 1, batches: [], digest: .nothing))
            }
            trial.equal(try trial.read { try $0.seals(of: .trafford) }, seals)
            trial.equal(try trial.read { try $0.lastSeal(of: .trafford) }, seals.last)
            trial.refuses(.refused) { try trial.write { try $0.append(seals[0]) } }
        },
    ]
}
