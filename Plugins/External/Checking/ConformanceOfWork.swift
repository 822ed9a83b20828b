import Foundation
import RegistryCore
import RegistryShell

/// Commands, checks, signals and gates.
extension Conformance {
    func commands() throws {
        for part in manifest.contributes.commands {
            for (words, note) in Conformance.runs(of: part) {
                try holds("command \(part.name)", "\(note) is answered, or refused in words") {
                    try run(part, words)
                }
            }
        }
    }

    /// The examples of a command, and every argument filled with hostile text.
    private static func runs(of part: CommandPart) -> [(words: [String], note: String)] {
        var runs = part.outline.examples.compactMap { example -> ([String], String)? in
            guard let words = try? Words.split(example.line).map(\.text), words.first == part.name else { return nil }
            return (Array(words.dropFirst()), "“\(example.line)”")
        }
        let leaves = part.shape.subcommands.isEmpty ? [part.shape] : part.shape.subcommands
        for leaf in leaves {
            let lead = part.shape.subcommands.isEmpty ? [] : [leaf.name]
            let takesText = leaf.arguments.contains { $0.form != .flag }
            for text in takesText ? ["P1", "", "👩‍👩‍👧‍👦\u{202E}\u{0}", String(repeating: "x", count: 100_000)] : [""] {
                let arguments = leaf.positionals.map { $0.allowed.first ?? text }
                let options = leaf.arguments.filter { $0.form == .option }.flatMap { ["\($0.names[0])=\($0.allowed.first ?? text)"] }
                let what = text.count > 100 ? "100,000 letters" : "“\(text.visible())”"
                runs.append((lead + options + ["--"] + arguments, ([part.name] + lead).joined(separator: " ") + " with \(what) for each argument"))
            }
        }
        return runs
    }

    private func run(_ part: CommandPart, _ words: [String]) throws {
        let command = Command(attached: part.outline, try fresh())
        let typed = try TypedWords(command.arranged(words), of: part.shape, command: part.name)
        let params: JSONValue = [
            "command": .string(part.name), "subcommand": JSONValue(typed.subcommand), "arguments": .object(typed.arguments), "options": .object(typed.options),
            "person": ["name": "ana", "role": "admin", "team": nil], "format": "table", "width": 80, "interactive": false, "unheard_of": true,
        ]
        try process { process in
            _ = try CommandResult(Answer(process.ask("command.run", params, within: callLimit, serving: pretend), to: "command.run"))
        }
    }

    /// A registry with one innovation, and nobody to ask.
    private func pretend(_ method: String, _ params: JSONValue) throws -> JSONValue {
        let innovation = Samples.innovation("Night bus buddies", configuration)
        let shown = manifest.shown(innovation, signals: [:], configuration.fields)
        switch method {
        case "registry.find": return ["innovations": [shown], "more": false]
        case "registry.show":
            guard params["ref"]?.string == "P1" else {
                throw Problem(.noInput, "there is no innovation of that reference that you may see", value: params["ref"]?.string, next: "find")
            }
            return ["innovation": shown, "contributions": .array(manifest.contributes.kinds.map { manifest.shown(Samples.contribution($0.name, $0.payload.sample())) })]
        case "registry.contribute":
            guard let items = params["contributions"]?.array, !items.isEmpty else { throw Problem(.usage, "registry.contribute takes contributions") }
            let made = try items.map { item in
                guard let kind = manifest.contributes.kinds.first(where: { $0.name == item["kind"]?.string }) else { throw Problem(.usage, "a plugin contributes its own kinds only") }
                guard item["subject"]?.string == "P1" else { throw Problem(.noInput, "there is no innovation of that reference that you may see", value: item["subject"]?.string) }
                return Samples.contribution(kind.name, try kind.payload.accepted(item["payload"] ?? .null, called: kind.name))
            }
            return ["contributions": .array(made.map { ["uid": .string($0.uid.text), "ref": JSONValue(manifest.reference(of: $0)), "kind": .string($0.kind)] }), "batch": 2]
        case "console.ask": return ["answer": nil]
        default: throw UnknownMethod()
        }
    }

