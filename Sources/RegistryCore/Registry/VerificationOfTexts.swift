/// Texts that batches wrote, at which checks look as they were settled then: some hundred at a time. What a check finds
/// must be held since, and what it blocks cannot be there.
final class TextsToVerify {
    /// What one entry wrote.
    private struct Written {
        enum Content {
            case texts([LabelledText])
            /// A contribution, whose kind knows what of it is text.
            case payload(JSONValue, KindName)
        }

        var content: Content
        var purpose: Passage.Purpose
        let entry: Entry
        /// Whether what a check warns of may be there: it was held, or no warning holds such a text.
        var mayWarn: Bool
        /// All on its innovation, where batches were made at the same time.
        let beside: [Entry]
    }

    private var written: [Written] = []
    private static let most = 500

    /// Takes what an entry wrote.
    ///
    /// - Parameters:
    ///   - replay: its subject, with the entry taken.
    ///   - entries: all that are on its innovation; none where it bears on none.
    func take(_ entry: Entry, _ replay: Replay, among entries: [Entry], _ verifier: Verifier) throws {
        guard let payload = entry.payload, let batch = verifier.batches[entry.batch] else { return }
        var isHeld = replay.mayBeHeld
        let beside = verifier.writtenAtOnce ? entries : []
        func add(_ texts: [LabelledText], _ purpose: Passage.Purpose) {
            guard !texts.isEmpty else { return }
            written.append(Written(content: .texts(texts), purpose: purpose, entry: entry, mayWarn: isHeld, beside: beside))
        }
        switch entry.subject {
        case .innovation:
            let isNew = entry.action == .submitted || entry.action == .imported
            add(verifier.texts(of: entry, payload, by: batch, among: entries), batch.isImport ? .imported : isNew ? .submission : .revision)
        case .contribution:
            let change = payload.changes.first { $0.property == "payload" }
            guard let now = change?.now ?? (entry.saysAnew ? replay["payload"] : nil), let kind = replay["kind"]?.string,
                change.map({ !verifier.wasThere($0, before: entry, in: entries) }) ?? true
            else { break }
            written.append(Written(content: .payload(now, kind), purpose: .contribution, entry: entry, mayWarn: isHeld, beside: beside))
        case .person, .configuration, .home: return
        }
        // What an import or an undo says is no person's text.
        if !batch.isImport, entry.action != .undid {
            isHeld = isHeld || entry.action == .cleared
            add(payload.reason.map { [LabelledText("reason", $0)] } ?? [], .remark)
            isHeld = true
            add(payload.now("held").map { [LabelledText("reason", $0)] } ?? [], .remark)
        }
        if written.count >= TextsToVerify.most { try finish(verifier) }
    }

    /// Looks at those that were gathered.
    func finish(_ verifier: Verifier) throws {
        defer { written.removeAll(keepingCapacity: true) }
        var groups: [Range<Int>: [Written]] = [:]
        for one in written {
            guard let batch = verifier.batches[one.entry.batch] else { continue }
            groups[verifier.configurations.places(for: batch), default: []].append(one)
        }
        for (places, group) in groups.sorted(by: { ($0.key.upperBound, $0.key.lowerBound) < ($1.key.upperBound, $1.key.lowerBound) }) {
            var left = group.map { (written: $0, checks: Set<String>?.none) }
            // By whatever may have been settled then: only what each of them finds is told.
            for place in places.reversed() where !left.isEmpty {
                guard let then = verifier.registry(asOf: place) else {
                    left = []
                    break
                }
                let found = TextsToVerify.found(in: left.map(\.written), then)
                left = zip(left, found).compactMap { one, found in
                    let checks = one.checks?.intersection(found) ?? found
                    return checks.isEmpty ? nil : (one.written, checks)
                }
            }
            for one in left where !places.isEmpty {
                for check in (one.checks ?? []).sorted() { verifier.tell(check, of: one.written.entry, among: one.written.beside) }
            }
        }
    }

