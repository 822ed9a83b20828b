import RegistryCore

/// The values that a word may become, by what its argument is called: `reference`, `tag`, `stage`.
///
/// Nothing is offered where the registry cannot be read, and nothing that the person may not see: completion never
/// fails and never speaks.
struct Values {
    let session: Session
    let commands: [Command]
    /// Of the registry that the line is about; nil where it cannot be read, and where the line names another one.
    let registry: Registry?
    let viewer: Viewer?
    /// What stands in the line before the word, of the command's arguments.
    let arguments: [String]

    /// The most that are offered of what there may be thousands of.
    static let most = 50

    /// - Parameter words: all that stands in the line before the word, options of every command among them.
    init(session: Session, commands: [Command], words: [String], arguments: [String]) {
        self.session = session
        self.commands = commands
        self.arguments = arguments
        var options = session.options
        _ = try? options.take(from: words)
        let isElsewhere = options.registry != session.options.registry || options.home != session.options.home
        let registry = isElsewhere ? nil : try? session.registry()
        self.registry = registry
        viewer = options.person == session.options.person
            ? try? session.viewer() : try? registry?.actor(named: options.person, account: session.surroundings.account).viewer
    }

    func matching(_ argument: CommandShape.Argument, word: String) -> [Candidate] {
        if !argument.allowed.isEmpty { return argument.allowed.map { Candidate(value: $0) }.beginning(word) }
        switch argument.value {
        case "reference": return references(word)
        case "reference-or-text": return arguments.isEmpty ? references(word) : []
        case "reference-or-stage":
            let stages = hasReference ? stages(word) : []
            return stages.isEmpty || word.isEmpty ? stages + references(word) : stages
        case "reference-or-tag": return tagging(word)
        case "tag", "tags": return tags(word)
        case "stage": return stages(word)
        case "person": return people(word)
        case "field": return fields.beginning(word)
        case "field=value": return assignments(word)
        case "field=column": return (fields + SortingOut.columns).map { Candidate(value: $0.value + "=", note: $0.note, finished: false) }.beginning(word)
        case "property": return (SortingOut.properties + fields.filter { configuration?.fields[$0.value]?.type != .longText }).beginning(word)
        case "order": return (SortingOut.orders + signals + fields).beginning(word)
        case "kind": return terms(configuration?.evidence.kinds, word)
        case "direction": return terms(configuration?.evidence.directions, word)
        case "flag": return terms(configuration?.evidence.flags, word)
        case "strength": return (configuration?.evidence.levels ?? []).map { Candidate(value: String($0.level), note: $0.label) }.beginning(word)
        case "visibility": return Visibility.allCases.map { Candidate(value: $0.rawValue, note: $0.meaning) }.beginning(word)
        case "role": return Role.allCases.map { Candidate(value: $0.rawValue) }.beginning(word)
        case "home": return ((try? registry?.homes()) ?? []).map { Candidate(value: $0.rawValue) }.beginning(word)
        case "channel": return (registry?.assembly.channels ?? []).map { Candidate(value: $0.name, note: $0.summary) }.beginning(word)
        case "exporter": return (registry?.assembly.exporters ?? []).map { Candidate(value: $0.name, note: $0.summary) }.beginning(word)
        case "importer": return (registry?.assembly.importers ?? []).map { Candidate(value: $0.name, note: $0.summary) }.beginning(word)
        case "plugin": return session.plugins.map { Candidate(value: $0.id, note: $0.summary) }.beginning(word)
        case "document": return (registry?.documentNames ?? []).filter { configuration?.documents[$0] != nil }.map { Candidate(value: $0) }.beginning(word)
        case "batch": return batches(word)
        case "command": return topics(word)
        case "file": return FileNames.matching(word)
        default: return contributions(ofKind: argument.value, word)
        }
    }

    private var configuration: Configuration? { registry?.configuration }
    private var fields: [Candidate] { (configuration?.fields.all ?? []).map { Candidate(value: $0.name, note: $0.label, group: "Answers") } }
    private var signals: [Candidate] { (registry?.assembly.signals ?? []).map { Candidate(value: $0.name, note: $0.label, group: "Signals") } }

    private func terms(_ terms: [EvidenceScale.Term]?, _ word: String) -> [Candidate] {
        (terms ?? []).map { Candidate(value: $0.name, note: $0.label) }.beginning(word)
    }

