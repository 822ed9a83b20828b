import RegistryCore
import RegistryShell

/// The prompt: reads a line, runs it, and reads the next, until the person leaves.
///
/// It adds to the shell only what a terminal needs; every command is the shell's own.
public final class Conversation {
    private let shell: Shell
    private let console: ReadlineConsole
    private var session: RegistryShell.Session { shell.session }

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
            let answer = console.ask(prompt, prefill: "", completer: completer, remember: true)
            for notice in console.takeNotices() { session.notice(notice) }
            switch answer {
            case .endOfInput:
                return 0
            case .interrupted: continue
            case .line(let text):
                guard !run(text) else { return 0 }
            }
        }
    }

    /// Runs what was typed, or the lines that were pasted, up to the first error. Returns whether to leave.
    private func run(_ text: String) -> Bool {
        for line in text.split(whereSeparator: \.isNewline) {
            do {
                try shell.run(line: String(line))
            } catch is Shell.Leaving {
                return true
            } catch {
                _ = shell.tell(error)
                return false
            }
        }
        return false
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
            _ = shell.tell(error)
        }
    }

    /// Whose registry, who you are, and what `.` is.
    private var prompt: String {
        let ink = session.output.ink
        guard let registry = try? session.registry(), let actor = try? session.actor() else { return ink(.prompt, "practice> ") }
        let current = session.recent.current.map { " \($0)" } ?? ""
        return ink(.prompt, "\(registry.home) \(actor.person.name.visible())\(current)> ")
    }
}
