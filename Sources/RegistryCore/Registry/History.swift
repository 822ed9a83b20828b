import Foundation

/// One line of a history: an entry with its batch, and what it says in words.
public struct HistoryLine: Equatable, Sendable {
    public var batch: Batch
    public var entry: Entry
    /// “title: “Old” became “New””, a clause each; “(redacted)” where the payload is gone.
    public var clauses: [String]
    public var reason: String? { entry.payload?.reason }
}

extension Registry {
    /// What happened to an innovation, oldest first.
    public func history(of number: Int, for viewer: Viewer) throws -> [HistoryLine] {
        try store.read { reader in
            guard try innovation(number, for: viewer, reader: reader) != nil else { throw Registry.noInnovation(Reference(number)) }
            var batches: [UID: Batch] = [:]
            let entries = try reader.entries(on: number, in: home).filter { try maySee($0, viewer, reader) }
            let concealed = try concealed(entries, viewer, reader)
            return try entries.compactMap { entry in
                if batches[entry.batch] == nil { batches[entry.batch] = try reader.batch(uid: entry.batch, in: home) }
                return try batches[entry.batch].map { try line(entry, $0, concealing: concealed, reader: reader) }
            }
        }
    }

    /// The home's batches, newest first.
    public func batches(by person: PersonName? = nil, before number: Int? = nil, limit: Int? = nil) throws -> [Batch] {
        try store.read { try $0.batches(of: home, by: person, before: number, limit: limit) }
    }

    /// The home's batches of which the viewer may see something, newest first: leads see all.
    public func batches(by person: PersonName? = nil, limit: Int? = nil, for viewer: Viewer) throws -> [Batch] {
        guard !viewer.seesWholeHome else { return try batches(by: person, limit: limit) }
        var seen: [Batch] = []
        for batch in try batches(by: person) where seen.count < limit ?? .max {
            let isOwn = Person.key(batch.person) == Person.key(viewer.name)
            if try isOwn || !lines(of: batch, for: viewer, limit: 1).isEmpty { seen.append(batch) }
        }
        return seen
    }

    /// What one batch did, of what the viewer may see: in its order, at most `limit` lines.
    public func lines(of batch: Batch, for viewer: Viewer, limit: Int? = nil) throws -> [HistoryLine] {
        try store.read { reader in
            var entries: [Entry] = []
            let most = limit ?? .max
            if most > 0 {
                try reader.eachEntry(of: batch.uid, in: home) { entry in
                    if try maySee(entry, viewer, reader) { entries.append(entry) }
                    return entries.count < most
                }
            }
            let concealed = try concealed(entries, viewer, reader)
            return try entries.map { try line($0, batch, concealing: concealed, reader: reader) }
        }
    }

    /// What happened after a batch, oldest first, of what the viewer may see.
    public func news(after batch: Int, for viewer: Viewer, limit: Int? = nil) throws -> [HistoryLine] {
        try store.read { reader in
            let seen = try reader.news(after: batch, in: home, limit: nil).filter { try maySee($0.entry, viewer, reader) }
            let news = limit.map { Array(seen.prefix($0)) } ?? seen
            let concealed = try concealed(news.map(\.entry), viewer, reader)
            return try news.map { try line($0.entry, $0.batch, concealing: concealed, reader: reader) }
        }
    }

    private func maySee(_ entry: Entry, _ viewer: Viewer, _ reader: any StoreReading) throws -> Bool {
        if case .contribution(let uid) = entry.subject, let contribution = try reader.contribution(uid, in: home), contribution.held != nil {
            guard viewer.maySeeHeld(contribution) else { return false }
        }
        guard let number = entry.innovation else { return viewer.seesWholeHome || entry.subject == .person(viewer.name) }
        return try innovation(number, for: viewer, reader: reader) != nil
    }

    private func line(_ entry: Entry, _ batch: Batch, concealing concealed: Set<EntryKey>, reader: any StoreReading) throws -> HistoryLine {
        guard concealed.contains(EntryKey(entry)) else {
            return HistoryLine(batch: batch, entry: entry, clauses: try clauses(of: entry, reader: reader))
        }
        var entry = entry
        let names = entry.payload?.changes.filter(\.isTold).map(\.name) ?? []
        entry.payload = nil
        return HistoryLine(batch: batch, entry: entry, clauses: ["\(entry.action.rawValue) while it was held: \(names.joined(separator: ", "))"])
    }

