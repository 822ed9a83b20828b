import Foundation

/// One batch while it is being made, within one transaction: applies operations and gathers their entries.
///
/// How each operation is applied stands in the files beside this one.
final class Ledger {
    let registry: Registry
    let writer: any StoreWriting
    let actor: Actor
    let command: String
    let at: Date
    let uid: UID
    /// The batch that this one undoes.
    var undoes: UID?
    private var pending: [Pending] = []
    /// Innovations whose signals and searchable text must be made anew.
    private var touched: Set<Int> = []

    private struct Pending {
        var action: Action
        var subject: Subject
        var innovation: Int?
        var payload: Entry.Payload
    }

    init(registry: Registry, writer: any StoreWriting, actor: Actor, command: String) {
        self.registry = registry
        self.writer = writer
        self.actor = actor
        self.command = command
        at = registry.now
        uid = UID(at: at)
    }

    var home: HomeName { registry.home }
    var person: Person { actor.person }

    /// Adds an entry. One without changes and without a reason says nothing, and is left out.
    func record(_ action: Action, _ subject: Subject, innovation: Int? = nil, changes: [Change], reason: String? = nil) {
        let changes = changes.filter { $0.was != $0.now }
        guard !changes.isEmpty || reason != nil else { return }
        pending.append(Pending(
            action: action, subject: subject, innovation: innovation,
            payload: Entry.Payload(changes: changes, reason: reason, salt: Entry.Payload.newSalt())))
    }

    /// Remembers that an innovation's signals and searchable text must be made anew before the batch closes.
    func touch(_ innovation: Int?) { if let innovation { touched.insert(innovation) } }

    /// Brings signals and full text up to date, chains the entries, and appends the batch; nil when nothing
    /// changed.
    func close() throws -> (Batch?, [Entry]) {
        guard !pending.isEmpty else { return (nil, []) }
        try welcome()
        for number in touched.sorted() { try refresh(number) }
        var batch = Batch(
            home: home, uid: uid, number: try writer.reserveBatchNumber(in: home), person: person.name, account: actor.account,
            at: at, command: command, count: pending.count, head: .nothing, undoes: undoes)
        var link = Chain.start(of: batch)
        var entries: [Entry] = []
        for (index, item) in pending.enumerated() {
            var entry = Entry(
                home: home, batch: uid, position: index + 1, action: item.action, subject: item.subject,
                innovation: item.innovation, payload: item.payload, digest: item.payload.digest, link: .nothing)
            link = Chain.link(after: link, entry: entry)
            entry.link = link
            entries.append(entry)
        }
        batch.head = link
        try writer.append(batch, entries)
        try seal(batch)
        return (batch, entries)
    }

    /// Seals the batch at once: where there is one writer at a time a seal costs a row. Where there are many, the
    /// store's own periodic seals take their place.
    private func seal(_ batch: Batch) throws {
        let last = try writer.lastSeal(of: home)
        try writer.append(Seal(
            home: home, number: (last?.number ?? 0) + 1, batches: [batch.uid],
            digest: Chain.seal(after: last?.digest ?? .nothing, heads: [batch.head])))
    }

    /// Makes somebody new staff, as the first thing of their first batch: a batch that changes nothing leaves no
    /// person behind.
    private func welcome() throws {
        // Somebody may have added the person meanwhile, in another role.
        guard actor.isNew, try writer.person(actor.person.name, in: home) == nil else { return }
        try writer.put(actor.person)
        let role = Change("role", was: nil, now: .string(actor.person.role.rawValue))
        pending.insert(Pending(
            action: .joined, subject: .person(actor.person.name), innovation: nil,
            payload: Entry.Payload(changes: [role], salt: Entry.Payload.newSalt())), at: 0)
    }
}

extension Ledger {
    func apply(_ operation: Operation, held: String?) throws -> OperationResult {
        switch operation {
        case .submit(let draft): try submit(draft, held: held)
        case .revise(let number, let fields, let version): try revise(number, fields, version: version, held: held)
        case .tag(let number, let add, let remove): try tag(number, add: add, remove: remove, held: held)
        case .contribute(let new): try contribute(new, held: held)
        case .retract(let uid): try retract(uid)
        case .move(let number, let stage, let reason): try move(number, to: stage, reason: reason, held: held)
        case .show(let number, let visibility): try show(number, to: visibility)
        case .clear(let number, let reason): try clear(number, reason: reason)
        case .put(let change): try put(change)
        case .configure(let name, let text): try configure(name, text: text)
        case .undo(let batch): try undo(batch)
        }
    }

    /// An innovation that the person may see. Throws `noInput` for others, whether they exist or not.
    func visible(_ number: Int) throws -> Innovation {
        guard let innovation = try registry.innovation(number, for: actor.viewer, reader: writer) else {
            throw Registry.noInnovation(Reference(number))
        }
        return innovation
    }

    /// Keeps a changed innovation: version and time move on, signals and text follow.
    func keep(_ innovation: inout Innovation) throws {
        let before = innovation.version
        innovation.version += 1
        innovation.updated = at
        try writer.update(innovation, expecting: before)
        touch(innovation.number)
    }

    /// Makes an innovation's signals and searchable text anew from what is stored.
    private func refresh(_ number: Int) throws {
        guard let innovation = try writer.innovation(number, in: home) else { return }
        let contributions = try registry.living(writer.contributions(on: number, in: home), for: nil)
        try writer.set(registry.signals(from: contributions), of: number, in: home)
        try writer.index(registry.searchText(of: innovation, contributions), of: number, in: home)
    }
}

extension Registry {
    /// Those that count: not withdrawn, and of a one-per-author kind the newest of each author, since two can meet
    /// after a merge.
    ///
    /// - Parameter viewer: who looks; nil where what is held counts for nobody: signals, full text, gates.
    func living(_ contributions: [Contribution], for viewer: Viewer?) -> [Contribution] {
        var newest: [String: Contribution] = [:]
        let single = Set(assembly.kinds.filter(\.onePerAuthor).map(\.name))
        let standing = contributions.filter { contribution in
            !contribution.withdrawn && (contribution.held == nil || viewer?.maySeeHeld(contribution) ?? false)
        }
        for contribution in standing where single.contains(contribution.kind) {
            let key = "\(contribution.kind)\u{1F}\(contribution.subject.type)\u{1F}\(contribution.subject.key)\u{1F}\(Person.key(contribution.author))"
            if let other = newest[key], other.updated > contribution.updated { continue }
            newest[key] = contribution
        }
        let kept = Set(newest.values.map(\.uid))
        return standing.filter { !single.contains($0.kind) || kept.contains($0.uid) }
    }

    /// Every signal that has a value.
    func signals(from contributions: [Contribution]) -> [SignalName: Double] {
        guard !contributions.isEmpty else { return [:] }
        var values: [SignalName: Double] = [:]
        for signal in assembly.signals {
            let relevant = contributions.filter { signal.kinds.contains($0.kind) }
            if !relevant.isEmpty, let value = signal.value(of: relevant), value.isFinite { values[signal.name] = value }
        }
        return values
    }

    func searchText(of innovation: Innovation, _ contributions: [Contribution]) -> SearchText {
        let body = configuration.fields.names.filter { $0 != "title" }.compactMap { innovation.fields[$0]?.text }
        let contributed = contributions.compactMap { contribution in
            assembly.kind(contribution.kind)?.searchable(json: contribution.payload)
        }.filter { !$0.isEmpty }
        return SearchText(
            title: innovation.title, tags: innovation.tags.joined(separator: " "), body: body.joined(separator: "\n"),
            contributed: contributed.joined(separator: "\n"))
    }
}