    /// The way up, then what stands aside.
    func stages(_ word: String) -> [Candidate] {
        let all = configuration?.stages.all ?? []
        return [(StageDefinition.Path.forward, "The way up"), (.aside, "Aside")].flatMap { path, group in
            all.filter { $0.path == path }.map { Candidate(value: $0.name, note: $0.meaning.isEmpty ? $0.label : $0.meaning, group: group) }
        }.beginning(word)
    }

    func people(_ word: String) -> [Candidate] {
        ((try? registry?.people(beginning: word, limit: Values.most)) ?? []).map { person in
            Candidate(value: person.name, note: ([person.role.rawValue] + [person.team].compactMap { $0 }).joined(separator: ", "))
        }
    }

    /// The tags in use with how many have each, then those of the home's vocabulary that nothing has yet.
    func tags(_ word: String) -> [Candidate] {
        guard let registry, let viewer else { return [] }
        let vocabulary = registry.configuration.tags.all
        let meanings = Dictionary(vocabulary.map { ($0.name, $0.meaning) }, uniquingKeysWith: { first, _ in first })
        let used = ((try? registry.tagCounts(beginning: word.lowercased(), for: viewer)) ?? []).map { tally in
            let meaning = meanings[tally.value] ?? ""
            return Candidate(value: tally.value, note: String(tally.count) + (meaning.isEmpty ? "" : ", \(meaning)"), group: "In use")
        }
        let further = vocabulary.map { Candidate(value: $0.name, note: $0.meaning.isEmpty ? nil : $0.meaning, group: "Not in use yet") }
        return (used + further).beginning(word)
    }

    /// `FIELD=`, and a field's own values behind it.
    private func assignments(_ word: String) -> [Candidate] {
        guard let equals = word.firstIndex(of: "="), let field = configuration?.fields[String(word[..<equals])] else {
            return fields.map { Candidate(value: $0.value + "=", note: $0.note, finished: false) }.beginning(word)
        }
        let value = String(word[word.index(after: equals)...])
        let choices = field.name == "tags" ? tags(value) : field.choices.map { Candidate(value: $0) }.beginning(value)
        return choices.map { $0.after("\(field.name)=") }
    }

    /// The last batches with what they did.
    private func batches(_ word: String) -> [Candidate] {
        guard let registry, let viewer else { return [] }
        return ((try? registry.batches(beginning: word, for: viewer, limit: Values.most)) ?? []).map { batch in
            let day = Moment.text(batch.at).prefix(16).replacing("T", with: " ")
            return Candidate(value: String(batch.number), note: "\(batch.command) by \(batch.person), \(day), \(batch.count) \(batch.count == 1 ? "entry" : "entries")")
        }
    }

    /// What `help` has a page on: commands, then subcommands of the one before.
    private func topics(_ word: String) -> [Candidate] {
        guard let name = arguments.first else {
            let named = Command.Group.allCases.flatMap { group in
                commands.filter { $0.group == group }.sorted { $0.name < $1.name }.map { Candidate(value: $0.name, note: $0.summary, group: group.rawValue) }
            }
            return (named + HelpText.Topic.allCases.map { Candidate(value: $0.rawValue, note: nil, group: "More pages") }).beginning(word)
        }
        guard let command = commands.first(where: { $0.name == name || $0.aliases.contains(name) }) else { return [] }
        let shape = arguments.dropFirst().reduce(command.shape as CommandShape?) { shape, word in shape?.subcommands.first { $0.name == word } }
        return (shape?.subcommands ?? []).map { Candidate(value: $0.name, note: $0.summary) }.beginning(word)
    }
}

/// What lists are sorted and counted by, beside the answers.
private enum SortingOut {
    static let orders = ["created", "updated", "number", "relevance"].map { Candidate(value: $0, group: "Kept by the registry") }
    static let properties = ["stage", "tag", "submitter", "source", "year", "visibility", "team"].map { Candidate(value: $0, group: "Kept by the registry") }
    static let columns = [
        Candidate(value: "source_id", note: "what a row is known again by"), Candidate(value: "submitter", note: "who put it in"),
        Candidate(value: "created", note: "when it was put in"),
    ]
}

extension Visibility {
    /// Who may see it, as a clause.
    fileprivate var meaning: String {
        switch self {
        case .me: "only who put it in, and leads"
        case .team: "the same team"
        case .home: "everybody in this home"
        case .everyone: "other homes too; a lead sets it"
        }
    }
}
