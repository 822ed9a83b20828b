import RegistryCore
import RegistryShell

/// The last page of a submission: every answer by its number, who will see it, and what to do.
struct ReviewPage {
    enum Deed: Equatable {
        case save
        /// Ask for the answer of that number again, or for the field of that name.
        case change(FieldDefinition)
        case more, draft, throwAway
    }

    let session: Session
    let form: Form
    let visibility: Visibility
    /// Every field, in its order.
    let definitions: [FieldDefinition]

    private var answered: [FieldDefinition] { definitions.filter { !form.text(of: $0.name).isEmpty } }

    /// Shows the page and asks until there is something to do. Leaving keeps a draft.
    func ask() throws -> Deed {
        show()
        let ways = [
            Choice("save", "puts it in", Deed.save), Choice("more", "asks what is not answered yet", .more),
            Choice("draft", "keeps it as a draft that only you see, and leaves", .draft), Choice("throw away", "the answers go", .throwAway),
        ]
        while true {
            guard let chosen = session.choose("Save it?", from: ways, beside: deed) else { return .draft }
            guard chosen.value == .throwAway else { return chosen.value }
            let count = answered.count
            if try session.confirm("Throw \(count == 1 ? "this answer" : "these \(count) answers") away?") { return .throwAway }
        }
    }

    /// Words beside the choices: the number of an answer or the name of a field, yes and no.
    private func deed(_ word: String) -> Deed? {
        if let number = Int(word) { return answered.indices.contains(number - 1) ? .change(answered[number - 1]) : nil }
        if let field = definitions.first(where: { $0.name == word }) { return .change(field) }
        return ["y": .save, "yes": .save, "n": .draft, "no": .draft][word]
    }

    private func show() {
        session.console.write("\n")
        session.say("Before it is saved", .strong)
        let facts = zip(1..., answered).map { number, field in
            Block.Fact("\(number)  \(field.label)", form.text(of: field.name) + (field.unit.map { " \($0)" } ?? ""))
        }
        session.console.write(session.output.text(of: [.facts(facts)]))
        session.say(
            form.reason == nil
                ? "\(visibility.seen) once it is saved."
                : "Only you and the leads see it until a lead clears it, because you kept what may tell who somebody is.")
        if form.tags.isEmpty { session.say("It has no tags yet; a lead adds some.") }
        session.say("Type a number to change that answer.")
    }
}

extension Visibility {
    /// Who sees it, as the beginning of a sentence.
    var seen: String {
        switch self {
        case .me: "Only you and the leads see it"
        case .team: "Your team and the leads see it"
        case .home: "Everybody in this home can see it"
        case .everyone: "Everybody can see it, other homes included"
        }
    }
}
