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
        /// Go to the last page without asking further.
        case save
        /// Keep a draft and leave.
        case quit
    }

    let session: Session
    let purpose: Passage.Purpose
    private(set) var fields: Fields
    private(set) var tags: [String]
    /// Answers that were warned about and stay, and why.
    private var kept: [FieldName: (text: String, reason: String)] = [:]

    init(session: Session, fields: Fields = [:], tags: [String] = [], purpose: Passage.Purpose) {
        self.session = session
        self.fields = fields
        self.tags = tags
        self.purpose = purpose
    }

    /// Why texts that were warned about stay; nil when there is none.
    var reason: String? {
        let reasons = Set(kept.filter { text(of: $0.key) == $0.value.text }.map(\.value.reason))
        return reasons.isEmpty ? nil : reasons.sorted().joined(separator: "; ")
    }

    /// The answer to a field as it is shown and filled in; empty when there is none.
    func text(of field: FieldName) -> String {
        field == "tags" ? tags.joined(separator: ", ") : fields[field]?.text ?? ""
    }

    /// Asks for one field until there is an answer that it takes, or a word that steers.
    func ask(_ field: FieldDefinition, progress: String, required: Bool) throws -> Step {
        session.console.write("\n")
        let label = field.label + (field.unit.map { " (\($0))" } ?? "")
        let heading = Wrapping.wrap("\(label) \(progress)".trimmed.visible(), to: session.formWidth)
        for line in heading { session.console.write(session.output.ink(.strong, line) + "\n") }
        if !field.hint.isEmpty { session.say(field.hint, .faint) }
        let choices = FieldChoices(field: field)
        for line in choices.lines(width: session.formWidth, plain: session.output.plain) { session.console.write(line + "\n") }
        if choices.isClosed { session.say("A number, or the words themselves\(field.type == .list ? "; several with commas between" : ""). Tab completes.", .faint) }
        if field.name == "tags" { session.say("Commas between them. Tab shows those that others use.", .faint) }
        return field.type == .longText ? try askLines(field, required) : try askLine(field, required)
    }

    private func line(_ prompt: String, _ prefill: String, _ field: FieldDefinition) -> String? {
        let answer = session.console.ask(session.output.ink(.prompt, prompt), prefill: prefill, completer: ValueCompleter(field, session), remember: false)
        guard case .line(let line) = answer else { return nil }
        return line
    }

    // MARK: - One line

    private func askLine(_ field: FieldDefinition, _ required: Bool) throws -> Step {
        var prefill = text(of: field.name)
        var exampleShown = false
        while true {
            guard let line = line("> ", prefill, field) else { return .quit }
            switch Steering.read(line, behind: prefill) {
            case .questionMark where !exampleShown:
                exampleShown = true
                showExample(field)
                session.say("Type ? once more if it belongs to your answer.")
            case .text, .questionMark:
                if line.trimmed.isEmpty {
                    guard !required else {
                        sayNeeded(field)
                        prefill = text(of: field.name)
                        continue
                    }
                    return clear(field)
                }
                switch try take(line, field) {
                case .taken: return .answered
                case .again(let text): prefill = text
                case .left: return .quit
                }
            case .steers(.edit):
                guard let edited = edited(prefill, field) else { continue }
                switch try take(edited, field) {
                case .taken: return .answered
                case .again(let text): prefill = text
                case .left: return .quit
                }
            case .steers(let word):
                if let step = step(for: word, field, required) { return step }
            case .unknown(let word, let nearest): sayUnknown(word, nearest)
            }
        }
    }

    // MARK: - Several lines

    private func askLines(_ field: FieldDefinition, _ required: Bool) throws -> Step {
        var answer = LongAnswer(text(of: field.name))
        var exampleShown = false
        session.say(answer.hasMore
            ? "Enter keeps a line, :skip keeps them all; an empty line at the end ends it."
            : "It may take several lines; an empty line ends it.", .faint)
        while true {
            let prefill = answer.next
            guard let line = line(answer.isBegun ? "more> " : "> ", prefill, field) else {
                try keepUnsettled(answer.text, field)
                return .quit
            }
            switch Steering.read(line, behind: prefill) {
            case .questionMark where !exampleShown:
                exampleShown = true
                showExample(field)
                session.say("Type ? once more if it belongs to your answer.")
            case .text, .questionMark:
                // Of an earlier answer an emptied line goes; it ends nothing while lines are still to come.
                guard line.trimmed.isEmpty, !answer.hasMore else {
                    answer.take(line)
                    continue
                }
                if answer.text.isEmpty {
                    guard required else { return clear(field) }
                    sayNeeded(field)
                    continue
                }
                switch try take(answer.text, field) {
                case .taken: return .answered
                case .again(let text): answer = LongAnswer(text)
                case .left: return .quit
                }
            case .steers(.edit):
                guard let edited = edited(answer.text, field) else { continue }
                switch try take(edited, field) {
                case .taken: return .answered
                case .again(let text): answer = LongAnswer(text)
                case .left: return .quit
                }
            case .steers(.quit):
                try keepUnsettled(answer.text, field)
                return .quit
            case .steers(let word) where [.back, .skip, .save].contains(word) && !answer.text.isEmpty && answer.text != text(of: field.name):
                // What was typed of it so far is an answer too.
                switch try take(answer.text, field) {
                case .taken: return step(for: word, field, required) ?? .answered
                case .again(let text): answer = LongAnswer(text)
                case .left: return .quit
                }
            case .steers(let word):
                if let step = step(for: word, field, required) { return step }
            case .unknown(let word, let nearest): sayUnknown(word, nearest)
            }
        }
    }

    // MARK: - Words that steer

    /// What a word that steers comes to; nil when the question stands as before.
    private func step(for word: Steering, _ field: FieldDefinition, _ required: Bool) -> Step? {
        switch word {
        case .back: return .back
        case .save: return .save
        case .quit: return .quit
        case .skip:
            if !required || !text(of: field.name).isEmpty { return .skipped }
            sayNeeded(field)
        case .example: showExample(field)
        case .help: session.saySteering()
        case .edit: break
        }
        return nil
    }

    private func showExample(_ field: FieldDefinition) {
        session.say("For example: \(field.example ?? field.hint)")
        for line in FieldChoices(field: field).lines(width: session.formWidth, plain: session.output.plain) { session.console.write(line + "\n") }
    }

    private func sayNeeded(_ field: FieldDefinition) {
        let before = text(of: field.name).isEmpty ? "" : " :skip leaves what was there;"
        session.say("This one is needed.\(before) ? shows an example; :quit keeps what you have as a draft.")
    }

    private func sayUnknown(_ word: String, _ nearest: String?) {
        session.say("There is no “\(word)” here." + (nearest.map { " Did you mean “\($0)”?" } ?? ""))
        session.saySteering()
    }

    /// The answer as the person's editor left it; nil when it stays as it is.
    private func edited(_ text: String, _ field: FieldDefinition) -> String? {
        do {
            let left = try EditedText(text.isEmpty ? "" : text + "\n", named: "\(field.name).txt", session).edit()
            guard !left.trimmed.isEmpty, FieldDefinition.tidiedLines(left) != FieldDefinition.tidiedLines(text) else {
                session.say(left.trimmed.isEmpty ? "The editor left nothing, so the answer is as it was." : "Nothing was changed in the editor.")
                return nil
            }
            let lines = FieldDefinition.tidiedLines(left).split(separator: "\n").count
            session.say("Taken from the editor: “\(Wrapping.cut(FieldDefinition.tidied(left).visible(), to: 50))”\(lines > 1 ? ", \(lines) lines" : "").")
            return left
        } catch {
            session.say(error: error)
            return nil
        }
    }

    // MARK: - Answers

    /// Whether a person gave a reason for this very text.
    func isKept(_ text: String, _ field: FieldDefinition) -> Bool { kept[field.name]?.text == text }

    func keep(_ text: String, for reason: String, _ field: FieldDefinition) { kept[field.name] = (text, reason) }

    func put(_ value: FieldValue, _ field: FieldDefinition) {
        guard field.name == "tags" else {
            fields[field.name] = value
            return
        }
        if case .list(let values) = value { tags = values }
    }

    @discardableResult func clear(_ field: FieldDefinition) -> Step {
        guard !text(of: field.name).isEmpty else { return .skipped }
        if field.name == "tags" { tags = [] } else { fields[field.name] = nil }
        session.say("“\(field.label)” has no answer now.")
        return .answered
    }
}
