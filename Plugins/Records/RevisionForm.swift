import RegistryCore
import RegistryShell

/// The form of `edit`: what is there is filled in, and what changes is shown before it is saved. A draft that belongs to
/// the innovation is kept after each answer.
final class RevisionForm {
    private let session: Session
    private let registry: Registry
    private let innovation: Innovation
    private let asked: [FieldDefinition]
    private var draft: WorkingDraft
    private var form: Form

    /// What came of it: answers that changed (nil for one that goes), tags, and why a text that warns must stay.
    struct Revision {
        var fields: [FieldName: FieldValue?] = [:]
        var tags: [String]?
        var reason: String?
    }

    /// - Parameter fields: the fields to ask for; when empty those of a submission and all that have an answer.
    init(session: Session, innovation: Innovation, fields: [FieldDefinition]) throws {
        self.session = session
        self.innovation = innovation
        registry = try session.registry()
        let all = registry.configuration.fields.all
        asked = fields.isEmpty ? all.filter { $0.name != "tags" && ($0.asked != .later || innovation.fields[$0.name] != nil) } : fields
        draft = try WorkingDraft(session, changing: innovation.number)
        form = Form(session: session, fields: innovation.fields, tags: innovation.tags, purpose: .revision)
    }

    /// Asks; nil when the person left, or changed nothing.
    func run() throws -> Revision? {
        guard try resume() else { return leave() }
        if asked.count > 1 { session.say("Enter keeps an answer as it is, :save ends the questions, :help lists the other words.") }
        while true {
            switch try form.walk(asked, required: { $0.name == "title" }, answered: { _ in try self.keepDraft(); return nil }) {
            case .back: session.say("This is the first question.")
            case .quit:
                try keepDraft()
                return leave()
            case .save, .answered, .skipped: return try review()
            }
        }
    }

    /// After a save.
    func forgetDraft() { draft.forgetAfterSaving() }

    /// After a save that did not come about.
    func sayIsDraft() {
        if draft.isKept { session.notice("Nothing was saved; your changes are kept as a draft, and edit \(innovation.reference) goes on with them.") }
    }

    // MARK: - Drafts

    /// Offers what was begun before. Returns whether to go on at all: Ctrl-C and Ctrl-D leave.
    private func resume() throws -> Bool {
        guard let last = try registry.drafts(of: session.actor().person).first(where: { $0.innovation == innovation.number }) else { return true }
        session.say("You began to change \(innovation.reference) \(Ago.words(last.updated)): \(last.progress(registry)).")
        let ways = [
            Choice("yes", "goes on with those changes", true), Choice("no", "begins afresh; the draft stays until you throw it away", false),
        ]
        guard let chosen = session.choose("Go on with them? Enter does;", from: ways, otherwise: true) else { return false }
        guard chosen.value else { return true }
        draft = WorkingDraft(session, registry, last)
        var fields = innovation.fields.merging(last.fields) { $1 }
        for name in last.cleared { fields[name] = nil }
        let tags = last.tags.isEmpty && !last.cleared.contains("tags") ? innovation.tags : last.tags
        form = Form(session: session, fields: fields, tags: tags, purpose: .revision)
        return true
    }

    private func keepDraft() throws {
        let changed = form.fields.filter { innovation.fields[$0.key] != $0.value }
        var cleared = innovation.fields.keys.filter { form.fields[$0] == nil }.sorted()
        let isTagged = Set(form.tags) != Set(innovation.tags)
        if isTagged, form.tags.isEmpty { cleared.append("tags") }
        guard !changed.isEmpty || !cleared.isEmpty || isTagged else { return try draft.forget() }
        try draft.keep(changed, tags: isTagged ? form.tags : [], cleared: cleared)
    }

    private func leave() -> Revision? {
        session.console.write("\n")
        session.notice(draft.isKept
            ? "Your changes are kept as a draft that only you see; edit \(innovation.reference) goes on with them."
            : "Nothing was changed.")
        return nil
    }

    // MARK: - The last page

    private enum Deed { case save, change(FieldDefinition), more, draft, throwAway }

    private func review() throws -> Revision? {
        let definitions = registry.configuration.fields.all
        while true {
            let changes = definitions.compactMap { field -> (field: FieldDefinition, change: TextChange)? in
                let was = field.name == "tags" ? innovation.tags.joined(separator: ", ") : innovation.fields[field.name]?.text ?? ""
                let now = form.text(of: field.name)
                return was == now ? nil : (field, TextChange(was: was, now: now))
            }
            guard !changes.isEmpty else {
                try draft.forget()
                session.notice("Nothing was changed.")
                return nil
            }
            guard try form.settle(changes.map(\.field)) else {
                try keepDraft()
                return leave()
            }
            switch try ask(changes) {
            case .save: return revision()
            case .draft: return leave()
            case .throwAway:
                try draft.forget()
                session.notice("Your changes are thrown away; \(innovation.reference) is as it was.")
                return nil
            case .change(let field):
                let step = try form.ask(field, progress: "", required: field.name == "title")
                try keepDraft()
                if step == .quit { return leave() }
            case .more:
                let step = try form.walk(asked, required: { $0.name == "title" }, answered: { _ in try self.keepDraft(); return nil })
                try keepDraft()
                if step == .quit { return leave() }
            }
        }
    }

    private func ask(_ changes: [(field: FieldDefinition, change: TextChange)]) throws -> Deed {
        session.console.write("\n")
        session.say("What changes in \(innovation.reference)", .strong)
        for (number, item) in zip(1..., changes) { item.change.say("\(number)  \(item.field.label)", session) }
        let ways = [
            Choice("save", "changes \(innovation.reference)", Deed.save), Choice("more", "goes through the questions again", .more),
            Choice("draft", "keeps the changes as a draft that only you see, and leaves", .draft), Choice("throw away", "the changes go", .throwAway),
        ]
        let definitions = registry.configuration.fields
        session.say("Type a number to change that answer again.")
        let chosen = session.choose("Save it?", from: ways) { word in
            if let number = Int(word) { return changes.indices.contains(number - 1) ? .change(changes[number - 1].field) : nil }
            if let field = definitions[word] { return .change(field) }
            return ["y": .save, "yes": .save, "n": .draft, "no": .draft][word]
        }
        return chosen?.value ?? .draft
    }

    private func revision() -> Revision {
        var fields: [FieldName: FieldValue?] = form.fields.filter { innovation.fields[$0.key] != $0.value }.mapValues { $0 }
        for name in innovation.fields.keys where form.fields[name] == nil { fields.updateValue(nil, forKey: name) }
        return Revision(fields: fields, tags: Set(form.tags) == Set(innovation.tags) ? nil : form.tags, reason: form.reason)
    }
}
