import Foundation
import RegistryCore

/// One run of a program: how long it took, on how many processors, and how much memory at most.
struct Child {
    /// Seconds from start to end, and of work on all processors.
    let wall: Double
    let work: Double
    /// MiB.
    let peak: Int
    let output: String
    /// What it said on standard error.
    let told: String

    struct Failed: Error, CustomStringConvertible {
        var description: String
    }

    /// Runs it with what the disk still has to write out of the way, and throws when it ends with another code than 0.
    init(_ words: [String], input: String? = nil) throws {
        sync()
        let folder = FileManager.default.temporaryDirectory.path
        let outPath = folder + "/bench-\(UUID().uuidString)", errPath = outPath + ".err"
        defer { for path in [outPath, errPath] { unlink(path) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input ?? "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outPath, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errPath, O_WRONLY | O_CREAT, 0o600)
        var pointers = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var pid: pid_t = 0
        let start = ContinuousClock.now
        let code = posix_spawnp(&pid, words[0], &actions, nil, &pointers, environ)
        guard code == 0 else { throw Failed(description: "\(words[0]) cannot be run: \(String(cString: strerror(code)))") }
        var status: CInt = 0
        var usage = rusage()
        while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
        let duration = (ContinuousClock.now - start).components
        wall = Double(duration.seconds) + Double(duration.attoseconds) / 1e18
        work = [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
        peak = Int(usage.ru_maxrss) / 1024
        // A report; what an export wrote is not held.
        let size = (try? FileManager.default.attributesOfItem(atPath: outPath)[.size] as? Int) ?? 0
        output = size < 1 << 20 ? (try? String(contentsOfFile: outPath, encoding: .utf8)) ?? "" : ""
        told = (try? String(contentsOfFile: errPath, encoding: .utf8)) ?? ""
        guard status == 0 else {
            throw Failed(description: "\(words.prefix(20).joined(separator: " ")) ended with \(status >> 8 & 0xFF):\n\(told)")
        }
    }
}

extension Child {
    /// Seconds of work by kind, as an import tells them.
    var split: String {
        guard let seconds = (try? JSONValue(parsing: output))?["seconds"]?.object else { return "its split is not told" }
        let kinds = ["read", "parse", "check", "write", "full_text", "commit"]
        return kinds.map { "\($0.replacing("_", with: " ")) \(Table.written(seconds[$0]?.number ?? 0))" }.joined(separator: ", ") + " s"
    }
}
