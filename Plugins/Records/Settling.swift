import RegistryCore
import RegistryShell

/// The question what becomes of a text in which a check found something.
struct Settling {
    enum Outcome: Equatable {
        /// The person changes the words themselves.
        case edit
        case replaced(String)
        /// It stays as it is, for a reason.
        case kept(reason: String)
        /// They left. What was found may not be kept then.
        case left
    }

    private enum Way { case edit, replace, keep, quit }

    let session: Session
    /// Whether leaving keeps a draft of the text, masked.
    var keepsDraft = true

    /// Shows what was found in its sentence, says why it matters, and asks.
    func ask(_ findings: [Finding], in text: String) throws -> Outcome {
        let marked = MarkedText(text, findings)
        let blocks = findings.contains { $0.severity == .block }
        tell(findings, marked, blocks)
        var ways = [
            Choice("edit", "you change the words yourself", Way.edit),
            Choice("replace", "puts other words there, such as “a resident” or “[removed]”", Way.replace),
        ]
        if !blocks { ways.append(Choice("keep", "it stays, and you say why; then only you and the leads see it until a lead clears it", Way.keep)) }
        ways.append(Choice("quit", keepsDraft ? "keeps your answers as a draft, this one masked, and leaves" : "says nothing, and goes back", Way.quit))
        while true {
            guard let chosen = session.choose(from: ways) else { return .left }
            switch chosen.value {
            case .edit: return .edit
            case .quit: return .left
            case .replace:
                guard let replaced = replacement(marked, chosen.rest) else { return .left }
                return .replaced(replaced)
            case .keep:
                guard let reason = try reason(chosen.rest) else { return .left }
                if !reason.isEmpty { return .kept(reason: reason) }
            }
        }
    }

    private func tell(_ findings: [Finding], _ marked: MarkedText, _ blocks: Bool) {
        var told: Set<String> = []
        for finding in findings where told.insert(finding.message).inserted {
            session.say("\(finding.severity == .block ? "Stop" : "Careful"): \(finding.message).", .trouble)
        }
        for sentence in marked.sentences(width: session.formWidth - 2, ink: session.output.ink) {
            for line in sentence { session.console.write("  \(line)\n") }
        }
        if session.output.plain, !marked.marks.isEmpty {
            session.say("The words are: " + marked.marks.map { "“\(marked.text[$0.range])”" }.joined(separator: ", ") + ".")
        }
        session.say(
            blocks
                ? "It can tell who somebody is, so it cannot be kept, not even in a draft."
                : "It may tell who somebody is. What is not needed is better left out.")
    }

    /// The text with other words, asked for one mark after the other, the check's own words filled in; nil when the
    /// person left.
    private func replacement(_ marked: MarkedText, _ given: String) -> String? {
        guard !marked.marks.isEmpty else { return "[removed]" }
        var words: [String] = []
        if marked.marks.count > 1 {
            session.say("\(marked.marks.count) places, one after the other. Enter takes what is filled in.")
        }
        for mark in marked.marks {
            let found = Wrapping.cut(String(marked.text[mark.range]).visible(), to: session.formWidth / 2)
            let filled = marked.marks.count == 1 && !given.isEmpty ? given : mark.replacement
            if filled == given {
                words.append(given)
                continue
            }
            guard let line = line("»\(found)« becomes:", filled) else { return nil }
            if Steering.read(line, behind: filled) == .steers(.quit) { return nil }
            words.append(FieldDefinition.tidied(line))
        }
        return marked.replaced(words)
    }

    /// Asks with words filled in, on the question's own line where both fit.
    private func line(_ question: String, _ filled: String) -> String? {
        var prompt = question + " "
        if (prompt + filled).displayWidth >= session.formWidth {
            session.say(question)
            prompt = "> "
        }
        guard case .line(let line) = session.console.ask(prompt, prefill: filled, completer: nil, remember: false) else { return nil }
        return line
    }

    /// Why it must stay; empty when nothing was said, nil when the person left. The reason is kept too, so it must not
    /// hold what blocks.
    private func reason(_ given: String) throws -> String? {
        var reason = given
        while true {
            if reason.isEmpty {
                guard case .line(let line) = session.console.ask("Why must it stay? ", prefill: "", completer: nil, remember: false) else { return nil }
                if Steering.read(line, behind: "") == .steers(.quit) { return nil }
                reason = FieldDefinition.tidied(line)
            }
            guard !reason.isEmpty else {
                session.say("To keep it takes a reason, which the leads read.")
                return ""
            }
            let passage = Passage(purpose: .draft, texts: [LabelledText("reason", reason)])
            let blocks = try session.registry().findings(in: [passage], for: session.viewer()).flatMap { $0 }.filter { $0.severity == .block }
            guard let first = blocks.first else { return reason }
            session.say("The reason is kept as well, and \(first.message). Say it without that.")
            reason = ""
        }
    }
}
