import Foundation
import Prompt
import RegistryShell

/// The person's pager: `PRACTICE_PAGER`, else `PAGER`, else `less`, run by the shell as git and psql run theirs.
///
/// It shares this program's process group, so that it may read the terminal, and Ctrl-C and Ctrl-Z reach it; this
/// program ignores them meanwhile. Foundation's `Process` makes a group of its own, where reading the terminal stops a
/// program, and takes 50 ms.
final class ChildPager: Pager {
    private let command: String
    private let variables: [String: String]
    private let console: any Console
    private var child: pid_t?
    private var pipe: Int32 = -1
    /// What was handed over while the pipe alone may hold it: nobody knows yet that somebody reads.
    private var unproven: [String]? = []
    private var handed = 0
    private var isUsable = true
    private var trouble: String?
    private var before = Before()

    /// What the terminal and the signals were like before the pager had them.
    private struct Before {
        var terminal: termios?
        var interrupt = sigaction()
        var quit = sigaction()
    }

    /// A pipe of Linux holds 64 KiB (pipe(7)); what is more, somebody has read.
    private static let pipeSize = 65_536

    /// The pager of the person's variables; nil where results are not to be paged.
    init?(variables: [String: String], console: any Console) {
        guard isatty(STDOUT_FILENO) == 1, let terminal = variables["TERM"], !terminal.isEmpty, terminal != "dumb" else { return nil }
        let isAccessible = !["", "0"].contains(variables["PRACTICE_ACCESSIBLE"] ?? "")
        // A screen reader's user reads on as text comes; who wants a pager all the same names it for this program.
        let named = variables["PRACTICE_PAGER"] ?? (isAccessible ? "" : variables["PAGER"] ?? "less")
        guard !named.allSatisfy(\.isWhitespace), named != "cat" else { return nil }
        command = named
        self.variables = variables
        self.console = console
        guard !ChildPager.isMissing(named, variables) else {
            // Nobody asked for `less`: where it is not installed, results are printed as they are.
            if variables["PRACTICE_PAGER"] == nil, variables["PAGER"] == nil { return nil }
            fail()
            return
        }
    }

    var room: Int? {
        guard isUsable else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 1 else { return 23 }
        return Int(size.ws_row) - 1
    }

    func takeTrouble() -> String? {
        defer { trouble = nil }
        return trouble
    }

    func start() -> Bool {
        var ends: [Int32] = [-1, -1]
        guard isUsable, Glibc.pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Before there is a pager: it may have changed the terminal by the time that `spawn` returns.
        letGo()
        guard spawn(reading: ends[0]) else {
            takeBack()
            for end in ends { close(end) }
            fail()
            return false
        }
        close(ends[0])
        pipe = ends[1]
        _ = fcntl(pipe, F_SETFL, O_NONBLOCK)
        (unproven, handed) = ([], 0)
        return true
    }

    private func spawn(reading input: Int32) -> Bool {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // This program ignores SIGPIPE, and a child would inherit that.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGQUIT, SIGPIPE] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        // As git does it: who has LESS set means it.
        let environment = ["LESS": "FRX", "LV": "-c"].merging(variables) { $1 }
        let words: [UnsafeMutablePointer<CChar>?] = ["sh", "-c", command].map { (word: String) in strdup(word) } + [nil]
        let assignments: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + assignments).forEach { free($0) } }
        var number: pid_t = 0
        guard posix_spawn(&number, "/bin/sh", &actions, &attributes, words, assignments) == 0 else { return false }
        child = number
        return true
    }

    func write(_ text: String) throws {
        unproven?.append(text)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(pipe, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
                handed += count
                if handed > ChildPager.pipeSize { unproven = nil }
            } else if errno == EAGAIN {
                // While the person reads. Waiting in poll(2), which no handler's SA_RESTART resumes.
                var wait = pollfd(fd: pipe, events: Int16(POLLOUT), revents: 0)
                poll(&wait, 1, 1000)
                if console.interrupted() { throw Unread() }
            } else if errno != EINTR {
                throw Unread()
            }
        }
    }

    func finish() -> String? {
        guard let child else { return nil }
        close(pipe)
        pipe = -1
        var status: Int32 = 0
        while waitpid(child, &status, WNOHANG) == 0 {
            // Only a closed terminal or SIGTERM can be meant: Ctrl-C is the pager's.
            if console.interrupted() { kill(child, SIGTERM) }
            poll(nil, 0, 15)
        }
        self.child = nil
        takeBack()
        // What the shell ends with when there is no such program, or none that may be run (POSIX, 2.8.2).
        let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 0
        guard code == 126 || code == 127, let unproven else { return nil }
        fail()
        return unproven.joined()
    }

    private func fail() {
        isUsable = false
        trouble = "The pager “\(command.visible())” cannot be started, so results are printed as they are; PRACTICE_PAGER names another"
    }

    // MARK: - The terminal while somebody else has it

    /// Ctrl-C is the pager's from now on.
    private func letGo() {
        var mode = termios()
        before.terminal = tcgetattr(STDOUT_FILENO, &mode) == 0 ? mode : nil
        var ignored = sigaction()
        ignored.__sigaction_handler.sa_handler = SIG_IGN
        sigaction(SIGINT, &ignored, &before.interrupt)
        sigaction(SIGQUIT, &ignored, &before.quit)
    }

    /// All is as it was, even where the pager was killed and left the terminal in a state of its own.
    private func takeBack() {
        if var mode = before.terminal { tcsetattr(STDOUT_FILENO, TCSADRAIN, &mode) }
        sigaction(SIGINT, &before.interrupt, nil)
        sigaction(SIGQUIT, &before.quit, nil)
    }

    /// Whether a command is the name of a program, plain enough to be looked up, that is not there.
    private static func isMissing(_ command: String, _ variables: [String: String]) -> Bool {
        let words = command.split(whereSeparator: \.isWhitespace)
        guard let name = words.first.map(String.init), !command.contains(where: { "|&;<>()$`\\\"'*?[#~=%!{".contains($0) }) else { return false }
        if name.contains("/") { return !FileManager.default.isExecutableFile(atPath: name) }
        let folders = (variables["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return !folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }
}
