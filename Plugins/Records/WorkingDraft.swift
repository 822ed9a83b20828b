import RegistryCore
import RegistryShell

/// The draft of a form that is being filled in: kept again after each answer, so that leaving loses none.
final class WorkingDraft {
    private let session: Session
    private let registry: Registry
    private(set) var saved: SavedDraft
    /// Whether it stands in the registry.
    private(set) var isKept: Bool
    private var isTold = false

    /// A new one.
    ///
    /// - Parameter innovation: the innovation whose answers it changes.
    init(_ session: Session, changing innovation: Int? = nil) throws {
        self.session = session
        registry = try session.registry()
        saved = SavedDraft(
            home: registry.home, uid: UID(), owner: try session.actor().person.name, innovation: innovation, fields: [:], tags: [], updated: .now)
        isKept = false
    }

    /// Goes on with one that was kept before.
    init(_ session: Session, _ registry: Registry, _ saved: SavedDraft) {
        self.session = session
        self.registry = registry
        self.saved = saved
        isKept = true
    }

    /// Keeps answers. Where the registry cannot take them now, as while a long import runs, that is said once and the
    /// form goes on.
    func keep(_ fields: Fields, tags: [String], cleared: [FieldName] = []) throws {
        var draft = saved
        (draft.fields, draft.tags, draft.cleared) = (fields, tags, cleared)
        guard !isKept || draft != saved else { return }
        do {
            saved = try registry.keep(draft, for: session.actor()).draft
            isKept = true
        } catch let problem as Problem {
            (saved, isKept) = (draft, false)
            guard !isTold else { return }
            isTold = true
            session.say("Your answers cannot be kept as a draft now (\(problem.what)); the form goes on, and tries again after each.", .trouble)
        }
    }

    /// Takes it out of the registry.
    func forget() throws {
        guard isKept else { return }
        try registry.forget(saved)
        isKept = false
    }

    /// After a save: an error now would have it saved twice.
    func forgetAfterSaving() {
        do {
            try forget()
        } catch {
            session.notice("its draft is still there; drafts lists it, and drafts --delete throws it away")
        }
    }
}

extension SavedDraft {
    /// What it is called by: its title, or the first words of its first answer.
    var name: String {
        if let innovation { return "changes to \(Reference(innovation))" }
        if let title = fields["title"]?.text { return title }
        return fields.sorted { $0.key < $1.key }.first.map { Wrapping.cut($0.value.text, to: 60) } ?? "without a title"
    }

    /// How far it is: “2 of 4”, or how many answers it changes.
    func progress(_ registry: Registry) -> String {
        guard innovation == nil else {
            let changes = fields.count + cleared.filter { $0 != "tags" }.count + (tags.isEmpty && !cleared.contains("tags") ? 0 : 1)
            return changes == 1 ? "1 change" : "\(changes) changes"
        }
        let four = registry.fourAnswers
        let further = fields.keys.filter { !four.contains($0) }.count + (tags.isEmpty ? 0 : 1)
        return "\(four.filter { fields[$0] != nil }.count) of \(four.count)" + (further > 0 ? " and \(further) more" : "")
    }
}
