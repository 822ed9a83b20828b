import RegistryCore
import RegistryShell

/// The form of `submit`: four questions, the offer of the rest, and a page to look at before it is saved; a draft after
/// each answer.
final class SubmissionForm {
    /// How the form ended.
    private enum End { case save, draft, throwAway }

    private let session: Session
    private let visibility: Visibility
    private let registry: Registry
    private let definitions: [FieldDefinition]
    private let similar: SimilarIdeas
    private var draft: WorkingDraft
    private var form: Form
    /// What the similar ideas led to, when that ends the form.
    private var end: End?

    init(session: Session, visibility: Visibility) throws {
        self.session = session
        self.visibility = visibility
        registry = try session.registry()
        definitions = registry.configuration.fields.all
        similar = try SimilarIdeas(session)
        draft = try WorkingDraft(session)
        form = Form(session: session, purpose: .submission)
    }

    /// - Parameter number: the draft to go on with, as `drafts` numbers them; when nil the newest is offered.
    func run(draft number: Int?) throws {
        guard try resume(number) else { return session.notice("Your draft stays as it is; submit offers it again.") }
        switch try fill() {
        case .save: try save()
        case .draft: leave()
        case .throwAway:
            try draft.forget()
            session.notice("Your answers are thrown away.")
        }
    }

    // MARK: - Drafts

    /// Goes on with a draft. Returns whether to go on at all: Ctrl-C and Ctrl-D leave.
    private func resume(_ number: Int?) throws -> Bool {
        let drafts = try registry.drafts(of: session.actor().person)
        if let number {
            let chosen = try drafts.numbered(number)
            if let innovation = chosen.innovation.map({ Reference($0) }) {
                throw Problem(.usage, "this draft changes \(innovation)", value: String(number), next: "edit \(innovation)")
            }
            goOn(with: chosen)
            return true
        }
        let own = drafts.filter { $0.innovation == nil }
        guard let last = own.first else { return true }
        let name = Wrapping.cut(last.name.visible(), to: max(16, session.formWidth - 30))
        session.say("You have a draft “\(name)”: \(last.progress(registry)) answered, kept \(Ago.words(last.updated)).")
        if own.count > 1 { session.say("It is the newest of \(own.count): drafts lists them, and submit --draft NUMBER takes another.") }
        let chosen = session.choose("Go on with it? Enter does;", from: [Choice("yes", "goes on with it", true), Choice("no", "begins a new one; the draft stays", false)], otherwise: true)
        guard let chosen else { return false }
        if chosen.value { goOn(with: last) }
        return true
    }

    private func goOn(with saved: SavedDraft) {
        draft = WorkingDraft(session, registry, saved)
        form = Form(session: session, fields: saved.fields, tags: saved.tags, purpose: .submission)
    }

    private func leave() {
        session.console.write("\n")
        guard draft.isKept || !form.fields.isEmpty else { return session.notice("Nothing was kept.") }
        guard draft.isKept else { return session.notice("Your answers could not be kept as a draft.") }
        session.notice("Your answers are kept as a draft that only you see; submit goes on with it.")
    }

    // MARK: - Questions

    private func fill() throws -> End {
        let four = definitions.filter { $0.asked == .atOnce }
        let rest = definitions.filter { $0.asked == .next }
        if form.fields.isEmpty {
            session.say("\(four.count == 4 ? "Four" : String(four.count)) questions make a submission. ? shows an example, :help the other words.")
        }
        var open = four.firstIndex { form.text(of: $0.name).isEmpty } ?? four.count
        if open > 0 {
            for field in four.prefix(open) { session.say("\(field.label): \(Wrapping.cut(FieldDefinition.tidied(form.text(of: field.name)).visible(), to: 60))", hanging: 2) }
            session.say(":back goes to them.")
        }
        // Where a draft was left, among the further questions.
        var further = rest.lastIndex { !form.text(of: $0.name).isEmpty }.map { $0 + 1 } ?? 0
        while true {
            switch try walk(four, from: open) {
            case .quit: return end ?? .draft
            case .back:
                session.say("This is the first question.")
                open = 0
                continue
            case .save: return try review()
            case .answered, .skipped: break
            }
            if further < rest.count {
                session.console.write("\n")
                session.say("That is enough to save. \(rest.count - further) more answers help others to find and use it: Enter leaves one out, :save ends them.")
            }
            switch try walk(rest, from: further) {
            case .quit: return end ?? .draft
            case .back: (open, further) = (four.count - 1, 0)
            case .save, .answered, .skipped: return try review()
            }
        }
    }

    private func walk(_ run: [FieldDefinition], from first: Int) throws -> Form.Step {
        let step = try form.walk(run, from: first, required: { $0.asked == .atOnce }, answered: answered)
        // What was typed of an answer that the person left is kept as well, masked.
        if step == .quit, end == nil, draft.isKept || !form.fields.isEmpty { try draft.keep(form.fields, tags: form.tags) }
        return step
    }

    /// Keeps a draft of an answer, and says at once when somebody has tried it.
    private func answered(_ field: FieldDefinition) throws -> Form.Step? {
        try draft.keep(form.fields, tags: form.tags)
        guard ["title", "change"].contains(field.name) else { return nil }
        switch try similar.ask(of: form.fields.filter { ["title", "problem", "change"].contains($0.key) }) {
        case .goOn: return nil
        case .throwAway: end = .throwAway
        case .draft, .left: end = .draft
        }
        return .quit
    }

    // MARK: - The last page

    private func review() throws -> End {
        guard try form.settle(definitions) else {
            try draft.keep(form.fields, tags: form.tags)
            return .draft
        }
        while true {
            switch try ReviewPage(session: session, form: form, visibility: visibility, definitions: definitions).ask() {
            case .save: return .save
            case .draft: return .draft
            case .throwAway: return .throwAway
            case .change(let field): if try walk([field], from: 0) == .quit { return end ?? .draft }
            case .more:
                let open = definitions.filter { form.text(of: $0.name).isEmpty }
                let next = open.filter { $0.asked == .next }
                guard !open.isEmpty else {
                    session.say("Every question has an answer.")
                    continue
                }
                if try walk(next.isEmpty ? open : next, from: 0) == .quit { return end ?? .draft }
            }
        }
    }

    private func save() throws {
        let submission = Draft(fields: form.fields, tags: form.tags, visibility: visibility)
        let outcome: Outcome
        do {
            outcome = try registry.perform([.submit(submission)], as: session.actor(), command: "submit", keeping: form.reason)
        } catch {
            if draft.isKept { session.notice("It is not saved; your answers are still a draft, and submit goes on with it.") }
            throw error
        }
        draft.forgetAfterSaving()
        // What looks similar was shown before.
        for note in outcome.notes where !similar.wereShown(note) { session.notice(note.message) }
        for line in outcome.notices { session.notice(line) }
        try Submitted.tell(outcome, session, whatIsNext: true)
    }
}
