import Foundation
import RegistryCore

private struct Stop: Error, Equatable {}

extension StoreContract {
    static let transactionCases: [Case] = [
        Case("a write that throws keeps nothing of what it did, and throws the same") { trial in
            try trial.settle()
            try trial.add([.sample(1, fields: ["who": .text("apple")], tags: ["a"])])
            let (batch, entries) = Batch.sample(1)
            do {
                try trial.write { writer in
                    try writer.create(home: .salford, at: .noon)
                    try writer.put(.sample("new"))
                    try writer.put(Configuration.Document(name: "tags", version: 1, text: ""), in: .trafford)
                    var one = Innovation.sample(1, tags: ["b"])
                    one.version = 2
                    try writer.update(one, expecting: 1)
                    try writer.insert(.sample(2))
                    try writer.index(SearchText(title: "pear", tags: "", body: "", contributed: ""), of: 1, in: .trafford)
                    try writer.set(["s": 1], of: 1, in: .trafford)
                    try writer.put(.sample("rating", on: .innovation(1)), onePerAuthor: true)
                    try writer.append(batch, entries)
                    try writer.append(Seal(home: .trafford, number: 1, batches: [batch.uid], digest: .nothing))
                    try writer.put(SavedDraft(home: .trafford, uid: UID(), owner: "ana", fields: [:], tags: [], updated: .noon))
                    try writer.setMark("inbox", of: "ana", in: .trafford, to: "1")
                    try writer.put(ImportedRecord(home: .trafford, source: "f", key: "1", innovation: 1, fields: [:], tags: []))
                    trial.equal(try writer.innovation(1, in: .trafford)?.tags, ["b"], "the write itself sees it")
                    throw Stop()
                }
                trial.expect(false, "the write should have thrown")
            } catch is Stop {}
            try trial.read { reader in
                trial.equal(try reader.homes(), [.trafford])
                trial.equal(try reader.person("new", in: .trafford), nil)
                trial.equal(try reader.documents(of: .trafford), [])
                trial.equal(try reader.innovation(1, in: .trafford)?.tags, ["a"])
                trial.equal(try reader.innovation(2, in: .trafford), nil)
                trial.equal(try reader.documentCounts(of: ["apple", "pear"], in: .trafford), [1, 0])
                trial.equal(try reader.signals(of: 1, in: .trafford), [:])
                trial.equal(try reader.contributions(on: 1, in: .trafford), [])
                trial.equal(try reader.batch(1, in: .trafford), nil)
                trial.equal(try reader.entries(on: 1, in: .trafford), [])
                trial.equal(try reader.seals(of: .trafford), [])
                trial.equal(try reader.drafts(of: "ana", in: .trafford), [])
                trial.equal(try reader.mark("inbox", of: "ana", in: .trafford), nil)
                trial.equal(try reader.imported(source: "f", key: "1", in: .trafford), nil)
                trial.equal(try reader.damage(), [])
            }
        },
        Case("a problem that the body catches leaves the rest of the write whole") { trial in
            try trial.settle()
            try trial.write { writer in
                try writer.insert(.sample(1))
                trial.refuses(.refused) { try writer.insert(.sample(1, by: "ben")) }
                trial.refuses(.refused) { try writer.update(.sample(1), expecting: 9) }
                try writer.insert(.sample(2))
            }
            trial.equal(try trial.numbers(.everything), [1, 2])
        },
        Case("what a write has kept is there after reopening, and a read returns what its body does") { trial in
            try trial.settle()
            trial.equal(try trial.write { _ in 7 }, 7)
            try trial.write { try $0.insert(.sample(1)) }
            try trial.reopen()
            trial.equal(try trial.read { (try $0.innovation(1, in: .trafford)?.number, "beside") }.0, 1)
            trial.expect(!trial.store.location.isEmpty, "a store says where it is")
        },
        Case("a read sees one state throughout, whatever is written meanwhile") { trial in
            try trial.settle()
            try trial.add([.sample(1)])
            try trial.read { reader in
                trial.equal(try reader.innovation(2, in: .trafford), nil)
                try trial.write { try $0.insert(.sample(2)) }
                trial.equal(try reader.innovation(2, in: .trafford), nil, "written after the read began")
                trial.equal(try reader.count(Query(viewer: Viewer(.sample("lea", .lead)))), 1)
            }
            trial.equal(try trial.numbers(.everything), [1, 2])
        },
        Case("a read within a read is answered") { trial in
            try trial.settle()
            try trial.add([.sample(1)])
            let number = try trial.read { _ in try trial.read { try $0.innovation(1, in: .trafford)?.number } }
            trial.equal(number, 1)
        },
        Case("a store may be closed twice, and says so when it is used afterwards") { trial in
            try trial.settle()
            try trial.store.close()
            try trial.store.close()
            trial.refuses(.unavailable) { try trial.read { try $0.homes() } }
            trial.refuses(.unavailable) { try trial.write { try $0.homes() } }
        },
    ]
}
