import CProcess
import Foundation
import RegistryCore

/// What a plugin's process is started with.
struct ChildStart {
    /// The program's path and its arguments.
    var words: [String]
    /// Its working folder.
    var home: String
    var variables: [String: String]
    /// Address space, in bytes.
    var memory: Int

    /// A file that it writes has at most so many bytes.
    static let largestFile = 1 << 30
    /// Seconds of processor time.
    static let longestWork = 3600

    /// Starts it. Returns its id and our ends of its standard input, output and error.
    func run() throws(Breach) -> (pid_t, Int32, Int32, Int32) {
        // A plugin that is gone is found out by what it does not answer, not by a signal that kills this program.
        signal(SIGPIPE, SIG_IGN)
        guard let toIt = Pipe2(), let fromIt = Pipe2(), let log = Pipe2() else {
            throw Breach("cannot be started: there are too many open files")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, toIt.reads, 0)
        posix_spawn_file_actions_adddup2(&actions, fromIt.writes, 1)
        posix_spawn_file_actions_adddup2(&actions, log.writes, 2)
        // Nothing else that is open here reaches it: no registry, no terminal.
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        posix_spawn_file_actions_addchdir_np(&actions, home)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Its own group keeps the terminal's Ctrl-C from it, and is ended as a whole.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        posix_spawnattr_setpgroup(&attributes, 0)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = variables.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, words[0], &actions, &attributes, &arguments, &environment)
        toIt.closeReads()
        fromIt.closeWrites()
        log.closeWrites()
        guard code == 0 else {
            for descriptor in [toIt.writes, fromIt.reads, log.reads] { close(descriptor) }
            throw Breach("cannot be started (\(String(cString: strerror(code)))): \(words[0])")
        }
        limit(pid)
        for descriptor in [toIt.writes, fromIt.reads, log.reads] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
        return (pid, toIt.writes, fromIt.reads, log.reads)
    }

    /// By prlimit(2), as a limit of this program's own would be its own too: the process has come no further than its
    /// loader then.
    private func limit(_ pid: pid_t) {
        let limits = [
            (RLIMIT_AS, memory), (RLIMIT_CORE, 0), (RLIMIT_FSIZE, ChildStart.largestFile), (RLIMIT_CPU, ChildStart.longestWork),
        ]
        for (resource, most) in limits { _ = practice_limit(pid, Int32(resource.rawValue), rlim_t(most)) }
    }
}

/// A pipe neither end of which a program that is started meanwhile inherits.
private struct Pipe2 {
    let reads: Int32
    let writes: Int32

    /// Linux's default of 64 KiB would hand over a thousand texts in very many pieces.
    private static let size: Int32 = 1 << 20
    /// F_SETPIPE_SZ of fcntl(2), which Swift does not see.
    private static let setSize: Int32 = 1031

    init?() {
        var ends: [Int32] = [0, 0]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { return nil }
        // Below 3 they would lie where the process's own are put.
        reads = Pipe2.beyondStandard(ends[0])
        writes = Pipe2.beyondStandard(ends[1])
        _ = fcntl(writes, Pipe2.setSize, Pipe2.size)
    }

    private static func beyondStandard(_ descriptor: Int32) -> Int32 {
        guard descriptor < 3 else { return descriptor }
        defer { close(descriptor) }
        return fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    }

    func closeReads() { close(reads) }
    func closeWrites() { close(writes) }
}
