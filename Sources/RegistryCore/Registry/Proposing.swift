import Foundation

/// What completion offers of a home, for whom may see it: a few rows at a time, whatever the registry's size.
extension Registry {
    /// Numbers and titles of innovations. What is found by words of no title is found by its other texts.
    public func titles(_ wanted: TitleQuery.Wanted, for viewer: Viewer, limit: Int) throws -> [Titled] {
        let unlisted = configuration.stages.all.filter { !$0.listed }.map(\.name)
        return try store.read { reader in
            func found(_ wanted: TitleQuery.Wanted, limit: Int) throws -> [Titled] {
                try reader.titles(TitleQuery(wanted, viewer: viewer, unlisted: unlisted, limit: limit))
            }
            let titles = try found(wanted, limit: limit)
            guard titles.isEmpty, case .words(let words) = wanted else { return titles }
            // Full text knows stems only: “travelli” begins no stem, and does begin “travelling”. So the first letters are
            // looked for, and the words themselves compared.
            let near = words.contains { $0.count > 4 } ? try found(.words(words.map { String($0.prefix(4)) }), limit: limit * 10).filter { $0.has(words) } : []
            return near.isEmpty ? try found(.anywhere(words), limit: limit) : Array(near.prefix(limit))
        }
    }

    /// The tags that begin so, with how many innovations have each, by name.
    public func tagCounts(beginning: String = "", for viewer: Viewer) throws -> [Tally] {
        let unlisted = configuration.stages.all.filter { !$0.listed }.map(\.name)
        return try store.read { try $0.tagCounts(beginning: beginning, for: viewer, unlisted: unlisted) }.sorted { $0.value < $1.value }
    }

    /// People, any of whose names begins so, by name.
    public func people(beginning: String, limit: Int) throws -> [(name: PersonName, role: Role, team: String?)] {
        try store.read { try $0.people(of: home, beginning: beginning, limit: limit) }.map { ($0.name, $0.role, $0.team) }
    }

    /// The last contributions of a kind that have a reference, newest first, each with what it says.
    public func references(ofKind kind: KindName, for viewer: Viewer, limit: Int) throws -> [(reference: Reference, summary: String)] {
        try store.read { reader in
            try reader.contributions(of: [kind], by: nil, addressedTo: nil, in: home, limit: limit).filter { contribution in
                guard contribution.held == nil || viewer.maySeeHeld(contribution), let number = contribution.innovation else { return false }
                return try innovation(number, for: viewer, reader: reader) != nil
            }
        }.compactMap(named)
    }

    /// The contributions on an innovation that have a reference, oldest first; none where the viewer may not see it.
    public func references(on number: Int, for viewer: Viewer) throws -> [(reference: Reference, summary: String)] {
        try page(number, for: viewer).contributions.compactMap(named)
    }

    private func named(_ contribution: Contribution) -> (reference: Reference, summary: String)? {
        guard let reference = reference(of: contribution) else { return nil }
        let summary = assembly.kind(contribution.kind)?.summary(json: contribution.payload) ?? contribution.kind
        return (reference, "\(contribution.author) \(summary)")
    }

    /// The last batches that a person may name: a lead all, others their own; with those of a number that begins so.
    public func batches(beginning digits: String, for viewer: Viewer, limit: Int) throws -> [Batch] {
        try store.read { reader in
            let person = viewer.seesWholeHome ? nil : viewer.name
            var batches = try reader.batches(of: home, by: person, before: nil, limit: limit).filter { String($0.number).hasPrefix(digits) }
            if let number = Int(digits), number > 0, number < 1_000_000_000 {
                for range in [number...number, number * 10...number * 10 + 9] {
                    let further = try reader.batches(of: home, by: person, before: range.upperBound + 1, limit: range.count)
                    batches += further.filter { range.contains($0.number) && !batches.map(\.number).contains($0.number) }
                }
            }
            return batches
        }
    }

    /// The homes of the store.
    public func homes() throws -> [HomeName] { try store.read { try $0.homes() } }
}

extension Titled {
    /// Whether the title has, for each of these, a word that begins so.
    fileprivate func has(_ words: [String]) -> Bool {
        let own = title.split { !$0.isLetter && !$0.isNumber }.map { Person.key(String($0)) }
        return words.allSatisfy { word in own.contains { $0.hasPrefix(Person.key(word)) } }
    }
}
