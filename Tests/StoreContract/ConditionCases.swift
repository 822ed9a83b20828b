import RegistryCore

/// Each condition with the numbers of the innovations below that it holds of.
private struct Line {
    let condition: Condition
    let numbers: [Int]
    init(_ condition: Condition, _ numbers: [Int]) {
        self.condition = condition
        self.numbers = numbers
    }
}

private let records: [Innovation] = [
    .sample(
        1, by: "ana", stage: "submitted", source: ("form", "a"), created: "2015-12-31T23:59:59.999Z",
        fields: ["area": .list(["Older adults", "Carers"]), "setup_cost": .number(100), "team": .text("Zoë ÅNGSTRÖM’s"), "started": .text("2016")],
        tags: ["bus", "travel"]),
    .sample(
        2, by: "Ben", stage: "promising", visibility: .everyone, created: "2016-01-01T00:00:00.000Z",
        fields: ["area": .list(["carers"]), "setup_cost": .number(1000.5), "team": .text("travel"), "started": .text("2016-01-31")],
        tags: ["travel"]),
    .sample(
        3, by: "cem", stage: "withdrawn", held: "why", source: ("grants", "a"), created: "2016-01-31T12:00:00.000Z",
        fields: ["setup_cost": .number(-5), "team": .text("100% of_it"), "savings": .text("9")]),
    .sample(4, by: "BEN", stage: "submitted", visibility: .me, created: "2016-02-01T00:00:00.000Z", fields: ["who": .text("A wheelchair user")]),
    .sample(5, by: "dot", stage: "merged", visibility: .team, created: "2017-06-15T08:00:00.000Z", fields: ["area": .list(["OLDER ADULTS"])]),
]

private let signals: [Int: [SignalName: Double]] = [1: ["rating.mean": 4.5, "adoption.sites": 0], 2: ["rating.mean": 3], 5: ["rating.mean": -1]]

private let table: [Line] = [
    Line(.everything, [1, 2, 3, 4, 5]), Line(.all([]), [1, 2, 3, 4, 5]), Line(.any([]), []), Line(.not(.any([])), [1, 2, 3, 4, 5]),
    Line(.tag("travel"), [1, 2]), Line(.tag("Travel"), []), Line(.tag("tra"), []), Line(.not(.tag("travel")), [3, 4, 5]),
    Line(.stage("submitted"), [1, 4]), Line(.any([.stage("merged"), .stage("withdrawn")]), [3, 5]),
    Line(.submitter("ben"), [2, 4]), Line(.submitter("b"), []),
    Line(.source("form"), [1]), Line(.not(.source("form")), [2, 3, 4, 5]),
    Line(.number(2...4), [2, 3, 4]), Line(.number(0...Int.max), [1, 2, 3, 4, 5]), Line(.number(9...9), []),
    Line(.visibility(.me), [4]), Line(.visibility(.home), [1, 3]), Line(.held, [3]), Line(.not(.held), [1, 2, 4, 5]),
    Line(.present("area"), [1, 2, 5]), Line(.not(.present("area")), [3, 4]), Line(.present("title"), [1, 2, 3, 4, 5]), Line(.present("none"), []),
    // Lists: any one value, whole, without regard to case.
    Line(.field("area", .equals, .text("CARERS")), [1, 2]), Line(.field("area", .equals, .text("older")), []),
    Line(.field("area", .contains, .text("adult")), [1, 5]), Line(.not(.field("area", .equals, .text("carers"))), [3, 4, 5]),
    // Texts: case folds in every alphabet, accents stay, and nothing is a wildcard.
    Line(.field("team", .equals, .text("zoë ångström’s")), [1]), Line(.field("team", .equals, .text("zoe angstrom’s")), []),
    Line(.field("team", .equals, .text("zoë")), []), Line(.field("team", .contains, .text("ÅNG")), [1]),
    Line(.field("team", .contains, .text("%")), [3]), Line(.field("team", .contains, .text("_")), [3]), Line(.field("team", .equals, .text("%")), []),
    Line(.field("who", .contains, .text("WHEEL")), [4]), Line(.field("none", .contains, .text("a")), []),
    // Written dates are compared as texts.
    Line(.field("started", .atLeast, .text("2016")), [1, 2]), Line(.field("started", .less, .text("2016-01-31")), [1]),
    Line(.field("started", .atMost, .text("2016-01-31")), [1, 2]), Line(.field("started", .greater, .text("2016")), [2]),
    // Numbers are compared as numbers: 1000.5 is more than 9.
    Line(.field("setup_cost", .equals, .number(100)), [1]), Line(.field("setup_cost", .contains, .number(100)), [1]),
    Line(.field("setup_cost", .greater, .number(9)), [1, 2]), Line(.field("setup_cost", .atLeast, .number(1000.5)), [2]),
    Line(.field("setup_cost", .less, .number(0)), [3]), Line(.field("setup_cost", .atMost, .number(100)), [1, 3]),
    Line(.field("savings", .equals, .number(9)), []), Line(.field("savings", .equals, .text("9")), [3]),
    // An absent signal compares with nothing.
    Line(.signal("rating.mean", .atLeast, 3), [1, 2]), Line(.signal("rating.mean", .greater, 3), [1]), Line(.signal("rating.mean", .less, 3), [5]),
    Line(.signal("rating.mean", .atMost, 3), [2, 5]), Line(.signal("rating.mean", .equals, 4.5), [1]),
    Line(.signal("adoption.sites", .equals, 0), [1]), Line(.not(.signal("adoption.sites", .equals, 0)), [2, 3, 4, 5]), Line(.signal("none", .less, 9), []),
    // A date's beginning stands for all that lies within it.
    Line(.created(.equals, "2016"), [2, 3, 4]), Line(.created(.equals, "2016-01"), [2, 3]), Line(.created(.equals, "2016-01-31"), [3]),
    Line(.created(.contains, "2016-01"), [2, 3]),
    Line(.created(.less, "2016"), [1]), Line(.created(.less, "2016-02"), [1, 2, 3]), Line(.created(.less, "2015"), []),
    Line(.created(.atMost, "2016-01"), [1, 2, 3]), Line(.created(.atMost, "2015-12-31"), [1]), Line(.created(.atMost, "2016"), [1, 2, 3, 4]),
    Line(.created(.greater, "2016-01"), [4, 5]), Line(.created(.greater, "2016"), [5]), Line(.created(.greater, "2015-12-31"), [2, 3, 4, 5]),
    Line(.created(.atLeast, "2016-01-31"), [3, 4, 5]), Line(.created(.atLeast, "2015"), [1, 2, 3, 4, 5]),
    Line(.updated(.equals, "2017-06"), [5]), Line(.not(.updated(.equals, "2017-06")), [1, 2, 3, 4]),
    // Together.
    Line(.all([.tag("travel"), .stage("submitted")]), [1]), Line(.all([.tag("travel"), .not(.stage("submitted"))]), [2]),
    Line(.any([.held, .tag("bus")]), [1, 3]), Line(.not(.any([.held, .tag("bus")])), [2, 4, 5]),
    Line(.all([.any([.tag("bus"), .submitter("ben")]), .not(.visibility(.me)), .created(.atLeast, "2016")]), [2]),
    Line(.not(.all([.present("area"), .signal("rating.mean", .greater, 0)])), [3, 4, 5]),
    // With words beside them.
    Line(.all([.word("wheelchair", prefix: false), .submitter("ben")]), [4]), Line(.all([.word("wheelchair", prefix: false), .tag("bus")]), []),
    Line(.any([.word("wheelchair", prefix: false), .tag("bus")]), [1, 4]), Line(.all([.tag("travel"), .not(.word("ångström", prefix: false))]), [2]),
    Line(.all([.word("travel", prefix: false), .signal("rating.mean", .atLeast, 4)]), [1]),
    Line(.not(.any([.word("wheelchair", prefix: false), .stage("promising")])), [1, 3, 5]),
]

