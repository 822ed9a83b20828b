import Foundation
import RegistryCore

extension StoreContract {
    static let visibilityCases: [Case] = [
        Case("everybody finds, counts and tallies exactly what they may see") { trial in
            try trial.settle(.trafford)
            try trial.settle(.salford)
            let teams = ["ana": "Travel", "ben": "travel", "cem": "Carers"]
            var all: [Innovation] = []
            for home in [HomeName.trafford, .salford] {
                for submitter in ["Ana", "cem", "dot", "somebody an import named"] {
                    for visibility in Visibility.allCases {
                        for held in [nil, "kept with a reason"] {
                            all.append(.sample(
                                all.count + 1, home: home, by: submitter, visibility: visibility, held: held,
                                fields: ["who": .text("wheelchair")], tags: ["seen"]))
                        }
                    }
                }
            }
            try trial.add(all)
            for home in [HomeName.trafford, .salford] {
                for name in ["ANA", "ben", "cem", "dot", "lea", "ada", "a passer-by"] {
                    let viewer = try trial.viewer(name, in: home)
                    let expected = all.filter { viewer.maySee($0, submitterTeam: teams[Person.key($0.submitter)]) }.map(\.number)
                    let what = "\(name) of \(home)"
                    for condition in [Condition.everything, .word("wheelchair", prefix: false), .any([.word("wheelchairs", prefix: false), .tag("seen")])] {
                        let query = Query(viewer: viewer, condition: condition, order: .number, everywhere: true)
                        trial.equal(try trial.read { try $0.find(query) }.map(\.innovation.number), expected, what)
                        trial.equal(try trial.read { try $0.count(query) }, expected.count, what)
                        trial.equal(try trial.read { try $0.tally(.tag, query) }, expected.isEmpty ? [] : [Tally(value: "seen", count: expected.count)], what)
                    }
                }
            }
        },
        Case("what is asked for widens nothing: neither or nor not shows more than may be seen") { trial in
            try trial.settle()
            try trial.add([
                .sample(1, by: "cem", visibility: .me, fields: ["who": .text("secret")]),
                .sample(2, by: "cem", held: "why", fields: ["who": .text("secret")]), .sample(3, by: "cem", fields: ["who": .text("open")]),
            ])
            let secret = Condition.word("secret", prefix: false)
            for condition: Condition in [
                .any([secret, .everything]), .not(.any([])), .not(.not(secret)), .any([.visibility(.me), .held, .everything]),
                .any([.submitter("cem"), .number(1...2)]), .not(.word("nobody", prefix: false)),
            ] {
                let found = try trial.read { try $0.find(Query(viewer: trial.viewer("ana"), condition: condition)) }
                trial.expect(found.allSatisfy { $0.innovation.number == 3 }, "\(condition) showed \(found.map(\.innovation.number))")
            }
            trial.equal(try trial.numbers(secret, order: .number), [1, 2], "a lead sees both")
        },
        Case("the team that counts is the submitter's of now, not of then") { trial in
            try trial.settle()
            try trial.add([.sample(1, visibility: .team)])
            func seen(by name: PersonName) throws -> Int {
                try trial.read { try $0.count(Query(viewer: trial.viewer(name))) }
            }
            trial.equal([try seen(by: "ben"), try seen(by: "cem")], [1, 0])
            try trial.write { try $0.put(.sample("ana", team: "CARERS")) }
            trial.equal([try seen(by: "ben"), try seen(by: "cem")], [0, 1])
            try trial.write { try $0.put(.sample("ana", team: nil)) }
            trial.equal([try seen(by: "ben"), try seen(by: "cem"), try seen(by: "dot"), try seen(by: "ana")], [0, 0, 0, 1], "no team is no team")
        },
        Case("two homes of one store share no numbers, people, tags, signals, drafts, marks or imports") { trial in
            try trial.settle(.trafford)
            try trial.settle(.salford)
            let mine = Innovation.sample(1, fields: ["who": .text("apple")], tags: ["mine"])
            let theirs = Innovation.sample(1, home: .salford, fields: ["who": .text("pear")], tags: ["theirs"])
            try trial.add([mine, theirs])
            let rating = Contribution.sample("rating", on: .innovation(1), ordinal: 1, home: .salford)
            try trial.write { writer in
                try writer.set(["rating.mean": 5], of: 1, in: .salford)
                try writer.put(rating, onePerAuthor: true)
                try writer.put(.sample("rating", on: .innovation(1), ordinal: 1), onePerAuthor: true)
                try writer.setMark("inbox", of: "ana", in: .salford, to: "9")
                try writer.put(SavedDraft(home: .salford, uid: UID(), owner: "ana", fields: [:], tags: [], updated: .noon))
                try writer.put(ImportedRecord(home: .salford, source: "form", key: "1", innovation: 1, fields: [:], tags: []))
            }
            let lea = try trial.viewer("lea")
            func count(_ condition: Condition) throws -> Int { try trial.read { try $0.count(Query(viewer: lea, condition: condition)) } }
            trial.equal(try count(.everything), 1)
            for condition: Condition in [.word("pear", prefix: false), .tag("theirs"), .signal("rating.mean", .atLeast, 1)] {
                trial.equal(try count(condition), 0, "\(condition)")
            }
            trial.equal(try trial.read { try $0.find(Query(viewer: lea, order: .signal("rating.mean"))) }.map(\.signals), [[:]])
            try trial.read { reader in
                trial.equal(try reader.documentCounts(of: ["apple", "pear"], in: .trafford), [1, 0])
                trial.equal(try reader.documentCounts(of: ["apple", "pear"], in: .salford), [0, 1])
                trial.equal(try reader.signals(of: 1, in: .trafford), [:])
                trial.equal(try reader.contribution(rating.uid, in: .trafford), nil)
                trial.equal(try reader.contributions(on: 1, in: .trafford).count, 1)
                trial.equal(try reader.mark("inbox", of: "ana", in: .trafford), nil)
                trial.equal(try reader.drafts(of: "ana", in: .trafford), [])
                trial.equal(try reader.imported(source: "form", key: "1", in: .trafford), nil)
            }
        },
        Case("another home's innovations show once they are for everyone and are asked for, after one's own of that number") { trial in
            try trial.settle(.trafford)
            try trial.settle(.salford)
            try trial.add([
                .sample(2, home: .salford, visibility: .everyone), .sample(2, visibility: .everyone),
                .sample(1, home: .salford, visibility: .everyone), .sample(3, home: .salford, visibility: .home),
            ])
            let own = try trial.read { try $0.find(Query(viewer: trial.viewer("ana"))) }
            trial.equal(own.map { "\($0.innovation.home):\($0.innovation.number)" }, ["trafford:2"])
            let found = try trial.read { try $0.find(Query(viewer: trial.viewer("ana"), everywhere: true)) }
            trial.equal(found.map { "\($0.innovation.home):\($0.innovation.number)" }, ["salford:1", "trafford:2", "salford:2"])
        },
    ]
}
