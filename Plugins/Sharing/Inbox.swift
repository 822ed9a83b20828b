import Foundation
import RegistryCore

/// What somebody should hear of: shares with them and whatever else is addressed to them (that they are to review it,
/// that they own it), and what others did to what they submitted or follow.
///
/// It is a query over the journal and the shares, and nothing is carried anywhere: a process that dies loses no
/// message. How far it was read is a mark, a batch's number.
struct Inbox {
    struct Item {
        enum Sort: String { case share, addressed, news }
        var sort: Sort
        var innovation: Innovation
        /// One clause: “rated it 4”.
        var what: String
        /// What the sender of a share says to it.
        var note: String?
        var by: PersonName
        var at: Date
        var batch: Int
        var position: Int
    }

    let registry: Registry
    let person: Person
    private let viewer: Viewer
    /// Shares with the person and other contributions for them, by uid.
    private let addressed: [UID: Contribution]
    private let followed: Set<Int>

    init(of person: Person, in registry: Registry) throws {
        self.registry = registry
        self.person = person
        viewer = Viewer(person)
        let addressed = try registry.contributions(of: registry.assembly.kinds.map(\.name), to: person.name, for: viewer)
        self.addressed = Dictionary(addressed.map { ($0.uid, $0) }, uniquingKeysWith: { first, _ in first })
        followed = Set(try registry.contributions(of: ["follow"], by: person.name, for: viewer).compactMap(\.innovation))
    }

    private static let mark = "inbox"
    /// Up to this many innovations, their histories are read; beyond, the batches of other people.
    private static let few = 500

    /// The batch up to which it was read; 0 when it never was.
    var readUpTo: Int {
        get throws { try registry.mark(Inbox.mark, of: person).flatMap(Int.init) ?? 0 }
    }

    /// The last batch there is now.
    var lastBatch: Int {
        get throws { try registry.batches(limit: 1).first?.number ?? 0 }
    }

    func markRead(upTo batch: Int) throws { try registry.setMark(Inbox.mark, of: person, to: String(batch)) }

    /// What came after a batch, newest first.
    func items(after batch: Int) throws -> [Item] {
        var items: [UID: Item] = [:]
        var news: [Item] = []
        var living: [Int: Set<UID>] = [:]
        for line in try lines(after: batch) {
            guard let number = line.entry.innovation, Person.key(line.batch.person) != Person.key(person.name) else { continue }
            let innovation = try registry.innovation(number, for: viewer)
            if Newsworthy.uncovers(line.entry) {
                for share in addressed.values where share.kind == "share" && share.innovation == number && share.created <= line.batch.at {
                    items[share.uid] = try item(share, innovation, line)
                }
            }
            if case .contribution(let uid) = line.entry.subject {
                if let contribution = addressed[uid], line.entry.action == .contributed {
                    // A share is told of once; of what is replaced, such as who reviews it, the last word counts.
                    if contribution.kind != "share" || items[uid] == nil { items[uid] = try item(contribution, innovation, line) }
                    continue
                }
                if living[number] == nil { living[number] = Set(try registry.page(number, for: viewer).contributions.map(\.uid)) }
                guard living[number]?.contains(uid) ?? false else { continue }
            }
            guard Newsworthy.isNews(line.entry), followed.contains(number) || person.submitted(innovation) else { continue }
            news.append(Item(
                sort: .news, innovation: innovation, what: line.clauses.joined(separator: "; ") + (line.reason.map { " (\($0))" } ?? ""),
                by: line.batch.person, at: line.batch.at, batch: line.batch.number, position: line.entry.position))
        }
        return (news + items.values).sorted { ($0.batch, $0.position) > ($1.batch, $1.position) }
    }

    private func item(_ share: Contribution, _ innovation: Innovation, _ line: HistoryLine) throws -> Item {
        guard share.kind == "share" else {
            return Item(
                sort: .addressed, innovation: innovation, what: line.clauses.joined(separator: "; "), by: line.batch.person, at: line.batch.at,
                batch: line.batch.number, position: line.entry.position)
        }
        let note = try share.payload(as: Share.self).note
        return Item(
            sort: .share, innovation: innovation, what: "shared it with you" + (note.map { ": \($0)" } ?? ""), note: note, by: share.author,
            at: line.batch.at, batch: line.batch.number, position: line.entry.position)
    }

    /// What happened after a batch to whatever the person may care for. Those who brought in thousands of rows
    /// would read thousands of histories; for them it is the batches of others, since their own are no news.
    private func lines(after batch: Int) throws -> [HistoryLine] {
        let own = Query(viewer: viewer, condition: .submitter(person.name), order: .number)
        let count = try registry.count(own)
        if count + followed.count <= Inbox.few {
            let numbers = Set(try registry.find(own).map(\.innovation.number)).union(followed).union(addressed.values.compactMap(\.innovation))
            return try numbers.sorted().flatMap { try registry.history(of: $0, for: viewer) }.filter { $0.batch.number > batch }
        }
        return try registry.batches().prefix { $0.number > batch }
            .filter { Person.key($0.person) != Person.key(person.name) }
            .flatMap { try registry.lines(of: $0, for: viewer) }
    }
}