    /// The checks by which each must not be there as it is.
    private static func found(in written: [Written], _ then: Registry) -> [Set<String>] {
        let passages = written.map { one -> Passage in
            let texts: [LabelledText] = switch one.content {
            case .texts(let texts): texts
            case .payload(let payload, let kind): (try? then.assembly.kind(kind).map { try Registry.looked($0.texts(json: payload)) }) ?? []
            }
            return Passage(purpose: one.purpose, texts: texts, innovation: one.entry.innovation)
        }
        var all = Array(repeating: Set<String>(), count: written.count)
        for check in then.assembly.checks {
            // Without a registry: one that compares with what is there by now would say otherwise than it did.
            guard let found = try? check.examine(passages, CheckSetting(registry: nil, viewer: nil)), found.count == passages.count else { continue }
            for (index, found) in found.enumerated() where found.contains(where: { $0.severity == .block || $0.severity == .warning && !written[index].mayWarn }) {
                all[index].insert(check.name)
            }
        }
        return all
    }
}

extension Verifier {
    /// The texts that an entry wrote on its innovation, as checks were given them.
    fileprivate func texts(of entry: Entry, _ payload: Entry.Payload, by batch: BatchThen, among entries: [Entry]) -> [LabelledText] {
        let isNew = entry.action == .submitted || entry.action == .imported
        var texts: [LabelledText] = []
        for change in payload.changes {
            guard let now = change.now else { continue }
            switch change.property {
            case let property where property.hasPrefix("field."):
                guard let value = FieldValue(json: now), !wasThere(change, before: entry, in: entries) else { continue }
                texts.append(LabelledText(change.name, value.text))
            case "submitter" where isNew && Person.key(now.string ?? "") != Person.key(batch.person),
                "source" where isNew, "source_id" where isNew && !isContentKey(now.string ?? ""):
                texts.append(LabelledText(change.property, now.string ?? ""))
            case "tags" where entry.action != .undid: texts += registry.texts(ofTags: tags(of: change, payload, isNew: isNew))
            default: continue
            }
        }
        return texts
    }

    /// The tags as checks were given them. Of those that somebody added only what was added is known: beside others that
    /// were there and have digits it may have read otherwise, so those are left out.
    private func tags(of change: Change, _ payload: Entry.Payload, isNew: Bool) -> [String] {
        let now = change.now?.array?.compactMap(\.string) ?? [], was = change.was?.array?.compactMap(\.string) ?? []
        if isNew { return now }
        let added = now.filter { !was.contains($0) }
        if let row = payload.changes.first(where: { $0.property == "imported" })?.now { return added.isEmpty ? [] : row["tags"]?.array?.compactMap(\.string) ?? [] }
        return was.contains { $0.contains(where: \.isNumber) } ? [] : added
    }

    /// Whether an undo brings back what had been written before: it was looked at then.
    fileprivate func wasThere(_ change: Change, before entry: Entry, in entries: [Entry]) -> Bool {
        guard entry.action == .undid else { return false }
        guard 1...Verifier.mostCompared ~= entries.count else { return true }
        return entries.contains { earlier in
            guard earlier.subject == entry.subject, (earlier.batch, earlier.position) != (entry.batch, entry.position) else { return false }
            return earlier.payload?.changes.contains { $0.property == change.property && $0.now == change.now } ?? true
        }
    }

    /// Of an innovation with more entries an undo is believed.
    private static let mostCompared = 2000

    /// Whether it is a key that an import made of a row's content, which nobody wrote.
    private func isContentKey(_ key: String) -> Bool {
        key.hasPrefix("content:") && key.utf8.count == 40 && key.dropFirst(8).allSatisfy(\.isHexDigit)
    }

    fileprivate func tell(_ check: String, of entry: Entry, among entries: [Entry]) {
        // Somebody who held or cleared it at the same time may have come at another place.
        let (after, before) = loose(around: entry.batch, in: entries)
        let others = Set(after + before)
        guard !entries.contains(where: { other in
            other.subject == entry.subject && others.contains(other.batch) && other.payload?.changes.contains { $0.property == "held" } ?? true
        }) else { return }
        var label = entry.innovation.map { "P\($0)" } ?? "the \(entry.subject.written)"
        if case .contribution(let uid) = entry.subject, let contribution = try? reader.contribution(uid, in: home) { label = self.label(contribution) }
        trouble("\(label): the check \(check) finds what \(name(of: entry.batch)) wrote and did not hold")
    }
}

extension Registry {
    /// Texts of a contribution as checks are given them: kinds tidy white space, which could hide a number's groups from a
    /// check, so it is tidied before.
    static func looked(_ texts: [LabelledText]) -> [LabelledText] {
        texts.map { text in
            LabelledText(text.label, text.text.split(separator: "\n", omittingEmptySubsequences: false).map { FieldDefinition.tidied(String($0)) }.joined(separator: "\n"))
        }
    }
}
