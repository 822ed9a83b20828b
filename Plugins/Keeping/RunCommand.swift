import ArgumentParser
import RegistryCore
import RegistryShell

struct RunCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the lines of a file as if you typed them.",
        discussion: """
            # begins a comment, and a line that ends in a blank and \\ goes on in the next. The first line that fails ends it, with file, line and exit code; \
            what the lines before it saved stays saved. Where nobody sits at a terminal, nothing is asked: lines that would ask need --yes.
            """)
    static let about = CommandAbout(.keep, examples: [
        Example("run weekly.practice", "every line of the file"),
        Example("run weekly.practice --echo", "shows each line before what it says, for a log"),
        Example("run weekly.practice --keep-going", "goes on behind lines that fail, and counts them"),
    ])

    @Argument(help: ArgumentHelp("The files, in this order; - for standard input.", valueName: "file")) var files: [String]
    @Flag(help: "Go on behind a line that fails, and count those at the end.") var keepGoing = false
    @Flag(help: "Show each line before what it says.") var echo = false

    func run(_ session: Session) throws { try session.run(scripts: files, keepGoing: keepGoing, echo: echo) }
}
