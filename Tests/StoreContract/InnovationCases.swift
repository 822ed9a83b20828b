import Foundation
import RegistryCore

extension StoreContract {
    static let innovationCases: [Case] = [
        Case("an innovation comes back as it was, also after reopening") { trial in
            try trial.settle()
            var full = Innovation.sample(
                12, by: "Ana", stage: "promising", visibility: .everyone, held: "a name that is a street's", source: ("trafford", "R-7"),
                created: "2016-01-31T23:59:59.999Z",
                fields: [
                    "problem": .text("Two lines\nand “quotes”, \"these\" and \\ too"), "setup_cost": .number(1200.5),
                    "savings": .number(-0.1), "large": .number(9_007_199_254_740_994), "area": .list(["Older adults", "Carers; paid"]),
                ],
                tags: ["transport", "older-adults", "zoë"])
            full.version = 3
            full.updated = .at("2026-11-22T09:30:00.001Z")
            let bare = Innovation.sample(13)
            try trial.write { writer in
                try writer.insert(full)
                try writer.insert(bare)
            }
            full.tags.sort()
            for _ in 0..<2 {
                trial.equal(try trial.read { try $0.innovation(12, in: .trafford) }, full)
                trial.equal(try trial.read { try $0.innovation(13, in: .trafford) }, bare)
                try trial.reopen()
            }
            trial.equal(try trial.read { try $0.innovation(14, in: .trafford) }, nil)
            trial.equal(try trial.read { try $0.innovation(12, in: .salford) }, nil, "of another home")
        },
        Case("a number stands once in a home, and in another home as well") { trial in
            try trial.settle()
            try trial.settle(.salford)
            try trial.add([.sample(1), .sample(1, home: .salford, by: "cem")])
            trial.refuses(.refused) { try trial.write { try $0.insert(.sample(1, by: "ben")) } }
            trial.equal(try trial.read { try $0.innovation(1, in: .trafford) }?.submitter, "ana")
            trial.equal(try trial.read { try $0.innovation(1, in: .salford) }?.submitter, "cem")
        },
        Case("one is found by its source and its key there, the latest when several came from it") { trial in
            try trial.settle()
            try trial.add([
                .sample(1, source: ("form", "7")), .sample(2, source: ("form", "07")), .sample(3, source: ("grants", "7")),
                .sample(4, source: ("form", "7")),
            ])
            trial.equal(try trial.read { try $0.innovation(source: "form", sourceID: "7", in: .trafford) }?.number, 4)
            trial.equal(try trial.read { try $0.innovation(source: "form", sourceID: "07", in: .trafford) }?.number, 2)
            trial.equal(try trial.read { try $0.innovation(source: "form", sourceID: "8", in: .trafford) }?.number, nil)
            trial.equal(try trial.read { try $0.innovation(source: "form", sourceID: "7", in: .salford) }?.number, nil)
        },
        Case("an update names the version that it changes, and is refused when that is no longer the stored one") { trial in
            try trial.settle()
            var one = Innovation.sample(1, fields: ["who": .text("old")], tags: ["a", "b"])
            try trial.add([one])
            one.version = 2
            one.fields = ["title": .text("New")]
            one.tags = ["b", "c"]
            one.stage = "triaged"
            one.submitter = "Ben"
            one.visibility = .me
            one.held = "why"
            try trial.write { try $0.update(one, expecting: 1) }
            trial.equal(try trial.read { try $0.innovation(1, in: .trafford) }, one)
            var late = one
            late.fields = ["title": .text("Late")]
            trial.refuses(.refused) { try trial.write { try $0.update(late, expecting: 1) } }
            trial.equal(try trial.read { try $0.innovation(1, in: .trafford) }, one, "what was refused changed nothing")
            trial.refuses(.noInput) { try trial.write { try $0.update(.sample(2), expecting: 1) } }
            trial.equal(try trial.numbers(.tag("a")), [], "a tag that was taken off")
            trial.equal(try trial.numbers(.tag("c")), [1])
        },
        Case("signals are replaced as a whole, keep every digit, and come along when found") { trial in
            try trial.settle()
            try trial.add([.sample(1), .sample(2)])
            let signals: [SignalName: Double] = ["rating.mean": 0.1 + 0.2, "rating.count": 3, "savings": -1e-300, "cost": 1e300, "third": 1.0 / 3]
            try trial.write { try $0.set(["old": 1], of: 1, in: .trafford) }
            try trial.write { try $0.set(signals, of: 1, in: .trafford) }
            trial.equal(try trial.read { try $0.signals(of: 1, in: .trafford) }, signals)
            trial.equal(try trial.read { try $0.signals(of: 2, in: .trafford) }, [:])
            trial.equal(try trial.read { try $0.signals(of: 1, in: .salford) }, [:])
            let found = try trial.read { try $0.find(Query(viewer: trial.viewer("lea"))) }
            trial.equal(found.map(\.signals), [signals, [:]])
            try trial.write { try $0.set([:], of: 1, in: .trafford) }
            trial.equal(try trial.read { try $0.signals(of: 1, in: .trafford) }, [:])
        },
        Case("a store that is whole reports no damage, within a write as well") { trial in
            try trial.settle()
            try trial.add([.sample(1, fields: ["who": .text("Anybody")]), .sample(2)])
            try trial.add([.sample(3)])
            trial.equal(try trial.read { try $0.damage() }, [])
            trial.equal(try trial.write { try $0.damage() }, [])
        },
    ]
}