extension StoreContract {
    static let conditionCases: [Case] = [
        Case("each condition finds what it says, counted alike") { trial in
            try trial.settle()
            try trial.add(records)
            try trial.write { writer in
                for (number, values) in signals { try writer.set(values, of: number, in: .trafford) }
            }
            for line in table {
                trial.equal(try trial.numbers(line.condition, order: .number), line.numbers, "\(line.condition)")
                let query = Query(viewer: try trial.viewer("lea"), condition: line.condition)
                trial.equal(try trial.read { try $0.count(query) }, line.numbers.count, "count of \(line.condition)")
            }
        },
        Case("stages that lists leave out come along only when a stage is asked for") { trial in
            try trial.settle()
            try trial.add(records)
            let lea = try trial.viewer("lea")
            for (condition, expected): (Condition, [Int]) in [
                (.everything, [1, 2, 4]), (.created(.atLeast, "2016-01-15"), [4]), (.stage("merged"), [5]),
                (.any([.tag("bus"), .all([.not(.stage("submitted"))])]), [1, 2, 3, 5]), (.word("number", prefix: false), [1, 2, 4]),
            ] {
                let query = Query(viewer: lea, condition: condition, order: .number, unlisted: ["merged", "withdrawn"])
                trial.equal(try trial.read { try $0.find(query) }.map(\.innovation.number), expected, "\(condition)")
                trial.equal(try trial.read { try $0.count(query) }, expected.count, "\(condition)")
            }
        },
        Case("a selection may be wide, and one that is too deep is refused") { trial in
            try trial.settle()
            try trial.add(records)
            trial.equal(try trial.numbers(.any((0..<3000).map { .tag("tag-\($0)") } + [.tag("bus")])), [1])
            trial.equal(try trial.numbers(.all((0..<3000).map { .not(.tag("tag-\($0)")) } + [.tag("bus")])), [1])
            trial.equal(try trial.numbers(.any((0..<300).map { .word("word\($0)", prefix: false) } + [.word("wheelchair", prefix: false)])), [4])
            // Sixteen levels are more than anybody writes; ten thousand are an attack.
            for step: (Condition) -> Condition in [
                { .any([$0, .held, .word("x", prefix: false)]) }, { .all([$0, .any([.tag("travel"), .held])]) }, { .not(.not($0)) },
                { .not(.all([.not($0), .not(.tag("none"))])) }, { .any([.all([$0, .not(.word("x", prefix: true))]), .tag("none")]) },
            ] {
                var deep = Condition.tag("bus")
                while deep.levels + 2 < 16 { deep = step(deep) }
                trial.expect(try trial.numbers(deep).contains(1), "\(deep.levels) levels: \(deep)")
            }
            for step: (Condition) -> Condition in [{ .not($0) }, { .all([$0]) }, { .any([$0]) }] {
                let deep = (0..<5000).reduce(Condition.word("x", prefix: false)) { condition, _ in step(condition) }
                trial.refuses(.usage) { try trial.numbers(deep) }
                trial.refuses(.usage) { try trial.read { try $0.tally(.stage, Query(viewer: trial.viewer("lea"), condition: deep)) } }
            }
        },
    ]
}

extension Condition {
    fileprivate var levels: Int {
        switch self {
        case .not(let condition): 1 + condition.levels
        case .all(let conditions), .any(let conditions): 1 + (conditions.map(\.levels).max() ?? 0)
        default: 1
        }
    }
}
