import ArgumentParser
import RegistryCore
import RegistryShell

struct SubmitCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Put an innovation in: four answers are enough.",
        discussion: "Without options it asks, one question after the other, and keeps what you have answered as a draft.")
    static let about = CommandAbout(.ideas, makesRegistry: true, examples: [
        Example("submit", "asks you the four questions"),
        Example(
            "submit --set title=\"Night bus buddies\" --set problem=\"People miss the last bus\" --set change=\"A buddy waits with them\" --set who=\"Young adults\"",
            "saves one without asking"),
    ])

    @Option(name: .customLong("set"), parsing: .unconditionalSingleValue, help: ArgumentHelp("An answer, as FIELD=VALUE; `help fields` lists them.", valueName: "field=value")) var settings: [String] = []
    @Option(help: ArgumentHelp("A YAML file of answers, or - for standard input; a list of such mappings submits several.", valueName: "file")) var from: String?
    @Option(help: ArgumentHelp("Who may see it: me, team, home or everyone.", valueName: "visibility")) var visibility: String?
    @Option(help: ArgumentHelp("Go on with the draft of this number in `drafts`.", valueName: "number")) var draft: Int?
    @Option(help: ArgumentHelp("Why a text that was warned about must stay; a lead then clears it.", valueName: "reason")) var keep: String?

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let visibility = try Visibility(word: visibility) ?? .home
        guard !settings.isEmpty || from != nil else {
            guard session.canAsk else {
                throw Problem(.usage, "there is nobody to ask, so the answers must be given", allowed: registry.fourAnswers.map { "--set \($0)=…" }, next: "submit --set title=\"…\" --set problem=\"…\" --set change=\"…\" --set who=\"…\"")
            }
            return try SubmissionForm(session: session, visibility: visibility).run(draft: draft)
        }
        if let draft { throw Problem(.usage, "a draft is gone on with by answering questions, so --set and --from do not go with --draft", value: String(draft), next: "submit --draft \(draft)") }
        var drafts: [Draft] = []
        for given in try answers(registry) {
            let fields = given.fields.compactMapValues { $0 }
            let missing = registry.fourAnswers.filter { fields[$0] == nil }
            guard missing.isEmpty else {
                throw Problem(.badInput, "four answers make a submission, and \(missing.count == 1 ? "one is" : "some are") missing", value: missing.joined(separator: ", "), next: missing.map { "--set \($0)=\"…\"" }.joined(separator: " "))
            }
            drafts.append(Draft(fields: fields, tags: given.tags ?? [], visibility: visibility))
        }
        let outcome = try session.perform(drafts.map(Operation.submit), command: "submit", keeping: keep)
        try Submitted.tell(outcome, session)
    }

    private func answers(_ registry: Registry) throws -> [GivenAnswers] {
        let definitions = registry.configuration.fields
        let given = try GivenAnswers(settings: settings, definitions)
        guard let from else { return [given] }
        let file = from == "-" ? "standard input" : from
        let document = try Settings(yaml: try GivenAnswers.read(from), file: file)
        let mappings = document.keys.isEmpty ? try document.elements() : [document]
        guard !mappings.isEmpty else { throw Problem(.badInput, "there are no answers in this file", at: .init(file: file)) }
        return try mappings.map { mapping in
            var answers = try GivenAnswers(mapping, definitions)
            answers.fields.merge(given.fields) { _, own in own }
            answers.tags = given.tags ?? answers.tags
            return answers
        }
    }
}

extension Visibility {
    /// Reads `--visibility`. Throws a problem with the nearest value.
    init?(word: String?) throws {
        guard let word else { return nil }
        guard let visibility = Visibility(rawValue: word.lowercased()) else {
            throw Problem.unknown("visibility", word, among: Visibility.allCases.map(\.rawValue))
        }
        self = visibility
    }
}

extension Registry {
    /// The fields that make a submission.
    var fourAnswers: [FieldName] { configuration.fields.all.filter { $0.asked == .atOnce }.map(\.name) }
}
