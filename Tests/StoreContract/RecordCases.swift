import RegistryCore

extension StoreContract {
    static let recordCases: [Case] = [
        Case("records of an export are what each finds, value by value, for every viewer and in every order") { trial in
            try trial.settle()
            try trial.settle(.salford)
            let visibilities = Visibility.allCases
            try trial.add((1...60).map { number in
                .sample(
                    number, home: number % 7 == 0 ? .salford : .trafford, by: ["ana", "ben", "cem", "dot", "lea"][number % 5],
                    stage: number % 11 == 0 ? "parked" : "submitted", visibility: visibilities[number % visibilities.count],
                    held: number % 9 == 0 ? "a \"warning\"\n" : nil, source: number % 3 == 0 ? ("form", "F\(number)") : nil,
                    fields: ["problem": .text("word \(number)"), "setup_cost": .number([0, -1.5, 1e21, 0.1, 12][number % 5]), "support": .list(["a;b", "c\\d"])],
                    tags: number % 4 == 0 ? ["bus", "wet-day-\(number)"] : [])
            })
            try trial.write { writer in
                for number in stride(from: 1, through: 60, by: 13) {
                    try writer.set(["rating.mean": 4.25, "adoption.sites": Double(number), "problem": 3], of: number, in: .trafford)
                }
            }
            for name in ["ana", "ben", "dot", "lea"] {
                for condition in [Condition.everything, .word("word", prefix: false), .tag("bus"), .not(.stage("parked")), .number(20...23), .signal("adoption.sites", .atLeast, 14)] {
                    for (order, descending) in [(Query.Order.number, false), (.number, true), (.field("problem"), false), (.relevance, false), (.signal("rating.mean"), true)] {
                        try trial.comparesRecords(Query(
                            viewer: try trial.viewer(name), condition: condition, order: order, descending: descending, limit: order == .relevance ? 7 : nil,
                            unlisted: ["parked"], everywhere: name == "ben"))
                    }
                }
            }
        },
        Case("records of an export hold any text, in any property") { trial in
            try trial.settle()
            try trial.add(naughty.enumerated().map { index, text in
                .sample(
                    index + 1, by: text, stage: text, held: text, source: (text, text), fields: [text: .text(text), "problem": .text(text), "support": .list([text, "x", text])],
                    tags: [text, "\(text)\(text)"].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
            })
            try trial.write { writer in for index in naughty.indices { try writer.set([naughty[index]: 0.5, "rating.mean": 1e-7], of: index + 1, in: .trafford) } }
            // Names are compared byte by byte, as only ASCII can be one; Swift takes both ways to write é for one name.
            try trial.comparesRecords(Query(viewer: try trial.viewer("lea"), order: .number), further: naughty.filter { $0 != "é" })
        },
        Case("a home without innovations has no records, and what the body of records throws comes out") { trial in
            try trial.settle()
            let query = Query(viewer: try trial.viewer("lea"), order: .number)
            try trial.comparesRecords(query)
            try trial.add((1...3000).map { .sample($0, fields: ["problem": .text(String(repeating: "p", count: 500))]) })
            try trial.comparesRecords(query)
            struct Stop: Error {}
            var blocks = 0
            do {
                try trial.read { try $0.eachRecord(query, of: [ExportColumn(name: "problem", label: "")]) { _ in blocks += 1; throw Stop() } }
                trial.expect(false, "what the body throws should come out")
            } catch is Stop {}
            trial.equal(blocks, 1, "a million records do not come in one block")
        },
    ]
}

extension Trial {
    /// Compares records with the values of what the same query finds one by one.
    fileprivate func comparesRecords(_ query: Query, further: [String] = [], file: StaticString = #fileID, line: UInt = #line) throws {
        let names = KeptProperty.allCases.map(\.rawValue) + ["title", "problem", "setup_cost", "support", "none", "rating.mean", "adoption.sites"] + further
        let columns = names.map { ExportColumn(name: $0, label: "") }
        var expected: [[String]] = [], found: [[String]] = []
        try read { reader in
            try reader.each(query) { one in
                expected.append(columns.map { column in
                    let value = column.value(of: one)
                    return value.isNull ? "" : value.canonical
                })
            }
            try reader.eachRecord(query, of: columns) { block in
                for index in 0..<block.count { found.append(block[index].places.map { String(decoding: block[index].bytes[$0], as: UTF8.self) }) }
            }
        }
        equal(found.count, expected.count, "as many records for \(query.viewer.name) by \(query.condition)", file: file, line: line)
        for (found, expected) in zip(found, expected) { equal(found, expected, "\(query.condition)", file: file, line: line) }
    }
}
