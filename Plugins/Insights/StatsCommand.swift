import ArgumentParser
import RegistryCore
import RegistryShell

struct StatsCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "What the registry holds in numbers; with --by, how many have each value.")
    static let about = CommandAbout(.ideas, asksStandby: true, examples: [
        Example("stats", "the whole at a glance"),
        Example("stats --by area", "how many innovations each service area has"),
        Example("stats --by stage 'tag:transport'", "where those about transport stand"),
        Example("stats --by year --format csv", "growth, for a spreadsheet"),
    ])

    @Argument(help: ArgumentHelp("Only these; `help find` says how.", valueName: "selection")) var selection: [String] = []
    @Option(help: ArgumentHelp("What to count by: stage, tag, submitter, source, year, or any field.", valueName: "property")) var by: String?
    @Option(help: ArgumentHelp("How many rows at most.", valueName: "number")) var limit: Int?

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let viewer = try session.viewer()
        let selection = try registry.selection(SelectionArgument.text(of: selection), for: viewer)
        guard let by else { return try show(Overview(of: selection.condition, registry, viewer), session) }
        let counting = try Counting(by, fields: registry.configuration.fields)
        if let limit, limit < 1 { throw Problem(.usage, "--limit is at least 1", value: String(limit)) }
        let query = registry.query(selection.condition, for: viewer)
        let total = try registry.count(query)
        let tallies = try counting.tallies(registry, query)
        try show(tallies, counting, total: total, session)
    }

    private func show(_ tallies: [Tally], _ counting: Counting, total: Int, _ session: Session) throws {
        let shown = Array(tallies.prefix(limit ?? tallies.count))
        let empty = "nothing to count: no innovation is found"
        guard session.format == .table else {
            return try session.show(Listing(
                [.init("value", counting.label), .init("count", "Innovations"), .init("share", "Share")],
                rows: shown.map { [$0.value.isEmpty ? .null : .string($0.value), JSONValue($0.count), JSONValue(Proportion.of($0.count, total))] },
                empty: empty))
        }
        let largest = shown.map(\.count).max() ?? 0
        var columns: [Listing.Column] = [.init("value", counting.label, wraps: true), .init("count", "Innovations"), .init("share", "Share")]
        // Where it would not fit, a bar would become a record's line of its own.
        if !session.output.plain, session.output.width() ?? 80 >= 60 { columns.append(.init("bar", " ")) }
        try session.show(Listing(columns, rows: shown.map { tally in
            [
                .string(tally.value.isEmpty ? "(none)" : tally.value), JSONValue(tally.count), .string(Proportion.text(tally.count, total)),
                .string(Proportion.bar(tally.count, largest)),
            ]
        }, empty: empty))
        if shown.count < tallies.count { session.notice("\(tallies.count - shown.count) more values; a larger --limit shows them") }
    }

    private func show(_ overview: Overview, _ session: Session) throws {
        if session.format == .csv {
            return try session.show(Listing(
                [.init("what", "What"), .init("value", "Value"), .init("count", "Innovations")],
                rows: overview.lines.map { [.string($0.what), .string($0.value), JSONValue($0.count)] }, empty: ""))
        }
        try session.show(overview.blocks, overview.json)
    }
}
