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
    /// The entries that were chained and not appended yet.
    private var entries: [Entry] = []
    /// Those that were appended before the batch is closed, as an import may make many: the first of them.
    private var appended: [Entry] = []
    /// Whether the store knows that the batch is being made.
    private var isBegun = false
    private static let most = 2000
    /// Whether it is only made to see what would come of it: what it says of it is forgotten.
    private let isForetelling: Bool
    /// Made with the first entry: its number, and the link and place of the last entry.
    private var chain: (batch: Batch, link: Digest, position: Int)?
    /// Innovations whose signals and searchable text must be made anew.
    private var touched: Set<Int> = []
    /// What the person may do at the end of it: an admin may make himself something else.
    var role: Role
    /// What the person should be told of signals that could not be made anew.
    private(set) var notices: [String] = []

    /// Whether numbers that the store gives out for good stay with it, since nothing will be kept: then nothing is stored that
    /// would need one.
    let takesNoNumbers: Bool

    init(
        registry: Registry, writer: any StoreWriting, actor: Actor, command: String, at: Date? = nil, isDry: Bool = false, isForetelling: Bool = false
    ) {
        role = actor.person.role
        takesNoNumbers = isDry && registry.store.writesAtOnce
        self.registry = registry
        self.writer = writer
        self.actor = actor
        self.command = command
        self.at = at ?? registry.now
        self.isForetelling = isForetelling
        uid = UID(at: self.at)
    }

    var home: HomeName { registry.home }
    var person: Person { actor.person }

    /// Adds an entry. One without changes and without a reason says nothing, and is left out.
    func record(_ action: Action, _ subject: Subject, innovation: Int? = nil, changes: [Change], reason: String? = nil) throws {
        let changes = changes.filter { $0.was != $0.now }
        guard !changes.isEmpty || reason != nil else { return }
        try begin()
        chain(action, subject, innovation, Entry.Payload(changes: changes, reason: reason, salt: Entry.Payload.newSalt()))
    }

    private func chain(_ action: Action, _ subject: Subject, _ innovation: Int?, _ payload: Entry.Payload) {
        guard let (batch, link, position) = chain else { return }
        var entry = Entry(
            home: home, batch: uid, position: position + 1, action: action, subject: subject, innovation: innovation, payload: payload,
            digest: payload.digest, link: .nothing)
        entry.link = Chain.link(after: link, entry: entry)
        chain = (batch, entry.link, position + 1)
        entries.append(entry)
    }

    /// Appends the entries so far once there are many, so that they need not all be held.
    func relieve() throws {
        guard entries.count >= Ledger.most else { return }
        guard !isForetelling else {
            entries.removeAll(keepingCapacity: true)
            return touched.removeAll(keepingCapacity: true)
        }
        try appendEntries()
        try settle()
    }

    private func appendEntries() throws {
        guard let chain else { return }
        if !takesNoNumbers, !isBegun { try writer.begin(chain.batch) }
        isBegun = true
        guard !entries.isEmpty else { return }
        if !takesNoNumbers { try writer.append(entries, toBatch: chain.batch.number, in: home) }
        appended += entries.prefix(max(0, Ledger.most * 5 - appended.count))
        entries.removeAll()
    }

    /// Brings signals and full text of what was touched so far up to date.
    func settle() throws {
        let numbers = touched.sorted()
        for start in stride(from: 0, to: numbers.count, by: Ledger.atOnce) {
            try refresh(Array(numbers[start..<min(start + Ledger.atOnce, numbers.count)]))
        }
        touched.removeAll()
    }

    /// So many innovations are in memory, each with its contributions.
    private static let atOnce = 500

    /// Gives the batch its number, with its first entry: one that changes nothing takes none, and leaves no person
    /// behind.
    private func begin() throws {
        guard chain == nil else { return }
        let batch = Batch(
            home: home, uid: uid, number: takesNoNumbers ? 0 : try writer.reserveBatchNumber(in: home), person: person.name, account: actor.account,
            at: at, command: command, count: 0, head: .nothing, undoes: undoes)
        chain = (batch, Chain.start(of: batch), 0)
        // Somebody may have added the person meanwhile, in another role.
        guard actor.isNew, try writer.person(actor.person.name, in: home) == nil else { return }
        try writer.put(actor.person)
        let role = Change("role", was: nil, now: .string(actor.person.role.rawValue))
        chain(.joined, .person(actor.person.name), nil, Entry.Payload(changes: [role], salt: Entry.Payload.newSalt()))
    }

    /// Stores rows of an import under new numbers, each with its entry. What they changed is not looked at again.
    func take(_ rows: inout PreparedRows) throws {
        guard !rows.isEmpty, !takesNoNumbers else { return }
        try begin()
        // Those that stand before them: a journal that grows only at its end is cheap to keep.
        try appendEntries()
        guard case (let batch, var link, var position)? = chain else { return }
        var digesting = Digesting()
        let numbers = try writer.reserveNumbers(rows.count, in: home)
        guard numbers.count == rows.count else { throw Problem.damaged("a counter gave too few numbers") }
        for (index, number) in zip(rows.indices, numbers) {
            position += 1
            link = rows.withMemory { memory in
                Chain.link(
                    &digesting, after: link, position: position, action: .imported, subject: .innovation(number), innovation: number,
                    digest: memory.digest(of: rows[index]))
            }
            rows.place(index, number: number, position: position, link: link)
        }
        chain = (batch, link, position)
        try writer.insert(rows, toBatch: batch.number, in: home)
    }

    /// Remembers that an innovation's signals and searchable text must be made anew before the batch closes.
    func touch(_ innovation: Int?) { if let innovation { touched.insert(innovation) } }

    /// Brings signals and full text up to date, and appends the batch; nil when nothing changed.
    ///
    /// The entries are those that were recorded one by one, of a large import the first 10,000; rows that an import
    /// brings for the first time have theirs only in the store.
    func close() throws -> (Batch?, [Entry]) {
        try settle()
        guard case (var batch, let link, let position)? = chain else { return (nil, []) }
        (batch.count, batch.head) = (position, link)
        guard !takesNoNumbers else { return (batch, appended + entries) }
        try writer.append(batch, entries)
        registry.batchWasMade.store(true, ordering: .relaxed)
        // An admin's program may have other plugins than the last one's.
        if role == .admin { try writer.keep(registry.assembly.kinds.map(KindRule.init), in: home) }
        // Where there is one writer at a time a seal costs a row. Where there are many, each would wait for the one before;
        // so a seal covers several, and most batches end without.
        if !registry.store.writesAtOnce || batch.number.isMultiple(of: Ledger.batchesASeal) { try writer.seal(batch, in: home) }
        return (batch, appended + entries)
    }

    private static let batchesASeal = 16
}

