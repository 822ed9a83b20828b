import RegistryCore
import RegistryShell

/// What evidence needs, as far as it was given, and the questions for the rest.
struct EvidenceAnswers {
    var kind: String?
    var strength: String?
    var direction: String?
    var finding: String?
    var source: String?

    /// Checks what was given and asks for what is missing. Without a person to ask, it says what is missing.
    mutating func complete(for innovation: Innovation, scale: EvidenceScale, _ session: Session) throws {
        if let kind { self.kind = try scale.kind(kind).name }
        if let direction { self.direction = try scale.direction(direction).name }
        // What was only heard has one strength; nobody needs to be asked for it.
        if kind == EvidenceTerms.hearsay, strength == nil { strength = "0" }
        if let strength { self.strength = String(try scale.level(named: strength).level) }
        let missing = [("--kind", kind), ("--strength", strength), ("--direction", direction), ("--finding", finding), ("--source", source)]
            .filter { ($0.1 ?? "").allSatisfy(\.isWhitespace) }.map(\.0)
        guard !missing.isEmpty else { return }
        guard session.canAsk else { throw EvidenceAnswers.lacking(missing, innovation, scale) }
        try ask(for: innovation, scale, session)
    }

    /// The evidence of complete answers.
    func evidence(_ scale: EvidenceScale) throws -> Evidence {
        Evidence(
            kind: kind ?? "", strength: try strength.map(scale.level(named:))?.level ?? 0, direction: direction ?? "", finding: finding ?? "", source: source)
    }

    private static func lacking(_ missing: [String], _ innovation: Innovation, _ scale: EvidenceScale) -> Problem {
        let words: [String: String] = [
            "--kind": "one of \(scale.kinds.map(\.name).joined(separator: ", "))",
            "--strength": scale.levels.map { "\($0.level) \($0.label)" }.joined(separator: ", "),
            "--direction": "one of \(scale.directions.map(\.name).joined(separator: ", "))",
            "--finding": "what was seen, counted or read",
            "--source": "where it comes from",
        ]
        return Problem(
            .usage, "evidence needs more: \(missing.joined(separator: ", ")) \(missing.count == 1 ? "is" : "are") missing",
            details: missing.map { "\($0): \(words[$0] ?? "")" },
            next: "evidence add \(innovation.reference) --kind observation --strength 1 --direction better --finding \"…\" --source \"…\"")
    }

    private mutating func ask(for innovation: Innovation, _ scale: EvidenceScale, _ session: Session) throws {
        let questions = Questions(console: session.console)
        questions.say("Evidence on \(innovation.reference), \(innovation.title). Ctrl-C stops, and nothing is saved.")
        if kind == nil {
            questions.offer(scale.kinds.map { ($0.name, $0.meaning) })
            kind = try questions.choose("Kind", among: scale.kinds.map(\.name)) { try scale.kind($0).name }
            if kind == EvidenceTerms.hearsay, strength == nil { strength = "0" }
        }
        if strength == nil {
            questions.offer(scale.levels.map { (String($0.level), "\($0.label). \($0.meaning)") })
            strength = try questions.choose("Strength", among: scale.levels.map { String($0.level) }) { String(try scale.level(named: $0).level) }
        }
        if direction == nil {
            questions.offer(scale.directions.map { ($0.name, $0.meaning) })
            direction = try questions.choose("Direction", among: scale.directions.map(\.name)) { try scale.direction($0).name }
        }
        finding = try finding ?? questions.text("What was seen, counted or read")
        source = try source ?? questions.text("Where it comes from")
    }
}

/// Questions one after the other at a terminal.
struct Questions {
    let console: any Console

    func say(_ line: String) { console.write(Wrapping.wrap(line.visible(), to: max(20, console.width)).joined(separator: "\n") + "\n") }

    /// What may be answered, a line each with what it means.
    func offer(_ choices: [(name: String, meaning: String)]) {
        let widest = choices.map(\.name.displayWidth).max() ?? 0
        let margin = String(repeating: " ", count: widest + 4)
        for choice in choices {
            for (index, line) in Wrapping.wrap(choice.meaning, to: max(20, console.width - widest - 4)).enumerated() {
                console.write((index == 0 ? "  \(Wrapping.pad(choice.name, to: widest))  " : margin) + line + "\n")
            }
        }
    }

    /// An answer that `reading` takes; one that it does not take is told and asked again.
    func choose(_ question: String, among choices: [String], reading: (String) throws -> String) throws -> String {
        while true {
            let answer = try text(question, completer: ChoiceCompleter(choices: choices))
            do {
                return try reading(answer)
            } catch let problem as Problem {
                say(problem.what + (problem.nearest.map { "; did you mean \($0)?" } ?? ""))
            }
        }
    }

    /// An answer that is not empty.
    func text(_ question: String, completer: (any Completer)? = nil) throws -> String {
        while true {
            switch console.ask("\(question): ", prefill: "", completer: completer, remember: false) {
            case .line(let answer) where answer.contains(where: { !$0.isWhitespace }): return answer
            case .line: say("This one is needed.")
            case .interrupted, .endOfInput: throw Problem(.interrupted, "stopped; nothing was saved")
            }
        }
    }
}

/// Proposes the choices of a question.
struct ChoiceCompleter: Completer {
    let choices: [String]

    func completion(of line: String, at cursor: Int) -> Completion {
        let typed = String(line.prefix(cursor).drop(while: \.isWhitespace)).lowercased()
        return Completion(start: line.prefix(while: \.isWhitespace).count, candidates: choices.filter { $0.hasPrefix(typed) }.map { Candidate(value: $0) })
    }
}
