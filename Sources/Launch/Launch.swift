import Foundation
import Prompt
import RegistryCore
import RegistryShell

/// Starts the program with a list of plugins: runs one command, a script, or the prompt.
///
/// A build of one's own is a five-line main that calls this with further plugins.
public enum Launch {
    /// Runs what words say, the process's arguments unless others are given, and returns the exit code.
    public static func run(plugins: [any Plugin], words: [String] = Array(CommandLine.arguments.dropFirst())) -> Int32 {
        // A reader that went away is found out by writing, not by a signal that kills.
        signal(SIGPIPE, SIG_IGN)
        let variables = ProcessInfo.processInfo.environment
        // The options are wanted before there is a shell: for colours, and for which registry's history it is. What
        // is wrong with them, the shell tells.
        var options = GlobalOptions()
        _ = try? options.take(from: words)
        let machine = Machine(variables: variables, isStopped: { Stopping.isAsked }, tell: { line in
            for part in Wrapping.wrap(line.visible(), to: 100) { _ = writeAll(part + "\n", to: STDERR_FILENO) }
        })
        let plugins = plugins.withAttached(to: machine)
        let opener = StoreOpener(variables: variables)
        do {
            let history = (try? opener.historyName(options)).map { HistoryFile(name: $0) }
            let console = try ReadlineConsole(history: history)
            let output = StandardOutput.make(options: options, variables: variables, console: console)
            console.isPlain = output.plain
            console.beforeUse = { [weak output] in output?.settle() }
            let session = Session(
                surroundings: .init(account: NSUserName(), variables: variables, machine: machine), opener: opener, starter: StoreOpener.starter,
                plugins: plugins, console: console, output: output, options: GlobalOptions())
            defer { for plugin in session.plugins { plugin.end() } }
            let shell = Shell(session: session, assembly: try Assembly(plugins))
            let done = run(words, shell: shell, console: console)
            // As a shell tells of a program that SIGTERM ended.
            let code = done == ProblemText.exitCode(of: .interrupted) && console.isTerminated ? 128 + SIGTERM : done
            // What was saved is safe by now; letting go only tidies it into the one file.
            do {
                try session.close()
            } catch {
                return code == 0 ? shell.tell(error) : code
            }
            return code
        } catch {
            let problem = (error as? Problem) ?? Problem(.unavailable, "the program could not start")
            for line in ProblemText.lines(problem, width: 80) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
            return ProblemText.exitCode(of: problem.kind)
        }
    }

    private static func run(_ words: [String], shell: Shell, console: ReadlineConsole) -> Int32 {
        do {
            switch try shell.start(words) {
            case .done: return 0
            case .withoutCommand where console.isInteractive: return Conversation(shell: shell, console: console).run()
            case .withoutCommand:
                return shell.run(script: AnySequence { AnyIterator { readLine(strippingNewline: true) } }, name: "standard input")
            }
        } catch is Shell.Leaving {
            return 0
        } catch is Unread {
            return 0
        } catch {
            return shell.tell(error)
        }
    }
}
