import ArgumentParser
import RegistryCore
import RegistryShell

struct EditCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change the answers of an innovation: your own until it is triaged; leads any.",
        discussion: """
            Without options it asks, with what is there filled in, and shows what changes before it is saved. With a field's \
            name it asks for that field. Leaving keeps a draft, with which the next edit of the same innovation goes on.
            """)
    static let about = CommandAbout(.ideas, examples: [
        Example("edit P1 --set result=\"Six of eight travel alone now\"", "sets one answer"),
        Example("edit P1 --unset risks", "takes one out"),
        Example("edit P1 --visibility team", "changes who may see it"),
    ])

    @Argument(help: ArgumentHelp("Which innovation.", valueName: "reference")) var reference: String
    @Argument(help: ArgumentHelp("The fields to be asked for.", valueName: "field")) var names: [String] = []
    @Option(name: .customLong("set"), parsing: .unconditionalSingleValue, help: ArgumentHelp("An answer, as FIELD=VALUE.", valueName: "field=value")) var settings: [String] = []
    @Option(help: ArgumentHelp("A field whose answer goes.", valueName: "field")) var unset: [String] = []
    @Option(help: ArgumentHelp("Who may see it: me, team, home or everyone.", valueName: "visibility")) var visibility: String?
    @Option(help: ArgumentHelp("Refuse if it has another version by now.", valueName: "number")) var version: Int?
    @Option(help: ArgumentHelp("Why a text that was warned about must stay.", valueName: "reason")) var keep: String?

    func run(_ session: Session) throws {
        let innovation = try session.innovation(reference)
        let registry = try session.registry()
        let definitions = registry.configuration.fields
        var given = try GivenAnswers(settings: settings, definitions)
        for name in unset { given.fields.updateValue(nil, forKey: try definitions.field(name).name) }
        let visibility = try Visibility(word: visibility)
        var reason = keep
        var form: RevisionForm?
        let asks = given.fields.isEmpty && given.tags == nil && visibility == nil
        if asks {
            guard session.canAsk else {
                throw Problem(.usage, "nothing says what should change", next: "edit \(innovation.reference) --set FIELD=VALUE")
            }
            guard registry.mayEdit(innovation, try session.actor().person) else {
                throw Problem(.notPermitted, "this is not yours to edit", value: innovation.reference.description, next: "comment \(innovation.reference) \"what should change\"")
            }
            let revisionForm = try RevisionForm(session: session, innovation: innovation, fields: try names.map(definitions.field))
            guard let revision = try revisionForm.run() else { return }
            given.fields = revision.fields
            given.tags = revision.tags
            reason = revision.reason ?? reason
            form = revisionForm
        }
        var operations: [Operation] = []
        // What a person was asked about is what they saw: a colleague's change meanwhile is not written over. An empty
        // revision still holds the version against what is there.
        if !given.fields.isEmpty || version != nil {
            operations.append(.revise(innovation.number, given.fields, version: version ?? (asks ? innovation.version : nil)))
        }
        if let tags = given.tags { operations.append(.tag(innovation.number, add: tags, remove: innovation.tags.filter { !tags.contains($0) })) }
        if let visibility { operations.append(.show(innovation.number, to: visibility)) }
        let outcome: Outcome
        do {
            outcome = try session.perform(operations, command: "edit", keeping: reason)
        } catch {
            form?.sayIsDraft()
            throw error
        }
        form?.forgetDraft()
        let now = try registry.innovation(innovation.number, for: session.viewer())
        var lines = [outcome.batch == nil ? "\(innovation.reference) was so already; nothing was changed." : "\(innovation.reference) is changed; it is version \(now.version) now."]
        if now.stage == StageDefinitions.returned, session.has(command: "resubmit") {
            lines.append("It was returned with a question, which show \(now.reference) has. Once that is answered: resubmit \(now.reference)")
        }
        try session.report(
            lines,
            ["ref": .string(innovation.reference.description), "version": JSONValue(now.version), "held": .bool(now.held != nil), "batch": JSONValue(outcome.batch.map { Double($0.number) })])
    }
}
