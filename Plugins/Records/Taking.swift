import RegistryCore
import RegistryShell

/// How an answer is taken: by its field, then by every check, with the person settling what a check finds.
extension Form {
    enum Taking {
        case taken
        /// It was not taken: this is filled in next.
        case again(String)
        case left
    }

    /// Takes an answer that its field and every check take.
    func take(_ text: String, _ field: FieldDefinition) throws -> Taking {
        var text = FieldChoices(field: field).meant(text)
        while true {
            let value: FieldValue?
            do {
                value = try field.value(of: text)
            } catch {
                return .again(session.explain(error, of: text, field))
            }
            guard let value else { return .again("") }
            switch try settle(value.text, field) {
            case .edit: return .again(value.text)
            case .left: return .left
            case .replaced(let replaced): text = replaced
            case .kept:
                if [.date, .number, .choice].contains(field.type), value.text != text.trimmed { session.say("Taken as \(value.text).") }
                put(value, field)
                return .taken
            }
        }
    }

    /// Has a person settle what checks find in an answer; it may be kept at once when they find nothing.
    private func settle(_ text: String, _ field: FieldDefinition) throws -> Settling.Outcome {
        let findings = try found(in: text, field)
        if findings.isEmpty || isKept(text, field) { return .kept(reason: "") }
        let outcome = try Settling(session: session).ask(findings, in: text)
        switch outcome {
        case .kept(let reason): keep(text, for: reason, field)
        case .left: try keepUnsettled(text, field)
        case .edit, .replaced: break
        }
        return outcome
    }

    private func found(in text: String, _ field: FieldDefinition) throws -> [Finding] {
        let passage = Passage(purpose: purpose == .submission ? .draft : purpose, texts: [LabelledText(field.name, text)])
        return try session.registry().findings(in: [passage], for: session.viewer()).flatMap { $0 }.filter { $0.severity > .note }
    }

    /// Has a person settle what a draft brought along: what was warned about is kept with a reason, and a draft keeps
    /// none. Returns false when they left.
    func settle(_ definitions: [FieldDefinition]) throws -> Bool {
        for field in definitions where !text(of: field.name).isEmpty {
            var text = text(of: field.name)
            while true {
                let outcome = try settle(text, field)
                if case .left = outcome { return false }
                if case .kept = outcome { break }
                if case .replaced(let replaced) = outcome {
                    text = replaced
                    if let value = try? field.value(of: replaced) { put(value, field) } else { clear(field) }
                    continue
                }
                let step = try ask(field, progress: "", required: field.asked == .atOnce)
                if step == .quit { return false }
                break
            }
        }
        return true
    }

    /// Keeps what was typed of an answer that the person left: for the draft alone, with everything that was found in it
    /// masked.
    func keepUnsettled(_ text: String, _ field: FieldDefinition) throws {
        guard !text.isEmpty, text != self.text(of: field.name) else { return }
        let findings = try found(in: text, field)
        guard let masked = try? field.value(of: findings.isEmpty ? text : Finding.replace(findings, in: text)) else { return }
        put(masked, field)
        guard !findings.isEmpty else { return }
        session.say("“\(field.label)” is kept without what was found in it: “\(Wrapping.cut(FieldDefinition.tidied(masked.text).visible(), to: 120))”.")
    }
}
