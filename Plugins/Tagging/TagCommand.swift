import ArgumentParser
import RegistryCore
import RegistryShell

struct TagCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag", abstract: "Add tags to innovations and take tags away; on somebody else's, staff propose them.")
    static let about = CommandAbout(.judge, takesHyphenWords: true, examples: [
        Example("tag P1 +transport -waiting", "adds one tag to P1 and takes another away"),
        Example("tag P1 P3-P5 +independence", "adds it to four innovations"),
        Example("tag --where wheelchair +accessibility --yes", "adds it to all that a search finds"),
        Example("tag --where wheelchair +accessibility --dry-run", "says what that would do, and does nothing"),
    ])

    @Argument(help: ArgumentHelp("References (P1, P3-P5), +TAG to add, -TAG to take away.", valueName: "reference-or-tag")) var words: [String] = []
    @OptionGroup var bulk: BulkOptions
    @Option(help: ArgumentHelp("Why a text that was warned about must stay.", valueName: "reason")) var keep: String?

    func run(_ session: Session) throws {
        let words = try TagWords(words, session)
        guard !words.change.isEmpty else {
            throw Problem(.usage, "no tag to add or to take away is given", allowed: ["+TAG", "-TAG"], next: "tag P1 +TAG")
        }
        let innovations = try bulk.innovations(words.references, session, example: "tag P1 \(words.change)")
        let plan = try TagPlan(words, on: innovations, session)
        try hint(words, innovations, session)
        if bulk.dryRun { return try session.foretell(plan.bulk, plan.would.json) }
        guard let chosen = try session.agreed(to: plan.bulk, bulk) else { return }
        let outcome = try plan.perform(chosen, session, keeping: keep)
        try session.report(lines(outcome, plan.split(chosen), words), outcome.json)
        if outcome.changed > 1 { session.notice("undo takes it back") }
    }

    /// A new tag that is nearly one that is used is most often a slip; so is one to take away that none of them has.
    private func hint(_ words: TagWords, _ innovations: [Innovation], _ session: Session) throws {
        let registry = try session.registry()
        let used = try registry.tally(.tag, registry.query(.everything, for: session.viewer())).map(\.value)
        let known = used + registry.configuration.tags.all.map(\.name)
        for tag in words.add where !known.contains(tag) {
            let near = Nearest.match(tag, among: known)
            session.notice("“\(tag)” is a new tag" + (near.map { "; did you mean “\($0)”? (tag … +\($0) -\(tag))" } ?? ""))
        }
        let theirs = Set(innovations.flatMap(\.tags))
        for tag in words.remove where !theirs.contains(tag) && !innovations.isEmpty {
            let near = Nearest.match(tag, among: theirs)
            session.notice("none of them has the tag “\(tag)”" + (near.map { "; did you mean “\($0)”?" } ?? ""))
        }
    }

    private func lines(_ outcome: TagOutcome, _ done: (changing: [Innovation], proposing: [Innovation]), _ words: TagWords) -> [String] {
        var lines: [String] = []
        if outcome.changed == 1, done.changing.count == 1 {
            lines.append("\(Bulk.listed(done.changing)) is tagged \(words.change).")
        } else if outcome.changed > 0 {
            lines.append("\(Bulk.counted(outcome.changed)) are tagged \(words.change): \(Bulk.listed(done.changing)).")
        }
        if outcome.proposed > 0 {
            lines.append("You propose \(words.change) for \(Bulk.listed(done.proposing)), which somebody else submitted; a lead finds it in “tags proposals”.")
        }
        if outcome.unchanged > 0 {
            lines.append(outcome.changed + outcome.proposed == 0 ? "Nothing changes: \(outcome.unchanged == 1 ? "it is so already" : "all \(outcome.unchanged) are so already")." : "\(Bulk.counted(outcome.unchanged)) \(outcome.unchanged == 1 ? "was" : "were") so already.")
        }
        return lines.isEmpty ? ["Nothing is found, so nothing is tagged."] : lines
    }
}
