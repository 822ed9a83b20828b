import Foundation
import RegistryCore

extension StoreContract {
    static let contributionCases: [Case] = [
        Case("a contribution comes back as it was, and putting it again replaces it") { trial in
            try trial.settle()
            var one = Contribution.sample(
                "evidence", on: .innovation(3), by: "Zoë", to: "Ben", ordinal: 2,
                payload: ["finding": "“Better”\n\\", "strength": 2, "list": [1.5, nil, true, [:]]], at: "2016-01-31T23:59:59.999Z")
            try trial.write { try $0.put(one, onePerAuthor: false) }
            trial.equal(try trial.read { try $0.contribution(one.uid, in: .trafford) }, one)
            trial.equal(try trial.read { try $0.contribution(one.uid, in: .salford) }, nil)
            one.subject = .innovation(9)
            one.innovation = 9
            one.payload = nil
            one.withdrawn = true
            one.updated = .noon
            try trial.write { try $0.put(one, onePerAuthor: false) }
            try trial.reopen()
            trial.equal(try trial.read { try $0.contribution(one.uid, in: .trafford) }, one)
            trial.equal(try trial.read { try $0.contributions(on: 3, in: .trafford) }, [], "merged away")
            trial.equal(try trial.read { try $0.contributions(on: 9, in: .trafford) }, [one])
        },
        Case("those on an innovation are its own and those on them, oldest first, withdrawn ones too") { trial in
            try trial.settle()
            let late = Contribution.sample("comment", on: .innovation(1), at: "2026-03-01T00:00:00.000Z")
            var early = Contribution.sample("rating", on: .innovation(1), at: "2026-01-01T00:00:00.000Z")
            early.withdrawn = true
            let reply = Contribution.sample("comment", on: .contribution(late.uid), innovation: 1, at: "2026-02-01T00:00:00.000Z")
            let other = Contribution.sample("comment", on: .innovation(2))
            try trial.write { writer in
                for one in [late, early, reply, other] { try writer.put(one, onePerAuthor: false) }
            }
            trial.equal(try trial.read { try $0.contributions(on: 1, in: .trafford) }, [early, reply, late])
        },
        Case("those about a subject are found, whatever the subject; a person by name without regard to case") { trial in
            try trial.settle()
            let target = UID()
            let subjects: [Subject] = [.innovation(1), .contribution(target), .person("Zoë ÅNG"), .configuration("fields"), .home]
            let all = subjects.map { Contribution.sample("note", on: $0) }
            try trial.write { writer in
                for one in all { try writer.put(one, onePerAuthor: false) }
            }
            for (subject, one) in zip(subjects, all) {
                trial.equal(try trial.read { try $0.contributions(about: subject, in: .trafford) }, [one], "\(subject)")
            }
            trial.equal(try trial.read { try $0.contributions(about: .person("zoë ång"), in: .trafford) }, [all[2]])
            trial.equal(try trial.read { try $0.contributions(about: .person("1"), in: .trafford) }, [])
            trial.equal(try trial.read { try $0.contributions(about: .home, in: .salford) }, [])
        },
        Case("what is asked of several at once is what each has") { trial in
            try trial.settle()
            let all = (0..<40).map { place in
                Contribution.sample(
                    "comment", on: place % 4 == 3 ? .person("Zoë \(place % 3)") : .innovation(place % 7 + 1), payload: ["text": .string("\(place)")],
                    at: "2026-01-01T00:00:\(10 + place % 30).000Z")
            } + [.sample("comment", on: .innovation(1), home: .salford)]
            try trial.write { writer in
                for number in [3, 1, 5] { try writer.insert(.sample(number, tags: ["a", "b"])) }
                for one in all { try writer.put(one, onePerAuthor: false) }
                for (batch, entries) in (1...4).map({ Batch.sample($0, about: [.innovation($0), .innovation(9), .home]) }) { try writer.append(batch, entries) }
            }
            func compare(_ reader: any StoreReading) throws {
                let numbers = [5, 1, 2, 9, 77], several = try reader.contributions(on: numbers, in: .trafford), entries = try reader.entries(on: numbers, in: .trafford)
                for number in numbers {
                    trial.equal(several[number] ?? [], try reader.contributions(on: number, in: .trafford), "on \(number)")
                    trial.equal(entries[number] ?? [], try reader.entries(on: number, in: .trafford), "entries on \(number)")
                }
                let subjects: [Subject] = [.person("zoë 1"), .home, .innovation(4), .person("ZOË 2")]
                trial.equal(
                    try reader.contributions(about: subjects, in: .trafford), try subjects.flatMap { try reader.contributions(about: $0, in: .trafford) }, "about")
                let batches = try reader.batches(of: .trafford, by: nil, before: nil, limit: nil).map(\.uid) + [UID()]
                let found = try reader.entries(of: batches, in: .trafford)
                for batch in batches { trial.equal(found[batch] ?? [], try reader.entries(of: batch, in: .trafford), "of a batch") }
                trial.equal(try reader.innovations(numbers + [3], in: .trafford), try [1, 3, 5].compactMap { try reader.innovation($0, in: .trafford) })
                trial.expect(try reader.contributions(on: [Int](), in: .trafford).isEmpty && reader.entries(of: [UID](), in: .trafford).isEmpty, "none of none")
            }
            try trial.read(compare)
            try trial.write(compare)
        },
        Case("what is changed of several at once is what each becomes") { trial in
            try trial.settle()
            let odd = ["plain", "“quoted” \"\u{301}and\" back\\slash", "{a,b}", "NULL", "", "two\nlines", "\u{F8FE}0", "日本🙂", "\\"]
            var all = (1...30).map { Innovation.sample($0, source: $0 % 3 == 0 ? nil : ("s \(odd[$0 % 9])", "k\($0)"), tags: $0 % 2 == 0 ? ["a", "b"] : []) }
            var contributions = (1...20).map { Contribution.sample("rating", on: $0 % 5 == 0 ? .person("Zoë \($0)") : .innovation($0)) }
            let records = all.map { ImportedRecord(home: .trafford, source: "s", key: odd[$0.number % 9] + "\($0.number)", innovation: $0.number, fields: $0.fields, tags: $0.tags) }
            try trial.write { writer in
                for one in all { try writer.insert(one) }
                for one in contributions.dropLast() { try writer.put(one, onePerAuthor: false) }
                try writer.put(Array(records.dropLast(3)), in: .trafford)
            }
            for index in all.indices {
                let text = odd[index % 9]
                all[index].version = 2
                all[index].stage = index % 2 == 0 ? "parked" : "stage \(text)"
                all[index].held = index % 4 == 0 ? text : nil
                all[index].fields["what"] = .text("\(text) \(index)")
                if index % 3 == 0 { all[index].tags = index % 6 == 0 ? [] : ["b", "c d", "“\"\u{301}"].sorted() }
            }
            for index in contributions.indices {
                contributions[index].payload = ["value": .string(odd[index % 9])]
                contributions[index].withdrawn = index % 2 == 0
                contributions[index].held = index % 7 == 0 ? odd[index % 9] : nil
                contributions[index].addressee = index % 5 == 0 ? "Zoë" : nil
            }
            var later = Array(records.dropFirst(2))
            for index in later.indices { later[index].fields = ["what": .text(odd[index % 9])] }
            later[0].innovation = 30
            try trial.write { writer in
                try writer.put(later, in: .trafford)
                try writer.update(all.map { (innovation: $0, version: 1) }, in: .trafford)
                trial.equal(try writer.innovations(all.map(\.number), in: .trafford), all)
                try writer.put(contributions.map { (contribution: $0, onePerAuthor: false) }, in: .trafford)
                try writer.set(all.map { (innovation: $0.number, values: $0.number % 2 == 0 ? ["rating.mean": Double($0.number), "none": .nan] : [:]) }, in: .trafford)
                try writer.index(all.map { (innovation: $0.number, text: SearchText($0)) }, in: .trafford)
            }
            func compare(_ reader: any StoreReading) throws {
                for one in all { trial.equal(try reader.innovation(one.number, in: .trafford), one) }
                trial.equal(try reader.contributions(contributions.map(\.uid) + [UID()], in: .trafford).sorted { $0.uid < $1.uid }, contributions.sorted { $0.uid < $1.uid })
                for one in contributions { trial.equal(try reader.contribution(one.uid, in: .trafford), one) }
                let signals = try reader.signals(of: all.map(\.number), in: .trafford)
                for one in all {
                    trial.equal(signals[one.number] ?? [:], one.number % 2 == 0 ? ["rating.mean": Double(one.number)] : [:])
                    trial.equal(signals[one.number] ?? [:], try reader.signals(of: one.number, in: .trafford))
                }
                trial.equal(try reader.foundOtherwise(all.map { ($0.number, SearchText($0)) }, in: .trafford), [])
                let expected = records.prefix(2) + later
                let keys = Set(expected.map(\.recordKey) + [ImportedRecord.Key(source: "s", key: "none")])
                trial.equal(try reader.imported(keys, in: .trafford).sorted { $0.key < $1.key }, expected.sorted { $0.key < $1.key })
                for one in expected { trial.equal(try reader.imported(source: "s", key: one.key, in: .trafford), one) }
                trial.expect(try reader.imported([], in: .trafford).isEmpty && reader.contributions([UID](), in: .trafford).isEmpty && reader.signals(of: [Int](), in: .trafford).isEmpty, "none of none")
            }
            try trial.read(compare)
            try trial.write(compare)
            // Without signals and tags again, and the words of all as they are.
            try trial.write { writer in
                try writer.set(all.map { (innovation: $0.number, values: [:]) }, in: .trafford)
                try writer.forgetImports(of: [30, 1], in: .trafford)
            }
            trial.equal(try trial.read { try $0.signals(of: all.map(\.number), in: .trafford) }.values.filter { !$0.isEmpty }, [])
            trial.equal(try trial.read { try $0.imported(Set([records[0], records[2], records[29], records[1]].map(\.recordKey)), in: .trafford) }, [records[1]])
            // One that somebody changed meanwhile takes the others with it.
            var stale = all
            for index in stale.indices { stale[index].version = 3 }
            let update = stale.map { (innovation: $0, version: $0.number == 17 ? 1 : 2) }
            trial.refuses(.refused) { try trial.write { try $0.update(update, in: .trafford) } }
            trial.equal(try trial.read { try $0.innovations(all.map(\.number), in: .trafford) }, all)
        },
        Case("a reference finds one by its origin, also after a merge, and through another contribution") { trial in
            try trial.settle()
            var evidence = Contribution.sample("evidence", on: .innovation(12), ordinal: 3)
            let observation = Contribution.sample("visit", on: .innovation(12), ordinal: 3)
            let reply = Contribution.sample("reply", on: .contribution(evidence.uid), innovation: 12, ordinal: 1)
            try trial.write { writer in
                for one in [evidence, observation, reply] { try writer.put(one, onePerAuthor: false) }
            }
            evidence.subject = .innovation(40)
            evidence.innovation = 40
            try trial.write { try $0.put(evidence, onePerAuthor: false) }
            func found(_ number: Int, _ kinds: [KindName], _ ordinal: Int) throws -> UID? {
                let one = try trial.read { try $0.contribution(originally: number, kinds: kinds, ordinal: ordinal, in: .trafford) }
                return one?.uid
            }
            trial.equal(try found(12, ["evidence"], 3), evidence.uid)
            trial.equal(try found(12, ["adoption", "visit"], 3), observation.uid)
            trial.equal(try found(12, ["reply"], 1), reply.uid)
            trial.equal(try found(40, ["evidence"], 3), nil)
            trial.equal(try found(12, ["evidence"], 4), nil)
            trial.equal(try found(12, [], 3), nil)
        },
        Case("one per author: a second of the same origin, kind and author is refused, and leaves the first") { trial in
            try trial.settle()
            let first = Contribution.sample("rating", on: .innovation(1), by: "Ana", payload: ["value": 4])
            try trial.write { try $0.put(first, onePerAuthor: true) }
            trial.refuses(.refused, "a second") {
                try trial.write { try $0.put(.sample("rating", on: .innovation(1), by: "ANA"), onePerAuthor: true) }
            }
            trial.equal(try trial.read { try $0.contributions(on: 1, in: .trafford) }, [first])
            try trial.write { writer in
                try writer.put(.sample("rating", on: .innovation(1), by: "ben"), onePerAuthor: true)
                try writer.put(.sample("rating", on: .innovation(2), by: "ana"), onePerAuthor: true)
                try writer.put(.sample("sponsor", on: .innovation(1), by: "ana"), onePerAuthor: true)
                for _ in 0..<2 { try writer.put(.sample("comment", on: .innovation(1), by: "ana"), onePerAuthor: false) }
                var moved = Contribution.sample("rating", on: .innovation(3), by: "ana")
                moved.subject = .innovation(1)
                moved.innovation = 1
                try writer.put(moved, onePerAuthor: true)
                var changed = first
                changed.payload = ["value": 5]
                try writer.put(changed, onePerAuthor: true)
            }
            func rating(_ name: PersonName, _ origin: Int) throws -> Contribution? {
                try trial.read { try $0.contribution(of: "rating", by: name, origin: .innovation(origin), in: .trafford) }
            }
            trial.equal(try rating("ana", 1)?.payload, ["value": 5])
            trial.equal(try rating("ana", 3)?.innovation, 1, "where two meet after a merge, both are kept")
            trial.equal(try rating("cem", 1), nil)
        },
        Case("those of kinds are found by author and addressee, newest first, without the withdrawn") { trial in
            try trial.settle()
            func share(_ day: Int, by author: PersonName, to addressee: PersonName?, kind: KindName = "share") -> Contribution {
                .sample(kind, on: .innovation(day), by: author, to: addressee, at: "2026-01-0\(day)T00:00:00.000Z")
            }
            var gone = share(4, by: "ana", to: "ben")
            gone.withdrawn = true
            let all = [
                share(1, by: "ana", to: "ben"), share(2, by: "Ana", to: "cem"), share(3, by: "cem", to: "BEN"), gone,
                share(5, by: "ana", to: "ben", kind: "promise"), share(6, by: "ana", to: nil),
            ]
            try trial.write { writer in
                for one in all { try writer.put(one, onePerAuthor: false) }
            }
            for (kinds, author, addressee, limit, expected): ([KindName], PersonName?, PersonName?, Int?, [Int]) in [
                (["share"], nil, nil, nil, [6, 3, 2, 1]), (["share"], nil, "ben", nil, [3, 1]), (["share"], "ANA", nil, nil, [6, 2, 1]),
                (["share"], "ana", "ben", nil, [1]), (["share", "promise"], nil, "Ben", nil, [5, 3, 1]), (["share"], nil, nil, 2, [6, 3]),
                (["none"], nil, nil, nil, []), ([], nil, nil, nil, []), (["share"], nil, nil, 0, []),
            ] {
                let found = try trial.read {
                    try $0.contributions(of: kinds, by: author, addressedTo: addressee, in: .trafford, limit: limit)
                }
                trial.equal(found.compactMap(\.innovation), expected, "\(kinds) by \(author ?? "anybody") to \(addressee ?? "anybody")")
            }
        },
    ]
}
