import RegistryCore
import RegistryShell

extension Command {
    /// A command that a plugin's process runs: its help, completion and mistakes come from the manifest.
    init(attached outline: CommandOutline, _ asking: Asking) {
        let name = outline.name
        self.init(
            name: name, aliases: outline.aliases, group: outline.group, summary: outline.summary, examples: outline.examples,
            // Any words will do where the manifest cannot be read: running the command tells of it.
            shape: (try? asking.manifest().command(name).shape)
                ?? CommandShape(name: name, summary: outline.summary, arguments: [.init(form: .positional, value: "text", isRepeating: true, isOptional: true)]),
            help: { words, width in (try? CommandHelp(name, of: asking.manifest(), words: words).text(width: width)) ?? outline.summary + "\n" },
            run: { words, session in try CommandRun(asking.manifest().command(name), asking, session).run(words) })
    }
}

/// One run of a plugin's command: what was typed goes out, and what the plugin asks meanwhile is answered.
final class CommandRun {
    private let part: CommandPart
    private let manifest: Manifest
    private let asking: Asking
    private let session: Session
    private let progress: ProgressLine
    /// The batches that it made so far.
    private var batches: [Int] = []

    init(_ part: CommandPart, _ asking: Asking, _ session: Session) throws {
        self.part = part
        manifest = try asking.manifest()
        self.asking = asking
        self.session = session
        progress = ProgressLine(session.output, quiet: session.options.quiet)
    }

    func run(_ words: [String]) throws {
        let typed = try TypedWords(words, of: part.shape, command: part.name)
        let program = asking.program
        // Commands are there before a registry is, so what is set in this one is read now.
        let settings = try session.registry().configuration.settings(of: asking.id)
        let process = try program.own(Asking(program: program, given: settings).settings())
        defer { process.end() }
        let result: CommandResult
        do {
            result = try program.watching(process) {
                defer { progress.end() }
                let answer = try process.ask(
                    "command.run", try params(typed), within: program.patience(), serving: serve,
                    progress: { [progress] in progress.tell($0.what, Int($0.done.rounded()), of: "done", fraction: $0.fraction) })
                return try CommandResult(Answer(answer, to: "command.run"))
            }
        } catch var problem as Problem {
            // Of a command that was stopped, the shell names the last batch.
            if let last = batches.last, problem.kind != .interrupted || batches.count > 1 {
                problem.details.append("what it added before is saved as \(batches.count == 1 ? "batch \(last)" : "batches \(batches.map(String.init).joined(separator: ", "))")")
            }
            throw problem
        }
        process.end()
        try result.show(session)
    }

    private func params(_ typed: TypedWords) throws -> JSONValue {
        let person = try session.actor().person
        return [
            "command": .string(part.name), "subcommand": JSONValue(typed.subcommand), "arguments": .object(typed.arguments), "options": .object(typed.options),
            "person": ["name": .string(person.name), "role": .string(person.role.rawValue), "team": JSONValue(person.team)],
            "format": .string(session.format.rawValue), "width": JSONValue(session.output.width().map(Double.init)), "interactive": .bool(session.canAsk),
        ]
    }

    private func serve(_ method: String, _ params: JSONValue) throws -> JSONValue {
        progress.end()
        switch method {
        case "registry.find": return try find(params)
        case "registry.show": return try show(params)
        case "registry.contribute": return try contribute(params)
        case "console.ask": return try ask(params)
        default: throw UnknownMethod()
        }
    }

    /// The most that it is given of a search.
    private static let most = 1000

    private func find(_ params: JSONValue) throws -> JSONValue {
        let registry = try session.registry(), viewer = try session.viewer()
        let limit = params["limit"]?.integer ?? 100
        guard let text = params["selection"]?.string, (1...CommandRun.most).contains(limit) else {
            throw Problem(.usage, "registry.find takes a selection, and a limit of 1 to \(CommandRun.most)")
        }
        let selection = try registry.selection(text, for: viewer)
        let found = try registry.find(registry.query(selection.condition, for: viewer, limit: limit + 1))
        return [
            "innovations": .array(found.prefix(limit).map { manifest.shown($0.innovation, signals: $0.signals, registry.configuration.fields) }),
            "more": .bool(found.count > limit),
        ]
    }

