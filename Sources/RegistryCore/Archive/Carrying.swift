/// A registry that was carried over, where it is now.
public struct Moved {
    public let registry: Registry
    public let counts: ArchiveCounts
    /// People's own, which are in no archive.
    public let drafts: Int
    /// The login that whoever moved it acts by there, where it is another than before.
    public let login: String?

    /// What of it is carried over at the moment.
    public enum Part: String, Sendable { case innovations, contributions, entries, imports, drafts }
}

extension Registry {
    /// Carries over everything that the home keeps: what an archive has, and people's drafts and marks as well. This
    /// registry stays as it is, and nobody's changes meanwhile are in the other.
    ///
    /// Where people are known by an engine's logins, whoever moves it acts there by the one that carries it over: else
    /// nobody could. That is a batch of the new registry, unless it was so before.
    /// - Parameter goOn: told how many of a part are carried over, and how many there are when that is known; throws to stop.
    /// - Throws: `notPermitted` unless an admin asks, `cannotCreate` where the home is there already, `refused` where the
    ///   login is somebody else's, and what `goOn` throws; nothing is there then.
    public func move(to destination: Destination, as actor: Actor, goOn: @escaping (Moved.Part, Int, Int?) throws -> Void = { _, _, _ in }) throws -> Moved {
        try actor.person.require(.archive)
        sealAll()
        return try store.read { reader in
            var finished: (counts: ArchiveCounts, drafts: Int, login: String?)?
            let other = try destination.fill { writer, login in
                // An engine may ask for all of it once more.
                let carrying = try Carrying(self, from: reader, to: writer, goOn)
                try carrying.begin(at: destination.location)
                try carrying.run()
                let new = try carrying.name(actor, login)
                finished = (carrying.counts, carrying.drafts, new)
            }
            guard let (counts, drafts, login) = finished else { throw Problem(.inputOutput, "nothing was moved") }
            let registry = Registry(store: other, home: home, configuration: configuration, assembly: assembly, clock: clock)
            return Moved(registry: registry, counts: counts, drafts: drafts, login: login)
        }
    }
}

/// One registry while it is carried over.
private final class Carrying {
    private let registry: Registry
    private let reader: any StoreReading
    private let writer: any StoreWriting
    private let carrier: Carrier
    private let goOn: (Moved.Part, Int, Int?) throws -> Void
    private(set) var counts = ArchiveCounts()
    private(set) var drafts = 0
    private let onePerAuthor: Set<KindName>

    init(_ registry: Registry, from reader: any StoreReading, to writer: any StoreWriting, _ goOn: @escaping (Moved.Part, Int, Int?) throws -> Void) throws {
        self.registry = registry
        self.reader = reader
        self.writer = writer
        carrier = Carrier(to: writer, home: registry.home)
        self.goOn = goOn
        onePerAuthor = Set(registry.assembly.kinds.filter(\.onePerAuthor).map(\.name))
    }

    private var home: HomeName { registry.home }

    func begin(at location: String) throws {
        guard try !writer.homes().contains(home) else {
            throw Problem(.cannotCreate, "there is a registry of the home “\(home)” already; nothing was moved", value: location, next: "name a place where it is not yet")
        }
        try writer.create(home: home, at: registry.now)
    }

    func run() throws {
        for document in try reader.documents(of: home) { try writer.put(document, in: home) }
        for person in try reader.people(of: home) {
            try carrier.take { $0.people.append(person) }
            counts.people += 1
        }
        try moveInnovations()
        try moveContributions()
        try moveJournal()
        var imports = 0
        try reader.eachImported(in: home) { record in
            try carrier.take { $0.imported.append(record) }
            try tell(.imports, &imports)
        }
        try carrier.finish()
        try reader.eachDraft(in: home) { draft in
            try writer.put(draft)
            try tell(.drafts, &drafts)
        }
        try reader.eachMark(in: home) { owner, name, value in try writer.setMark(name, of: owner, in: home, to: value) }
    }

    private func tell(_ part: Moved.Part, _ count: inout Int, of total: Int? = nil) throws {
        count += 1
        try goOn(part, count, total)
    }

    private func moveInnovations() throws {
        let everything = Query(viewer: .registry(home), order: .number)
        let total = try reader.count(everything)
        var block: [Found] = []
        func move() throws {
            // They are found by what others say of them, too.
            let said = try reader.contributions(on: block.map(\.innovation.number), in: home)
            for found in block {
                let innovation = found.innovation
                let text = registry.searchText(of: innovation, registry.counting(said[innovation.number] ?? [], on: innovation))
                try carrier.take { rows in
                    rows.innovations.append(innovation)
                    rows.texts.append((innovation.number, text))
                    if !found.signals.isEmpty { rows.signals.append((innovation.number, found.signals)) }
                }
                try tell(.innovations, &counts.innovations, of: total)
            }
            block.removeAll(keepingCapacity: true)
        }
        try reader.each(everything) { found in
            block.append(found)
            if block.count >= Carrier.mostInBlock { try move() }
        }
        try move()
    }

    private func moveContributions() throws {
        try reader.eachContribution(in: home) { contribution in
            try carrier.take { $0.contributions.append((contribution, onePerAuthor.contains(contribution.kind))) }
            try tell(.contributions, &counts.contributions)
        }
    }

    private func moveJournal() throws {
        let batches = try Array(reader.batches(of: home, by: nil, before: nil, limit: nil).reversed())
        let total = batches.reduce(0) { $0.addingReportingOverflow($1.count).partialValue }
        var ahead = EntriesAhead(of: batches, in: home, reader)
        for (index, batch) in batches.enumerated() {
            try ahead.each(ofBatchAt: index) { entry in
                try carrier.take { $0.entries.append((batch.number, entry)) }
                try tell(.entries, &counts.entries, of: total)
            }
            try carrier.take(batch)
            counts.batches += 1
        }
        for seal in try reader.seals(of: home) { try carrier.take(seal) }
        try carrier.sealRest()
    }

    /// Sees to it that whoever moves it acts there by the engine's login, and returns that when it is another than before.
    func name(_ actor: Actor, _ login: String?) throws -> String? {
        guard let login, actor.person.login != login else { return nil }
        let ledger = Ledger(registry: registry, writer: writer, actor: Actor(person: actor.person, isNew: false, account: login), command: "move")
        _ = try ledger.put(PersonChange(name: actor.person.name, login: login))
        _ = try ledger.close()
        counts.batches += 1
        return login
    }
}
