import RegistryCore
import RegistryShell

/// Asks for answers one by one, checks each as soon as it is given, and knows the words that steer a form.
///
/// What it asks, explains and accepts is the fields' own data; what may not be kept is the checks' to say.
final class Form {
    /// What a person did with a question.
    enum Step: Equatable {
        case answered
        case skipped
        case back
        /// Save what is there without asking further.
        case save
        /// Keep a draft and leave.
        case quit
    }

    let session: Session
    private(set) var answers: [FieldName: FieldValue?]
    private(set) var tags: [String]
    /// Why a text that was warned about stays.
    private(set) var reason: String?
    let purpose: Passage.Purpose

    init(session: Session, answers: Fields = [:], tags: [String] = [], purpose: Passage.Purpose) {
        self.session = session
        self.answers = answers.mapValues { $0 }
        self.tags = tags
        self.purpose = purpose
    }

    var fields: Fields { answers.compactMapValues { $0 } }

    /// Asks for one field until there is an answer that it takes, or a word that steers.
    func ask(_ field: FieldDefinition, progress: String, required: Bool) throws -> Step {
        var prefill = current(field)
        session.console.write("\n\(session.output.ink(.strong, field.label)) \(session.output.ink(.faint, progress))\n")
        if !field.hint.isEmpty { write(field.hint) }
        if !field.choices.isEmpty { write((field.open ? "For example: " : "One of: ") + field.choices.joined(separator: ", ")) }
        while true {
            let prompt = session.output.ink(.prompt, "> ")
            guard case .line(let line) = session.console.ask(prompt, prefill: prefill, completer: ValueCompleter(field, session), remember: false) else {
                return .quit
            }
            // A word that steers may be typed behind the answer that is filled in.
            let behind = !prefill.isEmpty && line.hasPrefix(prefill) ? line.dropFirst(prefill.count).trimmingCharacters(in: .whitespaces) : ""
            let text = Form.steering.contains(behind) ? behind : line.trimmingCharacters(in: .whitespacesAndNewlines)
            prefill = ""
            switch text {
            case "?":
                write("For example: \(field.example ?? field.hint)")
                prefill = current(field)
            case ":help":
                write(Form.help)
                prefill = current(field)
            case ":back": return .back
            case ":save": return .save
            case ":quit": return .quit
            case ":skip", "":
                guard !required || current(field) != "" && text == ":skip" else {
                    write("This one is needed. ? shows an example; :quit keeps a draft.")
                    continue
                }
                if text.isEmpty { answers.updateValue(nil, forKey: field.name) }
                return .skipped
            default:
                if text.hasPrefix(":") && !text.contains(" ") {
                    write("There is no “\(text)” here. \(Form.help)")
                    prefill = current(field)
                    continue
                }
                if let again = try take(line, field) {
                    prefill = again
                    continue
                }
                return .answered
            }
        }
    }

    static let steering = ["?", ":help", ":back", ":save", ":quit", ":skip"]
    static let help = "? shows an example, :back goes to the question before, :skip leaves this one, :save ends the questions, :quit keeps a draft and leaves."

    private func write(_ text: String) {
        for line in Wrapping.wrap(text.visible(), to: max(20, session.console.width)) { session.console.write(line + "\n") }
    }

    private func current(_ field: FieldDefinition) -> String {
        if field.name == "tags" { return tags.joined(separator: ", ") }
        return (answers[field.name] ?? nil)?.text ?? ""
    }

    /// Takes an answer that its field and every check take; returns the text to be edited when not.
    private func take(_ line: String, _ field: FieldDefinition) throws -> String? {
        var text = line
        while true {
            let value: FieldValue?
            do {
                value = try field.value(of: text)
            } catch {
                for line in ProblemText.lines(error.problem(), width: session.console.width, ink: session.output.ink) { session.console.write(line + "\n") }
                return text
            }
            guard let value else { return "" }
            let passage = Passage(purpose: purpose == .submission ? .draft : purpose, texts: [LabelledText(field.name, value.text)])
            let findings = try session.registry().findings(in: [passage], for: session.viewer()).flatMap { $0 }.filter { $0.severity > .note }
            if findings.isEmpty {
                keep(value, field)
                return nil
            }
            guard let replaced = settle(findings, in: value.text) else { return value.text }
            if replaced == value.text {
                keep(value, field)
                return nil
            }
            text = replaced
        }
    }

    private func keep(_ value: FieldValue, _ field: FieldDefinition) {
        if field.name == "tags" {
            if case .list(let values) = value { tags = values }
        } else {
            answers.updateValue(value, forKey: field.name)
        }
    }

    /// Shows what was found in its sentence, and asks what to do: edit (nil), replace (another text), or keep with
    /// a reason (the same text; never for what blocks).
    private func settle(_ findings: [Finding], in text: String) -> String? {
        for finding in findings { write("! " + finding.message) }
        write(Form.marked(findings, in: text))
        let blocks = findings.contains { $0.severity == .block }
        while true {
            let question = blocks ? "[e]dit or [r]eplace it? " : "[e]dit, [r]eplace, or [k]eep it with a reason? "
            guard case .line(let answer) = session.console.ask(question, prefill: "", completer: nil, remember: false) else { return nil }
            switch answer.trimmingCharacters(in: .whitespaces).lowercased().first {
            case "e": return nil
            case "r": return Finding.replace(findings, in: text)
            case "k" where !blocks:
                guard case .line(let why) = session.console.ask("Why must it stay? ", prefill: "", completer: nil, remember: false),
                    why.contains(where: { !$0.isWhitespace })
                else { continue }
                reason = why.trimmingCharacters(in: .whitespaces)
                return text
            default: continue
            }
        }
    }

    /// The text with what was found between marks: »…«.
    static func marked(_ findings: [Finding], in text: String) -> String {
        var bytes = Array(text.utf8)
        for finding in findings.sorted(by: { ($0.range?.lowerBound ?? 0) > ($1.range?.lowerBound ?? 0) }) {
            guard let range = finding.range, range.upperBound <= bytes.count else { continue }
            bytes.insert(contentsOf: "«".utf8, at: range.upperBound)
            bytes.insert(contentsOf: "»".utf8, at: range.lowerBound)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Offers a field's vocabulary, and for tags those in use.
struct ValueCompleter: Completer {
    private let values: [String]
    private let isList: Bool

    init(_ field: FieldDefinition, _ session: Session) {
        isList = field.type == .list
        values = field.name == "tags" ? ((try? session.registry().configuration.tags.all.map(\.name)) ?? []) : field.choices
    }

    func completion(of line: String, at cursor: Int) -> Completion {
        let before = line.prefix(cursor)
        let start = isList ? (before.lastIndex { ",;".contains($0) }.map { before.index(after: $0) } ?? before.startIndex) : before.startIndex
        let word = before[start...].drop(while: \.isWhitespace)
        let matching = values.filter { $0.lowercased().hasPrefix(word.lowercased()) }
        return Completion(start: before.distance(from: before.startIndex, to: word.startIndex), candidates: matching.map { Candidate(value: $0, finished: false) })
    }
}
