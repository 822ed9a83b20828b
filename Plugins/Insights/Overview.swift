import RegistryCore

/// The whole at a glance: how much is there, where it stands, what is known of it, and what it needs.
struct Overview {
    let total: Int
    let held: Int
    /// In the stages' own order, those that something stands at.
    let stages: [Tally]
    /// By year of submission, the first year first.
    let years: [Tally]
    /// support, sharing, development: how many ask for it.
    let needs: [Tally]
    /// What signals tell, for those that plugins of this build bring.
    let known: [Fact]

    struct Fact {
        var name: String
        var label: String
        var count: Int
    }

    init(of selected: Condition, _ registry: Registry, _ viewer: Viewer) throws {
        func query(_ condition: Condition) -> Query { registry.query(.all([selected, condition]), for: viewer) }
        let all = registry.query(selected, for: viewer)
        total = try registry.count(all)
        held = try registry.count(query(.held))
        let order = registry.configuration.stages.names
        stages = try registry.tally(.stage, all).sorted {
            (order.firstIndex(of: $0.value) ?? order.count, $0.value) < (order.firstIndex(of: $1.value) ?? order.count, $1.value)
        }
        years = try registry.tally(.year, all).sorted { $0.value < $1.value }
        needs = registry.configuration.fields["support"] == nil ? [] : try registry.tally(.field("support"), all).filter { !$0.value.isEmpty }
        let signals = Set(registry.assembly.signals.map(\.name))
        func count(_ name: SignalName, atLeast least: Double) throws -> Int {
            signals.contains(name) ? try registry.count(query(.signal(name, .atLeast, least))) : 0
        }
        func sum(_ name: SignalName) throws -> Int {
            guard signals.contains(name) else { return 0 }
            var sum = 0.0
            try registry.each(query(.signal(name, .atLeast, 1))) { sum += $0.signals[name] ?? 0 }
            return sum.count
        }
        var known: [Fact] = []
        if signals.contains("evidence.level") {
            for level in registry.configuration.evidence.levels where level.level > 0 {
                let least = Double(level.level)
                let count = try registry.count(query(.signal("evidence.level", .equals, least)))
                if count > 0 { known.append(Fact(name: "evidence_level_\(level.level)", label: "Evidence at level \(level.level) (\(level.label))", count: count)) }
            }
        }
        if signals.contains("rating.count") {
            known.append(Fact(name: "rated", label: "Rated by somebody", count: try count("rating.count", atLeast: 1)))
            known.append(Fact(name: "ratings", label: "Ratings in all", count: try sum("rating.count")))
        }
        if signals.contains("adoption.sites") {
            known.append(Fact(name: "adopted", label: "Adopted at another site", count: try count("adoption.sites", atLeast: 1)))
            known.append(Fact(name: "sites", label: "Sites that adopted one, in all", count: try sum("adoption.sites")))
        }
        self.known = known.filter { $0.count > 0 }
    }

    /// Every figure as a row: what a spreadsheet gets.
    var lines: [(what: String, value: String, count: Int)] {
        [("innovations", "", total), ("held", "", held)] + stages.map { ("stage", $0.value, $0.count) } + years.map { ("year", $0.value, $0.count) }
            + needs.map { ("support", $0.value, $0.count) } + known.map { ($0.name, "", $0.count) }
    }

    var blocks: [Block] {
        guard total > 0 else { return [.paragraph("Nothing to count: no innovation is found. “submit” puts the first one in.")] }
        var figures = [Block.Fact("Innovations", String(total))] + known.map { Block.Fact($0.label, String($0.count)) }
        if held > 0 { figures.append(Block.Fact("Held", "\(held) (next: held)")) }
        var blocks: [Block] = [.facts(figures), .heading("Where they stand"), .facts(facts(stages))]
        if !needs.isEmpty {
            blocks += [.heading("What would help"), .facts(needs.map { Block.Fact($0.value, "\($0.count) (next: find support:\(Selection.quoted($0.value)))") })]
        }
        if !years.isEmpty { blocks += [.heading("Growth by year"), .facts(facts(years))] }
        return blocks
    }

    private func facts(_ tallies: [Tally]) -> [Block.Fact] {
        tallies.map { Block.Fact($0.value, "\($0.count) (\(Proportion.text($0.count, total)))") }
    }

    var json: JSONObject {
        func array(_ tallies: [Tally]) -> JSONValue {
            .array(tallies.map { ["value": .string($0.value), "count": JSONValue($0.count), "share": JSONValue(Proportion.of($0.count, total))] })
        }
        return [
            "innovations": JSONValue(total), "held": JSONValue(held), "stages": array(stages), "years": array(years), "support": array(needs),
            "known": .object(JSONObject(known.map { ($0.name, JSONValue($0.count)) })),
        ]
    }
}
