import RegistryCore

/// A lead's remark on moving an innovation: what was decided, and why.
struct Review: Codable, Equatable, Sendable {
    /// The stage that it was moved to.
    var verdict: StageName
    var note: String
}

/// Left with every move that a lead gives a reason for, so that the reason stands on the page for the submitter and
/// goes with the innovation, as any contribution does; the journal keeps it too.
struct ReviewKind: Kind {
    let name = "review"
    let letter: Character? = "R"
    let rule = ContributionRule(role: .lead, othersOnly: true)

    static let longestNote = 2_000

    func validated(_ review: Review, _ setting: ContributionSetting) throws -> Review {
        let note = FieldDefinition.tidiedLines(review.note)
        guard !note.isEmpty else { throw Problem(.badInput, "a review says something") }
        guard note.count <= ReviewKind.longestNote else {
            throw Problem(.badInput, "the reason has \(note.count) characters, and \(ReviewKind.longestNote) is the most")
        }
        return Review(verdict: try setting.configuration.stages.stage(review.verdict).name, note: note)
    }

    func texts(of review: Review) -> [LabelledText] { [LabelledText("reason", review.note)] }
    func searchable(_ review: Review) -> String { review.note }
    func summary(of review: Review) -> String { "reviewed it (\(review.verdict)): “\(review.note)”" }
}

/// A move with the review that a lead's reason makes.
struct ReasonedMove {
    let innovation: Innovation
    let stage: StageDefinition
    let reason: String?
    /// The stage from which alone it is moved; nil for any.
    var from: StageName?
    /// The version of which alone it is moved: as it was shown to who decided; nil for any.
    var version: Int?

    /// The operations, in one batch. One's own innovation has no review: the reason stands in the journal alone.
    func operations(by person: Person) throws -> [Operation] {
        let reason = self.reason.map(FieldDefinition.tidiedLines).flatMap { $0.isEmpty ? nil : $0 }
        let move = Operation.move(innovation.number, to: stage.name, reason: reason, from: from, version: version)
        guard let reason, innovation.stage != stage.name, person.role >= .lead, !person.submitted(innovation) else { return [move] }
        return [move, .contribute(try NewContribution(kind: "review", about: innovation.subject, Review(verdict: stage.name, note: reason)))]
    }
}
