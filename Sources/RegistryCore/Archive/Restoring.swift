import Foundation

extension Registry {
    /// Reads an archive into this registry, which holds no innovation yet: what it has (its people, documents and
    /// journal) is replaced by the archive's.
    ///
    /// Digests, links and seals are checked line by line, so that a forged archive is refused as one that was cut is.
    /// - Parameter goOn: told how many lines were read so far; throws to stop.
    /// - Throws: `notPermitted` unless an admin asks, `refused` when the registry is not empty, `badInput` with the line
    ///   when the archive is not whole, and what `goOn` throws; nothing is restored then.
    public func restore(_ lines: ArchiveLines, as actor: Actor, goOn: (Int) throws -> Void = { _ in }) throws -> ArchiveCounts {
        try actor.person.require(.archive)
        return try store.writeMany { writer in
            guard try writer.count(Query(viewer: .registry(home))) == 0 else {
                throw Problem(
                    .refused, "this registry holds innovations, and an archive is restored into an empty one only", value: location,
                    next: "--registry NEW restore \(CommandWord.quoted(lines.file))")
            }
            try writer.empty(home)
            let restoring = Restoring(self, writer, lines)
            try restoring.run(goOn)
            try keepAdmin(actor, writer)
            return restoring.counts
        }
    }
}

extension Registry {
    /// Where people are known by an engine's logins, whoever restored an archive that does not know his stays its admin: else
    /// nobody might be.
    private func keepAdmin(_ actor: Actor, _ writer: any StoreWriting) throws {
        guard let login = store.login, try writer.person(account: login, in: home) == nil else { return }
        let ledger = Ledger(registry: self, writer: writer, actor: actor, command: "restore")
        _ = try ledger.put(PersonChange(name: actor.person.name, role: .admin, login: login))
        _ = try ledger.close()
    }
}

/// One archive while it is read.
private final class Restoring {
    private let registry: Registry
    private let writer: any StoreWriting
    private let carrier: Carrier
    private let lines: ArchiveLines
    private(set) var counts = ArchiveCounts()
    private var batch: (batch: Batch, link: Digest, count: Int)?
    private var seal = Digest.nothing
    private var added: Set<Int> = []
    private let onePerAuthor: Set<KindName>

    init(_ registry: Registry, _ writer: any StoreWriting, _ lines: ArchiveLines) {
        self.registry = registry
        self.writer = writer
        carrier = Carrier(to: writer, home: registry.home)
        self.lines = lines
        onePerAuthor = Set(registry.assembly.kinds.filter(\.onePerAuthor).map(\.name))
    }

    func run(_ goOn: (Int) throws -> Void) throws {
        try header()
        while let line = try lines.next(registry.home) {
            try goOn(counts.lines)
            let type = try line.text("type")
            if type != "entry" { try closeBatch(line) }
            if type == "end" { return try end(line) }
            counts.lines += 1
            try take(type, line)
        }
        throw Problem(.badInput, "the archive ends before its last line, so it was cut; nothing was restored", at: .init(file: lines.file, line: lines.line))
    }

    private func header() throws {
        guard let line = try lines.next(registry.home), line.optionalText("type") == "header", line.optionalText("format") == ArchiveLine.format else {
            throw Problem(.badInput, "this is no archive of a registry", at: .init(file: lines.file, line: 1), next: "export --to archive FILE makes one")
        }
        guard try line.whole("version") <= ArchiveLine.version else {
            throw line.problem("a newer version of this program made this archive", next: "install the newer version")
        }
        let home = try line.text("home")
        guard home == registry.home.rawValue else {
            throw line.problem("this archive is of the home “\(home)”, and this registry is of “\(registry.home)”", next: "--registry NEW restore \(CommandWord.quoted(lines.file))")
        }
        counts.lines += 1
    }

