import ArgumentParser
import RegistryCore
import RegistryShell

struct ThankCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "thank", abstract: "Thank whoever put an innovation in.")
    static let about = CommandAbout(.judge, examples: [Example("thank P1 \"it helped us on Monday\"", "thanks whoever put P1 in")])

    @Argument(help: ArgumentHelp("Which innovation.", valueName: "reference")) var reference: String
    @Argument(help: ArgumentHelp("What you say.", valueName: "text")) var words: String

    func run(_ session: Session) throws {
        let innovation = try session.innovation(reference)
        try session.perform([.contribute(NewContribution(kind: "thanks", about: innovation.subject, ThankYou(words: words)))], command: "thank")
        try session.report(["Your thanks for \(innovation.reference) are kept."], ["ref": .string(innovation.reference.description)])
    }
}
