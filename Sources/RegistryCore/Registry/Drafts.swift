extension Registry {
    /// A person's unfinished forms, newest first.
    public func drafts(of person: Person) throws -> [SavedDraft] {
        try store.read { try $0.drafts(of: person.name, in: home) }.sorted { $0.updated > $1.updated }
    }

    /// Keeps an unfinished form. What a check blocks is masked first, so that it never touches the disk.
    ///
    /// Somebody who goes on with one draft at two prompts has two afterwards: where it was kept elsewhere since
    /// `updated`, this becomes a draft of its own, with another uid.
    ///
    /// - Returns: what was kept, and what was masked in it.
    @discardableResult
    public func keep(_ draft: SavedDraft, for actor: Actor) throws -> (draft: SavedDraft, masked: [Finding]) {
        var kept = draft
        kept.owner = actor.person.name
        kept.updated = now
        let texts = texts(of: draft.fields) + (draft.tags.isEmpty ? [] : [LabelledText("tags", draft.tags.joined(separator: " "))])
        let found = try findings(in: [Passage(purpose: .draft, texts: texts)], for: actor.viewer).flatMap { $0 }
        let blocks = found.filter { $0.severity == .block }
        for (name, value) in draft.fields {
            let here = blocks.filter { $0.label == name }
            if !here.isEmpty { kept.fields[name] = Registry.mask(value, here) }
        }
        if blocks.contains(where: { $0.label == "tags" }) { kept.tags = [] }
        let masked = kept
        return try store.write { writer in
            var kept = masked
            if let stored = try Registry.stored(draft, writer), !stored.isAsOld(as: draft) { kept.uid = UID() }
            try writer.put(kept)
            return (kept, blocks)
        }
    }

    /// Takes a draft away, unless it was kept at another prompt since.
    public func forget(_ draft: SavedDraft) throws {
        try store.write { writer in
            guard let stored = try Registry.stored(draft, writer), stored.isAsOld(as: draft) else { return }
            try writer.deleteDraft(draft.uid, of: draft.owner, in: home)
        }
    }

    private static func stored(_ draft: SavedDraft, _ reader: any StoreReading) throws -> SavedDraft? {
        try reader.drafts(of: draft.owner, in: draft.home).first { $0.uid == draft.uid }
    }

    /// A value with what was found in it replaced. A list in which something was found is left out whole, since
    /// findings point into its joined text.
    private static func mask(_ value: FieldValue, _ findings: [Finding]) -> FieldValue? {
        guard case .text(let text) = value else { return nil }
        return .text(Finding.replace(findings, in: text))
    }
}

extension SavedDraft {
    /// Whether both were kept at the same moment, in the milliseconds that a store keeps.
    fileprivate func isAsOld(as other: SavedDraft) -> Bool { Moment.text(updated) == Moment.text(other.updated) }
}

extension Finding {
    /// A text with each finding's range replaced by what the check would have there, or by `[removed]`.
    public static func replace(_ findings: [Finding], in text: String) -> String {
        var bytes = Array(text.utf8)
        var pieces: [(range: Range<Int>, text: String)] = []
        for finding in findings.sorted(by: { ($0.range?.lowerBound ?? 0) < ($1.range?.lowerBound ?? 0) }) {
            guard let range = finding.range, range.lowerBound >= 0, range.upperBound <= bytes.count else {
                // A finding about the whole text leaves nothing that is safe to keep.
                return finding.replacement ?? "[removed]"
            }
            if let last = pieces.last, last.range.upperBound > range.lowerBound {
                // What two checks found over each other goes as one.
                pieces[pieces.count - 1].range = last.range.lowerBound..<max(last.range.upperBound, range.upperBound)
            } else {
                pieces.append((range, finding.replacement ?? "[removed]"))
            }
        }
        for piece in pieces.reversed() { bytes.replaceSubrange(piece.range, with: Array(piece.text.utf8)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
