import RegistryCore

extension StoreContract {
    static let titleCases: [Case] = [
        Case("titles are found by number and by beginnings of their words, the newest first") { trial in
            try trial.settle()
            try trial.add([
                .sample(1, fields: ["title": .text("Travel training on the bus")]),
                .sample(2, fields: ["title": .text("Traveller families"), "who": .text("bus drivers")]),
                .sample(3, stage: "merged", fields: ["title": .text("Bus training")]), .sample(4, by: "dot", visibility: .me, fields: ["title": .text("Bus travel")]),
                .sample(12, held: "because", fields: ["title": .text("Élan on the bus")]),
            ])
            func numbers(_ wanted: TitleQuery.Wanted, _ name: PersonName = "lea", limit: Int = 10) throws -> [Int] {
                let query = TitleQuery(wanted, viewer: try trial.viewer(name), unlisted: ["merged"], limit: limit)
                return try trial.read { try $0.titles(query) }.map(\.number)
            }
            trial.equal(try numbers(.newest), [12, 4, 2, 1])
            trial.equal(try numbers(.newest, limit: 2), [12, 4])
            trial.equal(try numbers(.newest, "ben"), [2, 1], "what is held, and one's own alone,")
            trial.equal(try numbers(.words(["bus"])), [12, 4, 1], "the title alone counts:")
            trial.equal(try numbers(.words(["BU", "tra"])), [4, 1])
            trial.equal(try numbers(.words(["ela"])), [12])
            trial.equal(try numbers(.words(["bus"]), "dot"), [4, 1])
            trial.equal(try numbers(.anywhere(["bus"])), [12, 4, 2, 1])
            trial.equal(try numbers(.words(["\"", "*"])), [])
            trial.equal(try numbers(.words(["NEAR(bus"])), [])
            trial.equal(try numbers(.numbers([1...1, 10...19])), [1, 12])
            trial.equal(try numbers(.numbers([1...1, 10...19]), limit: 1), [1])
            trial.equal(try numbers(.numbers([3...3])), [3], "asked for by number, a stage that is not listed")
            trial.equal(try numbers(.numbers([4...4]), "ana"), [])
            trial.equal(try numbers(.newest, limit: 0), [])
            let title = try trial.read { try $0.titles(TitleQuery(.numbers([12...12]), viewer: trial.viewer("lea"), unlisted: [], limit: 1)) }
            trial.equal(title, [Titled(number: 12, title: "Élan on the bus")])
        },
        Case("tags are counted where the viewer sees them") { trial in
            try trial.settle()
            try trial.settle(.salford)
            try trial.add([
                .sample(1, tags: ["bus", "travel"]), .sample(2, by: "dot", visibility: .me, tags: ["bus", "secret"]), .sample(3, stage: "merged", tags: ["bus"]),
                .sample(4, visibility: .team, tags: ["bus"]), .sample(1, home: .salford, visibility: .everyone, tags: ["bus"]),
            ])
            func counts(_ name: PersonName, _ beginning: String = "") throws -> [String] {
                try trial.read { try $0.tagCounts(beginning: beginning, for: trial.viewer(name), unlisted: ["merged"]) }.map { "\($0.value) \($0.count)" }.sorted()
            }
            trial.equal(try counts("lea"), ["bus 3", "secret 1", "travel 1"])
            trial.equal(try counts("cem"), ["bus 1", "travel 1"])
            trial.equal(try counts("ben"), ["bus 2", "travel 1"])
            trial.equal(try counts("dot"), ["bus 2", "secret 1", "travel 1"])
            trial.equal(try counts("lea", "tr"), ["travel 1"])
            trial.equal(try counts("lea", "x"), [])
        },
        Case("people are found by the beginning of any of their names") { trial in
            try trial.settle()
            try trial.write { try $0.put(.sample("Élodie Khan")) }
            func names(_ beginning: String, _ limit: Int = 10) throws -> [PersonName] {
                try trial.read { try $0.people(of: .trafford, beginning: beginning, limit: limit) }.map(\.name)
            }
            trial.equal(try names("A"), ["ada", "ana"])
            trial.equal(try names("", 2), ["ada", "ana"])
            trial.equal(try names("kh"), ["Élodie Khan"])
            trial.equal(try names("É"), ["Élodie Khan"])
            trial.equal(try names("na"), [])
            trial.equal(try names("%"), [])
        },
    ]
}
