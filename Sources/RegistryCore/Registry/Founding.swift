import Foundation

extension Registry {
    /// Makes a new home in a store: its documents, and who made it as its admin.
    ///
    /// - Parameters:
    ///   - name: how the admin is called; the account's own name when nil.
    ///   - account: the system's account, which is this admin when no other name is given.
    /// - Throws: `cannotCreate` when the store has that home already.
    public static func found(
        _ home: HomeName, in store: any Store, starter: Starter, plugins: [any Plugin], admin name: String?, account: String,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) throws -> Registry {
        let documents = starter.documents.sorted { $0.key < $1.key }.map { Configuration.Document(name: $0.key, version: 1, text: $0.value) }
        let configuration = try Configuration(documents)
        let assembly = try Assembly(plugins, settings: configuration.settings)
        try accept(configuration.stages, gates: assembly)
        let account = store.login ?? account
        guard let name = Person.tidied(name ?? account) else {
            throw Problem(.usage, "this cannot be a person's name", value: name ?? account)
        }
        let registry = Registry(store: store, home: home, configuration: configuration, assembly: assembly, clock: clock)
        let admin = Person(home: home, name: name, role: .admin, login: account, created: registry.now)
        try store.write { writer in
            // A file has one home. A second, by a mistyped name, would make its maker an admin and leave
            // everybody else to say which one they mean.
            if let there = try writer.homes().first(where: { store.login == nil || $0 == home }) {
                throw Problem(.cannotCreate, "there is a registry here already, of the home “\(there)”", value: store.location, next: "find")
            }
            try writer.create(home: home, at: registry.now)
            for document in documents { try writer.put(document, in: home) }
            try writer.put(admin)
            try registry.recordFounding(documents, admin: Actor(person: admin, isNew: false, account: account), writer: writer)
        }
        return registry
    }

    /// The first batch: what the home began with. It stands in the transaction that makes the home, so that no kill
    /// leaves a home that the journal does not know.
    private func recordFounding(_ documents: [Configuration.Document], admin: Actor, writer: any StoreWriting) throws {
        let ledger = Ledger(registry: self, writer: writer, actor: admin, command: "init")
        try ledger.record(.created, .home, changes: [Change("name", was: nil, now: .string(home.rawValue))])
        for document in documents {
            try ledger.record(.configured, .configuration(document.name), changes: [Change("text", was: nil, now: .string(document.text))])
        }
        try ledger.record(.joined, .person(admin.person.name), changes: Change.between(nil, admin.person))
        _ = try ledger.close()
    }

    /// Adds the founding records, submitted by a person of their own so that everybody can rate them.
    public func addFoundingRecords(_ yaml: String, as actor: Actor) throws -> Outcome {
        let settings = try Settings(yaml: yaml, file: "founding.yaml")
        try settings.only(["version", "submitter", "records"])
        let submitter = try settings.text("submitter")
        var operations: [Operation] = []
        var evidence: [(record: Int, payload: Evidence)] = []
        for (index, record) in try settings.items("records").enumerated() {
            try record.only(["title", "stage", "fields", "tags", "evidence"])
            operations.append(.submit(try foundingDraft(record, submitter: submitter)))
            for item in try record.items("evidence") { evidence.append((index, try foundingEvidence(item))) }
        }
        let outcome = try perform(operations, as: actor, command: "init")
        let submitted = outcome.innovations
        let additions = try evidence.map { item in
            Operation.contribute(try NewContribution(kind: "evidence", about: submitted[item.record].subject, item.payload))
        }
        // Evidence is the founders' own account: whoever runs `init` must not seem to have assessed it.
        if let founders = try store.read({ try $0.person(submitter, in: home) }), assembly.kind("evidence") != nil {
            try perform(additions, as: Actor(person: founders, isNew: false, account: actor.account), command: "init")
        }
        return outcome
    }

    private func foundingDraft(_ record: Settings, submitter: PersonName) throws -> Draft {
        var fields: Fields = ["title": .text(try record.text("title"))]
        for (name, value) in try record.mapping("fields") {
            let field = try configuration.fields.field(name)
            let text = try field.type == .list ? value.textsOrOne().joined(separator: "\n") : value.text()
            do {
                fields[name] = try field.value(of: text, separator: field.type == .list ? "\n" : nil)
            } catch let problem {
                throw problem.problem(at: .init(file: value.file, line: value.line))
            }
        }
        return Draft(
            fields: fields, tags: try record.texts("tags"), source: "founding", sourceID: try record.text("title"),
            submitter: submitter, stage: try configuration.stages.stage(try record.text("stage")).name)
    }

    private func foundingEvidence(_ item: Settings) throws -> Evidence {
        try item.only(["kind", "strength", "direction", "finding", "source"])
        return Evidence(
            kind: try item.text("kind"), strength: try item.whole("strength") ?? 0, direction: try item.text("direction"),
            finding: try item.text("finding"), source: try item.optionalText("source"))
    }
}
