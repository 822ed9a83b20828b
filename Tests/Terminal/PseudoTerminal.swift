import Glibc

/// A program at a terminal of its own, for tests: keys go in, a screen comes out.
///
/// The terminal is the program's controlling one, so Ctrl-Z, signals, resizing and hanging up are
/// the real ones. Nothing sleeps for a fixed time: every wait polls until its time-out.
final class PseudoTerminal {
    /// What a test waited for did not come, or the terminal could not be made.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// How a program ended.
    enum Exit: Equatable {
        case code(Int32)
        case signal(Int32)
    }

    let process: pid_t
    private var terminal: Int32
    private var display: Screen
    /// What the program wrote, without escape sequences, from where the last `expect` ended.
    private var unread = ""
    private var filter = Plain()
    private var exit: Exit?

    /// Starts a program at a new terminal.
    ///
    /// - Parameters:
    ///   - program: its path.
    ///   - environment: all of its environment. Give INPUTRC, TERM, HOME and the XDG folders, or the
    ///     tests depend on whoever runs them.
    init(
        _ program: String, _ arguments: [String] = [], environment: [String: String], rows: Int = 24, columns: Int = 80
    ) throws {
        // Close-on-exec, or a program that another test starts meanwhile keeps this terminal open.
        terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        display = Screen(rows: rows, columns: columns)
        var (number, locked): (UInt32, Int32) = (0, 0)
        guard ioctl(terminal, Linux.TIOCSPTLCK, &locked) == 0, ioctl(terminal, Linux.TIOCGPTN, &number) == 0 else {
            throw Failure(description: "no terminal: \(String(cString: strerror(errno)))")
        }
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
        _ = fcntl(terminal, F_SETFL, O_NONBLOCK)

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // A session without a terminal takes the first one it opens: the session is made before this.
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/pts/\(number)", O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The runner's threads may block or ignore signals, and a child inherits that.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = Linux.POSIX_SPAWN_SETSID | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        let words = ([program] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var child: pid_t = 0
        let result = posix_spawn(&child, program, &actions, &attributes, words, variables)
        process = child
        guard result == 0 else {
            Glibc.close(terminal)
            exit = .code(127)
            throw Failure(description: "\(program) does not start: \(String(cString: strerror(result)))")
        }
    }

    deinit {
        close()
        guard exit == nil else { return }
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    /// Types: `\r` is Enter, `\t` Tab, `\u{3}` Ctrl-C, `\u{1B}` Escape.
    func send(_ keys: String) {
        var rest = Array(keys.utf8)[...]
        while !rest.isEmpty, terminal >= 0 {
            let count = rest.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else {
                guard errno == EAGAIN || errno == EINTR else { return }
                pump(milliseconds: 10)  // a program that waits to write reads nothing
            }
        }
    }

    /// Waits until the program writes a text, and returns what it wrote up to its end. The next call
    /// looks behind it. Escape sequences are left out, so a text that is drawn in pieces is found on
    /// the `screen` only.
    @discardableResult func expect(_ text: String, within seconds: Double = 60) throws -> String {
        try until(seconds, "the program to write \(text.debugDescription)") {
            guard let end = unread.ranges(of: text).first?.upperBound else { return nil }
            defer { unread = String(unread[end...]) }
            return String(unread[..<end])
        }
    }

    /// Waits until the screen shows what a test looks for, and returns its rows.
    @discardableResult func expectScreen(
        _ what: String, within seconds: Double = 60, _ shows: ([String]) -> Bool
    ) throws -> [String] {
        try until(seconds, "the screen to show \(what)") {
            let rows = display.text
            return shows(rows) ? rows : nil
        }
    }

    /// The rows of the screen now, with the spaces at their ends cut off.
    func screen() -> [String] {
        pump(milliseconds: 0)
        return display.text
    }

    /// Changes the window's size; the program gets SIGWINCH.
    func resize(rows: Int, columns: Int) {
        pump(milliseconds: 0)
        display.resize(rows: rows, columns: columns)
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    }

    /// Sends a signal to the program itself, not to what it runs.
    func signal(_ number: Int32) { kill(process, number) }

    /// Hangs up: the terminal is gone and the program gets SIGHUP.
    func close() {
        guard terminal >= 0 else { return }
        Glibc.close(terminal)
        terminal = -1
    }

    /// Waits for the program's end.
    @discardableResult func wait(within seconds: Double = 60) throws -> Exit {
        try until(seconds, "the program to end") {
            if let exit { return exit }
            var status: Int32 = 0
            guard waitpid(process, &status, WNOHANG) == process else { return nil }
            exit = status & 0x7F == 0 ? .code(status >> 8 & 0xFF) : .signal(status & 0x7F)
            return exit
        }
    }

    private func until<Value>(_ seconds: Double, _ what: String, _ attempt: () -> Value?) throws -> Value {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(seconds)
        repeat {
            if let value = attempt() { return value }
            pump(milliseconds: 10)
        } while clock.now < deadline
        if let value = attempt() { return value }
        let rows = display.text.map { "| \($0)" }.joined(separator: "\n")
        throw Failure(
            description: """
                waited \(seconds) s for \(what)
                screen, cursor at row \(display.row + 1), column \(display.column + 1):
                \(rows)
                written since the last match: \(unread.debugDescription)
                """)
    }

    /// Reads what the program wrote, waiting for the first of it at most so long.
    private func pump(milliseconds: Int32) {
        // poll(2) passes a descriptor below 0 over, and then only waits: the terminal after `close`.
        var event = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        guard poll(&event, 1, milliseconds) > 0 else { return }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var count = read(terminal, &chunk, chunk.count)
        // Once the program has closed the terminal, reading fails at once: wait here, or `until` spins.
        if count <= 0, milliseconds > 0 { poll(nil, 0, milliseconds) }
        while count > 0 {
            display.feed(chunk[..<count])
            unread += filter.plain(chunk[..<count])
            count = read(terminal, &chunk, chunk.count)
        }
    }
}

/// What `posix_openpt` and its companions do, and the flag for a session: the C library hides them
/// from Swift behind feature macros that its module does not set. Values of ioctl_tty(2), spawn.h.
private enum Linux {
    static let TIOCGPTN: UInt = 0x8004_5430
    static let TIOCSPTLCK: UInt = 0x4004_5431
    static let POSIX_SPAWN_SETSID: Int32 = 0x80
}
