import RegistryCore
import RegistryShell

/// The form of `submit`: four questions, then the offer of the rest; a draft after each answer.
final class SubmissionForm {
    private let session: Session
    private let visibility: Visibility
    private let registry: Registry
    private let actor: Actor
    private var draft: SavedDraft
    private var form: Form

    init(session: Session, visibility: Visibility) throws {
        self.session = session
        self.visibility = visibility
        registry = try session.registry()
        actor = try session.actor()
        draft = SavedDraft(home: registry.home, uid: UID(), owner: actor.person.name, fields: [:], tags: [], updated: .now)
        form = Form(session: session, purpose: .submission)
    }

    func run() throws {
        guard try offerToResume() else { return leave() }
        let four = registry.configuration.fields.all.filter { $0.asked == .atOnce }
        let rest = registry.configuration.fields.all.filter { $0.asked == .next }
        if form.fields.isEmpty { write("Four questions make a submission. ? shows an example, :help the other words.") }
        let open = four.firstIndex { form.fields[$0.name] == nil } ?? four.count
        if open > 0 { write("\(open) of \(four.count) are answered; :back goes to them.") }
        guard try walk(four, from: open, required: true) != .quit else { return leave() }
        write("\nThat is enough to save. \(rest.count) more questions help others to find and use it; Enter leaves one out, :save ends.")
        var step = try walk(rest, required: false)
        while step == .back {
            step = try walk(four, from: four.count - 1, required: true)
            if step == .answered { step = try walk(rest, required: false) }
        }
        guard step != .quit else { return leave() }
        try review()
    }

    private func write(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            for part in Wrapping.wrap(String(line).visible(), to: max(20, session.console.width)) { session.console.write(part + "\n") }
            if line.isEmpty { session.console.write("\n") }
        }
    }

    /// Offers the newest draft. Returns whether to go on at all: Ctrl-C and Ctrl-D leave.
    private func offerToResume() throws -> Bool {
        guard let last = try registry.drafts(of: actor.person).first else { return true }
        let title = Wrapping.cut((last.fields["title"]?.text ?? "without a title").visible(), to: max(10, session.console.width - 40))
        while true {
            guard case .line(let answer) = session.console.ask("Go on with your draft “\(title)”? [Y/n] ", prefill: "", completer: nil, remember: false) else { return false }
            switch answer.trimmingCharacters(in: .whitespaces).lowercased() {
            case "", "y", "yes":
                draft = last
                form = Form(session: session, answers: last.fields, tags: last.tags, purpose: .submission)
                return true
            case "n", "no": return true
            default: write("Please answer y or n.")
            }
        }
    }

    /// Asks a run of fields, `:back` included. A draft is kept after each answer.
    private func walk(_ fields: [FieldDefinition], from first: Int = 0, required: Bool) throws -> Form.Step {
        var index = first
        while index < fields.count {
            let step = try form.ask(fields[index], progress: "(\(index + 1) of \(fields.count))", required: required)
            switch step {
            case .back:
                guard index > 0 || required else { return .back }
                index = max(0, index - 1)
                continue
            case .quit: return .quit
            case .save:
                if let open = fields.firstIndex(where: { required && form.fields[$0.name] == nil }) {
                    write("“\(fields[open].label)” is still needed.")
                    index = open
                    continue
                }
                return .save
            case .answered:
                try keepDraft()
                if required, ["title", "change"].contains(fields[index].name) { try tellSimilar() }
            case .skipped: break
            }
            index += 1
        }
        return .answered
    }

    private func keepDraft() throws {
        draft.fields = form.fields
        draft.tags = form.tags
        try registry.keep(draft, for: actor)
    }

    /// Says at once when somebody has tried it.
    private func tellSimilar() throws {
        let passage = Passage(purpose: .submission, texts: registry.configuration.fields.names.compactMap { name in
            form.fields[name].map { LabelledText(name, $0.text) }
        })
        let notes = try registry.findings(in: [passage], for: actor.viewer).flatMap { $0 }.filter { $0.severity == .note }
        for note in notes { write("· " + note.message) }
    }

    private func review() throws {
        let fields = registry.configuration.fields.all.compactMap { field in form.fields[field.name].map { Block.Fact(field.label, $0.text) } }
        let tags = form.tags.isEmpty ? [] : [Block.Fact("Tags", form.tags.joined(separator: ", "))]
        session.console.write("\n" + session.output.text(of: [.facts(fields + tags)]) + "\n")
        guard case .line(let answer) = session.console.ask("Save it? [Y/n] ", prefill: "", completer: nil, remember: false), answer.lowercased().first != "n" else {
            return leave()
        }
        let submission = Draft(fields: form.fields, tags: form.tags, visibility: visibility)
        let outcome = try session.perform([.submit(submission)], command: "submit", keeping: form.reason)
        try Submitted.tell(outcome, session)
        do {
            try registry.forget(draft)
        } catch let problem as Problem {
            // It is saved: an error now would have it submitted twice.
            session.notice("its draft is still there (\(problem.what)); drafts --delete 1 throws it away")
        }
    }

    private func leave() {
        session.console.write("\n")
        guard !draft.fields.isEmpty else { return session.notice("Nothing was kept.") }
        session.notice("Your answers are kept as a draft that only you see; submit goes on with it.")
    }
}

/// The form of `edit`: what is there is filled in.
struct RevisionForm {
    let session: Session
    let innovation: Innovation
    /// The fields to ask for; those of a submission when empty.
    let fields: [FieldDefinition]

    /// What came of it: answers that changed (nil for one that goes), tags, and why a text that warns must stay.
    struct Revision {
        var fields: [FieldName: FieldValue?] = [:]
        var tags: [String]?
        var reason: String?
    }

    func run() throws -> Revision {
        let definitions = try session.registry().configuration.fields
        let asked = fields.isEmpty ? definitions.all.filter { $0.asked != .later && $0.name != "tags" } : fields
        let form = Form(session: session, answers: innovation.fields, tags: innovation.tags, purpose: .revision)
        var index = 0
        while index < asked.count {
            switch try form.ask(asked[index], progress: "(\(index + 1) of \(asked.count))", required: asked[index].name == "title") {
            case .back: index = max(0, index - 1)
            case .quit: return Revision()
            case .save: index = asked.count
            case .answered, .skipped: index += 1
            }
        }
        return Revision(
            fields: form.answers.filter { $0.value != innovation.fields[$0.key] }, tags: form.tags == innovation.tags ? nil : form.tags, reason: form.reason)
    }
}
