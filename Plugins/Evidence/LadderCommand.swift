import ArgumentParser
import RegistryCore
import RegistryShell

struct LadderCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "ladder", abstract: "Where the evidence on an innovation stands, and what takes it to the next rung.")
    static let about = CommandAbout(.judge, examples: [
        Example("ladder P1", "its level, the next rung, what waits to be assessed, and what is flagged"),
        Example("ladder", "the levels of the scale, with what each takes"),
    ])

    @Argument(help: ArgumentHelp("Which innovation; the scale itself when left out.", valueName: "reference")) var reference: String?

    func run(_ session: Session) throws {
        let scale = try session.registry().configuration.evidence
        guard let reference else { return try session.show(LadderCommand.listing(scale)) }
        let innovation = try session.innovation(reference)
        let page = try session.registry().page(innovation.number, for: session.viewer())
        let ladder = Ladder(page: page, scale: scale)
        try session.report(ladder.lines, ladder.json)
    }

    private static func listing(_ scale: EvidenceScale) -> Listing {
        Listing(
            [.init("level", "Level"), .init("label", "What it is"), .init("meaning", "Meaning", wraps: true), .init("next", "Takes it further", wraps: true)],
            rows: scale.levels.map { [JSONValue($0.level), .string($0.label), .string($0.meaning), JSONValue($0.next)] }, empty: "there is no scale")
    }
}

/// What `ladder P1` says: strength, direction and cost stand beside each other and are never one score.
struct Ladder {
    let innovation: Innovation
    let scale: EvidenceScale
    let rung: Rung
    let items: [EvidenceItem]

    init(page: PageView, scale: EvidenceScale) {
        innovation = page.innovation
        self.scale = scale
        rung = Rung(page.signals, scale)
        items = EvidenceItem.all(in: page.contributions)
    }

    private var waiting: [EvidenceItem] { items.filter(\.isWaiting) }
    private var flags: [EvidenceFlag] { EvidenceFlag.all(in: items, scale) }

    /// How many pieces of assessed evidence point each way, in the order of the home's list.
    private var directions: [(name: String, count: Int)] {
        scale.directions.map(\.name).map { name in (name, items.count { $0.counted != nil && $0.evidence.direction == name }) }.filter { $0.1 > 0 }
    }

    private var knowsCost: Bool {
        ["setup_cost", "running_cost"].contains { innovation.fields[$0] != nil } || items.contains { $0.evidence.kind == EvidenceTerms.cost }
    }

    var lines: [String] {
        var lines = flags.map(\.words)
        lines.append("\(innovation.reference), \(innovation.title): \(rung.words).")
        if !directions.isEmpty { lines.append("It points: " + directions.map { "\(scale.label(ofDirection: $0.name).lowercased()) \($0.count)" }.joined(separator: ", ") + ".") }
        lines.append(knowsCost ? "What it costs is known." : "What it costs is not known yet: edit \(innovation.reference) --set running_cost=…")
        for item in waiting { lines.append("\(item.label) waits to be assessed (\(item.evidence.kind), strength \(item.evidence.strength)): evidence assess \(item.label) --strength \(item.evidence.strength)") }
        for item in items where item.isHearsay { lines.append("\(item.label) was only heard, and is worth a look: \(item.evidence.finding)") }
        // What waits may reach the next rung once it is assessed; then nothing more need be found.
        if let next = rung.next, !waiting.contains(where: { $0.evidence.strength >= next.level }) { lines.append("Next: evidence add \(innovation.reference) --strength \(next.level)") }
        return lines
    }

    var json: JSONObject {
        [
            "ref": .string(innovation.reference.description), "scale": .string(scale.scale), "level": JSONValue(rung.level.map(Double.init)),
            "label": JSONValue(rung.level == nil ? nil : rung.here?.label), "next": rung.json,
            "directions": .object(JSONObject(directions.map { ($0.name, JSONValue($0.count)) })), "cost_known": .bool(knowsCost),
            "waiting": .array(waiting.map(\.json)), "flags": .array(flags.map(\.json)),
        ]
    }
}
