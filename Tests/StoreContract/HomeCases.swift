import Foundation
import RegistryCore

extension StoreContract {
    static let homeCases: [Case] = [
        Case("a new store has no home, and a made one is there, once") { trial in
            trial.equal(try trial.read { try $0.homes() }, [])
            try trial.settle(.trafford)
            try trial.settle(.salford)
            trial.equal(try trial.read { try $0.homes() }, [.salford, .trafford], "by name")
            trial.refuses(.refused) { try trial.write { try $0.create(home: .trafford, at: .noon) } }
        },
        Case("documents belong to a home, and the newest put is the current one") { trial in
            try trial.settle()
            try trial.write { writer in
                try writer.put(Configuration.Document(name: "tags", version: 1, text: "a: 1\n"), in: .trafford)
                try writer.put(Configuration.Document(name: "fields", version: 1, text: "“é”\n"), in: .trafford)
                try writer.put(Configuration.Document(name: "tags", version: 2, text: "a: 2\n"), in: .trafford)
                try writer.put(Configuration.Document(name: "tags", version: 9, text: ""), in: .salford)
            }
            trial.equal(
                try trial.read { try $0.documents(of: .trafford) },
                [.init(name: "fields", version: 1, text: "“é”\n"), .init(name: "tags", version: 2, text: "a: 2\n")])
            trial.equal(try trial.read { try $0.documents(of: .salford) }.map(\.version), [9])
        },
        Case("people are found by name without regard to case, in any alphabet, and by account") { trial in
            try trial.settle()
            let zoe = Person.sample("Zoë ÅNGSTRÖM", .lead, team: "Travel", login: "zoe")
            try trial.write { try $0.put(zoe) }
            for name in ["Zoë ÅNGSTRÖM", "zoë ångström", "ZOE\u{308} A\u{30A}NGSTRO\u{308}M"] {
                trial.equal(try trial.read { try $0.person(name, in: .trafford) }, zoe, name)
            }
            trial.equal(try trial.read { try $0.person("zoe angstrom", in: .trafford) }, nil, "accents tell people apart")
            trial.equal(try trial.read { try $0.person("Zoë ÅNGSTRÖM", in: .salford) }, nil, "in her home only")
            trial.equal(try trial.read { try $0.person(account: "zoe", in: .trafford) }, zoe)
            trial.equal(try trial.read { try $0.person(account: "ZOE", in: .trafford) }, nil, "accounts have case")
            trial.equal(try trial.read { try $0.person(account: "zoe", in: .salford) }, nil)
        },
        Case("putting a person again replaces them, and everybody is listed by name") { trial in
            try trial.settle()
            try trial.write { try $0.put(.sample("Ana", .lead, team: nil)) }
            trial.equal(try trial.read { try $0.person("ana", in: .trafford) }, .sample("Ana", .lead))
            trial.equal(try trial.read { try $0.people(of: .trafford) }.map(\.name), ["ada", "Ana", "ben", "cem", "dot", "lea"])
            trial.equal(try trial.read { try $0.people(of: .salford) }, [])
        },
        Case("numbers, ordinals and batch numbers count up, each on its own") { trial in
            try trial.settle()
            try trial.settle(.salford)
            let numbers = try trial.write { writer in try (0..<3).map { _ in try writer.reserveNumber(in: .trafford) } }
            trial.equal(numbers, [1, 2, 3])
            let more = try trial.write { writer in
                [
                    try writer.reserveNumber(in: .trafford), try writer.reserveNumber(in: .salford),
                    try writer.reserveBatchNumber(in: .trafford), try writer.reserveBatchNumber(in: .trafford),
                    try writer.reserveOrdinal(of: "evidence", on: 1, in: .trafford),
                    try writer.reserveOrdinal(of: "evidence", on: 1, in: .trafford),
                    try writer.reserveOrdinal(of: "evidence", on: 2, in: .trafford),
                    try writer.reserveOrdinal(of: "comment", on: 1, in: .trafford),
                ]
            }
            trial.equal(more, [4, 1, 1, 2, 1, 2, 1, 1])
        },
        Case("a number is given out once, whatever was rolled back; gaps are allowed") { trial in
            try trial.settle()
            struct Stop: Error {}
            var used: [Int] = []
            for round in 0..<4 {
                do {
                    let number = try trial.write { writer in
                        let number = try writer.reserveNumber(in: .trafford)
                        try writer.insert(.sample(number))
                        if round % 2 == 0 { throw Stop() }
                        return number
                    }
                    used.append(number)
                } catch is Stop {}
            }
            trial.equal(used.count, 2)
            trial.expect(used == used.sorted() && Set(used).count == 2, "numbers rise and are not reused: \(used)")
            try trial.reopen()
            let next = try trial.write { try $0.reserveNumber(in: .trafford) }
            trial.expect(next > (used.max() ?? 0), "also after reopening: \(next) after \(used)")
        },
        Case("rows that came with a number of their own push the counters on") { trial in
            try trial.settle()
            let (batch, entries) = Batch.sample(7)
            try trial.write { writer in
                try writer.insert(.sample(41))
                try writer.append(batch, entries)
                try writer.put(.sample("evidence", on: .innovation(41), ordinal: 5), onePerAuthor: false)
            }
            let next = try trial.write {
                [
                    try $0.reserveNumber(in: .trafford), try $0.reserveBatchNumber(in: .trafford),
                    try $0.reserveOrdinal(of: "evidence", on: 41, in: .trafford),
                ]
            }
            trial.equal(next, [42, 8, 6])
        },
    ]
}
