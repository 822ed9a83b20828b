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
    @Option(help: ArgumentHelp("All that this finds; `help find` says how.", valueName: "selection")) var `where`: String?
    @Option(help: ArgumentHelp("Why a text that was warned about must stay.", valueName: "reason")) var keep: String?
    @Flag(help: "Say what would be done, and do nothing.") var dryRun = false

    func run(_ session: Session) throws {
        let words = try TagWords(words, session)
        guard !words.change.isEmpty else {
            throw Problem(.usage, "no tag to add or to take away is given", allowed: ["+TAG", "-TAG"], next: "tag P1 +TAG")
        }
        let innovations = try innovations(words, session)
        let plan = try TagPlan(words, on: innovations, session)
        try hint(words, innovations, session)
        if dryRun { return try foretell(plan, words, session) }
        if self.where != nil, !innovations.isEmpty, !(plan.changing.isEmpty && plan.proposing.isEmpty) {
            if !session.options.yes { for line in plan.preview(words.change) { session.notice(line) } }
            guard try session.confirm("Tag \(counted(plan.changing.count + plan.proposing.count)) \(words.change)?") else {
                session.notice("nothing was changed")
                return
            }
        }
        let outcome = try plan.perform(session, keeping: keep)
        try session.report(lines(outcome, plan, words), outcome.json)
        if outcome.changed > 1 { session.notice("undo takes it back") }
    }

    /// The innovations that are meant, each once, in the order in which they are named.
    private func innovations(_ words: TagWords, _ session: Session) throws -> [Innovation] {
        let registry = try session.registry()
        let viewer = try session.viewer()
        guard let text = self.where else {
            guard !words.references.isEmpty else {
                throw Problem(.usage, "which innovations is not said", next: "tag P1 \(words.change)")
            }
            var seen = Set<Int>()
            let found = try words.references.map { try registry.innovation($0, for: viewer) }.filter { seen.insert($0.number).inserted }
            session.recent.current = found.last?.reference
            return found
        }
        guard words.references.isEmpty else {
            throw Problem(.usage, "either references or --where say which innovations, not both", value: words.references[0].description)
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw Problem(.usage, "--where needs a selection: an empty one would mean every innovation", next: "help find")
        }
        return try registry.find(registry.query(registry.selection(text, for: viewer).condition, for: viewer, order: .number)).map(\.innovation)
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

    private func foretell(_ plan: TagPlan, _ words: TagWords, _ session: Session) throws {
        let would = TagOutcome(changed: plan.changing.count, unchanged: plan.unchanged.count, proposed: plan.proposing.count)
        var json = would.json
        json["dry_run"] = true
        try session.report(plan.preview(words.change).isEmpty ? ["Nothing is found, so nothing would be tagged."] : plan.preview(words.change), json)
    }

    private func lines(_ outcome: TagOutcome, _ plan: TagPlan, _ words: TagWords) -> [String] {
        var lines: [String] = []
        if outcome.changed == 1, plan.changing.count == 1 {
            lines.append("\(listed(plan.changing)) is tagged \(words.change).")
        } else if outcome.changed > 0 {
            lines.append("\(counted(outcome.changed)) are tagged \(words.change): \(listed(plan.changing)).")
        }
        if outcome.proposed > 0 {
            lines.append("You propose \(words.change) for \(listed(plan.proposing)), which somebody else submitted; a lead finds it in “tags proposals”.")
        }
        if outcome.unchanged > 0 {
            lines.append(outcome.changed + outcome.proposed == 0 ? "Nothing changes: \(outcome.unchanged == 1 ? "it is so already" : "all \(outcome.unchanged) are so already")." : "\(counted(outcome.unchanged)) \(outcome.unchanged == 1 ? "was" : "were") so already.")
        }
        return lines.isEmpty ? ["Nothing is found, so nothing is tagged."] : lines
    }
}
