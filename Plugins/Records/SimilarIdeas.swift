import RegistryCore
import RegistryShell

/// Ideas that look like the one that is being put in: each is told of once, with what may be done about it.
final class SimilarIdeas {
    /// What becomes of the person's own answers.
    enum Outcome { case goOn, draft, throwAway, left }

    private enum Way { case read, add, adopt, goOn }

    private struct Idea {
        var innovation: Innovation
        /// The check's own words: which, and why.
        var message: String
    }

    private let session: Session
    private let registry: Registry
    private var known: Set<Reference> = []
    private var lookedAt: Fields = [:]

    init(_ session: Session) throws {
        self.session = session
        registry = try session.registry()
    }

    /// Whether a note of a check is about ideas that were shown here already.
    func wereShown(_ finding: Finding) -> Bool { !finding.related.isEmpty && known.isSuperset(of: finding.related) }

    /// Tells what looks similar and was not told of before, and asks what to do.
    func ask(of fields: Fields) throws -> Outcome {
        guard fields != lookedAt else { return .goOn }
        lookedAt = fields
        let ideas = try new(fields)
        guard !ideas.isEmpty else { return .goOn }
        show(ideas)
        while true {
            guard let chosen = session.choose("Enter goes on with yours, or", from: ways(ideas.count), otherwise: .goOn) else { return .left }
            if chosen.value == .goOn { return .goOn }
            guard let idea = which(ideas, chosen.rest) else { continue }
            do {
                switch chosen.value {
                case .read: try session.run(["show", idea.innovation.reference.description])
                case .add: if try Remark(session).ask(on: idea.innovation) { return ownAnswers() }
                case .adopt:
                    try session.run(["adopt", idea.innovation.reference.description])
                    return ownAnswers()
                case .goOn: return .goOn
                }
            } catch {
                session.say(error: error)
            }
        }
    }

    private func new(_ fields: Fields) throws -> [Idea] {
        let passage = Passage(purpose: .submission, texts: registry.configuration.fields.names.compactMap { name in
            fields[name].map { LabelledText(name, $0.text) }
        })
        let viewer = try session.viewer()
        let notes = try registry.findings(in: [passage], for: viewer).flatMap { $0 }.filter { $0.severity == .note }
        return notes.flatMap { note in
            note.related.filter { known.insert($0).inserted }.compactMap { reference in
                (try? registry.innovation(reference, for: viewer)).map { Idea(innovation: $0, message: note.message) }
            }
        }
    }

    private func show(_ ideas: [Idea]) {
        session.console.write("\n")
        session.say(ideas.count == 1 ? "Somebody may do this already:" : "\(ideas.count) others may do this already:", .strong)
        for (number, idea) in zip(1..., ideas) {
            let lead = ideas.count == 1 ? "" : "\(number)  "
            session.say(lead + idea.message, hanging: 3)
            for line in [place(of: idea.innovation), standing(of: idea.innovation)] {
                for part in Wrapping.wrap(line.visible(), to: session.formWidth - 3) { session.console.write("   \(part)\n") }
            }
        }
    }

    private func place(of innovation: Innovation) -> String {
        let places = ["team", "organisation"].compactMap { innovation.fields[$0]?.text }
        let home = innovation.home == registry.home ? "in this home" : "in \(innovation.home)"
        return "Where: " + (places + [home]).joined(separator: ", ") + "; put in by \(innovation.submitter)."
    }

    private func standing(of innovation: Innovation) -> String {
        guard let stage = registry.configuration.stages[innovation.stage] else { return "Stage: \(innovation.stage)." }
        return "Stage: \(stage.label). \(stage.meaning)"
    }

    private func ways(_ count: Int) -> [Choice<Way>] {
        let one = count == 1 ? "" : "; say which: “2” behind it"
        var ways = [
            Choice("read", "shows its page\(one)", Way.read),
            Choice("add", "says on its page what you know of it\(one)", Way.add),
        ]
        if session.has(command: "adopt") { ways.append(Choice("we do this too", "says that your team or place uses it\(one)", Way.adopt)) }
        return ways + [Choice("go on", "goes on with your own answers", Way.goOn)]
    }

    /// The idea that words behind a choice name; asked for when there are several and none is named.
    private func which(_ ideas: [Idea], _ rest: String) -> Idea? {
        func named(_ text: String) -> Idea? {
            guard let word = text.split(whereSeparator: \.isWhitespace).last.map(String.init) else { return nil }
            if let number = Int(word), ideas.indices.contains(number - 1) { return ideas[number - 1] }
            return ideas.first { $0.innovation.reference == Reference(word) }
        }
        if let idea = named(rest) ?? (ideas.count == 1 ? ideas.first : nil) { return idea }
        while case .line(let line) = session.console.ask("Which one, 1 to \(ideas.count)? ", prefill: "", completer: nil, remember: false), !line.trimmed.isEmpty {
            if let idea = named(line) { return idea }
        }
        return nil
    }

    private func ownAnswers() -> Outcome {
        let ways = [
            Choice("go on", "your own idea differs, and you put it in as well", Outcome.goOn),
            Choice("draft", "keeps your answers as a draft that only you see", .draft),
            Choice("throw away", "your answers go", .throwAway),
        ]
        return session.choose("What becomes of your own answers? Enter goes on;", from: ways, otherwise: .goOn)?.value ?? .left
    }
}

/// A comment that is made from inside a form.
struct Remark {
    private let session: Session
    init(_ session: Session) { self.session = session }

    /// Asks for it and saves it as `comment` does. Returns false when nothing was said.
    func ask(on innovation: Innovation) throws -> Bool {
        session.say("What do you want to say of \(innovation.reference)? Everybody who sees it can read it. An empty line goes back.")
        var text = ""
        while true {
            guard case .line(let line) = session.console.ask("> ", prefill: text, completer: nil, remember: false), !line.trimmed.isEmpty,
                Steering.read(line, behind: text) == .text
            else { return false }
            text = FieldDefinition.tidied(line)
            var outcome = try settle(text, innovation)
            while case .replaced(let replaced) = outcome {
                text = replaced
                outcome = try settle(text, innovation)
            }
            guard outcome != .left else { return false }
            guard case .kept(let reason) = outcome else { continue }
            try session.run(["comment", innovation.reference.description] + (reason.isEmpty ? [] : ["--keep", reason]) + ["--", text])
            return true
        }
    }

    /// Has the person settle what checks find; it stays, for no reason, when they find nothing.
    private func settle(_ text: String, _ innovation: Innovation) throws -> Settling.Outcome {
        let passage = Passage(purpose: .contribution, texts: [LabelledText("comment", text)], innovation: innovation.number)
        let findings = try session.registry().findings(in: [passage], for: session.viewer()).flatMap { $0 }.filter { $0.severity > .note }
        return findings.isEmpty ? .kept(reason: "") : try Settling(session: session, keepsDraft: false).ask(findings, in: text)
    }
}
