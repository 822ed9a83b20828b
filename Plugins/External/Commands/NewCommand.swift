import ArgumentParser
import RegistryCore
import RegistryShell

struct NewPlugin: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "new", abstract: "Write a plugin that works, with a test, into a new folder of its name.")

    @Argument(help: ArgumentHelp("Its id: lower-case words joined by hyphens.", valueName: "name")) var name: String
    @Option(name: .customLong("in"), help: ArgumentHelp("The language: \(Scaffold.all.map(\.language).joined(separator: ", ")).", valueName: "language")) var language: String
    @Option(help: ArgumentHelp("The folder; one of the plugin's name, here, when left out.", valueName: "file")) var folder: String?

    func run(_ session: Session) throws {
        let languages = Scaffold.all.map(\.language)
        guard let scaffold = Scaffold.all.first(where: { $0.language == language.lowercased() }) else { throw Problem.unknown("language", language, among: languages) }
        guard let first = name.first, first.isASCII, first.isLowercase, name.count <= 40,
            name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
        else { throw Problem(.usage, "a plugin's name is lower-case words joined by hyphens, beginning with a letter", value: name) }
        guard !session.plugins.contains(where: { $0.id == name }) else { throw Problem(.usage, "there is a plugin of that name already", value: name, next: "plugins \(name)") }
        if let command = session.allCommandNames.first(where: { $0 == name }) {
            throw Problem(.usage, "there is a command of that name already, and the new plugin brings one of its own name", value: command, next: "choose another name")
        }
        let folder = folder ?? name
        let files = try scaffold.write(name, into: folder)
        let program = session.recent.isKept ? "" : "practice "
        try session.report(
            ["\(name) is in the folder \(folder): \(files.joined(separator: ", "))."]
                + (scaffold.needs.map { ["It is built by: cd \(Words.quote(folder)) && \($0)"] } ?? [])
                + ["next: \(program)plugins check \(Words.quote(folder)), which holds it against the protocol; plugins attach lets it in"],
            ["plugin": .string(name), "language": .string(scaffold.language), "files": .array(files.map(JSONValue.string))])
    }
}

extension Session {
    /// Names and aliases of the commands at hand.
    fileprivate var allCommandNames: [String] { commands.flatMap { [$0.name] + $0.aliases } }
}
