import RegistryCore

extension StoreContract {
    static let tallyCases: [Case] = [
        Case("each property is tallied: most first, ties by value, absent as the empty text") { trial in
            try trial.settle()
            try trial.add([
                .sample(
                    1, by: "ana", stage: "submitted", source: ("form", "1"), created: "2016-05-01T00:00:00.000Z",
                    fields: ["area": .list(["Carers", "Older adults"]), "setup_cost": .number(4)], tags: ["bus", "travel"]),
                .sample(
                    2, by: "Ben", stage: "submitted", visibility: .everyone, source: ("form", "2"), created: "2016-12-31T23:59:59.999Z",
                    fields: ["area": .list(["Carers"]), "setup_cost": .number(4.5)], tags: ["travel"]),
                .sample(3, by: "cem", stage: "promising", created: "2017-01-01T00:00:00.000Z", fields: ["setup_cost": .number(4)]),
                .sample(4, by: "BEN", stage: "merged", created: "2017-01-01T00:00:00.000Z"),
                .sample(5, by: "dot", stage: "submitted", visibility: .me, created: "2017-01-01T00:00:00.000Z", tags: ["bus"]),
            ])
            for (property, expected): (TallyProperty, [(String, Int)]) in [
                (.stage, [("submitted", 3), ("merged", 1), ("promising", 1)]), (.visibility, [("home", 3), ("everyone", 1), ("me", 1)]),
                (.tag, [("", 2), ("bus", 2), ("travel", 2)]), (.source, [("", 3), ("form", 2)]), (.year, [("2017", 3), ("2016", 2)]),
                (.submitter, [("ben", 2), ("ana", 1), ("cem", 1), ("dot", 1)]),
                (.field("area"), [("", 3), ("Carers", 2), ("Older adults", 1)]), (.field("setup_cost"), [("", 2), ("4", 2), ("4.5", 1)]),
                (.field("none"), [("", 5)]), (.field("odd \"name'"), [("", 5)]),
            ] {
                let query = Query(viewer: try trial.viewer("lea"), order: .field("title"), limit: 1, offset: 3)
                trial.equal(
                    try trial.read { try $0.tally(property, query) }, expected.map { Tally(value: $0, count: $1) }, "\(property)")
            }
            // Teams as their people have them now; ben's differs from ana's in case only, and stays as it was written.
            let teams = try trial.read { try $0.tally(.team, Query(viewer: trial.viewer("lea"))) }
            trial.equal(teams.map(\.value), ["travel", "", "Carers", "Travel"])
            let words = Query(viewer: try trial.viewer("lea"), condition: .word("carers", prefix: false), unlisted: ["promising"])
            trial.equal(try trial.read { try $0.tally(.stage, words) }, [Tally(value: "submitted", count: 2)])
            trial.equal(try trial.read { try $0.tally(.tag, Query(viewer: trial.viewer("lea"), condition: .any([]))) }, [])
        },
    ]
}
