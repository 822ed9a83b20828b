import Foundation
import RegistryCore
import Server

/// pgbench with scripts of the statements that a store sent for the same things, with new numbers and keys each time.
///
/// Left out is what a store sends only now and then: the seals. Texts are those of a few submissions and ratings; a
/// submission is looked for by words of one text and kept with another, so that what is looked for does not grow common.
struct PgbenchRun {
    private let registry: ServedRegistry
    private let login: String
    private let seconds: Int
    private let warmUp: Int
    /// Settings of the session, and the scripts with their weights.
    private var settings = ""
    private var scripts: [(text: String, weight: Int)] = []
    /// Names of values that stand in scripts.
    private var values: [String: String] = [:]

    private static let texts = 4

    init(_ registry: ServedRegistry, by login: String, seconds: Int, warmUp: Int) throws {
        (self.registry, self.login, self.seconds, self.warmUp) = (registry, login, seconds, warmUp)
        let copy = try registry.copy()
        // Numbers that nothing else in a statement is.
        try registry.server.psql("SELECT setval('practice.\"innovation.home\"', 7000000), setval('practice.\"batch.home\"', 8000000)", in: copy)
        let searches = ClientsBench.searches
        let (settings, finds) = try registry.sent(by: login, in: copy) { registry, actor in searches.map { search in { try search.found(in: registry, for: actor.viewer) } } }
        self.settings = settings
        var generator = Generator(seed: 6)
        let submits = try registry.sent(by: login, in: copy) { registry, actor in
            (0..<2 * PgbenchRun.texts).map { _ in { try registry.perform([.submit(ClientsBench.submission(&generator))], as: actor, command: "submit") } }
        }.things.map(Done.init)
        let rates = try registry.sent(by: login, in: copy) { registry, actor in
            (0..<PgbenchRun.texts).map { place in { try registry.perform([ClientsBench.rating(101 + place, 4, &generator)], as: actor, command: "rate") } }
        }.things.map(Done.init)
        let rows = registry.rows, scale = searches.count * PgbenchRun.texts
        for find in finds { scripts.append((script(find.sent, [:]), ClientsBench.finds * scale / searches.count)) }
        for (looked, kept) in zip(submits.prefix(PgbenchRun.texts), submits.suffix(PgbenchRun.texts)) {
            let own = try PgbenchRun.keys(of: kept.outcome)
            let text = PgbenchRun.drawn + script(looked.beforeWriting, [:]) + script(kept.writing, own)
            scripts.append((text, ClientsBench.submits * scale / PgbenchRun.texts))
        }
        for (place, rate) in rates.enumerated() {
            var own = try PgbenchRun.keys(of: rate.outcome)
            own[String(101 + place)] = "row"
            let row = "\\set tens random(0, \(max(0, rows / 100 - 1)))\n\\set ones random(1, 48)\n\\set row :tens * 100 + :ones\n"
            scripts.append((row + PgbenchRun.drawn + script(rate.sent, own), ClientsBench.rates * scale / PgbenchRun.texts))
        }
    }

    /// One thing that was done: what was sent for it, and what came of it.
    private struct Done {
        let sent: [Sent]
        let outcome: Outcome
        private var write: Int { sent.firstIndex { $0.text.hasSuffix("READ COMMITTED") } ?? 0 }
        var beforeWriting: [Sent] { Array(sent[..<write]) }
        var writing: [Sent] { Array(sent[write...]) }
    }

    /// What stands in the place of an outcome's own numbers and keys.
    private static func keys(of outcome: Outcome) throws -> [String: String] {
        guard let batch = outcome.batch else { throw Child.Failed(description: "nothing was kept that pgbench could keep too") }
        var names = [String(batch.number): "batch_reserve", batch.uid.text: uids[1]]
        for innovation in outcome.innovations { (names[String(innovation.number)], names[innovation.uid.text]) = ("number_reserve", uids[0]) }
        for contribution in outcome.contributions { names[contribution.uid.text] = uids[0] }
        return names
    }

    /// Numbers that a script draws, of which it makes keys as the registry takes them.
    private static let uids = ["uid", "buid"]
    private static let drawn = uids.map { "\\set \($0) random(1, 9000000000000000000)\n" }.joined()

    private mutating func script(_ statements: [Sent], _ names: [String: String]) -> String {
        statements.map { statement in
            let text = statement.written { value in
                guard let value else { return "NULL" }
                let name = names[value] ?? self.name(of: value)
                return PgbenchRun.uids.contains(name) ? "lpad(to_hex(:\(name)::bigint), 32, '0')::uuid::text" : ":" + name
            }
            let ending = statement.text.contains("reserve(") ? statement.values.contains("batch") ? " \\gset batch_" : " \\gset number_" : ";"
            return text.replacing("\n", with: " ") + ending + "\n"
        }.joined()
    }

    private mutating func name(of value: String) -> String {
        if let name = values[value] { return name }
        let name = "v\(values.count)"
        values[value] = name
        return name
    }

    /// Operations a second in a database, after the warm-up.
    func perSecond(in copy: String) throws -> Double {
        var words = ["env", "PGOPTIONS=" + options, "pgbench", "-n", "-M", "prepared", "-c", String(ServedRegistry.clients), "-j", "2", "-P", "1", "-T", String(warmUp + seconds)]
        for (value, name) in values.sorted(by: { $0.value < $1.value }) { words += ["-D", "\(name)=\(value)"] }
        for (place, script) in scripts.enumerated() {
            let file = "\(registry.place.folder)/pgbench-\(place).sql"
            try script.text.write(toFile: file, atomically: true, encoding: .utf8)
            words += ["-f", "\(file)@\(script.weight)"]
        }
        let told = try Child(words + [registry.address(as: login, in: copy)]).told
        // `progress: 12.0 s, 345.6 tps, lat 1.234 ms stddev 0.123, 0 failed`
        var rates: [Double] = []
        for line in told.split(separator: "\n") where line.hasPrefix("progress: ") {
            let parts = line.split(separator: " ")
            guard parts.count > 3, let at = Double(parts[1]), let rate = Double(parts[3]) else { continue }
            if at > Double(warmUp) + 0.5 { rates.append(rate) }
        }
        guard !rates.isEmpty else { throw Child.Failed(description: "pgbench told nothing: \(told)") }
        return rates.reduce(0, +) / Double(rates.count)
    }

    /// The settings of a store's session: `-c name=value`.
    private var options: String {
        settings.split(separator: ";").map { setting in
            let parts = setting.trimmingCharacters(in: .whitespaces).dropFirst("SET ".count).split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " '")) }
            return "-c \(parts[0])=\(parts.count > 1 ? parts[1].replacing(" ", with: "\\ ") : "")"
        }.joined(separator: " ")
    }
}