    private func take(_ type: String, _ line: ArchiveFields) throws {
        switch type {
        case "document":
            try writer.put(Configuration.Document(name: try line.text("name"), version: try line.whole("version"), text: try line.text("text")), in: registry.home)
        case "person":
            let person = try line.person()
            try carrier.take { $0.people.append(person) }
            counts.people += 1
        case "innovation":
            let innovation = try line.innovation()
            try carrier.take { rows in
                rows.innovations.append(innovation)
                rows.texts.append((innovation.number, SearchText(innovation)))
            }
            counts.innovations += 1
        case "contribution":
            let contribution = try line.contribution()
            try carrier.take { $0.contributions.append((contribution, onePerAuthor.contains(contribution.kind))) }
            if let number = contribution.innovation { added.insert(number) }
            counts.contributions += 1
        case "batch":
            let next = try line.batch()
            batch = (next, Chain.start(of: next), 0)
            counts.batches += 1
        case "entry": try take(line)
        case "seal":
            let next = try line.seal()
            let covered = try next.batches.map { uid in
                guard let head = carrier.unsealed[uid] else { throw line.problem("this seal covers a batch that is not in the archive, or that another seal covers") }
                return head
            }
            seal = Chain.seal(after: seal, heads: covered)
            guard seal == next.digest else { throw line.problem("this seal does not fit the batches: something was changed") }
            try carrier.take(next)
        case "imported":
            let record = try line.imported()
            try carrier.take { $0.imported.append(record) }
        default: throw line.problem("this line is of a type that an archive does not have: “\(type)”")
        }
    }

    private func take(_ line: ArchiveFields) throws {
        guard let (whole, before, count) = batch else { throw line.problem("this entry belongs to no batch") }
        let entry = try line.entry(of: whole.uid)
        if let payload = entry.payload, payload.digest != entry.digest { throw line.problem("this entry's payload does not have its digest: it was changed") }
        guard entry.position == count + 1, Chain.link(after: before, entry: entry) == entry.link else {
            throw line.problem("this entry does not follow the one before: something was changed or taken out")
        }
        batch = (whole, entry.link, count + 1)
        try carrier.take { $0.entries.append((whole.number, entry)) }
        counts.entries += 1
    }

    private func closeBatch(_ line: ArchiveFields) throws {
        guard let (whole, link, count) = batch else { return }
        guard link == whole.head, count == whole.count else { throw line.problem("batch \(whole.number) does not have all its entries") }
        try carrier.take(whole)
        batch = nil
    }

    private func end(_ line: ArchiveFields) throws {
        guard try line.whole("lines") == counts.lines, try line.text("digest") == lines.digestBefore else {
            throw line.problem("the archive does not have the digest that it ends with: it was changed")
        }
        guard try lines.next(registry.home) == nil else { throw line.problem("there is something after the end of the archive") }
        counts.lines += 1
        // With the archive's own documents: what may be read depends on them.
        let configuration = try Configuration(try writer.documents(of: registry.home))
        let assembly = try registry.assembly.configured(by: configuration)
        let restored = Registry(store: registry.store, home: registry.home, configuration: configuration, assembly: assembly, clock: registry.clock)
        try carrier.sealRest()
        try carrier.finish()
        let numbers = added.sorted()
        for start in stride(from: 0, to: numbers.count, by: Carrier.mostInBlock) {
            let some = Array(numbers[start..<min(start + Carrier.mostInBlock, numbers.count)])
            let innovations = try writer.innovations(some, in: registry.home)
            let contributions = try writer.contributions(on: some, in: registry.home)
            let said = innovations.map { restored.counting(contributions[$0.number] ?? [], on: $0) }
            for ((innovation, said), signals) in zip(zip(innovations, said), restored.signals(from: said)) {
                try carrier.take { rows in
                    rows.signals.append((innovation.number, signals.values))
                    rows.texts.append((innovation.number, restored.searchText(of: innovation, said)))
                }
            }
        }
        try carrier.finish()
    }
}