extension Ledger {
    func apply(_ operation: Operation, held: String?) throws -> OperationResult {
        switch operation {
        case .submit(let draft): try submit(draft, held: held)
        case .revise(let number, let fields, let version): try revise(number, fields, version: version, held: held)
        case .tag(let number, let add, let remove): try tag(number, add: add, remove: remove, held: held)
        case .contribute(let new): try contribute(new, held: held)
        case .retract(let uid): try retract(uid)
        case .move(let number, let stage, let reason, let from, let version):
            try move(number, to: stage, reason: reason, from: from, version: version, held: held)
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
        let before = try renew(&innovation)
        try writer.update(innovation, expecting: before)
    }

    /// The same of one of an undo's block, with which it is written.
    func keep(_ innovation: inout Innovation, in block: UndoBlock) throws {
        let before = try renew(&innovation)
        block.update(innovation, expecting: before)
    }

    /// The version before.
    private func renew(_ innovation: inout Innovation) throws -> Int {
        let before = innovation.version
        innovation.version = try before.next("the version of \(innovation.reference)")
        innovation.updated = at
        touch(innovation.number)
        return before
    }

    /// Makes the signals and searchable text of innovations anew from what is stored.
    private func refresh(_ numbers: [Int]) throws {
        let innovations = try writer.innovations(numbers, in: home), all = try writer.contributions(on: numbers, in: home)
        let contributions = innovations.map { registry.counting(all[$0.number] ?? [], on: $0) }
        let signals = registry.signals(from: contributions)
        for notice in signals.flatMap({ $0.failed.values.sorted() }) where !notices.contains(notice) { notices.append(notice) }
        let values = try registry.values(of: signals, innovations.map(\.number), reader: writer)
        try writer.set(zip(innovations, values).map { (innovation: $0.number, values: $1) }, in: home)
        try writer.index(zip(innovations, contributions).map { (innovation: $0.number, text: registry.searchText(of: $0, $1)) }, in: home)
    }
}

extension Int {
    /// One more. Throws where a damaged registry holds the largest that there is.
    func next(_ what: String) throws -> Int {
        let (next, isTooLarge) = addingReportingOverflow(1)
        return try (isTooLarge ? nil : next).orDamaged("\(what) is too large")
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

    /// What signals make of an innovation's contributions.
    struct Signals {
        /// Those that have a value.
        var values: [SignalName: Double] = [:]
        /// Those that failed, with what the person is told: what is stored of them stays.
        var failed: [SignalName: String] = [:]
    }

    /// Whether a plugin that is here makes a signal: the numbers of one that is left out stay as they are.
    func makes(signal name: SignalName) -> Bool { assembly.signals.contains { $0.name == name } }

    /// Every signal of several innovations, each asked once for all of them.
    func signals(from subjects: [[Contribution]]) -> [Signals] {
        var all = Array(repeating: Signals(), count: subjects.count)
        for signal in assembly.signals {
            let relevant = subjects.map { $0.filter { signal.kinds.contains($0.kind) } }
            let asked = relevant.indices.filter { !relevant[$0].isEmpty }
            guard !asked.isEmpty else { continue }
            do {
                let values = try signal.values(of: asked.map { relevant[$0] })
                guard values.count == asked.count else { throw Problem(.plugin, "it answered for \(values.count) of \(asked.count)") }
                for (index, value) in zip(asked, values) where value?.isFinite ?? false { all[index].values[signal.name] = value }
            } catch {
                let notice = "saved; but \(signal.name) could not be made anew and stays as it was: \((error as? Problem)?.what ?? "it failed")"
                for index in asked { all[index].failed[signal.name] = notice }
            }
        }
        return all
    }

    func searchText(of innovation: Innovation, _ contributions: [Contribution]) -> SearchText {
        let contributed = contributions.compactMap { contribution in
            assembly.kind(contribution.kind)?.searchable(json: contribution.payload)
        }.filter { !$0.isEmpty }
        return SearchText(innovation, contributed: contributed.joined(separator: "\n"))
    }
}
