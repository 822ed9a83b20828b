import Foundation

/// How a process ends, of itself or by signals.
enum ChildEnd: Equatable {
    case left(Int32)
    case killed(Int32)

    /// How it ended, within a time in milliseconds; nil when it runs on. It stays to be reaped, so that its id means
    /// nobody else's process.
    static func status(of pid: pid_t, within patience: Int) -> ChildEnd? {
        var waited = 0
        while true {
            var found = siginfo_t()
            guard waitid(P_PID, id_t(pid), &found, WEXITED | WNOHANG | WNOWAIT) == 0 else { return nil }
            if found.si_signo != 0 {
                let status = found._sifields._sigchld.si_status
                return found.si_code == CLD_EXITED ? .left(status) : .killed(status)
            }
            guard waited < patience else { return nil }
            // Most end within a few milliseconds of the end of their input.
            usleep(waited < 20 ? 1000 : 5000)
            waited += waited < 20 ? 1 : 5
        }
    }

    /// Ends a process whose input was closed, its group, and what left the group; reaps it.
    static func end(_ pid: pid_t, home: String) {
        if status(of: pid, within: 300) == nil {
            kill(-pid, SIGTERM)
            _ = status(of: pid, within: 300)
        }
        // The group's id stays taken until its leader is reaped.
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
        // What it started may start more while it is looked for.
        for _ in 0..<50 {
            let strays = strays(of: home)
            guard !strays.isEmpty else { break }
            for stray in strays { kill(stray, SIGKILL) }
            usleep(1000)
        }
    }

    /// Processes that it started and that left its group: they have its working folder for their home or work in it, as
    /// no other does. (A child subreaper would see them too, and would have every orphan of this program's editor for its own.)
    private static func strays(of home: String) -> [pid_t] {
        let mark = Array("HOME=\(home)\0".utf8)
        let own = getpid()
        return ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { name -> pid_t? in
            guard let pid = pid_t(name), pid != own, let environment = environment(of: pid) else { return nil }
            if environment.starts(with: mark) || environment.firstRange(of: [0] + mark) != nil { return pid }
            return (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd"))?.hasPrefix(home) == true ? pid : nil
        }
    }

    /// The variables of a process, as it was started; nil where it is not ours to see.
    private static func environment(of pid: pid_t) -> [UInt8]? {
        let file = open("/proc/\(pid)/environ", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        // A plugin's own has a few hundred bytes; its home stands near the start, as variables are sorted.
        return [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in count = max(0, read(file, buffer.baseAddress, buffer.count)) }
    }
}
