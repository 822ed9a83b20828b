import Foundation
import RegistryCore
import RegistryShell

/// A walk through the steps, in a temporary registry that goes with it.
///
/// The steps' lines are run as if they were typed, with `--registry` before them: so the tour shows what the commands
/// really say, and needs no way of its own to another registry.
final class Tour {
    private let session: Session
    private let folder: URL
    private let recent: Recent
    private var path: String { folder.appending(path: "registry").path }
    /// Who walks, in the registry of the tour.
    private static let walker = "newcomer"

    /// How the person goes on after a step.
    private enum Way { case on, back, leave }

    /// Makes the registry, with the founding records.
    init(_ session: Session) throws {
        self.session = session
        recent = session.recent
        folder = FileManager.default.temporaryDirectory.appending(path: "practice-tour-\(UID().text)")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Problem(.cannotCreate, "the tour's registry cannot be made", value: folder.path, next: "look whether that disk is full")
        }
        do {
            try found()
        } catch {
            end()
            throw error
        }
        session.recent = Recent()
        session.recent.isKept = true
    }

    private func found() throws {
        var options = GlobalOptions()
        options.registry = path
        let registry = try session.opener.make(options, home: .unnamed, admin: "guide", distributed: false)
        let guide = try registry.actor(named: "guide", account: "guide")
        _ = try registry.addFoundingRecords(session.starter.founding, as: guide)
        try registry.perform([.put(PersonChange(name: Tour.walker, role: .staff))], as: guide, command: "people")
        try registry.close()
    }

    /// Takes the registry away, and gives the session back what it remembered.
    func end() {
        // What the session has open lies in the folder.
        try? session.reopen()
        try? FileManager.default.removeItem(at: folder)
        session.recent = recent
    }

    func walk(_ steps: [TourStep]) throws {
        let asks = session.canAsk
        try say([
            .heading("A tour in \(steps.count) steps"),
            .paragraph("It has a registry of its own, which goes when it ends (\(path)). Nothing of yours is touched."),
        ] + (asks ? [.paragraph("Type the line of each step, or press Enter to have it typed. skip, back and quit go on, back and out; so do Ctrl-C and Ctrl-D, out.")] : []))
        var index = 0
        while steps.indices.contains(index) {
            let step = steps[index], place = "\(index + 1) of \(steps.count)"
            try say([.heading("\(place): \(step.title)"), .paragraph(step.says), .paragraph("Type: \(step.line)")])
            switch try asks ? take(step, place) : show(step) {
            case .on: index += 1
            case .back: index = max(0, index - 1)
            case .leave: return try say([.paragraph("That was the tour as far as step \(place). Its registry is gone, and tour begins it afresh.")])
            }
        }
        try say([
            .heading("What next"),
            .facts([
                .init("submit", "put your own idea in: four questions"), .init("find by:me", "what you put in, and where it stands"),
                .init("help", "what people mostly want, with the line to type"), .init("help selection", "all that find understands"),
            ]),
            .paragraph("The tour's registry is gone; \(asks ? "you are back in your own." : "nothing of yours was touched.")"),
        ])
    }

    /// Without a person: the line is run, and what it says stands below.
    private func show(_ step: TourStep) throws -> Way {
        try run(step.line)
        try say([.paragraph(step.look)])
        return .on
    }

    /// Has the person type until the step is done or left.
    private func take(_ step: TourStep, _ place: String) throws -> Way {
        while true {
            let prompt = session.output.ink(.prompt, "tour \(place)> ")
            guard case .line(let typed) = session.console.ask(prompt, prefill: "", completer: nil, remember: false) else { return .leave }
            let line = typed.trimmed
            switch line.drop(while: { $0 == ":" }).lowercased() {
            case "skip", "next": return .on
            case "back": return .back
            case "quit", "exit", "q": return .leave
            case "?":
                session.notice("Enter types the line for you; skip goes on without it, back goes a step back, quit leaves. Any other line is run, here in the tour's registry.")
                continue
            default: break
            }
            if line.isEmpty {
                for part in Wrapping.wrap(step.line, to: max(20, session.console.width - 1), hanging: 2) { session.console.write(part + "\n") }
            }
            do {
                try run(line.isEmpty ? step.line : line)
            } catch is Shell.Leaving {
                return .leave
            } catch is Told {
                continue
            } catch let problem as Problem where problem.kind != .interrupted {
                for line in session.output.lines(of: problem) { session.output.message(line) }
                session.notice("Nothing is broken. The line of this step is: \(step.line)")
                continue
            } catch is Problem {
                return .leave
            }
            if line.isEmpty || line.hasPrefix(step.command) {
                try say([.paragraph(step.look)])
                return .on
            }
            session.notice("That was no part of the tour, and is fine. The line of this step is: \(step.line)")
        }
    }

    /// Runs a line in the tour's registry, and in no other.
    private func run(_ line: String) throws {
        let words: [String]
        do {
            words = try Words.split(line).map(\.text)
        } catch {
            throw Problem(.usage, "a quotation mark is not closed", at: .init(text: line, range: error.offset..<error.offset + 1), next: "close it with \(error.quote)")
        }
        guard let first = words.first else { return }
        if let other = words.first(where: { $0.hasPrefix("--registry") || $0.hasPrefix("--home") }) {
            throw Problem(.usage, "the tour has a registry of its own, and goes to no other", value: other)
        }
        guard first != "tour" else { throw Problem(.usage, "this is the tour") }
        try session.run(["--registry", path, "--as", Tour.walker] + words)
    }

    private func say(_ blocks: [Block]) throws {
        try session.output.result("\n" + session.output.text(of: blocks))
    }
}
