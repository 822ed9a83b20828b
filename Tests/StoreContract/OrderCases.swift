import RegistryCore

extension StoreContract {
    static let orderCases: [Case] = [
        Case("rows come in the order asked for, absent values last either way, ties by number") { trial in
            try trial.settle()
            try trial.add([
                .sample(1, created: "2016-01-01T00:00:00.000Z", fields: ["team": .text("beta"), "setup_cost": .number(9)]),
                .sample(2, created: "2018-01-01T00:00:00.000Z", fields: ["setup_cost": .number(100)]),
                .sample(3, created: "2017-01-01T00:00:00.000Z", fields: ["team": .text("Alpha")]),
                .sample(4, created: "2017-01-01T00:00:00.000Z", fields: ["team": .text("ÉCLAIR"), "setup_cost": .number(9)]),
                .sample(5, created: "2015-01-01T00:00:00.000Z", fields: ["team": .text("éclair")]),
            ])
            try trial.write { writer in
                try writer.set(["rating.mean": 3], of: 2, in: .trafford)
                try writer.set(["rating.mean": 4.5, "other": 9], of: 5, in: .trafford)
                try writer.set(["rating.mean": 3], of: 4, in: .trafford)
                try writer.set(["other": 9], of: 1, in: .trafford)
            }
            for (order, ascending, descending): (Query.Order, [Int], [Int]) in [
                (.number, [1, 2, 3, 4, 5], [5, 4, 3, 2, 1]), (.relevance, [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
                (.created, [5, 1, 3, 4, 2], [2, 3, 4, 1, 5]), (.updated, [5, 1, 3, 4, 2], [2, 3, 4, 1, 5]),
                (.field("setup_cost"), [1, 4, 2, 3, 5], [2, 1, 4, 3, 5]), (.field("team"), [3, 1, 4, 5, 2], [4, 5, 1, 3, 2]),
                (.field("none"), [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]), (.field("no such \"name'"), [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
                (.signal("rating.mean"), [2, 4, 5, 1, 3], [5, 2, 4, 1, 3]), (.signal("none"), [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
            ] {
                trial.equal(try trial.numbers(.everything, order: order), ascending, "\(order)")
                trial.equal(try trial.numbers(.everything, order: order, descending: true), descending, "\(order), descending")
                guard order != .relevance else { continue }
                trial.equal(try trial.numbers(.word("number", prefix: false), order: order), ascending, "\(order), found by a word")
            }
        },
        Case("limit and offset cut the ordered rows, and each hands over the same in turn") { trial in
            try trial.settle()
            try trial.add((1...7).map { .sample($0) })
            trial.equal(try trial.numbers(.everything, limit: 3), [1, 2, 3])
            trial.equal(try trial.numbers(.everything, order: .number, descending: true, limit: 3, offset: 2), [5, 4, 3])
            trial.equal(try trial.numbers(.everything, offset: 5), [6, 7])
            trial.equal(try trial.numbers(.everything, limit: 0), [])
            trial.equal(try trial.numbers(.everything, limit: 9, offset: 9), [])
            let query = Query(viewer: try trial.viewer("lea"), order: .number, descending: true, limit: 4)
            var seen: [Found] = []
            try trial.read { reader in try reader.each(query) { seen.append($0) } }
            trial.equal(seen, try trial.read { try $0.find(query) })
            struct Stop: Error {}
            var count = 0
            do {
                try trial.read { try $0.each(query) { _ in count += 1; if count == 2 { throw Stop() } } }
                trial.expect(false, "what the body throws should come out")
            } catch is Stop {}
            trial.equal(count, 2)
        },
        Case("within each the same transaction can be asked, and changed") { trial in
            try trial.settle()
            try trial.add((1...5).map { .sample($0, tags: ["a"]) })
            let query = Query(viewer: try trial.viewer("lea"), condition: .tag("a"))
            var seen: [Int] = []
            try trial.write { writer in
                seen = []
                try writer.each(query) { found in
                    seen.append(found.innovation.number)
                    try writer.each(query) { _ in }
                    var changed = try writer.innovation(found.innovation.number, in: .trafford) ?? found.innovation
                    changed.tags = ["b"]
                    changed.version = 2
                    try writer.update(changed, expecting: 1)
                }
            }
            trial.equal(seen, [1, 2, 3, 4, 5])
            trial.equal(try trial.numbers(.tag("b")), [1, 2, 3, 4, 5])
        },
    ]
}
