import ArgumentParser
import RegistryCore
import RegistryShell

struct FindCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "find", abstract: "Find innovations by words, fields, tags, stages and signals.",
        discussion: "`help selection` explains the language. Words are looked for in everything that was written, contributions included; the best match comes first.")
    static let about = CommandAbout(.ideas, takesHyphenWords: true, asksStandby: true, examples: [
        Example("find wheelchair bus", "everything with both words, best match first"),
        Example("find 'carers stage:submitted'", "those about carers that wait for a review"),
        Example("find 'area:\"Older adults\" -tag:falls' --sort created", "older adults, without those tagged falls, newest first"),
        Example("find 'rating.mean>=3' --format json", "for a program to read"),
    ])

    @Argument(help: ArgumentHelp("What to look for; everything when left out.", valueName: "selection")) var selection: [String] = []
    @Option(help: ArgumentHelp("How many at most; 0 for all.", valueName: "number")) var limit = 20
    @Option(help: ArgumentHelp("A field, a signal, created, updated or number. Dates and signals: highest first.", valueName: "order")) var sort: String?
    @Flag(help: "Turn the order round.") var reverse = false
    @Flag(help: "Only say how many.") var count = false
    @Flag(help: "Also what other homes of a shared registry show to everyone.") var everywhere = false

    func run(_ session: Session) throws {
        guard limit >= 0 else { throw Problem(.usage, "--limit is 0 or more", value: String(limit), next: "find --limit 20") }
        let registry = try session.registry()
        let viewer = try session.viewer()
        let selection = try registry.selection(SelectionArgument.text(of: selection), for: viewer)
        var query = registry.query(selection.condition, for: viewer, limit: limit == 0 ? nil : limit)
        if let sort { (query.order, query.descending) = try order(sort, registry) }
        if reverse { query.descending.toggle() }
        query.everywhere = everywhere
        if count {
            let number = try registry.count(query)
            return try session.report([String(number)], ["count": JSONValue(number)])
        }
        var found = try registry.find(query)
        if found.isEmpty, selection.words.count > 1, let wider = widened(selection) {
            query.condition = wider
            found = try registry.find(query)
            if !found.isEmpty { session.notice("Nothing has all of these words; these have some of them.") }
        }
        try session.show(listing(found, selection, registry))
        try tellHowMany(found.count, query, session)
    }

    /// The same selection with any of its words instead of all; nil when it is more than words.
    private func widened(_ selection: Selection) -> Condition? {
        guard case .all(let conditions) = selection.condition else { return nil }
        let words = conditions.filter(\.isWords)
        return words.count > 1 ? .all(conditions.filter { !$0.isWords } + [.any(words)]) : nil
    }

    private func tellHowMany(_ shown: Int, _ query: Query, _ session: Session) throws {
        guard session.format == .table, let limit = query.limit, shown == limit else { return }
        let all = try session.registry().count(query)
        if all > shown { session.notice("\(shown) of \(all); --limit 0 shows all of them") }
    }

    private func order(_ name: String, _ registry: Registry) throws -> (Query.Order, Bool) {
        switch name {
        case "created": return (.created, true)
        case "updated": return (.updated, true)
        case "number", "ref": return (.number, false)
        case "score", "relevance": return (.relevance, true)
        default: break
        }
        let signals = registry.assembly.signals.map(\.name)
        if signals.contains(name) { return (.signal(name), true) }
        if let field = registry.configuration.fields[name] { return (.field(name), field.type == .date || field.type == .number) }
        let known = ["created", "updated", "number", "relevance"] + signals + registry.configuration.fields.names
        throw Problem.unknown("order", name, among: known)
    }

    private func listing(_ found: [Found], _ selection: Selection, _ registry: Registry) -> Listing {
        Listing(
            [
                .init("ref", "Ref"), .init("title", "Title", wraps: true), .init("area", "Area", wraps: true), .init("stage", "Stage"),
                .init("score", ""), .init("tags", ""), .init("submitter", ""), .init("created", ""), .init("held", ""), .init("signals", ""),
            ],
            rows: found.map { row in
                let innovation = row.innovation
                return [
                    .string(registry.reference(of: innovation).description), .string(innovation.title), JSONValue(innovation.fields["area"]?.text),
                    .string(innovation.stage), JSONValue(row.score.map { ($0 * 1000).rounded() / 1000 }), .array(innovation.tags.map(JSONValue.string)),
                    .string(innovation.submitter), .string(Moment.text(innovation.created)), .bool(innovation.held != nil),
                    .object(JSONObject(row.signals.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.number($0.value)) })),
                ]
            }, references: found.map { registry.reference(of: $0.innovation) },
            empty: selection.text.isEmpty ? "There is no innovation yet. Type submit to put the first one in." : "Nothing found. Fewer or other words may find it; submit puts it in.")
    }
}

extension Condition {
    fileprivate var isWords: Bool {
        switch self {
        case .word, .phrase: true
        default: false
        }
    }
}
