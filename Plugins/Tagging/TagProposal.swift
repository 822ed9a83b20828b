import RegistryCore

/// Tags that somebody would add to an innovation or take away, but may not: a lead does it with `tag`.
struct TagProposal: Codable, Equatable, Sendable {
    var add: [String]
    var remove: [String]

    /// As it is typed: `+transport -bus`.
    var words: String { (add.map { "+\($0)" } + remove.map { "-\($0)" }).joined(separator: " ") }

    /// What of it the innovation's tags do not show yet; nil once nothing is left to do.
    func open(on innovation: Innovation) -> TagProposal? {
        let tags = Set(innovation.tags)
        let rest = TagProposal(add: add.filter { !tags.contains($0) }, remove: remove.filter(tags.contains))
        return rest.add.isEmpty && rest.remove.isEmpty ? nil : rest
    }

    /// This and a later proposal of the same person as one; where they differ, the later one counts.
    func followed(by later: TagProposal) -> TagProposal {
        TagProposal(
            add: Set(add).subtracting(later.remove).union(later.add).sorted(),
            remove: Set(remove).subtracting(later.add).union(later.remove).sorted())
    }
}

struct TagProposalKind: Kind {
    let name = "tag-proposal"
    let onePerAuthor = true

    func validated(_ proposal: TagProposal, _ setting: ContributionSetting) throws -> TagProposal {
        func tidied(_ tags: [String]) throws -> [String] { Set(try tags.map(setting.configuration.tags.tag)).sorted() }
        let kept = TagProposal(add: try tidied(proposal.add), remove: try tidied(proposal.remove))
        guard !kept.words.isEmpty else {
            throw Problem(.badInput, "a proposal adds a tag or takes one away", allowed: ["+transport", "-transport"])
        }
        return kept
    }

    func texts(of proposal: TagProposal) -> [LabelledText] {
        proposal.words.isEmpty ? [] : [LabelledText("tags", (proposal.add + proposal.remove).joined(separator: " "))]
    }

    func summary(of proposal: TagProposal) -> String { "proposed the tags \(proposal.words)" }
}

/// A proposal on an innovation that something of is left to do.
struct OpenProposal {
    var contribution: Contribution
    var proposal: TagProposal

    /// Those among contributions on an innovation, oldest first.
    static func all(_ contributions: [Contribution], on innovation: Innovation) throws -> [OpenProposal] {
        try contributions.filter { $0.kind == "tag-proposal" }.compactMap { contribution in
            try contribution.payload(as: TagProposal.self).open(on: innovation).map { OpenProposal(contribution: contribution, proposal: $0) }
        }
    }
}

/// What tags people propose, on the page of an innovation.
struct TagProposalSection: Section {
    let name = "tag-proposals"
    let title = "Proposed tags"
    let order = 20

    func blocks(for view: PageView) throws -> [Block] {
        let open = try OpenProposal.all(view.contributions, on: view.innovation)
        guard !open.isEmpty else { return [] }
        return [.list(open.map { "\($0.contribution.author): \($0.proposal.words)  (to do it: tag \(view.innovation.reference) \($0.proposal.words))" })]
    }

    func json(for view: PageView) throws -> JSONValue? {
        .array(try OpenProposal.all(view.contributions, on: view.innovation).map { item in
            [
                "author": .string(item.contribution.author), "add": .array(item.proposal.add.map(JSONValue.string)),
                "remove": .array(item.proposal.remove.map(JSONValue.string)),
            ]
        })
    }
}