    private func show(_ params: JSONValue) throws -> JSONValue {
        let registry = try session.registry()
        let view = try registry.page(registry.innovation(reference(params["ref"]), for: session.viewer()).number, for: session.viewer())
        return ["innovation": manifest.shown(view.innovation, signals: view.signals, registry.configuration.fields), "contributions": manifest.shown(view.contributions)]
    }

    private func reference(_ json: JSONValue?) throws -> Reference {
        guard let text = json?.string, let reference = Reference(text), reference.contribution == nil else {
            throw Problem(.usage, "this is no reference of an innovation", value: json?.string ?? json?.line, allowed: ["P12"])
        }
        return reference
    }

    private func contribute(_ params: JSONValue) throws -> JSONValue {
        guard let items = params["contributions"]?.array, (1...CommandRun.most).contains(items.count) else {
            throw Problem(.usage, "registry.contribute takes 1 to \(CommandRun.most) contributions")
        }
        let registry = try session.registry(), viewer = try session.viewer()
        let own = manifest.contributes.kinds.map(\.name)
        let operations = try items.map { item in
            guard let kind = item["kind"]?.string, own.contains(kind), let payload = item["payload"] else {
                throw Problem(.usage, "a plugin contributes its own kinds only", value: item["kind"]?.string, allowed: own)
            }
            let innovation = try registry.innovation(reference(item["subject"]), for: viewer)
            return Operation.contribute(NewContribution(kind: kind, about: innovation.subject, payload: payload))
        }
        let outcome = try session.perform(operations, command: part.name, keeping: params["keep"]?.string)
        if let batch = outcome.batch { batches.append(batch.number) }
        return [
            "contributions": .array(outcome.contributions.map { contribution in
                ["uid": .string(contribution.uid.text), "ref": JSONValue(manifest.reference(of: contribution)), "kind": .string(contribution.kind)]
            }),
            "batch": JSONValue(outcome.batch.map { Double($0.number) }),
        ]
    }

    private func ask(_ params: JSONValue) throws -> JSONValue {
        guard let question = params["question"]?.string, !question.isEmpty, question.count <= 200 else {
            throw Problem(.usage, "console.ask takes a question of at most 200 characters")
        }
        guard session.canAsk else { return ["answer": nil] }
        // Whoever is asked sees who asks, so that no plugin speaks in the registry's name.
        let prompt = "\(asking.id): \(question.visible().trimmed) "
        switch session.console.ask(prompt, prefill: "", completer: nil, remember: false) {
        case .line(let line): return ["answer": .string(line)]
        case .endOfInput: return ["answer": nil]
        case .interrupted: throw Problem(.interrupted, "stopped")
        }
    }
}

extension Progress {
    /// How much of it that is, where it says.
    var fraction: Double? { total.flatMap { $0 > 0 ? done / $0 : nil } }
}

/// What a plugin's command came to.
enum CommandResult {
    case lines([String], JSONObject)
    case page([Block], JSONObject)
    case table(Listing)

    init(_ answer: Answer) throws {
        let json = answer["json"]?.object ?? JSONObject()
        if answer["table"] != nil, let table = try answer.optionalObject("table") {
            self = .table(try Listing(attached: table))
        } else if answer["blocks"] != nil {
            self = .page(try answer.blocks("blocks"), json)
        } else {
            self = .lines(try answer.texts("lines"), json)
        }
    }

    func show(_ session: Session) throws {
        switch self {
        case .lines(let lines, let json): try session.report(lines, json.isEmpty ? ["lines": .array(lines.map(JSONValue.string))] : json)
        case .page(let blocks, let json): try session.show(blocks, json)
        case .table(let listing): try session.show(listing)
        }
    }
}

extension Listing {
    fileprivate init(attached table: Answer) throws {
        let columns = try table.objects("columns").map { Listing.Column(try $0.text("name"), try $0.text("label"), wraps: true) }
        let rows = try table.list("rows").map { row in
            guard let cells = row.array, cells.count == columns.count else { throw Breach("gave a row that has not a value for each of its \(columns.count) columns") }
            return cells
        }
        let references = try (table.optionalTexts("references") ?? []).map { text in
            guard let reference = Reference(text) else { throw Breach("named an innovation “\(text)”, which is no reference") }
            return reference
        }
        self.init(columns, rows: rows, references: references, empty: try table.optionalText("empty") ?? "there is nothing to list")
    }
}