    /// The entries on innovations whose texts a viewer may not read, since the subject was held then: what was edited
    /// out before a lead cleared it does not come back through its history. Leads read all; so do authors their own.
    private func concealed(_ entries: [Entry], _ viewer: Viewer, _ reader: any StoreReading) throws -> Set<EntryKey> {
        guard !viewer.seesWholeHome else { return [] }
        var concealed: Set<EntryKey> = []
        for number in Set(entries.compactMap(\.innovation)) {
            guard let innovation = try reader.innovation(number, in: home) else { continue }
            let isOwn = Person.key(innovation.submitter) == Person.key(viewer.name)
            var held: Set<Subject> = []
            for entry in try reader.entries(on: number, in: home) {
                let change = entry.payload?.changes.first { $0.property == "held" }
                let was = held.contains(entry.subject)
                if let change { if change.now == nil { held.remove(entry.subject) } else { held.insert(entry.subject) } }
                guard was || held.contains(entry.subject) else { continue }
                if case .contribution(let uid) = entry.subject {
                    if let contribution = try reader.contribution(uid, in: home), Person.key(contribution.author) == Person.key(viewer.name) { continue }
                } else if isOwn {
                    continue
                }
                concealed.insert(EntryKey(entry))
            }
        }
        return concealed
    }

    /// Which entry of which batch.
    private struct EntryKey: Hashable {
        var batch: UID
        var position: Int
        init(_ entry: Entry) {
            batch = entry.batch
            position = entry.position
        }
    }

    func clauses(of entry: Entry, reader: any StoreReading) throws -> [String] {
        // Where a login is shown a part, the engine keeps to itself what was written while its subject was held.
        guard let payload = entry.payload else { return [store.login == nil ? "(redacted)" : "(redacted, or from when it was held)"] }
        switch entry.action {
        case .submitted, .imported:
            let title = payload.changes.first { $0.property == "field.title" }?.now?.string ?? ""
            return ["\(entry.action.rawValue) “\(title)”"]
        case .contributed:
            guard case .contribution(let uid) = entry.subject, let contribution = try reader.contribution(uid, in: home),
                let now = payload.changes.first(where: { $0.property == "payload" })?.now
            else { return ["contributed"] }
            return [assembly.kind(contribution.kind)?.summary(json: now) ?? "contributed \(contribution.kind)"]
        case .withdrew: return ["took a contribution back"]
        case .undid:
            var what = "undone"
            if case .contribution(let uid) = entry.subject, let contribution = try reader.contribution(uid, in: home) { what += ", \(contribution.kind)" }
            return payload.changes.filter(\.isTold).map { "\(what): \($0.clause)" }
        default: return payload.changes.filter(\.isTold).map(\.clause)
        }
    }
}

extension Change {
    /// Whether a history tells of it: what an import keeps for its next run is the registry's own.
    fileprivate var isTold: Bool { property != "imported" }

    /// What it did, as one clause: “result: “two of eight” became “six of eight””.
    public var clause: String {
        func shown(_ json: JSONValue?) -> String {
            guard let json else { return "nothing" }
            let text = json.array.map { $0.compactMap(\.string).joined(separator: ", ") } ?? json.string ?? json.line
            return "“\(text.count > 60 ? text.prefix(59) + "…" : text)”"
        }
        switch property {
        case "tags":
            let was = Set(was?.array?.compactMap(\.string) ?? [])
            let now = Set(now?.array?.compactMap(\.string) ?? [])
            return "tags: " + (now.subtracting(was).sorted().map { "+\($0)" } + was.subtracting(now).sorted().map { "-\($0)" }).joined(separator: " ")
        case "stage": return "stage: \(was?.string ?? "none") → \(now?.string ?? "none")"
        case "held": return now == nil ? "no longer held" : "held: \(now?.string ?? "")"
        case "text": return was == nil ? "set" : "changed"
        case "withdrawn": return now == .bool(true) ? "taken back" : "there again"
        case "payload": return "set back"
        case Change.unreadable: return "(cannot be read: it was changed)"
        default:
            let name = property.hasPrefix("field.") ? String(property.dropFirst(6)) : property
            return was == nil ? "\(name): \(shown(now))" : "\(name): \(shown(was)) became \(shown(now))"
        }
    }
}
