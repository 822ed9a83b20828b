@preconcurrency import CReadline
import Glibc
import RegistryShell
import Synchronization

/// The person at the terminal, through GNU Readline: line editing, history and completion.
///
/// There is one in a process, because Readline's state is global, and it belongs to the thread that
/// made it. Without a terminal it asks nothing and Readline is never called.
public final class ReadlineConsole: Console {
    /// A second console was made while the first one lives.
    public struct AlreadyOpen: Error, CustomStringConvertible {
        public var description: String { "this program already has a prompt open; use that one" }
    }

    private static let isOpen = Atomic<Bool>(false)
    private static let isConfigured = Atomic<Bool>(false)

    private let history: HistoryFile?
    private let hasTerminal: Bool
    /// Standard output, or standard error when that alone is the terminal (`practice find x > file`).
    private let output: Int32
    private var last: String?
    private var notices: [String] = []
    /// Called before the terminal is asked or written to: somebody else may have it, such as a pager.
    public var beforeUse: () -> Void = {}

    /// Opens the terminal and loads the history.
    ///
    /// - Parameter history: the file that remembered lines are kept in; without one they are
    ///   remembered until the program ends.
    public init(history: HistoryFile? = nil) throws(AlreadyOpen) {
        guard !Self.isOpen.exchange(true, ordering: .relaxed) else { throw AlreadyOpen() }
        self.history = history
        output = isatty(STDOUT_FILENO) == 1 ? STDOUT_FILENO : STDERR_FILENO
        hasTerminal = isatty(STDIN_FILENO) == 1 && isatty(output) == 1
        guard hasTerminal else { return }
        if !Self.isConfigured.exchange(true, ordering: .relaxed) { Self.configure(output: output) }
        rl_clear_history()
        stifle_history(Int32(HistoryFile.limit))
        guard let history else { return }
        let (entries, notice) = history.load()
        for entry in entries { add_history(entry) }
        last = entries.last
        if let notice { notices.append(notice) }
    }

    deinit { Self.isOpen.store(false, ordering: .relaxed) }

    public private(set) var clearedText = false

    /// Whether SIGTERM asked the program to end.
    public var isTerminated: Bool { Interrupt.isTerminated }

    /// The exit code of a prompt that ends because nobody answers: as a shell tells of a program that SIGTERM or a
    /// closed terminal's SIGHUP ended; 0 after Ctrl-D.
    var endCode: Int32 {
        if Interrupt.isTerminated { return 128 + SIGTERM }
        return Interrupt.isHungUp ? 128 + SIGHUP : 0
    }

    /// No signs in lists, every state in words: `PRACTICE_ACCESSIBLE`.
    public var isPlain = false

    public var isInteractive: Bool { hasTerminal && !Interrupt.isHungUp }

    public var width: Int {
        var size = winsize()
        if ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return getenv("COLUMNS").flatMap { Int(String(cString: $0)) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
    }

    /// What went wrong with the history since this was last asked, for a line on standard error.
    public func takeNotices() -> [String] {
        defer { notices = [] }
        return notices
    }

    public func ask(_ prompt: String, prefill: String, completer: (any Completer)?, remember: Bool) -> Answer {
        // A completer that asks would enter Readline a second time, which it does not survive.
        guard isInteractive, Asking.current == nil else { return .endOfInput }
        beforeUse()
        Interrupt.watch()
        // Pressed since the last question and polled by nobody: the person did not mean it for nothing.
        if Interrupt.take() {
            write("\n")
            return .interrupted
        }
        let session = Asking(prefill: prefill, completer: completer, isPlain: isPlain)
        Asking.current = session
        defer { Asking.current = nil }

        practice_flush()
        // The window may have changed while Readline did not listen.
        rl_reset_screen_size()
        let raw = withHistory(remember) { readline(PromptMarks.marked(prompt)) }
        defer { free(raw) }
        clearedText = session.isCancelled && session.hadText
        if session.isCancelled { return .interrupted }
        guard let raw else {
            write("\n")
            return .endOfInput
        }
        let line = String(cString: raw)
        if remember { keep(line) }
        return .line(line)
    }

    public func write(_ text: String) {
        guard hasTerminal else { return }
        beforeUse()
        practice_flush()
        // A terminal that is gone shows at the next question.
        _ = writeAll(text, to: output)
    }

    public func interrupted() -> Bool {
        // Without a terminal there are signals too: cron and systemd end a program by SIGTERM.
        Interrupt.watch()
        return Interrupt.take() || Interrupt.isHungUp
    }

    /// Adds what was entered to the history; of lines that were pasted each command by itself.
    private func keep(_ text: String) {
        for command in PastedText.commands(in: text) where HistoryFile.keeps(command) && command != last { remember(command) }
    }

    private func remember(_ line: String) {
        last = line
        add_history(line)
        if let notice = history?.append(line), !notices.contains(notice) { notices.append(notice) }
    }

    /// Runs the question with the command history to recall, or with none: an answer of a form is
    /// not a command, and Up must not put one there.
    private func withHistory<Result>(_ recalls: Bool, _ question: () -> Result) -> Result {
        guard !recalls, let commands = history_get_history_state() else {
            using_history()
            return question()
        }
        var none = HISTORY_STATE()
        history_set_history_state(&none)
        defer {
            clear_history()
            history_set_history_state(commands)
            free(commands)
        }
        return question()
    }

    /// Readline for this program, once a process.
    private static func configure(output: Int32) {
        useUTF8()
        practice_use_streams(output)
        // For `$if Practice` in an inputrc; kept for good, so it is never freed.
        rl_readline_name = UnsafePointer(strdup("Practice"))
        // The window's size is for those who ask the terminal; variables would go stale in a pager.
        rl_change_environment = 0
        // Defaults for people who never saw a bell mean "press again"; an inputrc comes later and wins.
        rl_variable_bind("show-all-if-ambiguous", "on")
        rl_initialize()
        CompletionBridge.install()
        Keys.install()
    }

    /// Names a UTF-8 locale where there is none, as in a bare `ssh` or a service: Readline would
    /// otherwise count the bytes of é as two characters. It reads the variables itself, so they change.
    private static func useUTF8() {
        func isUTF8() -> Bool {
            setlocale(LC_CTYPE, "") != nil && String(cString: nl_langinfo(nl_item(CODESET))) == "UTF-8"
        }
        if isUTF8() { return }
        // Only what rules characters is changed: LC_ALL hides LC_CTYPE where it is set.
        let all = getenv("LC_ALL").map { String(cString: $0) } ?? ""
        setenv(all.isEmpty ? "LC_CTYPE" : "LC_ALL", "C.UTF-8", 1)
        _ = isUTF8()
    }
}
