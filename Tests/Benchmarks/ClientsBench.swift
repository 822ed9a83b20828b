import Foundation
import RegistryCore
import Server
import Synchronization

/// Sixty-four people who submit, rate and search at the same time, each by a login and a connection of their own, beside
/// pgbench with as many clients that runs the statements that they sent.
struct ClientsBench {
    private let registry: ServedRegistry
    private let seconds: Int

    /// Of a hundred things that a client does.
    static let submits = 20, rates = 30, finds = 50

    init(_ registry: ServedRegistry, seconds: Int) {
        self.registry = registry
        self.seconds = seconds
    }

    func run(_ table: inout Table) throws {
        // Each on a copy of its own, as each leaves things behind.
        let script = try PgbenchRun(registry, by: "client1", seconds: seconds, warmUp: warmUp)
        let copy = try registry.copy()
        let ours = try crowd(in: copy)
        try hold(ours, in: copy)
        let peer = try script.perSecond(in: registry.copy())
        let name = "\(ServedRegistry.clients) clients, operations/s ÷ pgbench"
        table.add(name, Double(ours.count) / Double(seconds), peer, least: 0.7)
        table.note(name, """
            on \(registry.rows) rows \(ours.count) in \(seconds) s after \(warmUp) s of warming up: \(ClientsBench.submits) % submit, \(ClientsBench.rates) % rate, \(ClientsBench.finds) % search; \
            no error, \(ours.submitted.count) submissions and \(ours.rated.count) ratings are there, verify is clean; \(ours.told)
            """)
    }

    /// Until statements are prepared and plans chosen, on both sides.
    private var warmUp: Int { max(2, min(10, seconds / 4)) }

    /// What clients were told is done.
    private struct Done {
        /// How much within the time that counts.
        var count = 0
        /// By number, with the title.
        var submitted: [Int: String] = [:]
        /// By client and number, with the stars last given.
        var rated: [Rating: Int] = [:]
        var errors: [String] = []
        var milliseconds: [String: [Double]] = [:]

        struct Rating: Hashable {
            var client: String
            var number: Int
        }

        mutating func take(_ other: Done) {
            count += other.count
            submitted.merge(other.submitted) { $1 }
            rated.merge(other.rated) { $1 }
            errors += other.errors
            milliseconds.merge(other.milliseconds) { $0 + $1 }
        }

        var told: String {
            milliseconds.sorted { $0.key < $1.key }.map { "\($0.key) \(Table.written(Table.median($0.value))) ms" }.joined(separator: ", ") + " in the median"
        }
    }

    private func crowd(in copy: String) throws -> Done {
        let all = Mutex(Done())
        let people = try (1...ServedRegistry.clients).map { (login: "client\($0)", opened: try registry.opened(as: "client\($0)", in: copy)) }
        let begins = ContinuousClock.now + .seconds(warmUp), ends = begins + .seconds(seconds)
        let running = DispatchGroup()
        for (place, person) in people.enumerated() {
            running.enter()
            let (rows, searches) = (registry.rows, ClientsBench.searches)
            Thread.detachNewThread {
                var done = Done()
                var generator = Generator(seed: UInt64(1000 + place))
                while ContinuousClock.now < ends, done.errors.isEmpty {
                    let start = ContinuousClock.now
                    do {
                        let what = try ClientsBench.something(person.opened.registry, person.opened.actor, person.login, rows, searches, &generator, &done)
                        let end = ContinuousClock.now
                        guard start >= begins, end <= ends else { continue }
                        done.count += 1
                        done.milliseconds[what, default: []].append((end - start).milliseconds)
                    } catch {
                        done.errors.append("\(error)")
                    }
                }
                all.withLock { $0.take(done) }
                running.leave()
            }
        }
        running.wait()
        for person in people { try person.opened.registry.close() }
        return all.withLock { $0 }
    }

    /// Does one thing, and says what it was.
    private static func something(
        _ registry: Registry, _ actor: Actor, _ login: String, _ rows: Int, _ searches: [Search], _ generator: inout Generator, _ done: inout Done
    ) throws -> String {
        switch generator.next(100) {
        case 0..<submits:
            let draft = submission(&generator)
            let outcome = try registry.perform([.submit(draft)], as: actor, command: "submit")
            for innovation in outcome.innovations { done.submitted[innovation.number] = innovation.title }
            return "submit"
        case submits..<submits + rates:
            let number = visible(1 + generator.next(rows)), stars = 1 + generator.next(5)
            try registry.perform([rating(number, stars, &generator)], as: actor, command: "rate")
            done.rated[.init(client: login, number: number)] = stars
            return "rate"
        default:
            _ = try searches[generator.next(searches.count)].found(in: registry, for: actor.viewer)
            return "find"
        }
    }

    /// Some of the rows are their submitters' alone.
    private static func visible(_ number: Int) -> Int { number % 100 == 49 ? number - 1 : number }

    static func submission(_ generator: inout Generator) -> Draft {
        Draft(fields: [
            "title": .text(generator.text(8)), "problem": .text(generator.text(20)), "change": .text(generator.text(40)), "who": .text(generator.text(6)),
        ])
    }

    static func rating(_ number: Int, _ stars: Int, _ generator: inout Generator) -> RegistryCore.Operation {
        .contribute(.init(kind: "rating", about: .innovation(number), payload: ["stars": JSONValue(stars), "why": .string(generator.text(8))]))
    }

    /// Those that clients ask, of all kinds.
    static let searches = stride(from: 0, to: Search.all.count, by: 11).map { Search.all[$0] }

    /// Throws unless there was no error, everything that was said to be kept is there, and `verify` finds nothing wrong.
    private func hold(_ done: Done, in copy: String) throws {
        guard done.errors.isEmpty else { throw Child.Failed(description: "\(done.errors.count) clients failed, such as by: \(done.errors[0])") }
        let (registry, lead) = try self.registry.opened(as: "lea", in: copy)
        for (number, title) in done.submitted where try registry.innovation(number, for: lead.viewer).title != title {
            throw Child.Failed(description: "P\(number) is not what was submitted")
        }
        let numbers = Set(done.rated.keys.map(\.number))
        var kept: [Done.Rating: Int] = [:]
        for number in numbers {
            for rating in try registry.page(number, for: lead.viewer).contributions(of: "rating") {
                kept[.init(client: rating.author, number: number)] = rating.payload["stars"]?.integer
            }
        }
        for (rating, stars) in done.rated where kept[rating] != stars {
            throw Child.Failed(description: "\(rating.client) rated P\(rating.number) \(stars), and \(kept[rating] ?? 0) is there")
        }
        try registry.close()
        _ = try Child([self.registry.place.program, "practice", "--registry", self.registry.address(as: "lea", in: copy), "verify", "--format", "json"])
    }
}