    func checks() throws {
        for var part in manifest.contributes.checks {
            // What it cannot answer must be seen here, whatever it lets pass.
            part.onFailure = .block
            let setting = CheckSetting(registry: nil, viewer: nil)
            func examine(_ what: String, _ passages: [Passage]) throws {
                try holds("check \(part.name)", what, mayRefuse: false) {
                    try asking { _ = try AttachedCheck(part: part, asking: $0).examine(passages, setting) }
                }
            }
            try examine("no text at all is answered", [Passage(purpose: .remark, texts: [])])
            for purpose in [Passage.Purpose.submission, .revision, .contribution, .remark, .draft, .imported] {
                try examine("a passage of the purpose \(purpose.rawValue) is answered", [Samples.passage("It works well", purpose)])
            }
            try examine("hostile texts are answered, and found in whole characters", Samples.hostileTexts.map { Samples.passage($0) })
            try examine("1,500 passages are answered, each for itself", (0..<1500).map { Samples.passage("Idea \($0) of many") })
            try examine("a text of 2 MiB is answered", [Samples.passage(String(repeating: "word ", count: 400_000))])
            try holds("check \(part.name)", "the same text is found the same twice", mayRefuse: false) {
                try asking { asking in
                    let check = AttachedCheck(part: part, asking: asking), passages = Samples.hostileTexts.map { Samples.passage($0) }
                    guard try check.examine(passages, setting) == check.examine(passages, setting) else { throw Breach("found something else in the same text") }
                }
            }
        }
    }

    func signals() throws {
        for part in manifest.contributes.signals {
            func values(_ what: String, _ subjects: [[Contribution]]) throws {
                try holds("signal \(part.name)", what, mayRefuse: false) {
                    try asking { asking in
                        let signal = AttachedSignal(part: part, asking: asking)
                        let values = try signal.values(of: subjects)
                        guard try signal.values(of: subjects) == values else { throw Breach("gave other numbers for the same contributions") }
                    }
                }
            }
            let own = manifest.contributes.kinds.filter { part.kinds.contains($0.name) }
            func contributions(_ text: String) -> [Contribution] {
                own.enumerated().map { Samples.contribution($0.element.name, $0.element.payload.sample(text), number: $0.offset + 1) }
            }
            try values("no subject, and one without contributions, are answered", [[]])
            try values("contributions of its kinds are answered, twice the same", [contributions("good"), contributions("bad")])
            try values("hostile payloads are answered", Samples.hostileTexts.map(contributions))
            try values("500 subjects are answered, each for itself", Array(repeating: contributions("many"), count: 500))
        }
    }

    func gates() throws {
        for part in manifest.contributes.gates {
            let parameters = try? part.parameters.value(of: .none(file: part.name))
            for text in ["Night bus buddies"] + Samples.hostileTexts.prefix(16) {
                for explaining in [true, false] {
                    let shown = text.count > 40 ? "long text" : "“\(text.visible())”"
                    guard explaining || text == "Night bus buddies" else { continue }
                    try holds("gate \(part.name)", "an innovation with \(shown) gets a verdict" + (explaining ? "" : " when it moves in earnest")) {
                        try asking { asking in
                            let gate = AttachedGate(part: part.outline, asking: asking)
                            _ = try gate.answer(on: move(text, explaining: explaining), parameters: parameters ?? part.parameters.sample())
                        }
                    }
                }
            }
        }
    }

    private func move(_ text: String, explaining: Bool) throws -> Move {
        let stage = configuration.stages.all.dropFirst().first ?? configuration.stages.all[0]
        return Move(
            innovation: Samples.innovation(text, configuration), stage: stage, mover: Samples.lead,
            contributions: manifest.contributes.kinds.map { Samples.contribution($0.name, $0.payload.sample(text)) }, signals: [:], configuration: configuration,
            today: CalendarDate(Samples.day), explaining: explaining)
    }
}
