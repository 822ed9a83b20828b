import Foundation
import RegistryCore

extension StoreContract {
    static let carryingCases: [Case] = [
        Case("rows of a registry that moves here come in as they are, in as many blocks as it takes") { trial in
            let (first, second) = CarriedRows.samples()
            try trial.write { writer in
                try writer.create(home: .trafford, at: .noon)
                try writer.insert(first)
                // What comes in a later block may be about what came before it.
                try writer.insert(second)
                try writer.insert(CarriedRows(home: .trafford))
            }
            for _ in 0..<2 {
                try trial.read { try compare($0, trial, first, second) }
                try trial.reopen()
            }
        },
        Case("of rows that are carried over none may be there, and then none comes in") { trial in
            try trial.settle()
            let (rows, _) = CarriedRows.samples()
            try trial.write { try $0.insert(rows.innovations[1]) }
            trial.refuses(.refused, "an innovation") { try trial.write { try $0.insert(rows) } }
            var ratings = CarriedRows(home: .trafford)
            ratings.contributions = (1...2).map { _ in (.sample("rating", on: .innovation(1), by: "Ana"), true) }
            trial.refuses(.refused, "a second rating") { try trial.write { try $0.insert(ratings) } }
            trial.equal(try trial.read { try $0.count(Query(viewer: trial.viewer("lea"))) }, 1)
            trial.equal(try trial.read { try $0.contributions(on: 1, in: .trafford) }, [])
            trial.equal(try trial.read { try $0.batches(of: .trafford, by: nil, before: nil, limit: nil) }, [])
        },
    ]

    private static func compare(_ reader: any StoreReading, _ trial: Trial, _ first: CarriedRows, _ second: CarriedRows) throws {
        trial.equal(try reader.people(of: .trafford), first.people, "people")
        let lead = Viewer(first.people[0]), found = try reader.find(Query(viewer: lead, order: .number))
        trial.equal(found.map(\.innovation), first.innovations, "innovations")
        trial.equal(found.map(\.signals), [["rating.mean": 4.5, "rating.count": 2], ["adoption.sites": 1], [:]], "signals")
        for (word, numbers) in [("bus", [1]), ("tea", [2]), ("said", [2, 3]), ("number", [3])] {
            let found = try reader.find(Query(viewer: lead, condition: .word(word, prefix: false), order: .number))
            trial.equal(found.map(\.innovation.number), numbers, word)
        }
        let contributions = (first.contributions + second.contributions).map(\.contribution)
        for number in 1...3 {
            trial.equal(
                try reader.contributions(on: number, in: .trafford).sorted { $0.uid < $1.uid },
                contributions.filter { $0.innovation == number }.sorted { $0.uid < $1.uid }, "on P\(number)")
        }
        // As it is called by the innovation of its origin, however far up that is.
        for (ordinal, reply) in contributions.filter({ $0.kind == "reply" }).enumerated() {
            trial.equal(try reader.contribution(originally: 1, kinds: ["reply"], ordinal: ordinal + 1, in: .trafford), reply, "reply \(ordinal + 1)")
        }
        trial.equal(try reader.batches(of: .trafford, by: nil, before: nil, limit: nil), (first.batches + second.batches).reversed(), "batches")
        let entries = first.entries + second.entries
        for batch in first.batches + second.batches {
            trial.equal(try reader.entries(of: batch.uid, in: .trafford), entries.filter { $0.batch == batch.number }.map(\.entry), "batch \(batch.number)")
        }
        trial.equal(try reader.seals(of: .trafford), first.seals + second.seals, "seals")
        var imported: [ImportedRecord] = []
        try reader.eachImported(in: .trafford) { imported.append($0) }
        trial.equal(imported, first.imported, "imported")
        trial.equal(try reader.damage(), [])
    }
}

extension CarriedRows {
    /// Rows of everything, with texts that any way of writing them must keep; and some that are about them.
    fileprivate static func samples() -> (CarriedRows, CarriedRows) {
        var rows = CarriedRows(home: .trafford), more = CarriedRows(home: .trafford)
        rows.people = [.sample("Ana", .lead, team: "Nörth\tTeam", login: "ana"), .sample("Ben")]
        rows.innovations = [
            .sample(1, by: "Ana", stage: "triaged", source: ("a\tform", "1\\N"), fields: ["title": .text("Night bus\nin the \\\"rain\\\" 🙂"), "tags of it": .list(["a", "b"])], tags: ["\"wet\" day", "a,b"]),
            .sample(2, visibility: .me, held: "because\r\n", fields: ["title": .text("Tea"), "how": .text("with \u{0} and \u{F8FE}")]),
            .sample(3),
        ]
        rows.texts = rows.innovations.map { ($0.number, SearchText($0)) }
        rows.signals = [(1, ["rating.mean": 4.5, "rating.count": 2]), (2, ["adoption.sites": 1, "broken": .nan])]
        let comment = Contribution.sample("comment", on: .innovation(1), by: "Ana", payload: ["text": "a\tb\n\\."])
        let reply = Contribution.sample("reply", on: .contribution(comment.uid), innovation: 1, ordinal: 1)
        var moved = Contribution.sample("reply", on: .contribution(reply.uid), innovation: 2, ordinal: 2, payload: ["text": "said"])
        moved.held = "because"
        moved.withdrawn = true
        var rating = Contribution.sample("rating", on: .innovation(1), by: "Ana", to: "Ben")
        rating.subject = .person("Zoë")
        rows.contributions = [(comment, false), (reply, false), (moved, false), (rating, true)]
        let (batch, entries) = Batch.sample(1, about: [.innovation(1), .contribution(comment.uid), .person("Zoë"), .home])
        rows.batches = [batch]
        rows.entries = entries.map { (1, $0) }
        rows.entries[2].entry.payload = nil
        rows.seals = [Seal(home: .trafford, number: 1, batches: [batch.uid], digest: Digest.of([Array("1".utf8)]))]
        rows.imported = [ImportedRecord(home: .trafford, source: "a\tform", key: "\\N", innovation: 1, fields: ["title": .text("Night\u{0}")], tags: ["x"])]
        // Three batches of one entry each, whose numbers have a gap; the text of an innovation that was there, said anew.
        for number in [3, 4, 7] {
            let (batch, entries) = Batch.sample(number, by: "Ben", about: [.innovation(number % 3 + 1)], undoes: number == 4 ? batch.uid : nil)
            more.batches.append(batch)
            more.entries += entries.map { (number, $0) }
        }
        more.contributions = [(.sample("reply", on: .contribution(moved.uid), innovation: 3, ordinal: 3), false)]
        more.texts = [(2, SearchText(rows.innovations[1], contributed: "said")), (3, SearchText(rows.innovations[2], contributed: "it was said"))]
        more.seals = [Seal(home: .trafford, number: 2, batches: more.batches.map(\.uid), digest: .nothing)]
        return (rows, more)
    }
}
