import Foundation
import RegistryCore

/// `find` of a registry on a server, by its lead and by its staff, beside psql's session that runs what the store sends.
struct FindBench {
    private let registry: ServedRegistry

    init(_ registry: ServedRegistry) { self.registry = registry }

    func run(_ table: inout Table) throws {
        for (who, login) in [("lead", "lea"), ("staff", "client1")] {
            let name = "find by \(who), p50 ms ÷ bare query in psql"
            let searches = Search.all, times = try times(of: searches, by: login)
            table.add(name, Table.median(times.map(\.ours)), Table.median(times.map(\.bare)), most: 1.2)
            let ratios = zip(searches, times).map { (search: $0, ratio: $1.ours / $1.bare, ours: $1.ours) }.sorted { $0.ratio < $1.ratio }
            let slowest = ratios.suffix(3).reversed().map { "\(Table.written($0.ratio)) (\(Table.written($0.ours)) ms) for “\($0.search)”" }
            table.note(name, """
                \(searches.count) searches among \(registry.rows) rows; of each the ratio is \(Table.written(Table.median(ratios.map(\.ratio)))) in the median, \
                at most \(slowest.joined(separator: ", ")); \(Table.written(Table.median(times.map(\.ours)) / Table.median(times.map(\.all)))) \
                of all statements of a search, one after the other in psql
                """)
        }
    }

    /// Milliseconds of ours, of psql for all that the store sends, and for the question itself.
    private typealias Times = (ours: Double, all: Double, bare: Double)

    private static let repeats = 3

    private func times(of searches: [Search], by login: String) throws -> [Times] {
        let (settings, sent) = try registry.sent(by: login) { registry, actor in searches.map { search in { try search.found(in: registry, for: actor.viewer) } } }
        let psql = try PsqlSession(registry.address(as: login))
        _ = try psql.milliseconds(of: settings.split(separator: ";").map { Sent(text: $0.trimmingCharacters(in: .whitespacesAndNewlines), values: []) })
        let (registry, actor) = try registry.opened(as: login)
        defer { try? registry.close() }
        return try zip(searches, sent.map(\.sent)).map { search, statements in
            guard let question = statements.lastIndex(where: { $0.text.contains("AS score") }) else { throw Child.Failed(description: "no question was sent for “\(search)”") }
            var ours: [Double] = [], all: [Double] = [], bare: [Double] = []
            for _ in 0..<FindBench.repeats {
                let start = ContinuousClock.now
                _ = try search.found(in: registry, for: actor.viewer)
                ours.append((ContinuousClock.now - start).milliseconds)
                let times = try psql.milliseconds(of: statements)
                all.append(times.reduce(0, +))
                // What a cursor answers is part of it.
                bare.append(statements.indices.filter { $0 == question || $0 > question && statements[$0].text.hasPrefix("FETCH") }.map { times[$0] }.reduce(0, +))
            }
            return (Table.median(ours), Table.median(all), Table.median(bare))
        }
    }
}

extension Duration {
    var milliseconds: Double { Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15 }
}

/// What a person types after `find`.
struct Search: CustomStringConvertible {
    let text: String
    var order = Query.Order.relevance
    var description: String { text + (order == .relevance ? "" : ", sorted") }

    /// As the prompt asks it: read, asked for twenty, and read out in full.
    func found(in registry: Registry, for viewer: Viewer) throws -> [Found] {
        let selection = try registry.selection(text, for: viewer)
        return try registry.find(registry.query(selection.condition, for: viewer, order: order, descending: order != .relevance, limit: 20))
    }

    /// Two hundred: rare words and common ones, alone and with what else people ask for.
    static let all: [Search] = {
        let generator = Generator(seed: 5)
        // The commonest word stands in nearly every text, the thousandth in one of fifty.
        return (0..<20).flatMap { place in
            let rare = generator.vocabulary[12_000 + 900 * place], middling = generator.vocabulary[300 + 90 * place], common = generator.vocabulary[4 * place]
            return [
                Search(text: rare), Search(text: middling), Search(text: common), Search(text: "\(common) \(middling)"), Search(text: "\(middling) stage:triaged"),
                Search(text: "\(middling) stage:submitted"), Search(text: "\(common) tag:falls"), Search(text: "\(middling) area:\"Older adults\"", order: .created),
                Search(text: "\(rare) or \(middling)"), Search(text: "tag:carers", order: .signal("rating.mean")),
            ]
        }
    }()
}
