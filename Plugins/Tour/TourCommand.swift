import ArgumentParser
import RegistryCore
import RegistryShell

struct TourCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "tour", abstract: "Look round in three minutes, in a registry of its own.",
        discussion: "Each step says what it is about and which line to type. Type it, or press Enter to have it typed. skip, back and quit say what they do. Nothing of yours is touched.")
    static let about = CommandAbout(.ideas, examples: [Example("tour", "eight steps, each with a line to type")])

    func run(_ session: Session) throws {
        let steps = TourStep.all.filter { session.has(command: $0.command) }
        guard session.format == .table else {
            return try session.show(Listing(
                [.init("title", "Step"), .init("says", "Says"), .init("line", "Line"), .init("look", "Look at")],
                rows: steps.map { [.string($0.title), .string($0.says), .string($0.line), .string($0.look)] }, empty: "this build has nothing to show"))
        }
        let tour = try Tour(session)
        defer { tour.end() }
        // A pager would take the screen from what the step says.
        try session.output.unpaged { try tour.walk(steps) }
    }
}
