import Glibc
import RegistryCore
import RegistryShell

/// The prompt: reads a line, runs it, and reads the next, until the person leaves.
///
/// It adds to the shell only what a terminal needs; every command is the shell's own.
public final class Conversation {
    private let shell: Shell
    private let console: ReadlineConsole
    private var session: RegistryShell.Session { shell.session }
    /// Who is where, as was last found out.
    private var known: (home: String, person: String)?
    /// Whether the engine just failed or was stopped: then nobody waits for it once more for the sake of a prompt.
    private var isSilent = false

    public init(shell: Shell, console: ReadlineConsole) {
        self.shell = shell
        self.console = console
    }

    /// Runs until Ctrl-D, `quit` or a closed terminal. Returns the exit code.
    public func run() -> Int32 {
        session.recent.isKept = true
        greet()
        let completer = ShellCompleter(shell)
        while true {
            let answer = console.ask(prompt(), prefill: "", completer: completer, remember: true)
            for notice in console.takeNotices() { session.notice(notice) }
            switch answer {
            case .endOfInput: return console.endCode
            case .interrupted: continue
            case .line(let text):
                guard !run(text) else { return 0 }
            }
        }
    }

    /// Runs what was typed, or the commands that were pasted, up to the first error. Returns whether to leave.
    private func run(_ text: String) -> Bool {
        var commands = PastedText.commands(in: text)[...]
        while let command = commands.popFirst() {
            do {
                try shell.run(line: command)
                isSilent = false
                // Pressed too late to stop this command, and in time to stop the next.
                guard console.interrupted() else { continue }
            } catch is Shell.Leaving {
                return true
            } catch {
                // One Ctrl-C stops one command, however many of its parts asked.
                _ = console.interrupted()
                note(error)
                _ = shell.tell(error)
            }
            tellNotRun(commands)
            return false
        }
        return false
    }

    /// Says which of the pasted commands are left.
    private func tellNotRun(_ commands: ArraySlice<String>) {
        guard let first = commands.first else { return }
        let shown = Wrapping.cut(ServerAddress.masked(inLine: first.trimmed).visible(), to: 40)
        session.notice(commands.count == 1 ? "not run: \(shown)" : "not run: \(shown), and \(commands.count - 1) more")
    }

    private func greet() {
        let ink = session.output.ink
        console.write(ink(.strong, "Practice Registry \(programVersion)") + ". help says what you can do, Ctrl-D leaves.\n")
        do {
            let registry = try session.registry()
            let actor = try session.actor()
            let count = try registry.count(registry.query(.everything, for: actor.viewer))
            let who = actor.isNew ? "\(actor.person.name), who is new here" : "\(actor.person.name) (\(actor.person.role.rawValue))"
            session.notice("\(count) \(count == 1 ? "innovation" : "innovations") in \(registry.home) at \(registry.location). You are \(who).")
        } catch {
            note(error)
            _ = shell.tell(error)
        }
    }

    private func note(_ error: any Error) {
        let kind = (error as? Problem)?.kind
        isSilent = kind == .unavailable || kind == .interrupted
    }

    private func prompt() -> String {
        let ink = session.output.ink
        if !isSilent {
            do {
                known = (try session.registry().home.rawValue, try session.actor().person.name)
            } catch {
                note(error)
                if !isSilent { known = nil }
            }
        }
        guard let known else { return ink(.prompt, "practice> ") }
        return ink(.prompt, PromptText.text(home: known.home, person: known.person, current: session.recent.current?.description, width: console.width))
    }
}

/// What stands before the cursor: whose registry, who you are, and what `.` is.
package enum PromptText {
    /// - Parameter width: of the terminal, in columns; half of it at least is left to type in.
    package static func text(home: String, person: String, current: String?, width: Int) -> String {
        let end = (current.map { " \($0)" } ?? "") + "> "
        let home = home.visible(), person = person.visible()
        // The one that is longer gives way, and each keeps its beginning: what `.` is must be read whole.
        let room = max(width / 2 - end.displayWidth - 1, 7)
        guard home.displayWidth + person.displayWidth > room else { return "\(home) \(person)\(end)" }
        let half = room / 2
        let forHome = max(half, room - person.displayWidth), forPerson = max(room - half, room - home.displayWidth)
        return "\(Wrapping.cut(home, to: forHome)) \(Wrapping.cut(person, to: forPerson))\(end)"
    }
}

/// Lines that were pasted at the prompt.
package enum PastedText {
    /// The commands among them: a line each, but for a text in quotation marks, which may go on over several.
    package static func commands(in text: String) -> [String] {
        var commands: [String] = []
        var rest = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)[...]
        while let line = rest.popFirst() {
            var command = line
            var taken = 0
            while Words.typing(command).openQuote != nil, taken < rest.count {
                command += "\n" + rest[rest.startIndex + taken]
                taken += 1
            }
            if Words.typing(command).openQuote == nil { rest = rest.dropFirst(taken) } else { command = line }
            if command.contains(where: { !$0.isWhitespace }) { commands.append(command) }
        }
        return commands
    }
}
